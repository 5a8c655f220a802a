/**
 * What surrounds every message: avatar, author, time, the tools that appear on hovering. Guarantee: one look and one
 * set of hooks for all platforms; what stands inside is the platform's.
 */

import { el } from "./dom.js";
import { icon, iconButton } from "./icons.js";
import { clockOf, clockTime } from "./moments.js";

/** A message is drawn without its head when the same author wrote just before. */
export const SAME_BREATH_MS = 300_000;

/** @param {{name: string, color: string, isBot: boolean}} author */
export function avatar(author) {
  return el(
    "span",
    { class: author.isBot ? "avatar bot" : "avatar", style: `--tint:${author.color}`, "aria-hidden": "true" },
    author.name.slice(0, 1).toUpperCase(),
  );
}

/** A line above or inside a message with an icon: who sees it, what it belongs to. */
export function mark(iconName, ...words) {
  return el("div", { class: "mark" }, icon(iconName), words);
}

/**
 * @param {{key: string, data?: Object, author: Object, badge: string, moment: Date, compact: boolean,
 *   ephemeral: boolean}} message `key` is unique on the page; `badge` marks a bot; `compact`: without avatar and name
 * @param {{above?: Array, body: Array, below?: Array, tools: Array}} parts
 */
export function messageFrame({ key, data, author, badge, moment, compact, ephemeral }, { above, body, below, tools }) {
  const head = () =>
    el(
      "div",
      { class: "message-head" },
      el("strong", {}, author.name),
      author.isBot && el("span", { class: "badge" }, badge),
      clockTime(moment),
    );
  return el(
    "article",
    {
      class: ["message", compact && "compact", ephemeral && "ephemeral"].filter(Boolean).join(" "),
      tabindex: -1,
      "aria-label": `${author.name}, ${clockOf(moment)}`,
      data: { testid: "message", focus: `message/${key}`, ...data },
    },
    compact ? clockTime(moment, { class: "gutter" }) : avatar(author),
    el(
      "div",
      { class: "message-main" },
      above,
      !compact && head(),
      el("div", { class: "message-body" }, body),
      below,
    ),
    el("div", { class: "message-tools", role: "toolbar", "aria-label": "Message" }, tools),
  );
}

/** One of a message's tools. */
export function tool(key, name, label, testid, press) {
  return iconButton(name, label, { testid, focus: `${testid}/${key}`, press });
}

/** The line under a message that opens its thread; `note` says how far it got. */
export function threadLink(key, words, note, open) {
  return el(
    "button",
    { type: "button", class: "thread-link", data: { testid: "replies", focus: `replies/${key}` }, on: { click: open } },
    el("strong", {}, words),
    el("span", {}, note),
  );
}
