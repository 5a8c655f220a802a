/**
 * One message as Slack shows it: author, text or blocks, files, attachments, reactions, its thread. Guarantee: total;
 * whatever the twin stored is visible, and its JSON is one press away.
 */

import { el, safeUrl } from "../dom.js";
import { icon, iconButton } from "../icons.js";
import { drawBlocks } from "./blocks.js";
import { emojiNode } from "./inline.js";
import { mrkdwn } from "./mrkdwn.js";

const seconds = (ts) => Number(ts.split(".")[0]);
const momentOf = (ts) => new Date(seconds(ts) * 1000);
const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });
const full = new Intl.DateTimeFormat(undefined, { dateStyle: "full", timeStyle: "medium" });
const day = new Intl.DateTimeFormat(undefined, { weekday: "long", month: "long", day: "numeric" });

export const dayOf = (ts) => day.format(momentOf(ts));

/** Slack draws a message without its head when the same author wrote just before. */
const SAME_BREATH_SECONDS = 300;

export function continues(message, before) {
  return Boolean(
    before &&
    before.user === message.user &&
    before.username === message.username &&
    Boolean(before.is_ephemeral) === Boolean(message.is_ephemeral) &&
    dayOf(before.ts) === dayOf(message.ts) &&
    seconds(message.ts) - seconds(before.ts) < SAME_BREATH_SECONDS,
  );
}

function avatar(author) {
  const initials = author.name.slice(0, 1).toUpperCase();
  return el(
    "span",
    { class: author.isBot ? "avatar bot" : "avatar", style: `--tint:${author.color}`, "aria-hidden": "true" },
    initials,
  );
}

/** Who is shown as the author: chat:write.customize lets a bot post under another name. */
function authorOf(message, scene) {
  const person = scene.person(message.user);
  const name = message.username ?? person?.name ?? message.bot_profile?.name ?? message.user ?? "unknown";
  return { name, color: person?.color ?? "#5b6b66", isBot: Boolean(message.bot_id ?? person?.isBot) };
}

function head(message, author) {
  const moment = momentOf(message.ts);
  return el(
    "div",
    { class: "message-head" },
    el("strong", {}, author.name),
    author.isBot && el("span", { class: "badge" }, "app"),
    el("time", { datetime: moment.toISOString(), title: full.format(moment) }, clock.format(moment)),
  );
}

function fileSize(bytes) {
  const units = ["B", "KB", "MB", "GB"];
  const power = bytes > 0 ? Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3)) : 0;
  return `${(bytes / 1000 ** power).toFixed(power ? 1 : 0)} ${units[power]}`;
}

function drawFile(file, scene) {
  const source = scene.fileUrl(file);
  const isImage = file.mimetype?.startsWith("image/");
  const name = file.title ?? file.name ?? file.id;
  return el(
    "a",
    {
      class: isImage ? "file picture" : "file",
      href: source,
      target: "_blank",
      rel: "noopener",
      data: { testid: "file" },
    },
    isImage ? el("img", { src: source, alt: file.alt_txt ?? name, loading: "lazy" }) : icon("file"),
    el(
      "span",
      {},
      el("strong", {}, name),
      el(
        "small",
        {},
        [file.pretty_type ?? file.filetype, file.size >= 0 && fileSize(file.size)].filter(Boolean).join(" · "),
      ),
    ),
  );
}

function drawAttachment(attachment, scene) {
  const title =
    attachment.title &&
    el(
      "strong",
      {},
      safeUrl(attachment.title_link)
        ? el("a", { href: attachment.title_link, target: "_blank", rel: "noopener noreferrer" }, attachment.title)
        : attachment.title,
    );
  const fields = (attachment.fields ?? []).map(({ title: name, value }) =>
    el("div", {}, el("strong", {}, name), mrkdwn(value ?? "", scene)),
  );
  const color = /^#?[0-9a-f]{6}$/i.test(attachment.color ?? "") ? `#${attachment.color.replace("#", "")}` : null;
  return el(
    "div",
    { class: "attachment", style: color && `--bar:${color}` },
    attachment.pretext && mrkdwn(attachment.pretext, scene),
    title,
    attachment.text && mrkdwn(attachment.text, scene),
    fields.length > 0 && el("div", { class: "fields" }, fields),
    drawBlocks(attachment.blocks, scene),
    safeUrl(attachment.image_url) &&
      el("img", { src: attachment.image_url, alt: attachment.fallback ?? "", loading: "lazy" }),
    attachment.footer && el("small", {}, attachment.footer),
  );
}

