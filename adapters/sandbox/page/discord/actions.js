/**
 * What the person on the screen does in Discord. Guarantee: every refusal of the twin or silence of the bot is said to
 * the person; the world itself changes only by frames: the feed's, and those that say what this page waits for.
 */

import { discordApi } from "../api.js";
import { createRequests, settled } from "../requests.js";
import { commandCall } from "./commands.js";
import { reduce } from "./world.js";

/**
 * @param {Object} store the page's store
 * @param {(text: string) => void} notify says something to the person
 */
export function createActions(store, notify) {
  const { checked, uploadAll } = createRequests(notify);
  const viewer = () => store.state.viewer;
  const as = (body) => ({ user: viewer(), ...body });

  function local(frame) {
    store.change((state) => ({ ...state, worlds: { ...state.worlds, discord: reduce(state.worlds.discord, frame) } }));
  }

  /** @returns {Promise<{id: string, name: string} | null>} */
  async function upload(file) {
    const { file: stored } = await checked(`Uploading ${file.name}`, discordApi.upload(viewer(), file));
    return stored ? { id: stored.id, name: stored.filename } : null;
  }

  async function fileIds(files) {
    return (await uploadAll(files, upload))?.map(({ id }) => id) ?? null;
  }

  async function runCommand(channel, text) {
    const { commands } = await discordApi.commands();
    const { people, bot, roles, channels } = store.state.worlds.discord;
    const call = commandCall(commands, text, { people: [...people, bot], roles, channels });
    return (await checked(`/${call.name}`, discordApi.command(as({ channel, ...call })))).ok;
  }

  /** @returns {Promise<boolean>} true once it was accepted */
  async function say({ channel }, text, files) {
    if (/^\/[\w-]/.test(text)) return runCommand(channel, text);
    const ids = await fileIds(files);
    if (ids === null) return false;
    const { replying } = store.state;
    const target = replying?.channel === channel ? replying.message : undefined;
    const { ok } = await checked("Sending", discordApi.say(as({ channel, text, files: ids, reply_to: target })));
    if (ok) store.change((state) => ({ ...state, replying: null }));
    return ok;
  }

  return {
    say,
    upload,
    /** @returns {Promise<string | null>} the new post's id */
    async post(channel, name, text, files) {
      const ids = await fileIds(files);
      if (ids === null) return null;
      return (await checked("Posting", discordApi.post(as({ channel, name, text, files: ids })))).id ?? null;
    },
    /** @returns {Promise<string | null>} the new thread's id */
    startThread: async (channel, message, name) =>
      (await checked("Starting the thread", discordApi.thread(as({ channel, message, name })))).id ?? null,
    edit: (channel, message, text) => checked("Editing", discordApi.edit(as({ channel, message, text }))),
    remove: (channel, message) => checked("Deleting", discordApi.delete(as({ channel, message }))),
    react: (channel, message, emoji) => checked("Reacting", discordApi.react(as({ channel, message, emoji }))),
    /** Takes an ephemeral message off this page, as Discord's client does without telling anybody. */
    dismiss: (channel, id) => local({ type: "message_deleted", channel, id }),
    /** Presses or chooses; a bot that does not answer is said under the message, by the feed's frame. */
    async act({ channel, message }, customId, values) {
      local({ type: "pressed", message, custom_id: customId });
      const answer = await settled(discordApi.act(as({ channel, message, custom_id: customId, values })));
      local({ type: "answered", message });
      if (!answer.ok && answer.error !== "interaction_failed") notify(`That failed: ${answer.message}`);
    },
    submit: (modal, values) => settled(discordApi.submit(as({ modal: modal.id, values }))),
    close: (modal) => checked("Closing", discordApi.close(as({ modal: modal.id }))),
  };
}
