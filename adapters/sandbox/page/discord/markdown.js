/**
 * Discord's Markdown as nodes. Guarantee: total and safe; text from a bot or a person only ever becomes text nodes, and
 * what Discord does not draw (tables, rules, headings below ###) stays as written. Source: Discord support,
 * "Markdown Text 101"; Discord docs, "Message Formatting".
 */

import { el } from "../dom.js";
import { link, mention } from "../inline.js";
import { scan } from "../scan.js";
import { timestamp } from "./timestamp.js";

const GUIDE = { browse: "Browse Channels", customize: "Channels & Roles", guide: "Server Guide" };

function spoiler(children) {
  const node = el("span", { class: "spoiler", role: "button", tabindex: 0, "aria-label": "Spoiler" }, children);
  const reveal = (event) => {
    if (event.type === "keydown" && !["Enter", " "].includes(event.key)) return;
    if (!node.hasAttribute("role")) return;
    event.preventDefault();
    for (const name of ["role", "tabindex", "aria-label"]) node.removeAttribute(name);
    node.classList.add("revealed");
  };
  node.addEventListener("click", reveal);
  node.addEventListener("keydown", reveal);
  return node;
}

function userMention(id, scene) {
  const person = scene.person(id);
  return mention(`@${person?.name ?? id}`, { mine: id === scene.viewer, title: person?.username ?? id });
}

function channelMention(id, scene) {
  const channel = scene.channel(id);
  return mention(`#${channel?.name ?? id}`, { title: channel?.topic });
}

const marked =
  (tag, attributes = {}) =>
  ([, inner], scene) =>
    el(tag, attributes, inline(inner, scene));

// A backslash keeps the character after it from ending a mark; a row of nothing but marks is no mark.
const INSIDE = String.raw`((?:\\[\s\S]|[^\\])+?)`;
const wrapped = (mark) => new RegExp(`${mark}${mark}(?=${mark}?[^${mark}])${INSIDE}${mark}${mark}(?!${mark})`, "g");

