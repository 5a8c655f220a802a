/** The `confirm` composition object (Slack docs: confirmation dialog). Guarantee: resolves once, false on Escape. */

import { el, freshId } from "../dom.js";
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

/** @param {{title: string, text: string|Node, yes: string, no: string, danger: boolean}} words */
export function ask({ title, text, yes, no, danger }) {
  const heading = freshId("question");
  const dialog = el(
    "dialog",
    { class: "confirm", "aria-labelledby": heading, data: { testid: "confirm" } },
    el("h2", { id: heading }, title),
    el("div", {}, text),
    el(
      "form",
      { method: "dialog", class: "dialog-actions" },
      el("button", { class: "button", value: "no" }, no),
      el("button", { class: `button ${danger ? "danger" : "primary"}`, value: "yes", autofocus: true }, yes),
    ),
  );
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes");
    });
  });
}
