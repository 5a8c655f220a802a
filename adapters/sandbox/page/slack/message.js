/**
 * One message as Slack shows it: author, text or blocks, files, attachments, reactions, its thread. Guarantee: total;
 * whatever the twin stored is visible, and its JSON is one press away.
 */

import { el, safeUrl } from "../dom.js";
import { fileCard } from "../file_card.js";
import { mark, messageFrame, SAME_BREATH_MS, threadLink, tool } from "../message_frame.js";
import { clockOf, dayOf } from "../moments.js";
import { drawBlocks } from "./blocks.js";
import { emojiNode } from "./inline.js";
import { mrkdwn } from "./mrkdwn.js";

/** The moment of a ts, to the second. */
export const momentOf = (ts) => new Date(Number(ts.split(".")[0]) * 1000);

/** Slack draws a message without its head when the same author wrote just before. */
export function continues(message, before) {
  if (!before) return false;
  const [moment, earlier] = [momentOf(message.ts), momentOf(before.ts)];
  return (
    before.user === message.user &&
    before.username === message.username &&
    Boolean(before.is_ephemeral) === Boolean(message.is_ephemeral) &&
    dayOf(earlier) === dayOf(moment) &&
    moment - earlier < SAME_BREATH_MS
  );
}

/** Who is shown as the author: chat:write.customize lets a bot post under another name. */
function authorOf(message, scene) {
  const person = scene.person(message.user);
  const name = message.username ?? person?.name ?? message.bot_profile?.name ?? message.user ?? "unknown";
  return { name, color: person?.color ?? "#5b6b66", isBot: Boolean(message.bot_id ?? person?.isBot) };
}

function drawFile(file, scene) {
  const name = file.title ?? file.name ?? file.id;
  return fileCard({
    source: scene.fileUrl(file),
    name,
    kind: file.pretty_type ?? file.filetype,
    size: file.size,
    picture: Boolean(file.mimetype?.startsWith("image/")),
    alt: file.alt_txt ?? name,
  });
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
  const last = `Last reply ${clockOf(momentOf(summary.latest))}`;
  return threadLink(message.ts, words, last, () => act.openThread(message));
}

function tools(message, { mine, inThread }, act) {
  const lasting = !message.is_ephemeral;
  return [
    lasting && !inThread && tool(message.ts, "thread", "Reply in thread", "reply", () => act.openThread(message)),
    lasting && mine && tool(message.ts, "pencil", "Edit", "edit", () => act.startEdit(message)),
    lasting && mine && tool(message.ts, "trash", "Delete", "delete", () => act.remove(message)),
    tool(message.ts, "code", "Raw JSON", "raw", () => act.showRaw(message)),
  ];
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
  const { ts, is_ephemeral: ephemeral = false } = message;
  const mine = message.user === scene.viewer && !message.bot_id;
  const broadcast = message.subtype === "thread_broadcast" && !place.inThread;
  return messageFrame(
    {
      key: ts,
      data: { ts },
      author: authorOf(message, scene),
      badge: "app",
      moment: momentOf(ts),
      compact: place.compact,
      ephemeral,
    },
    {
      above: [
        ephemeral && mark("eye", "Only visible to you"),
        broadcast && mark("thread", "also sent to the channel"),
      ],
      body: place.editor ?? body(message, scene),
      below: [
        !place.inThread && replies(place.summary, message, act),
        place.waiting && el("div", { class: "status-inline" }, place.waiting),
      ],
      tools: tools(message, { mine, inThread: place.inThread }, act),
    },
  );
}
