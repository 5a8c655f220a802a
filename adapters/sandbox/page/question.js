/** A question before something is done. Guarantee: resolves once, false on Escape. */

import { el, freshId } from "./dom.js";

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

export const askToDelete = (told) =>
  ask({ title: "Delete message?", text: told, yes: "Delete", no: "Cancel", danger: true });
