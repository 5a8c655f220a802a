/**
 * Slack's mrkdwn (Slack docs: formatting message text) as nodes. Guarantee: total and safe; whatever is no markup is
 * text, with `&amp;` `&lt;` `&gt;` read back as the characters they stand for.
 */

import { el } from "../dom.js";
import { link } from "../inline.js";
import { scan } from "../scan.js";
import { broadcast, channelMention, dateNode, emojiNode, userMention } from "./inline.js";

const FENCE = /```\n?([\s\S]+?)\n?```/;

const unescaped = (text) => text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");

// Each rule: what to find, and the nodes for it. The marker rules ask for a word boundary outside and no blank inside,
// as Slack does, so that 2 * 3 * 4 and snake_case_names stay as they are.
const RULES = [
  { find: /`([^`\n]+)`/g, draw: ([, code]) => el("code", {}, unescaped(code)) },
  { find: /<([^<>\n]+)>/g, draw: ([, inside], scene) => angled(inside, scene) },
  {
    find: /(?<![\w*])\*(?=\S)([^*\n]*[^*\s])\*(?![\w*])/g,
    draw: ([, inner], scene) => el("strong", {}, inline(inner, scene)),
  },
  {
    find: /(?<![\w_])_(?=\S)([^_\n]*[^_\s])_(?![\w_])/g,
    draw: ([, inner], scene) => el("em", {}, inline(inner, scene)),
  },
  {
    find: /(?<![\w~])~(?=\S)([^~\n]*[^~\s])~(?![\w~])/g,
    draw: ([, inner], scene) => el("s", {}, inline(inner, scene)),
  },
  { find: /:([\w+-]+(?:::skin-tone-\d)?):/g, draw: ([, name]) => emojiNode(name) },
];

/** @returns {HTMLElement} a block of text: paragraphs, quotes and code */
export function mrkdwn(text, scene) {
  const root = el("div", { class: "text" });
  let rest = text;
  for (let fence = FENCE.exec(rest); fence; fence = FENCE.exec(rest)) {
    root.append(...lines(rest.slice(0, fence.index).replace(/\n$/, ""), scene));
    root.append(el("pre", {}, el("code", {}, unescaped(fence[1]))));
    rest = rest.slice(fence.index + fence[0].length).replace(/^\n/, "");
  }
  root.append(...lines(rest, scene));
  return root;
}

function lines(text, scene) {
  if (!text) return [];
  const groups = [];
  for (const line of text.split("\n")) {
    const quote = /^(?:&gt;|>) ?(.*)$/.exec(line);
    const last = groups.at(-1);
    if (last && last.quoted === Boolean(quote)) last.lines.push(quote ? quote[1] : line);
    else groups.push({ quoted: Boolean(quote), lines: [quote ? quote[1] : line] });
  }
  return groups.map((group) => el(group.quoted ? "blockquote" : "div", {}, inline(group.lines.join("\n"), scene)));
}

/** The nodes of one run of text; line breaks stay characters (the style sheet keeps them). */
export function inline(text, scene) {
  return scan(text, RULES, scene, (between) => [unescaped(between)]);
}

function angled(inside, scene) {
  const [target, label] = splitOnce(unescaped(inside), "|");
  if (/^@[UWB]/.test(target)) return userMention(target.slice(1), scene);
  if (target.startsWith("#C")) return channelMention(target.slice(1), scene);
  if (target.startsWith("!date^")) {
    const [, seconds, format, url] = target.split("^");
    return dateNode(Number(seconds), format ?? "{date}", url, label);
  }
  if (target.startsWith("!subteam^")) return broadcast((label ?? target.slice(9)).replace(/^@/, ""));
  if (target.startsWith("!")) return broadcast(target.slice(1));
  return link(target, ...(label ? [label] : []));
}

function splitOnce(text, mark) {
  const at = text.indexOf(mark);
  return at < 0 ? [text, null] : [text.slice(0, at), text.slice(at + 1)];
}

/** A message's text as its author typed it: mentions by name, entities as characters. */
export function editableText(message, scene) {
  const typed = (message.text ?? "")
    .replace(/<@(\w+)(?:\|[^>]*)?>/g, (_, id) => `@${scene.person(id)?.name ?? id}`)
    .replace(/<((?:https?|mailto):[^|>]+)(?:\|[^>]*)?>/g, "$1");
  return unescaped(typed);
}
