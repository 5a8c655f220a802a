/**
 * What a drawing may know and do besides its own data: names of people, roles and channels, addresses of attachments,
 * and the actions of its container. Guarantee: drawings never reach for the store or the network by themselves.
 */

import { TYPES, userOf } from "./world.js";

const STRANGER = "#5b6b66";

/** A user as it is shown: the display name, with the account's name for those who want to write it. */
function shown(user, state) {
  const person = state.people.find(({ id }) => id === user.person);
  return {
    id: user.id,
    name: user.global_name ?? user.username,
    username: user.username,
    isBot: Boolean(user.bot),
    color: person?.color ?? STRANGER,
  };
}

/**
 * @param {Object} state the page's state
 * @param {Object} actions see actions.js
 * @param {Object} container `{key, channel, message}`: where the components drawn belong; `key` names their entries
 * @param {Object[]} [attachments] those that `attachment://name` may mean
 */
export function sceneOf(state, actions, container, attachments = []) {
  const world = state.worlds.discord;
  const everyone = [...world.people, world.bot].map((user) => shown(user, state));
  return {
    viewer: userOf(world, state.viewer)?.id ?? null,
    container,
    people: () => everyone,
    person: (id) => everyone.find((person) => person.id === id) ?? null,
    /** A message carries its author, who may have left or be a webhook. */
    author: (user) => everyone.find(({ id }) => id === user.id) ?? shown(user, state),
    roles: () => world.roles.filter(({ id }) => id !== world.team.id),
    role: (id) => world.roles.find((role) => role.id === id) ?? null,
    channels: () => world.channels.filter(({ type }) => type !== TYPES.dm),
    channel: (id) => world.channels.find((channel) => channel.id === id) ?? null,
    attachment: (url) =>
      url?.startsWith("attachment://")
        ? (attachments.find(({ filename }) => filename === url.slice("attachment://".length)) ?? null)
        : (attachments.find((file) => file.url === url) ?? null),
    pressed: world.pressed[container.message] ?? null,
    act: (customId, values) => actions.act(container, customId, values),
    upload: actions.upload,
  };
}
