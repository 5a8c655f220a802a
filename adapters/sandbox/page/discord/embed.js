/** Embeds (Discord docs, "Embed Object"). Guarantee: every part an embed may have is drawn, in Discord's order. */

import { el, safeUrl } from "../dom.js";
import { link } from "../inline.js";
import { dayOf, clockOf } from "../moments.js";
import { inline, markdown } from "./markdown.js";
import { picture } from "./media.js";

/** Columns out of six: up to three inline fields in a row share it, another field has it alone. */
function fieldSpans(fields) {
  const spans = [];
  for (let at = 0; at < fields.length; ) {
    const apart = fields.slice(at, at + 3).findIndex((field) => !field.inline);
    const together = apart < 0 ? Math.min(3, fields.length - at) : apart;
    const row = Math.max(1, together);
    spans.push(...Array(row).fill(6 / row));
    at += row;
  }
  return spans;
}

function drawFields(fields, scene) {
  const spans = fieldSpans(fields);
  return el(
    "dl",
    { class: "embed-fields" },
    fields.map(({ name, value }, index) =>
      el(
        "div",
        { style: `grid-column:span ${spans[index]}` },
        el("dt", {}, inline(name, scene)),
        el("dd", {}, markdown(value, scene)),
      ),
    ),
  );
}

const smallIcon = (url, scene) => url && picture(url, scene, { class: "embed-icon" });
const linked = (url, ...label) => (safeUrl(url) ? link(url, ...label) : el("span", {}, label));

function foot({ footer, timestamp }, scene) {
  if (!footer && !timestamp) return null;
  const moment = timestamp ? new Date(timestamp) : null;
  const words = [footer?.text, moment && `${dayOf(moment)}, ${clockOf(moment)}`].filter(Boolean).join(" · ");
  return el("div", { class: "embed-footer" }, smallIcon(footer?.icon_url, scene), words);
}

/** @returns {HTMLElement} */
export function drawEmbed(embed, scene) {
  const { color, author, title, url, description, fields = [], image, thumbnail, provider } = embed;
  const bar = color || color === 0 ? `#${color.toString(16).padStart(6, "0")}` : null;
  return el(
    "div",
    { class: "embed", style: bar && `--bar:${bar}`, data: { testid: "embed" } },
    el(
      "div",
      { class: "embed-text" },
      provider?.name && el("small", {}, linked(provider.url, provider.name)),
      author &&
        el("div", { class: "embed-author" }, smallIcon(author.icon_url, scene), linked(author.url, author.name)),
      title && el("div", { class: "embed-title" }, linked(url, inline(title, scene))),
      description && markdown(description, scene),
      fields.length > 0 && drawFields(fields, scene),
    ),
    thumbnail?.url && picture(thumbnail.url, scene, { class: "embed-thumbnail" }),
    image?.url && picture(image.url, scene, { class: "embed-image", description: image.description }),
    foot(embed, scene),
  );
}

/** Whether an attachment is already seen inside one of the embeds. */
export function isEmbedded(file, embeds) {
  const addresses = embeds.flatMap(({ image, thumbnail, author, footer }) => [
    image?.url,
    thumbnail?.url,
    author?.icon_url,
    footer?.icon_url,
  ]);
  return addresses.some((url) => url === file.url || url === `attachment://${file.filename}`);
}
