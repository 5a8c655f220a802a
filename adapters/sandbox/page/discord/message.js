/**
 * One message as Discord shows it: author, text, attachments, embeds, components, reactions, its thread. Guarantee:
 * total; whatever the twin stored is visible, and its JSON is one press away.
 */

import { el } from "../dom.js";
import { mark, messageFrame, SAME_BREATH_MS, threadLink, tool } from "../message_frame.js";
import { dayOf } from "../moments.js";
import { unknownBox } from "../unknown.js";
import { drawComponents } from "./components.js";
import { drawEmbed, isEmbedded } from "./embed.js";
import { firstLine, markdown } from "./markdown.js";
import { attachmentCard } from "./media.js";
import { EPHEMERAL } from "./world.js";

/** Message flags (Discord docs, "Message Flags"). */
const FLAGS = { suppressEmbeds: 1 << 2, ephemeral: EPHEMERAL, loading: 1 << 7, componentsV2: 1 << 15 };
/** Message types (Discord docs, "Message Types"). */
const TYPES = { threadCreated: 18, reply: 19 };
const WRITTEN = [0, TYPES.reply, 20, 23];
const JOINED = 7;

export const momentOf = (message) => new Date(message.timestamp);
const has = (message, flag) => Boolean(message.flags & flag);

/** Discord draws a message without its head when the same author wrote just before and nothing stands above it. */
export function continues(message, before) {
  if (!before) return false;
  const [moment, earlier] = [momentOf(message), momentOf(before)];
  return (
    before.author.id === message.author.id &&
    [message, before].every(({ type }) => WRITTEN.includes(type)) &&
    message.type !== TYPES.reply &&
    !message.interaction_metadata &&
    has(message, FLAGS.ephemeral) === has(before, FLAGS.ephemeral) &&
    dayOf(earlier) === dayOf(moment) &&
    moment - earlier < SAME_BREATH_MS
  );
}

/** What a reply answers; it may have been deleted, or never been looked up. */
function replyLine(message, scene, act) {
  const { referenced_message: target } = message;
  if (!target) return mark("reply", "The original message was deleted.");
  const line = firstLine(target.content, scene) || "Press to see the attachment";
  const press = { click: () => act.jump(target) };
  return mark(
    "reply",
    el("strong", {}, scene.author(target.author).name),
    el("button", { type: "button", class: "reply-text", data: { testid: "reply-line" }, on: press }, line),
  );
}

function above(message, scene, act) {
  const { interaction_metadata: cause, interaction } = message;
  const name = interaction?.name ?? cause?.name;
  return [
    message.type === TYPES.reply && replyLine(message, scene, act),
    name && mark("slash", el("strong", {}, scene.author(cause?.user ?? interaction.user).name), ` used /${name}`),
  ];
}

function reactions(message, scene, act) {
  if (!message.reactions?.length) return null;
  const one = ({ emoji, count, me }) => {
    const name = emoji.id ? `:${emoji.name}:` : emoji.name;
    const press = { click: () => act.react(message, emoji.id ? `${emoji.name}:${emoji.id}` : emoji.name) };
    const attributes = { type: "button", class: me ? "reaction mine" : "reaction", title: `React with ${name}` };
    const data = { focus: `react/${message.id}/${name}` };
    return el("button", { ...attributes, data, on: press }, `${name} ${count}`);
  };
  return el("div", { class: "reactions" }, message.reactions.map(one));
}

function written(message, scene, act) {
  if (has(message, FLAGS.loading)) {
    const { name } = scene.author(message.author);
    return el("div", { class: "thinking" }, el("i", { class: "dots", "aria-hidden": "true" }), `${name} is thinking…`);
  }
  const embeds = has(message, FLAGS.suppressEmbeds) ? [] : message.embeds;
  // Discord docs: files of a Components V2 message are seen only where a component shows them.
  const files = has(message, FLAGS.componentsV2) ? [] : message.attachments.filter((file) => !isEmbedded(file, embeds));
  return [
    message.content && markdown(message.content, scene),
    files.map(attachmentCard),
    embeds.map((embed) => drawEmbed(embed, scene)),
    drawComponents(message.components, scene),
    message.edited_timestamp && el("small", { class: "muted edited" }, "(edited)"),
    reactions(message, scene, act),
  ];
}

