/**
 * The dialog of a modal, whatever platform asks. Guarantee: what was typed stays through errors and updates, Escape
 * asks the owner to close (nothing closes by itself), the focus stays inside, goes to the first field with an error,
 * and returns where it came from.
 */

import { el, freshId } from "./dom.js";
import { keepingFocus, rememberFocus } from "./focus.js";
import { iconButton } from "./icons.js";

const NOTHING = { id: null, version: [] };

/** @param {() => void} onEscape */
export function createModalDialog(onEscape) {
  const titleId = freshId("modal-title");
  const dialog = el("dialog", { class: "modal", "aria-labelledby": titleId, data: { testid: "modal" } });
  let drawn = NOTHING;
  let restoreFocus = () => {};

  // The browser's own Escape would close the dialog without asking the twin: it closes when the feed says so.
  dialog.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    event.preventDefault();
    onEscape();
  });

  function focusFirst(within) {
    const body = dialog.querySelector(within);
    const wanted = body?.querySelector("[autofocus]") ?? body?.querySelector("input, textarea, button");
    (wanted ?? dialog.querySelector("footer button:last-child")).focus();
  }

  return {
    /**
     * @param {string} id of what is asked; another one begins at its first field
     * @param {Array} version everything the form shows; the same draws nothing
     * @param {boolean} wrong there are errors beside fields
     * @param {(titleId: string) => HTMLElement} draw see `modalForm`
     */
    show(id, version, wrong, draw) {
      const before = drawn;
      const another = before.id !== id;
      if (!another && version.every((part, index) => part === before.version[index])) return;
      drawn = { id, version };
      // Only what is open is on the page: another platform has a dialog of its own.
      if (!dialog.isConnected) document.body.append(dialog);
      const scroll = another ? 0 : dialog.querySelector(".modal-body").scrollTop;
      keepingFocus(dialog, () => dialog.replaceChildren(draw(titleId)));
      dialog.querySelector(".modal-body").scrollTop = scroll;
      if (!dialog.open) {
        restoreFocus = rememberFocus();
        dialog.showModal();
      }
      if (another) focusFirst(".modal-body");
      else if (wrong) focusFirst(".block-input.wrong");
    },
    hide() {
      if (!dialog.open) return;
      dialog.close();
      dialog.remove();
      drawn = NOTHING;
      restoreFocus();
    },
    /** Runs `work` once at a time, with the submit button showing that it is under way. */
    async whileSubmitting(work) {
      const button = dialog.querySelector("[data-testid=modal-submit]");
      if (!button || button.hasAttribute("aria-busy")) return;
      button.setAttribute("aria-busy", "true");
      await work();
      button.removeAttribute("aria-busy");
    },
  };
}

function actionButton(testid, text, attributes) {
  return el("button", { ...attributes, data: { testid, focus: testid } }, text);
}

/**
 * @param {{titleId: string, title: string, cancel: string, submit: string | null, stacked?: boolean}} words `submit`:
 *   without it nothing can be submitted; `stacked`: there is another one below
 * @param {{fields: Object, general: string | null}} errors sentences, by field and for the whole
 * @param {Array} body the fields
 * @param {{submit: () => void, close: () => void, closeAll: () => void, showRaw: () => void}} act
 * @returns {HTMLFormElement}
 */
export function modalForm({ titleId, title, cancel, submit, stacked = false }, { fields, general }, body, act) {
  const onSubmit = (event) => {
    event.preventDefault();
    act.submit();
  };
  const spoken = Object.values(fields).join(" ");
  return el(
    "form",
    { novalidate: true, on: { submit: onSubmit } },
    el(
      "header",
      {},
      stacked && iconButton("back", "Back", { testid: "modal-back", press: act.close }),
      el("h2", { id: titleId }, title),
      iconButton("code", "Raw JSON", { testid: "modal-raw", press: act.showRaw }),
      iconButton("close", "Close", { testid: "modal-close", press: act.closeAll }),
    ),
    el(
      "div",
      { class: "modal-body" },
      general && el("p", { class: "modal-trouble", role: "alert" }, general),
      spoken && el("p", { class: "visually-hidden", role: "alert" }, spoken),
      body,
    ),
    el(
      "footer",
      {},
      actionButton("modal-cancel", cancel, { type: "button", class: "button", on: { click: act.close } }),
      submit && actionButton("modal-submit", submit, { type: "submit", class: "button primary" }),
    ),
  );
}

/**
 * One field: label, control, error, hint.
 *
 * @param {{label: string, optional: boolean, hint?: string, error?: string, group: boolean, autofocus?: boolean,
 *   data?: Object}} words `group`: several controls under one label
 * @param {(attributes: Object) => HTMLElement} draw the control, which takes these attributes
 */
export function formField({ label, optional, hint, error, group, autofocus, data }, draw) {
  const [id, labelId, hintId, errorId] = ["field", "label", "hint", "error"].map(freshId);
  const attributes = {
    id,
    "aria-describedby": [hint && hintId, error && errorId].filter(Boolean).join(" ") || null,
    "aria-invalid": error ? "true" : null,
    "aria-labelledby": group ? labelId : null,
    "aria-required": optional || group ? null : "true",
    autofocus,
  };
  return el(
    "div",
    { class: error ? "block-input wrong" : "block-input", data },
    el(
      group ? "div" : "label",
      { id: labelId, class: "field-label", for: group ? null : id },
      label,
      optional && el("small", {}, " (optional)"),
    ),
    draw(attributes),
    error && el("p", { id: errorId, class: "field-error", data: { testid: "field-error" } }, error),
    hint && el("p", { id: hintId, class: "field-hint" }, hint),
  );
}
