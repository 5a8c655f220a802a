/**
 * Slack's mrkdwn (Slack docs: formatting message text) as nodes. Guarantee: total and safe; whatever is no markup is
 * text, with `&amp;` `&lt;` `&gt;` read back as the characters they stand for.
 */

import { el } from "../dom.js";
import { broadcast, channelMention, dateNode, emojiNode, link, userMention } from "./inline.js";

const FENCE = /```\n?([\s\S]+?)\n?```/;

const unescaped = (text) => text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");

// Each rule: what to find, and the nodes for it. The marker rules ask for a word boundary outside and no blank inside,
// as Slack does, so that 2 * 3 * 4 and snake_case_names stay as they are.
const RULES = [
  { find: /`([^`\n]+)`/, draw: ([, code]) => el("code", {}, unescaped(code)) },
  { find: /<([^<>\n]+)>/, draw: ([, inside], scene) => angled(inside, scene) },
  {
    find: /(?<![\w*])\*(?=\S)([^*\n]*[^*\s])\*(?![\w*])/,
    draw: ([, inner], scene) => el("strong", {}, inline(inner, scene)),
  },
  {
    find: /(?<![\w_])_(?=\S)([^_\n]*[^_\s])_(?![\w_])/,
    draw: ([, inner], scene) => el("em", {}, inline(inner, scene)),
  },
  { find: /(?<![\w~])~(?=\S)([^~\n]*[^~\s])~(?![\w~])/, draw: ([, inner], scene) => el("s", {}, inline(inner, scene)) },
  { find: /:([\w+-]+(?:::skin-tone-\d)?):/, draw: ([, name]) => emojiNode(name) },
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
  let first = null;
  for (const rule of RULES) {
    const match = rule.find.exec(text);
    if (match && (!first || match.index < first.match.index)) first = { rule, match };
  }
  if (!first) return text ? [unescaped(text)] : [];
  const { rule, match } = first;
  const before = text.slice(0, match.index);
  const after = text.slice(match.index + match[0].length);
  return [...(before ? [unescaped(before)] : []), rule.draw(match, scene), ...inline(after, scene)];
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
