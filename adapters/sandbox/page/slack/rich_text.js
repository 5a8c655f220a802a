/**
 * `rich_text` blocks (Slack docs: rich text block): sections, lists with indent, quotes, preformatted text. Guarantee:
 * an element or inline piece this page does not know is shown with its name, never dropped.
 */

import { el } from "../dom.js";
import { link } from "../inline.js";
import { broadcast, channelMention, dateNode, emojiNode, styled, userMention } from "./inline.js";

const INLINE = {
  text: (piece) => styled(piece.style, piece.text),
  link: (piece) => styled(piece.style, link(piece.url, ...(piece.text ? [piece.text] : []))),
  user: (piece, scene) => styled(piece.style, userMention(piece.user_id, scene)),
  channel: (piece, scene) => styled(piece.style, channelMention(piece.channel_id, scene)),
  usergroup: (piece) => broadcast(piece.usergroup_id),
  team: (piece) => broadcast(piece.team_id),
  broadcast: (piece) => broadcast(piece.range),
  emoji: (piece) => emojiNode(piece.name, piece.unicode),
  date: (piece) => styled(piece.style, dateNode(piece.timestamp, piece.format ?? "{date}", piece.url, piece.fallback)),
  color: (piece) => el("code", { class: "swatch" }, el("i", { style: `background:${hex(piece.value)}` }), piece.value),
};

const hex = (value) => (/^#[0-9a-f]{3,8}$/i.test(value) ? value : "transparent");

export function inlinePieces(pieces, scene) {
  return (pieces ?? []).map((piece) => {
    const draw = INLINE[piece.type];
    return draw ? draw(piece, scene) : el("code", { class: "unknown-inline" }, piece.type);
  });
}

const ELEMENTS = {
  rich_text_section: (element, scene) => el("div", {}, inlinePieces(element.elements, scene)),
  rich_text_quote: (element, scene) => el("blockquote", {}, inlinePieces(element.elements, scene)),
  rich_text_preformatted: (element, scene) =>
    el("pre", { data: { language: element.language } }, el("code", {}, inlinePieces(element.elements, scene))),
  rich_text_list: drawList,
};

function drawList(element, scene) {
  const ordered = element.style === "ordered";
  const items = (element.elements ?? []).map((item) => el("li", {}, inlinePieces(item.elements, scene)));
  return el(
    ordered ? "ol" : "ul",
    {
      class: element.border ? "bordered" : null,
      start: ordered && element.offset ? element.offset + 1 : null,
      data: { indent: element.indent ?? 0 },
      style: `--indent:${element.indent ?? 0}`,
    },
    items,
  );
}

/** @returns {HTMLElement} */
export function richText(block, scene) {
  const parts = (block.elements ?? []).map((element) => {
    const draw = ELEMENTS[element.type];
    return draw ? draw(element, scene) : el("code", { class: "unknown-inline" }, element.type);
  });
  return el("div", { class: "text rich-text" }, parts);
}

/** The text of a block without its styles, for text inputs and for the live region. */
export function plainText(node) {
  if (!node) return "";
  if (typeof node.text === "string") return node.text;
  if (node.text) return plainText(node.text);
  return (node.elements ?? []).map(plainText).join(node.type === "rich_text" ? "\n" : "");
}
