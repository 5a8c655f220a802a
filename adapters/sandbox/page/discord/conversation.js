/**
 * A channel and the thread opened beside it. Guarantee: each has its own messages and its own place to write; opening a
 * thread by hand puts the cursor there, one that opens by itself takes nothing away from what is being typed.
 */

import { discordApi } from "../api.js";
import { mentionOffers } from "../completion.js";
import { el } from "../dom.js";
import { iconButton } from "../icons.js";
import { createPane, createThreadPane, emptyEntry } from "../pane.js";
import { statusLine } from "../status.js";
import { commandOffers } from "./commands.js";
import { postEntries, titleField } from "./forum.js";
import { inThread, messageEntries } from "./message_list.js";
import { sceneOf } from "./scene.js";
import { conversationsOf, userOf } from "./world.js";

const SIGILS = { channel: "#", forum: "❏", im: "@" };

/** What a newcomer is told, by the kind of the conversation. */
const EMPTY = {
  channel: (label, bot) => ({
    title: `Welcome to #${label}`,
    text: "Mention the bot to begin; it answers in a thread.",
    words: `@${bot} hello`,
  }),
  forum: (label) => ({
    title: `Nothing posted in ${label} yet`,
    text: "Every post is a conversation of its own.",
    words: "hello",
  }),
  im: (label) => ({ title: `You and ${label}`, text: "Any message here begins a conversation.", words: "hello" }),
};

/** Who is typing, and the line of the message one replies to, above a composer. */
function aboveComposer(cancel) {
  const status = statusLine();
  const target = el("span", {});
  const button = iconButton("close", "Cancel reply", { testid: "reply-cancel", press: cancel });
  const replying = el("div", { class: "replying", data: { testid: "replying" } }, target, button);

  function show(state, place) {
    const { typing, messages } = state.worlds.discord;
    const scene = sceneOf(state, {}, {});
    const others = (typing[place.id] ?? []).filter((id) => id !== scene.viewer);
    const names = others.map((id) => scene.person(id)?.name ?? id);
    status.show(names.length ? [`${names.join(", ")} ${names.length > 1 ? "are" : "is"} typing…`] : []);
    const { channel, message } = state.replying ?? {};
    const answered = channel === place.id && (messages[channel] ?? []).find(({ id }) => id === message);
    replying.hidden = !answered;
    if (answered) target.textContent = `Replying to ${scene.author(answered.author).name}`;
  }

  return { nodes: [status.node, replying], show };
}

/** @returns {(state: Object) => void} */
export function createConversation({ main, side }, page, actions) {
  const heading = el("h1", {});
  const topic = el("span", { class: "muted topic" });
  const threadTitle = el("h2", {});
  const subtitle = el("span", { class: "muted topic" });
  const post = titleField();
  const cancelReply = () => page.store.change((state) => ({ ...state, replying: null }));
  const [aboveChannel, aboveThread] = [aboveComposer(cancelReply), aboveComposer(cancelReply)];

  async function offers(text, caret) {
    if (text.startsWith("/")) {
      const found = commandOffers((await discordApi.commands()).commands, text, caret);
      if (found.length) return found;
    }
    const { people, bot, roles, team } = page.store.state.worlds.discord;
    const users = [bot, ...people].map((user) => ({ name: user.username, real_name: user.global_name ?? "App" }));
    const named = roles.filter(({ id }) => id !== team.id).map(({ name }) => ({ name, real_name: "role" }));
    return mentionOffers([...users, ...named], text, caret);
  }

  async function send(place, text, files) {
    if (place.kind !== "forum") return actions.say(place, text, files);
    const title = post.input.value.trim();
    if (!title) {
      page.notify("A post needs a title.");
      post.input.focus();
      return false;
    }
    const thread = await actions.post(place.channel, title, text, files);
    if (!thread) return false;
    post.input.value = "";
    listPage.openThread(thread);
    return true;
  }

  const channelPane = createPane(main, {
    label: "Messages",
    testid: "composer-channel",
    head: [page.menuButton(), heading, topic],
    beforeComposer: [...aboveChannel.nodes, post.node],
    offers,
    send,
  });
  const threadPane = createThreadPane(side, () => page.goTo({ thread: null }), {
    title: threadTitle,
    subtitle,
    beforeComposer: aboveThread.nodes,
    offers,
    send,
  });
  let shown = { channel: null, thread: null };
  let byHand = false;

  const listPage = {
    ...page,
    openThread(thread) {
      byHand = true;
      if (thread === shown.thread) threadPane.composer.focus();
      else page.goTo({ thread });
    },
    edit: (message) => page.store.change((state) => ({ ...state, editing: message })),
    reply(channel, message) {
      page.store.change((state) => ({ ...state, replying: { channel, message } }));
      (channel === page.store.state.thread ? threadPane : channelPane).composer.focus();
    },
  };

  function tryIt(words) {
    channelPane.composer.fill(words);
    if (post.node.hidden) return;
    post.input.value ||= "My first post";
    post.input.focus();
  }

  function drawChannel(state, conversation) {
    const { id, kind, label } = conversation;
    const world = state.worlds.discord;
    const forum = kind === "forum";
    const place = world.channels.find((channel) => channel.id === id);
    const entries = forum
      ? postEntries(state, place, actions, listPage.openThread)
      : messageEntries(state, place, world.messages[id] ?? [], listPage, actions);
    const told = EMPTY[kind](label, world.bot.username);
    const empty = () => emptyEntry({ key: [id, state.viewer], mark: SIGILS[kind], ...told, tryIt });
    heading.textContent = kind === "im" ? label : `${SIGILS[kind]} ${label}`;
    topic.textContent = conversation.topic ?? "";
    post.node.hidden = !forum;
    channelPane.list.show(entries.length ? entries : [empty()], shown.channel !== id, forum ? "start" : "end");
    aboveChannel.show(state, place);
    const name = kind === "im" ? `@${label}` : `#${label}`;
    const hint = forum ? "What is it about?" : `Message ${name}`;
    channelPane.composer.show({ key: `${state.viewer}/${id}`, channel: id, kind, label: hint });
  }

  /** @returns {string | null} the thread drawn; one just made may not be known yet */
  function drawThread(state, conversation) {
    const world = state.worlds.discord;
    const thread = world.channels.find(({ id }) => id === state.thread);
    side.hidden = !thread;
    if (!thread) return null;
    const fresh = shown.thread !== thread.id;
    const { archived, locked } = thread.thread_metadata;
    const marks = [conversation.label, locked ? "locked" : archived && "archived"].filter(Boolean);
    threadTitle.textContent = thread.name;
    subtitle.textContent = marks.join(" · ");
    threadPane.list.show(messageEntries(state, thread, inThread(world, thread), listPage, actions), fresh);
    aboveThread.show(state, thread);
    const key = `${state.viewer}/${thread.id}`;
    threadPane.composer.show({ key, channel: thread.id, kind: "thread", label: `Message ${thread.name}` });
    if (fresh && byHand) threadPane.composer.focus();
    byHand = false;
    return thread.id;
  }

  return function draw(state) {
    const world = state.worlds.discord;
    const conversation = conversationsOf(world, state.viewer).find(({ id }) => id === state.conversation);
    if (!conversation || !userOf(world, state.viewer)) return;
    drawChannel(state, conversation);
    shown = { channel: conversation.id, thread: drawThread(state, conversation) };
  };
}
