/**
 * Discord messages as entries of a list. Guarantee: an entry's version holds everything it shows, so that a message is
 * drawn again exactly when something of it has changed.
 */

import { drawEditor } from "../editor.js";
import { dayEntry } from "../message_list.js";
import { dayOf } from "../moments.js";
import { askToDelete } from "../question.js";
import { continues, drawMessage, editableText, momentOf } from "./message.js";
import { sceneOf } from "./scene.js";
import { answersIn, countIn, isThread, starterOf, THREAD_STARTER, TYPES } from "./world.js";

const NAME_CHARACTERS = 40;

/** What a person can do with a message of this list. */
function actsOn(page, actions) {
  return {
    openThread: page.openThread,
    jump: ({ id }) => document.querySelector(`[data-id="${CSS.escape(id)}"]`)?.focus(),
    reply: (message) => page.reply(message.channel_id, message.id),
    react: (message, emoji) => actions.react(message.channel_id, message.id, emoji),
    async startThread(message) {
      const name = message.content.replace(/<[^>]*>/g, "").trim().slice(0, NAME_CHARACTERS) || "New thread";
      const thread = await actions.startThread(message.channel_id, message.id, name);
      if (thread) page.openThread(thread);
    },
    startEdit: (message) => page.edit(message.id),
    async remove(message) {
      if (await askToDelete("The bot is told, as in Discord.")) actions.remove(message.channel_id, message.id);
    },
    dismiss: (message) => actions.dismiss(message.channel_id, message.id),
    showRaw: (message) =>
      page.showPanel({ kind: "raw", subject: { channel: message.channel_id, message: message.id } }),
  };
}

/** What stands in a thread, oldest first: the message it began with (its stub, if that is gone), then the others. */
export function inThread(world, thread) {
  const stub = (world.messages[thread.id] ?? []).find(({ type }) => type === THREAD_STARTER);
  const starter = starterOf(world, thread) ?? stub?.referenced_message ?? stub;
  return [...(starter ? [starter] : []), ...answersIn(world, thread)];
}

/**
 * The entries of a list (see keyed.js): messages, and a line where a day begins.
 *
 * @param {Object} state the page's state
 * @param {Object} place the channel or thread: its `type` and `id`
 * @param {Object[]} messages those of this list, oldest first
 * @param {Object} page what a message may ask of the page: openThread, reply, edit, showPanel
 */
export function messageEntries(state, place, messages, page, actions) {
  const world = state.worlds.discord;
  const acts = actsOn(page, actions);
  const threads = new Map(world.channels.filter(isThread).map((thread) => [thread.id, thread]));

  return messages.flatMap((message, index) => {
    const { id } = message;
    const before = messages[index - 1];
    const moment = momentOf(message);
    const newDay = !isThread(place) && (!before || dayOf(momentOf(before)) !== dayOf(moment));
    const thread = isThread(place) ? undefined : threads.get(id);
    const answers = thread ? countIn(world, thread) : 0;
    // What a thread began with stands apart from its first answer.
    const compact = continues(message, before) && !(isThread(place) && index === 1);
    const editing = state.editing === id;
    const [pressed, failed] = [world.pressed[id], world.failed[id]];

    function draw() {
      const container = { key: `message:${id}`, channel: message.channel_id, message: id };
      const scene = sceneOf(state, actions, container, message.attachments);
      const leave = () => page.edit(null);
      const save = async (text) => (await actions.edit(message.channel_id, id, text)).ok && leave();
      const editor = editing ? drawEditor(editableText(message, scene), { save, leave }) : null;
      const alone = place.type !== TYPES.text;
      return drawMessage(message, scene, { inThread: alone, compact, thread, answers, failed, editor }, acts);
    }

    const version = [message, compact, editing, pressed, failed, thread, answers, state.viewer];
    return [...(newDay ? [dayEntry(id, moment)] : []), { key: id, version, draw }];
  });
}
