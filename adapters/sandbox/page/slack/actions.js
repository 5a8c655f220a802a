/**
 * What the person on the screen does in Slack. Guarantee: every refusal of the twin or silence of the bot is said to
 * the person in a sentence; the world itself changes only by the feed's frames.
 */

import { slackApi } from "../api.js";
import { createRequests, settled } from "../requests.js";
import { takeUntold } from "./state.js";

/**
 * @param {Object} store the page's store
 * @param {(text: string) => void} notify says something to the person
 */
export function createActions(store, notify) {
  const viewer = () => store.state.viewer;
  const world = () => store.state.worlds.slack;

  const { checked, uploadAll } = createRequests(notify);

  const upload = async (file) =>
    (await checked(`Uploading ${file.name}`, slackApi.upload(viewer(), file))).file ?? null;

  /** @returns {Promise<boolean>} true once it was accepted */
  async function say({ channel, thread }, text, files) {
    const command = /^\/([\w-]+)\s*([\s\S]*)$/.exec(text);
    if (command && thread) {
      notify("Slack has no slash commands in threads; write the command in the channel.");
      return false;
    }
    if (command) return runCommand(channel, `/${command[1]}`, command[2]);
    const uploaded = await uploadAll(files, upload);
    if (uploaded === null) return false;
    const body = { user: viewer(), channel, text, thread_ts: thread ?? undefined, files: uploaded.map(({ id }) => id) };
    return (await checked("Sending", slackApi.say(body))).ok;
  }

  async function runCommand(channel, command, text) {
    const answer = await checked(command, slackApi.command({ user: viewer(), channel, command, text: text.trim() }));
    const words = typeof answer.response === "string" ? answer.response : answer.response?.text;
    if (answer.ok && words) notify(words);
    return answer.ok;
  }

  /** What a container is called in the control API, and the blocks it holds now. */
  function addressed(container) {
    const { view_id: viewId, channel, ts } = container;
    if (viewId)
      return { address: { view_id: viewId }, blocks: world().views.find(({ id }) => id === viewId)?.blocks ?? [] };
    const message = world().messages[channel].find((each) => each.ts === ts);
    return { address: { channel, message_ts: ts }, blocks: message?.blocks ?? [] };
  }

  return {
    say,
    upload,
    edit: (channel, ts, text) => checked("Editing", slackApi.edit({ user: viewer(), channel, ts, text })),
    remove: (channel, ts) => checked("Deleting", slackApi.delete({ user: viewer(), channel, ts })),
    async act(container, blockId, element, state) {
      const { address, blocks } = addressed(container);
      const act = (block, action, value) =>
        checked(
          "The action",
          slackApi.act({ user: viewer(), ...address, block_id: block, action_id: action.action_id, state: value }),
        );
      for (const typed of takeUntold(container.key, blocks)) await act(typed.blockId, typed.element, typed.state);
      await act(blockId, element, state);
    },
    suggest: (container, blockId, element, value) =>
      checked(
        "Asking for options",
        slackApi.suggest({
          user: viewer(),
          ...addressed(container).address,
          block_id: blockId,
          action_id: element.action_id,
          value,
        }),
      ),
    submit: (view, values) => settled(slackApi.submit({ user: viewer(), view_id: view.id, values })),
    /** Closes views in the order given: the one on top first. */
    async close(...views) {
      for (const view of views) await checked("Closing", slackApi.close({ user: viewer(), view_id: view.id }));
    },
  };
}
