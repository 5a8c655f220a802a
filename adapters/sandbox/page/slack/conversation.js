/**
 * A channel and the thread opened beside it. Guarantee: each has its own messages and its own place to write; opening a
 * thread by hand puts the cursor there, one that opens by itself takes nothing away from what is being typed.
 */

import { mentionOffers } from "../completion.js";
import { el } from "../dom.js";
import { createPane, createThreadPane, emptyEntry } from "../pane.js";
import { statusLine } from "../status.js";
import { messageEntries } from "./message_list.js";
import { conversationsOf, inChannel, inThread, statusWords } from "./world.js";

function emptyChannel(channel, botName, viewer, tryIt) {
  const direct = channel.kind === "im";
  return emptyEntry({
    key: [channel.id, viewer],
    mark: direct ? "@" : "#",
    title: direct ? `You and ${botName}` : `Welcome to #${channel.label}`,
    text: direct ? "Any message here begins a conversation." : "Mention the bot to begin; it answers in a thread.",
    words: direct ? "hello" : `@${botName} hello`,
    tryIt,
  });
}

/** @returns {(state: Object) => void} */
export function createConversation({ main, side }, page, actions) {
  const title = el("h1", {});
  const subtitle = el("span", { class: "muted" });
  const status = statusLine();
  const offers = (text, caret) => {
    const { people, worlds, viewer } = page.store.state;
    const others = people.filter(({ id }) => id !== viewer);
    return mentionOffers([{ ...worlds.slack.bot, real_name: "App" }, ...others], text, caret);
  };
  const writing = { offers, send: actions.say };
  const head = [page.menuButton(), title];
  const channelPane = createPane(main, { label: "Messages", testid: "composer-channel", head, ...writing });
  const threadPane = createThreadPane(side, () => page.goTo({ thread: null }), {
    title: el("h2", {}, "Thread"),
    subtitle,
    beforeComposer: [status.node],
    ...writing,
  });
  let shown = { channel: null, thread: null };
  let byHand = false;

  const listPage = {
    ...page,
    openThread(root) {
      byHand = true;
      if (root === shown.thread) threadPane.composer.focus();
      else page.goTo({ thread: root });
    },
    edit: (ts) => page.store.change((state) => ({ ...state, editing: ts })),
  };

  function drawChannel(state, channel, messages) {
    const name = channel.kind === "im" ? channel.label : `#${channel.label}`;
    const roots = inChannel(messages);
    const entries = roots.length
      ? messageEntries(state, channel, roots, false, listPage, actions)
      : [emptyChannel(channel, state.worlds.slack.bot.name, state.viewer, channelPane.composer.fill)];
    title.textContent = name.replace("#", "# ");
    channelPane.list.show(entries, shown.channel !== channel.id);
    const key = `${state.viewer}/${channel.id}`;
    channelPane.composer.show({ key, channel: channel.id, thread: null, label: `Message ${name}` });
  }

  function drawThread(state, channel, messages) {
    const { thread } = state;
    side.hidden = thread === null;
    if (thread === null) return;
    const fresh = shown.thread !== thread;
    const entries = messageEntries(state, channel, inThread(messages, thread), true, listPage, actions);
    subtitle.textContent = channel.kind === "im" ? channel.label : `#${channel.label}`;
    threadPane.list.show(entries, fresh);
    status.show(statusWords(state.worlds.slack, channel.id, thread));
    const key = `${state.viewer}/${channel.id}/${thread}`;
    threadPane.composer.show({ key, channel: channel.id, thread, label: "Reply…" });
    if (fresh && byHand) threadPane.composer.focus();
    byHand = false;
  }

  return function draw(state) {
    const world = state.worlds.slack;
    const channel = conversationsOf(world, state.viewer).find(({ id }) => id === state.conversation);
    if (!channel) return;
    const messages = world.messages[channel.id] ?? [];
    drawChannel(state, channel, messages);
    drawThread(state, channel, messages);
    shown = { channel: channel.id, thread: state.thread };
  };
}
