/**
 * Discord behind the page's platform interface (see slack/index.js). Guarantee: the rest of the page knows nothing of
 * Discord; a conversation is a channel, its thread a channel in it, both by their ids.
 */

import { discordApi } from "../api.js";
import { createActions } from "./actions.js";
import { createConversation } from "./conversation.js";
import { markdown } from "./markdown.js";
import { createModal } from "./modal.js";
import { sceneOf } from "./scene.js";
import { conversationsOf, EMPTY_WORLD, isThread, reduce, threadToOpen, TYPES, userOf } from "./world.js";

export const discord = {
  id: "discord",
  title: "Discord",
  glyph: "D",
  emptyWorld: EMPTY_WORLD,

  /** Everything this person can see, from the control API. */
  async load(viewer, snapshot) {
    const { guild: team, bot, people, roles, channels } = snapshot.discord;
    const world = { ...EMPTY_WORLD, team, bot, people, roles, channels };
    const mine = conversationsOf(world, viewer).map(({ id }) => id);
    const readable = channels.filter(
      (channel) => channel.type !== TYPES.forum && (isThread(channel) || mine.includes(channel.id)),
    );
    const [{ modals }, ...answers] = await Promise.all([
      discordApi.modals(viewer),
      ...readable.map(({ id }) => discordApi.messages(id, viewer)),
    ]);
    const byChannel = (key) => Object.fromEntries(readable.map(({ id }, index) => [id, answers[index][key]]));
    return { ...world, modals, messages: byChannel("messages"), typing: byChannel("typing") };
  },

  connected: (snapshot) => snapshot.discord.connected,
  reduce,
  conversations: conversationsOf,
  isMine: (world, message, viewer) => message.author.id === userOf(world, viewer)?.id,
  threadToOpen,

  /** The stored JSON of `{channel, message}` or `{modal}`, or null when it is gone. */
  stored(world, { channel, message, modal }) {
    if (modal) return world.modals.find(({ id }) => id === modal) ?? null;
    return (world.messages[channel] ?? []).find(({ id }) => id === message) ?? null;
  },

  /** What a screen reader is told of a frame: new messages of others where the person is. */
  spoken(world, frame, state) {
    const { type, channel, message } = frame;
    if (type !== "message" || ![state.conversation, state.thread].includes(channel)) return null;
    const scene = sceneOf(state, {}, {});
    if (message.author.id === scene.viewer) return null;
    const parts = [message.content, ...message.embeds.flatMap(({ title, description }) => [title, description])];
    const words = parts.filter(Boolean).map((part) => markdown(part, scene).textContent);
    return `${scene.author(message.author).name}: ${words.join(" ")}`;
  },

  /** @returns {{draw: (state: Object) => void, leave: () => void}} */
  mount(places, page) {
    const actions = createActions(page.store, page.notify);
    const drawConversation = createConversation(places, page, actions);
    const modal = createModal(page, actions);
    function draw(state) {
      drawConversation(state);
      modal.draw(state);
    }
    return { draw, leave: modal.leave };
  },
};