const INLINE = [
  { find: /\\([^0-9A-Za-z\s])/g, draw: ([, character]) => character },
  { find: /(?<!`)(`+)(?!`)([\s\S]*?[^`])\1(?!`)/g, draw: ([, , code]) => el("code", {}, code.trim() || code) },
  { find: /<(https?:\/\/[^>\s]+)>/g, draw: ([, url]) => link(url) },
  { find: /https?:\/\/[^\s<]*[^\s<.,:;"'\])*_~|]/g, draw: ([url]) => link(url) },
  {
    find: /\[((?:\\.|[^[\]\\\n])+)\]\(<?(https?:\/\/[^\s)>]+)>?(?:\s+"[^"]*")?\)/g,
    draw: ([, label, url], scene) => link(url, inline(label, scene)),
  },
  { find: /<@!?(\d+)>/g, draw: ([, id], scene) => userMention(id, scene) },
  { find: /<@&(\d+)>/g, draw: ([, id], scene) => mention(`@${scene.role(id)?.name ?? id}`) },
  { find: /<#(\d+)>/g, draw: ([, id], scene) => channelMention(id, scene) },
  { find: /<\/([^:>\n]+):\d+>/g, draw: ([, name]) => mention(`/${name}`) },
  { find: /<a?:(\w+):\d+>/g, draw: ([, name]) => el("span", { class: "custom-emoji" }, `:${name}:`) },
  { find: /<t:(-?\d+)(?::([tTdDfFsSR]))?>/g, draw: ([, seconds, style]) => timestamp(Number(seconds), style) },
  { find: /<id:(browse|customize|guide|linked-roles)>/g, draw: ([, id]) => mention(GUIDE[id] ?? "Linked Roles") },
  { find: /@(everyone|here)\b/g, draw: ([text]) => mention(text, { mine: true }) },
  { find: wrapped(String.raw`\*`), draw: marked("strong") },
  { find: wrapped("_"), draw: marked("u") },
  { find: wrapped("~"), draw: marked("s") },
  { find: wrapped(String.raw`\|`), draw: ([, inner], scene) => spoiler(inline(inner, scene)) },
  { find: /(?<!\w)_(?=\S)((?:\\[\s\S]|[^\\_])+?)_(?!\w)/g, draw: marked("em") },
  { find: /\*(?=[^\s*])((?:\\[\s\S]|\*\*|[^\\*])+?)(?<!\s)\*(?!\*)/g, draw: marked("em") },
];

/** The nodes of one run of text; line breaks stay characters (the style sheet keeps them). */
export function inline(text, scene) {
  return scan(text, INLINE, scene);
}

function heading([, marks, text], scene) {
  return el("div", { class: `heading level-${marks.length}`, role: "heading", "aria-level": 3 }, inline(text, scene));
}

const ITEM = /^( *)([-*]|\d+\.) +([\s\S]*)$/;

/** Items nest by their spaces; a line without a mark belongs to the item above it. */
function lists([text], scene) {
  const items = [];
  for (const line of text.replace(/\n$/, "").split("\n")) {
    const [, spaces, sign, rest] = ITEM.exec(line) ?? [];
    if (sign) items.push({ depth: spaces.length, ordered: /\d/.test(sign), start: parseInt(sign, 10), text: rest });
    else items.at(-1).text += `\n${line.trim()}`;
  }
  return nested(items, scene);
}

function nested(items, scene) {
  if (!items.length) return [];
  const [{ depth, ordered, start }] = items;
  const end = items.findIndex((item) => item.depth < depth || (item.depth === depth && item.ordered !== ordered));
  const mine = items.slice(0, end < 0 ? items.length : end);
  const starts = mine.flatMap((item, at) => (item.depth === depth ? [at] : []));
  const rows = starts.map((at, index) => {
    const children = mine.slice(at + 1, starts[index + 1] ?? mine.length);
    return el("li", {}, el("span", {}, inline(mine[at].text, scene)), nested(children, scene));
  });
  const list = el(ordered ? "ol" : "ul", { start: ordered ? start : null }, rows);
  return [list, ...nested(items.slice(mine.length), scene)];
}

function fence([, language, code]) {
  return el("pre", { data: { language: language || null } }, el("code", {}, code.replace(/\n$/, "")));
}

const BLOCKS = [
  { find: /```(?:([\w+#.-]*)\n)?\n*(?!```)([^\n][\s\S]*?)```\n?/g, draw: fence },
  { find: /^(#{1,3}) +([^\n]+)\n?/gm, draw: heading },
  { find: /^-# +([^\n]+)\n?/gm, draw: marked("div", { class: "subtext" }) },
  { find: /^ *(?:[-*]|\d+\.) +[^\n]+\n?(?:^ *(?:[-*]|\d+\.) +[^\n]+\n?|^ {2,}\S[^\n]*\n?)*/gm, draw: lists },
];

// A quote in a quote is text, as in Discord.
const quoted = (text, scene) => el("blockquote", {}, blocks(text, scene, BLOCKS));

const WITH_QUOTES = [
  { find: /^>>> ([\s\S]+)/gm, draw: ([, text], scene) => quoted(text, scene) },
  { find: /(?:^> [^\n]*(?:\n|$(?![\s\S])))+/gm, draw: ([text], scene) => quoted(text.replace(/^> /gm, ""), scene) },
  ...BLOCKS,
];

function blocks(text, scene, rules) {
  return scan(text, rules, scene, (between) => {
    const words = between.replace(/\n$/, "");
    return words ? [el("div", {}, inline(words, scene))] : [];
  });
}

/** @returns {HTMLElement} a block of text */
export function markdown(text, scene) {
  return el("div", { class: "text markdown" }, blocks(text ?? "", scene, WITH_QUOTES));
}

/** The first line of a text without its marks, for references to a message. */
export function firstLine(text, scene) {
  return markdown(text, scene).textContent.split("\n").find(Boolean) ?? "";
}
