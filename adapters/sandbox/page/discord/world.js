/**
 * What the page knows of the Discord server, and what follows from it. Guarantee: pure; the same frames in the same
 * order give the same world, and a frame that arrives twice changes nothing. Shapes are the API's own.
 */

/** Channel types (Discord docs, "Channel Types"). */
export const TYPES = { text: 0, dm: 1, forum: 15 };
const THREADS = [10, 11, 12];
/** Message flag (Discord docs, "Message Flags"). */
export const EPHEMERAL = 1 << 6;
/** Message type of the stub (Discord docs, "Message Types"). */
export const THREAD_STARTER = 21;
const KINDS = { [TYPES.text]: "channel", [TYPES.dm]: "im", [TYPES.forum]: "forum" };

export const EMPTY_WORLD = {
  team: null,
  bot: null,
  people: [],
  roles: [],
  channels: [],
  messages: {},
  typing: {},
  modals: [],
  // Of this page alone, by message: the component that waits for the bot, and what went wrong with the last one.
  pressed: {},
  failed: {},
};

/** One frame of the feed (control API, `/sandbox/feed`) applied. Frames of no concern give the same world back. */
export function reduce(world, frame) {
  const { channel, message } = frame;
  switch (frame.type) {
    case "message":
    case "message_changed":
      return withMessages(world, channel, upserted(world.messages[channel] ?? [], message));
    case "message_deleted":
      return withMessages(world, channel, without(world.messages[channel] ?? [], frame.id));
    case "channel":
      return { ...world, channels: [...without(world.channels, channel.id), channel] };
    case "channel_deleted":
      return { ...world, channels: without(world.channels, channel) };
    case "typing":
      return { ...world, typing: { ...world.typing, [channel]: typingNow(world.typing[channel] ?? [], frame) } };
    case "modal_opened":
      return { ...world, modals: [frame.modal] };
    case "modal_closed":
      return { ...world, modals: without(world.modals, frame.id) };
    case "pressed":
      return {
        ...world,
        pressed: { ...world.pressed, [message]: frame.custom_id },
        failed: { ...world.failed, [message]: null },
      };
    case "answered":
      return { ...world, pressed: { ...world.pressed, [message]: null } };
    case "interaction_failed":
      return message ? { ...world, failed: { ...world.failed, [message]: frame.reason } } : world;
    default:
      return world;
  }
}

const without = (list, id) => list.filter((each) => each.id !== id);

function withMessages(world, channel, messages) {
  return { ...world, messages: { ...world.messages, [channel]: messages } };
}

/** Snowflakes are decimal numbers of growing length; their order is their order in time. */
export function older(one, other) {
  return one.length === other.length ? one < other : one.length < other.length;
}

function upserted(messages, message) {
  const before = messages.filter(({ id }) => older(id, message.id));
  const after = messages.filter(({ id }) => older(message.id, id));
  return [...before, message, ...after];
}

function typingNow(users, { user, active }) {
  const others = users.filter((each) => each !== user);
  return active ? [...others, user] : others;
}

/** The viewer, whom the page knows by another id, as a user of this server. */
export const userOf = (world, viewer) => world.people.find(({ person }) => person === viewer) ?? null;

export const isThread = ({ type }) => THREADS.includes(type);

/** Threads of a channel, the latest active first. */
export function threadsOf(world, parent) {
  const latest = (thread) => world.messages[thread.id]?.at(-1)?.id ?? thread.id;
  return world.channels
    .filter((channel) => isThread(channel) && channel.parent_id === parent)
    .sort((one, other) => (older(latest(one), latest(other)) ? 1 : -1));
}

/** Conversations this person sees: the server's channels in their order, and their own direct messages with the bot. */
export function conversationsOf(world, viewer) {
  const me = userOf(world, viewer);
  const direct = world.channels.filter(
    ({ type, recipients = [] }) => type === TYPES.dm && recipients.some(({ id }) => id === me?.id),
  );
  const listed = world.channels
    .filter(({ type }) => type === TYPES.text || type === TYPES.forum)
    .sort((one, other) => one.position - other.position || (older(one.id, other.id) ? -1 : 1));
  return [...listed, ...direct].map((channel) => {
    const name = channel.type === TYPES.dm ? world.bot.username : channel.name;
    const active = threadsOf(world, channel.id).filter(({ thread_metadata: { archived } }) => !archived);
    return { id: channel.id, kind: KINDS[channel.type], name, label: name, topic: channel.topic, threads: active };
  });
}

/** What was said in a thread after the message it began with; the starter stub (type 21) only points at that one. */
export function answersIn(world, thread) {
  return (world.messages[thread.id] ?? []).filter(({ id, type }) => type !== THREAD_STARTER && id !== thread.id);
}

/** How many of them stay: what one person alone sees is no part of the thread. */
export const countIn = (world, thread) => answersIn(world, thread).filter(({ flags }) => !(flags & EPHEMERAL)).length;

/** The message a thread began with: in the channel around it, or in the post itself. */
export function starterOf(world, thread) {
  const places = [thread.parent_id, thread.id];
  return places.flatMap((place) => world.messages[place] ?? []).find(({ id }) => id === thread.id) ?? null;
}

/** Whether a message was written by this person, or is what a command of theirs made the bot write. */
function isOf(message, user) {
  return message.author.id === user?.id || message.interaction_metadata?.user?.id === user?.id;
}

/**
 * A thread that somebody makes of this person's message opens, and one that answers them opens again, so that a
 * newcomer sees the answer come; a thread they read is not taken away by an older one.
 *
 * @returns {string | null} the thread's id
 */
export function threadToOpen(world, { viewer, channel, thread: open }, frame) {
  const found = {
    channel: () => (world.channels.some(({ id }) => id === frame.channel.id) ? null : frame.channel),
    message: () => world.channels.find(({ id }) => id === frame.channel),
  }[frame.type]?.();
  if (!found || !isThread(found) || found.parent_id !== channel) return null;
  const me = userOf(world, viewer);
  const [starter, by] = [starterOf(world, found), frame.message?.author.id ?? found.owner_id];
  if (!starter || !isOf(starter, me) || by === me?.id) return null;
  return open === null || older(open, found.id) ? found.id : null;
}