function system(message, scene, act) {
  const name = el("strong", {}, scene.author(message.author).name);
  switch (message.type) {
    case TYPES.threadCreated: {
      const press = { click: () => act.openThread(message.message_reference?.channel_id) };
      const link = el("button", { type: "button", class: "reply-text", on: press }, message.content);
      return mark("thread", name, " started a thread: ", link);
    }
    case JOINED:
      return mark("next", name, " joined the server.");
    default:
      return unknownBox(`System message of type ${message.type}`, message);
  }
}

function below(message, place, act) {
  const { thread, answers, failed } = place;
  const count = answers === 1 ? "1 message" : `${answers} messages`;
  const dismiss = { click: () => act.dismiss(message) };
  return [
    failed && el("p", { class: "field-error", role: "alert", data: { testid: "interaction-failed" } }, failed),
    thread && threadLink(message.id, thread.name, count, () => act.openThread(thread.id)),
    has(message, FLAGS.ephemeral) &&
      mark(
        "eye",
        "Only you can see this · ",
        el("button", { type: "button", class: "reply-text", on: dismiss }, "Dismiss message"),
      ),
  ];
}

function tools(message, { mine, inThread, thread }, act) {
  const { id } = message;
  const lasting = !has(message, FLAGS.ephemeral) && WRITTEN.includes(message.type);
  const opens = lasting && !inThread && !thread;
  return [
    lasting && tool(id, "reply", "Reply", "reply", () => act.reply(message)),
    opens && tool(id, "thread", "Start a thread", "start-thread", () => act.startThread(message)),
    lasting && mine && tool(id, "pencil", "Edit", "edit", () => act.startEdit(message)),
    lasting && mine && tool(id, "trash", "Delete", "delete", () => act.remove(message)),
    tool(id, "code", "Raw JSON", "raw", () => act.showRaw(message)),
  ];
}

/**
 * @param {Object} message in the API's shape
 * @param {Object} scene names, and what its components may do
 * @param {Object} place
 * @param {boolean} place.inThread threads cannot be started here (a thread, a direct message)
 * @param {boolean} place.compact without avatar and name, below another one of the same author
 * @param {Object | undefined} place.thread the thread that began with it
 * @param {number} place.answers how many messages that thread has
 * @param {string | null | undefined} place.failed what went wrong with its last component
 * @param {HTMLElement | null} place.editor shown in place of its body
 * @param {Object} act openThread, reply, jump, react, startThread, startEdit, remove, dismiss, showRaw
 */
export function drawMessage(message, scene, place, act) {
  const author = scene.author(message.author);
  const normal = WRITTEN.includes(message.type);
  return messageFrame(
    {
      key: message.id,
      data: { id: message.id },
      author,
      badge: "bot",
      moment: momentOf(message),
      compact: place.compact,
      ephemeral: has(message, FLAGS.ephemeral),
    },
    {
      above: above(message, scene, act),
      body: place.editor ?? (normal ? written(message, scene, act) : system(message, scene, act)),
      below: below(message, place, act),
      tools: tools(message, { ...place, mine: author.id === scene.viewer }, act),
    },
  );
}

/** A message's text as its author typed it: mentions by name. */
export function editableText(message, scene) {
  return message.content
    .replace(/<@!?(\d+)>/g, (whole, id) => (scene.person(id) ? `@${scene.person(id).username}` : whole))
    .replace(/<@&(\d+)>/g, (whole, id) => (scene.role(id) ? `@${scene.role(id).name}` : whole));
}
