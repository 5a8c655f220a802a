/**
 * What the page knows of the Slack workspace, and what follows from it. Guarantee: pure; the same frames in the same
 * order give the same world, and a frame that arrives twice changes nothing.
 */

export const EMPTY_WORLD = { team: null, bot: null, channels: [], messages: {}, statuses: {}, views: [] };

/** One frame of the feed (control API, `/sandbox/feed`) applied. Frames of no concern give the same world back. */
export function reduce(world, frame) {
  switch (frame.type) {
    case "message":
    case "message_changed":
    case "reaction":
      return withMessages(world, frame.channel, upserted(world.messages[frame.channel] ?? [], frame.message));
    case "message_deleted":
      return withMessages(
        world,
        frame.channel,
        (world.messages[frame.channel] ?? []).filter(({ ts }) => ts !== frame.ts),
      );
    case "status":
      return { ...world, statuses: { ...world.statuses, [statusKey(frame.channel, frame.thread_ts)]: frame } };
    case "view_opened":
    case "view_pushed":
    case "view_updated":
      return { ...world, views: stacked(world.views, frame.view) };
    case "view_closed":
      return { ...world, views: world.views.filter(({ id }) => id !== frame.view_id) };
    default:
      return world;
  }
}

function withMessages(world, channel, messages) {
  return { ...world, messages: { ...world.messages, [channel]: messages } };
}

// Timestamps are `<10 digits>.<6 digits>`, so their text order is their order in time.
function upserted(messages, message) {
  const before = messages.filter(({ ts }) => ts < message.ts);
  const after = messages.filter(({ ts }) => ts > message.ts);
  return [...before, message, ...after];
}

function stacked(views, view) {
  return views.some(({ id }) => id === view.id)
    ? views.map((old) => (old.id === view.id ? view : old))
    : [...views, view];
}

export function statusKey(channel, thread) {
  return `${channel}/${thread}`;
}

/** What the bot says it is doing in a thread: a sentence, and loading messages that take turns with it. */
export function statusWords(world, channel, thread) {
  const { status, loading_messages: more } = world.statuses[statusKey(channel, thread)] ?? {};
  return status ? [`${world.bot.name} ${status}`, ...(more ?? [])] : [];
}

/** Conversations this person sees: every channel and their own direct messages with the bot. */
export function conversationsOf(world, viewer) {
  const channels = world.channels
    .filter(({ kind }) => kind !== "im")
    .map((channel) => ({ ...channel, label: channel.name }));
  const direct = world.channels
    .filter(({ kind, person }) => kind === "im" && person === viewer)
    .map((channel) => ({ ...channel, name: world.bot.name, label: world.bot.name }));
  return [...channels, ...direct];
}

const isReply = ({ ts, thread_ts: root }) => Boolean(root) && root !== ts;

/** What stands in the channel itself: roots, and replies that were also sent to the channel. */
export function inChannel(messages) {
  return messages.filter(
    (message) => !isReply(message) || message.subtype === "thread_broadcast" || message.reply_broadcast,
  );
}

export function inThread(messages, root) {
  return messages.filter((message) => message.ts === root || message.thread_ts === root);
}

/** How many replies by root, in one pass over the channel. */
export function threadSummaries(messages) {
  const summaries = new Map();
  for (const message of messages) {
    if (!isReply(message) || message.is_ephemeral) continue;
    const summary = summaries.get(message.thread_ts) ?? { count: 0, users: new Set(), latest: null };
    summaries.set(message.thread_ts, {
      count: summary.count + 1,
      users: summary.users.add(message.user),
      latest: message.ts,
    });
  }
  return summaries;
}

/**
 * A reply to this person opens its thread, so that a newcomer sees the answer come; a thread they read is not taken
 * away by an older one.
 *
 * @returns {string | null} the root's ts
 */
export function threadToOpen(world, { viewer, channel, thread }, frame) {
  if (frame.type !== "message" || frame.channel !== channel || !isReply(frame.message)) return null;
  if (frame.message.user === viewer) return null;
  const root = (world.messages[channel] ?? []).find(({ ts }) => ts === frame.message.thread_ts);
  const mine = root?.user === viewer;
  return mine && (thread === null || thread < root.ts) ? root.ts : null;
}
