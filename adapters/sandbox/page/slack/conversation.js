/**
 * A channel and the thread opened beside it. Guarantee: each has its own messages and its own place to write; opening a
 * thread by hand puts the cursor there, one that opens by itself takes nothing away from what is being typed.
 */

import { acceptDrops, createComposer } from "../composer.js";
import { el } from "../dom.js";
import { iconButton } from "../icons.js";
import { createMessageList, messageEntries } from "./message_list.js";
import { statusLine } from "./status.js";
import { conversationsOf, inChannel, inThread, statusKey } from "./world.js";

/** One place to read and write: its head, its list, its composer. */
function createPane(label, testid, head, beforeComposer, page, actions) {
  const names = () => {
    const { people, worlds, viewer } = page.store.state;
    return [{ ...worlds.slack.bot, real_name: "App" }, ...people.filter(({ id }) => id !== viewer)];
  };
  const list = createMessageList(label);
  const composer = createComposer({ testid, names, send: actions.say });
  const parts = [el("header", { class: "pane-head" }, head), list.node, beforeComposer, composer.node];
  return { list, composer, parts };
}

function emptyEntry(channel, botName, viewer, tryIt) {
  const direct = channel.kind === "im";
  const words = direct ? "hello" : `@${botName} hello`;
  const button = {
    type: "button",
    class: "button primary",
    data: { testid: "try-it" },
    on: { click: () => tryIt(words) },
  };
  const draw = () =>
    el(
      "div",
      { class: "empty", data: { testid: "empty" } },
      el("div", { class: "empty-mark", "aria-hidden": "true" }, direct ? "@" : "#"),
      el("h2", {}, direct ? `You and ${botName}` : `Welcome to #${channel.label}`),
      el(
        "p",
        {},
        direct ? "Any message here begins a conversation." : "Mention the bot to begin; it answers in a thread.",
      ),
      el("p", {}, "Write ", el("code", {}, words), " ", el("button", button, "Try it")),
    );
  return { key: "empty", version: [channel.id, viewer], draw };
}

/** @returns {(state: Object) => void} */
export function createConversation({ main, side }, page, actions) {
  const title = el("h1", {});
  const subtitle = el("span", { class: "muted" });
  const status = statusLine();
  const closeThread = () => page.goTo({ thread: null });
  const threadHead = [
    el("h2", {}, "Thread"),
    subtitle,
    iconButton("close", "Close thread", { testid: "thread-close", press: closeThread }),
  ];
  const channelPane = createPane("Messages", "composer-channel", [page.menuButton(), title], [], page, actions);
  const threadPane = createPane("Thread", "composer-thread", threadHead, status.node, page, actions);
  let shown = { channel: null, thread: null };
  let byHand = false;

  main.append(...channelPane.parts.flat());
  side.append(el("div", { class: "pane", data: { testid: "thread" } }, threadPane.parts));
  acceptDrops(main, channelPane.composer.addFiles);
  acceptDrops(side, threadPane.composer.addFiles);
  side.addEventListener("keydown", ({ key }) => key === "Escape" && closeThread());

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
      : [emptyEntry(channel, state.worlds.slack.bot.name, state.viewer, channelPane.composer.fill)];
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
    status.show(state.worlds.slack.statuses[statusKey(channel.id, thread)] ?? null, state.worlds.slack.bot.name);
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
