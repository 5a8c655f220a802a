/** The `confirm` composition object (Slack docs: confirmation dialog). Guarantee: resolves once, false on Escape. */

import { ask } from "../question.js";
import { withEmoji } from "./emoji.js";
import { mrkdwn } from "./mrkdwn.js";

/**
 * @param {Object | undefined} question without one there is nothing to ask: true
 * @returns {Promise<boolean>}
 */
export function confirmed(question) {
  if (!question) return Promise.resolve(true);
  return ask({
    title: withEmoji(question.title?.text ?? "Are you sure?"),
    text: question.text?.type === "mrkdwn" ? mrkdwn(question.text.text, NO_NAMES) : (question.text?.text ?? ""),
    yes: question.confirm?.text ?? "Yes",
    no: question.deny?.text ?? "Cancel",
    danger: question.style === "danger",
  });
}

// A question names no people of the workspace: ids in it read as ids.
const NO_NAMES = { person: () => null, channel: () => null, viewer: null };
