/** Editing one's own message in place. Guarantee: Enter saves, Escape leaves the message as it was. */

import { el } from "./dom.js";

export function drawEditor(text, { save, leave }) {
  const input = el("textarea", {
    class: "text-input",
    rows: 2,
    "aria-label": "Edit message",
    data: { testid: "editor" },
    set: { value: text },
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      // The thread around it would take the same key to close itself.
      event.stopPropagation();
      leave();
    }
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    save(input.value);
  });
  // Focus needs the node in the document, which it is once this draw is over.
  queueMicrotask(() => input.focus());
  return el(
    "div",
    { class: "editor" },
    input,
    el(
      "div",
      { class: "dialog-actions" },
      el("button", { type: "button", class: "button", on: { click: leave } }, "Cancel"),
      el("button", { type: "button", class: "button primary", on: { click: () => save(input.value) } }, "Save"),
    ),
  );
}
