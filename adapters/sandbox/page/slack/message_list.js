/**
 * Slack messages as entries of a list. Guarantee: an entry's version holds everything it shows, so that a message is
 * drawn again exactly when something of it has changed.
 */

import { drawEditor } from "../editor.js";
import { dayEntry } from "../message_list.js";
import { dayOf } from "../moments.js";
import { askToDelete } from "../question.js";
import { continues, drawMessage, momentOf } from "./message.js";
import { editableText } from "./mrkdwn.js";
import { sceneOf } from "./scene.js";
import { statusKey, threadSummaries } from "./world.js";

/** What a person can do with a message. */
function actsOn(channel, page, actions) {
  return {
    openThread: (message) => page.openThread(message.thread_ts ?? message.ts),
    showRaw: (message) => page.showPanel({ kind: "raw", subject: { channel: channel.id, ts: message.ts } }),
    startEdit: (message) => page.edit(message.ts),
    async remove(message) {
      if (await askToDelete("The bot is told, as in Slack.")) actions.remove(channel.id, message.ts);
    },
  };
}

/**
 * The entries of a list (see keyed.js): messages, and a line where a day begins.
 *
 * @param {Object} state the page's state
 * @param {Object} channel
 * @param {Object[]} messages those of this list, oldest first
 * @param {boolean} inThread
 */
export function messageEntries(state, channel, messages, inThread, page, actions) {
  const { statuses, messages: stored, bot } = state.worlds.slack;
  const acts = actsOn(channel, page, actions);
  const summaries = inThread ? new Map() : threadSummaries(stored[channel.id] ?? []);

  return messages.flatMap((message, index) => {
    const { ts } = message;
    const before = messages[index - 1];
    const moment = momentOf(ts);
    const newDay = !inThread && (!before || dayOf(momentOf(before.ts)) !== dayOf(moment));
    const summary = summaries.get(ts);
    const status = inThread ? null : statuses[statusKey(channel.id, ts)]?.status;
    // A thread's root stands apart from its first reply.
    const compact = continues(message, before) && !(inThread && index === 1);
    const editing = state.editing === ts;

    function draw() {
      const container = { key: `message:${channel.id}/${ts}`, channel: channel.id, ts };
      const scene = sceneOf(state, actions, container);
      const leave = () => page.edit(null);
      const save = async (text) => (await actions.edit(channel.id, ts, text)).ok && leave();
      const editor = editing ? drawEditor(editableText(message, scene), { save, leave }) : null;
      const waiting = status ? `${bot.name} ${status}` : null;
      return drawMessage(message, scene, { inThread, compact, summary, editor, waiting }, acts);
    }

    const version = [message, compact, editing, status, summary?.count, summary?.latest, state.viewer];
    return [...(newDay ? [dayEntry(ts, moment)] : []), { key: ts, version, draw }];
  });
}
