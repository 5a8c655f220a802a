/**
 * Slack behind the page's platform interface. A platform gives: `id`, `title`, `glyph`; `load`, `connected`, `reduce`
 * (its world), `conversations`, `isMine`, `threadToOpen`, `stored`, `spoken` (pure questions about it) and `mount` (how
 * it is drawn and left). Guarantee: the rest of the page knows nothing of Slack; Discord gives the same names.
 */

import { slackApi } from "../api.js";
import { createActions } from "./actions.js";
import { createConversation } from "./conversation.js";
import { createModal, followViews } from "./modal.js";
import { plainText } from "./rich_text.js";
import { conversationsOf, EMPTY_WORLD, reduce, threadToOpen } from "./world.js";

export const slack = {
  id: "slack",
  title: "Slack",
  glyph: "S",
  emptyWorld: EMPTY_WORLD,

  /** Everything this person can see, from the control API. */
  async load(viewer, snapshot) {
    const { team, bot, channels } = snapshot.slack;
    const visible = conversationsOf({ channels, bot }, viewer);
    const [views, ...answers] = await Promise.all([
      slackApi.views(viewer),
      ...visible.map(({ id }) => slackApi.messages(id, viewer)),
    ]);
    const statuses = visible.flatMap(({ id }, index) =>
      answers[index].statuses.map((status) => ({ type: "status", channel: id, ...status })),
    );
    const messages = Object.fromEntries(visible.map(({ id }, index) => [id, answers[index].messages]));
    return statuses.reduce(reduce, { ...EMPTY_WORLD, team, bot, channels, messages, views: views.views });
  },

  connected: (snapshot) => snapshot.connected,
  reduce,
  conversations: conversationsOf,
  isMine: (world, message, viewer) => message.user === viewer,
  threadToOpen,

  /** The stored JSON of `{channel, ts}` or `{view}`, or null when it is gone. */
  stored(world, { channel, ts, view }) {
    if (view) return world.views.find(({ id }) => id === view) ?? null;
    return (world.messages[channel] ?? []).find((message) => message.ts === ts) ?? null;
  },

  /** What a screen reader is told of a frame: new messages of others in the open conversation. */
  spoken(world, frame, { viewer, conversation, people }) {
    if (frame.type !== "message" || frame.channel !== conversation || frame.message.user === viewer) return null;
    const { message } = frame;
    const author = [world.bot, ...people].find(({ id }) => id === message.user)?.name ?? "Someone";
    return `${author}: ${message.text || (message.blocks ?? []).map(plainText).join(" ")}`;
  },

  /** @returns {{draw: (state: Object) => void, leave: () => void}} */
  mount(places, page) {
    const actions = createActions(page.store, page.notify);
    const drawConversation = createConversation(places, page, actions);
    const modal = createModal(page, actions);
    let views = [];
    function draw(state) {
      const world = state.worlds.slack;
      followViews(views, world.views);
      views = world.views;
      drawConversation(state);
      modal.draw(state);
    }
    return { draw, leave: modal.leave };
  },
};
