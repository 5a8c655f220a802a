/**
 * What a drawing may know and do besides its own data: names of people and channels, addresses of files, and the
 * actions of its container. Guarantee: drawings of blocks never reach for the store or the network by themselves.
 */

import { conversationsOf } from "./world.js";

/**
 * @param {Object} state the page's state
 * @param {Object} actions see actions.js
 * @param {Object} container `{key, channel, ts}` of a message or `{key, view_id}` of a view
 * @param {Object} [errors] sentence by block_id
 */
export function sceneOf(state, actions, container, errors = {}) {
  const world = state.worlds.slack;
  const { bot } = world;
  const everyone = [...state.people, { ...bot, real_name: "App", isBot: true, color: "var(--accent)" }];
  return {
    viewer: state.viewer,
    container,
    errors,
    people: () => everyone,
    person: (id) => everyone.find((person) => person.id === id) ?? null,
    channels: () => conversationsOf(world, state.viewer),
    channel: (id) => conversationsOf(world, state.viewer).find((channel) => channel.id === id) ?? null,
    fileUrl: (file) => fileUrl(file, state.viewer),
    act: (...parts) => actions.act(container, ...parts),
    suggest: (...parts) => actions.suggest(container, ...parts),
    upload: actions.upload,
  };
}

/** A file's bytes for this person: the twin takes `viewer` where Slack takes the session's cookie. */
function fileUrl({ id, url, url_private: address, name = "file" }, viewer) {
  const path = id
    ? `/slack/files/${encodeURIComponent(id)}/${encodeURIComponent(name)}`
    : new URL(url ?? address, location.href).pathname;
  return `${path}?viewer=${encodeURIComponent(viewer)}`;
}
