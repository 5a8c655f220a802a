/**
 * Modals (Slack docs: modals). Guarantee: the view on top of the person's stack is shown, with everything typed kept
 * through errors and updates; Escape and Cancel close it, the cross closes the whole stack; the focus stays inside and
 * goes back where it came from.
 */

import { el, freshId } from "../dom.js";
import { keepingFocus, rememberFocus } from "../focus.js";
import { sceneOf } from "./scene.js";
import { collectValues, forgetStates } from "./state.js";
import { drawView } from "./view.js";

const keyOf = (view) => `view:${view.id}`;
const NO_ERRORS = {};

/** @returns {(state: Object) => void} draws the person's stack of views */
export function createModal(page, actions) {
  const titleId = freshId("modal-title");
  const dialog = el("dialog", { class: "modal", "aria-labelledby": titleId, data: { testid: "modal" } });
  let drawn = { view: null, errors: NO_ERRORS };
  let restoreFocus = () => {};
  document.body.append(dialog);

  // The browser's own Escape would close the dialog without asking the twin: the view closes when the feed says so.
  dialog.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    event.preventDefault();
    actions.close(drawn.view);
  });

  async function submit(view) {
    const button = dialog.querySelector("[data-testid=modal-submit]");
    if (!button || button.hasAttribute("aria-busy")) return;
    button.setAttribute("aria-busy", "true");
    const answer = await actions.submit(view, collectValues(keyOf(view), view.blocks));
    button.removeAttribute("aria-busy");
    const trouble = answer.message ?? "We had some trouble connecting. Try again?";
    const refused = answer.errors ? { fields: answer.errors } : { general: trouble };
    const errors = answer.ok ? NO_ERRORS : refused;
    page.store.change((state) => ({ ...state, errors: { ...state.errors, [view.id]: errors } }));
  }

  function content(state, view, errors) {
    const { views } = state.worlds.slack;
    const scene = sceneOf(state, actions, { key: keyOf(view), view_id: view.id }, errors.fields);
    return drawView(
      view,
      scene,
      { titleId, errors, stacked: views.length > 1 },
      {
        submit: () => submit(view),
        close: () => actions.close(view),
        closeAll: () => actions.close(...[...views].reverse()),
        showRaw: () => page.showPanel({ kind: "raw", subject: { view: view.id } }),
      },
    );
  }

  function focusFirst(within) {
    const body = dialog.querySelector(within);
    const wanted = body?.querySelector("[autofocus]") ?? body?.querySelector("input, textarea, button");
    (wanted ?? dialog.querySelector("footer button:last-child")).focus();
  }

  function open() {
    restoreFocus = rememberFocus();
    dialog.showModal();
  }

  function close() {
    if (!dialog.open) return;
    dialog.close();
    dialog.replaceChildren();
    drawn = { view: null, errors: NO_ERRORS };
    restoreFocus();
  }

  return function draw(state) {
    const view = state.worlds.slack.views.at(-1);
    if (!view) {
      close();
      return;
    }
    const errors = state.errors[view.id] ?? NO_ERRORS;
    const before = drawn;
    if (before.view === view && before.errors === errors) return;
    drawn = { view, errors };
    const another = before.view?.id !== view.id;
    const scroll = another ? 0 : dialog.querySelector(".modal-body").scrollTop;
    keepingFocus(dialog, () => dialog.replaceChildren(content(state, view, errors)));
    dialog.querySelector(".modal-body").scrollTop = scroll;
    if (!dialog.open) open();
    if (another) focusFirst(".modal-body");
    else if (errors.fields && errors !== before.errors) focusFirst(".block-input.wrong");
  };
}

/** What was typed into views that are gone is gone with them. */
export function forgetViews(before, after) {
  const open = new Set(after.map(({ id }) => id));
  for (const view of before) if (!open.has(view.id)) forgetStates(keyOf(view));
}
