/**
 * The messages of a channel or a thread as a list that grows at its end. Guarantee: a message is drawn once and again
 * only when something it shows has changed; the list follows new messages only while it stands at its end.
 */

import { el } from "../dom.js";
import { keyed } from "../keyed.js";
import { roving, settleTabStop } from "../roving.js";
import { ask } from "./confirm.js";
import { drawEditor, editableText } from "./editor.js";
import { continues, dayOf, drawMessage } from "./message.js";
import { sceneOf } from "./scene.js";
import { statusKey, threadSummaries } from "./world.js";

const MESSAGE = "article.message";
const NEAR_END_PX = 48;

/**
 * @param {string} label for people who hear the page
 * @returns {{node: HTMLElement, show: (entries: Object[], jump: boolean) => void}} `jump`: go to the end in any case
 */
export function createMessageList(label) {
  const list = el("div", { class: "messages", role: "feed", "aria-label": label });
  const scroller = el("div", { class: "scroller" }, list);
  let atEnd = true;
  const follow = () => {
    if (atEnd) scroller.scrollTop = scroller.scrollHeight;
  };
  // Only a person moves it up. Content that grew since the last scroll to the end must not look as if they had.
  let top = 0;
  scroller.addEventListener("scroll", () => {
    const near = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < NEAR_END_PX;
    atEnd = near || (atEnd && scroller.scrollTop >= top);
    top = scroller.scrollTop;
  });
  // Pictures arrive after their message, and a composer that grows takes room away.
  const watcher = new ResizeObserver(follow);
  watcher.observe(list);
  watcher.observe(scroller);
  roving(list, MESSAGE);

  function show(entries, jump) {
    atEnd ||= jump;
    keyed(list, entries);
    settleTabStop(list, MESSAGE);
    follow();
  }

  return { node: scroller, show };
}

/** What a person can do with a message. */
function actsOn(channel, page, actions) {
  return {
    openThread: (message) => page.openThread(message.thread_ts ?? message.ts),
    showRaw: (message) => page.showPanel({ kind: "raw", subject: { channel: channel.id, ts: message.ts } }),
    startEdit: (message) => page.edit(message.ts),
    async remove(message) {
      const words = { title: "Delete message?", text: "The bot is told, as in Slack.", yes: "Delete", no: "Cancel" };
      if (await ask({ ...words, danger: true })) actions.remove(channel.id, message.ts);
    },
  };
}

function dayEntry({ ts }) {
  const draw = () => el("div", { class: "day", role: "separator" }, el("span", {}, dayOf(ts)));
  return { key: `day:${ts}`, version: [], draw };
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
    const newDay = !inThread && (!before || dayOf(before.ts) !== dayOf(ts));
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
    return [...(newDay ? [dayEntry(message)] : []), { key: ts, version, draw }];
  });
}