function drawReactions(message, scene) {
  const reactions = message.reactions ?? [];
  if (!reactions.length) return null;
  const names = (users) => users.map((id) => scene.person(id)?.name ?? id).join(", ");
  return el(
    "div",
    { class: "reactions" },
    reactions.map(({ name, count, users = [] }) =>
      el("span", { class: "reaction", title: names(users) }, emojiNode(name), ` ${count}`),
    ),
  );
}

function body(message, scene) {
  if (message.subtype === "tombstone") return el("div", { class: "text muted" }, "This message was deleted.");
  const shown = message.blocks?.length
    ? drawBlocks(message.blocks, scene)
    : message.text
      ? [mrkdwn(message.text, scene)]
      : [];
  return [
    shown,
    (message.files ?? []).map((file) => drawFile(file, scene)),
    (message.attachments ?? []).map((attachment) => drawAttachment(attachment, scene)),
    message.edited && el("small", { class: "muted" }, "(edited)"),
    drawReactions(message, scene),
  ];
}

function replies(summary, message, act) {
  if (!summary) return null;
  const words = summary.count === 1 ? "1 reply" : `${summary.count} replies`;
  const last = clock.format(momentOf(summary.latest));
  return el(
    "button",
    {
      type: "button",
      class: "thread-link",
      data: { testid: "replies", focus: `replies/${message.ts}` },
      on: { click: () => act.openThread(message) },
    },
    el("strong", {}, words),
    el("span", {}, `Last reply ${last}`),
  );
}

function tools(message, { mine, inThread }, act) {
  const tool = (name, label, testid, press) =>
    iconButton(name, label, { testid, focus: `${testid}/${message.ts}`, press });
  const lasting = !message.is_ephemeral;
  return el(
    "div",
    { class: "message-tools", role: "toolbar", "aria-label": "Message" },
    lasting && !inThread && tool("thread", "Reply in thread", "reply", () => act.openThread(message)),
    lasting && mine && tool("pencil", "Edit", "edit", () => act.startEdit(message)),
    lasting && mine && tool("trash", "Delete", "delete", () => act.remove(message)),
    tool("code", "Raw JSON", "raw", () => act.showRaw(message)),
  );
}

/**
 * @param {Object} message in Slack's stored shape
 * @param {Object} scene names, and what its elements may do
 * @param {Object} place
 * @param {boolean} place.inThread
 * @param {boolean} place.compact without avatar and name, below another one of the same author
 * @param {Object | undefined} place.summary of its thread, see world.js
 * @param {HTMLElement | null} place.editor shown in place of its body
 * @param {string | null} place.waiting what the bot is doing in its thread
 * @param {Object} act openThread, startEdit, remove, showRaw
 */
export function drawMessage(message, scene, place, act) {
  const author = authorOf(message, scene);
  const mine = message.user === scene.viewer && !message.bot_id;
  const marks = [
    message.is_ephemeral && el("div", { class: "mark" }, icon("eye"), "Only visible to you"),
    message.subtype === "thread_broadcast" &&
      !place.inThread &&
      el("div", { class: "mark" }, icon("thread"), "also sent to the channel"),
  ];
  return el(
    "article",
    {
      class: ["message", place.compact && "compact", message.is_ephemeral && "ephemeral"].filter(Boolean).join(" "),
      tabindex: -1,
      "aria-label": `${author.name}, ${clock.format(momentOf(message.ts))}`,
      data: { testid: "message", ts: message.ts, focus: `message/${message.ts}` },
    },
    place.compact ? el("time", { class: "gutter" }, clock.format(momentOf(message.ts))) : avatar(author),
    el(
      "div",
      { class: "message-main" },
      marks,
      !place.compact && head(message, author),
      el("div", { class: "message-body" }, place.editor ?? body(message, scene)),
      !place.inThread && replies(place.summary, message, act),
      place.waiting && el("div", { class: "status-inline" }, place.waiting),
    ),
    tools(message, { mine, inThread: place.inThread }, act),
  );
}
