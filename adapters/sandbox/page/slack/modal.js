/**
 * Slack's modals (Slack docs: modals). Guarantee: the view on top of the person's stack is shown; Escape and Cancel
 * close it, the cross closes the whole stack.
 */

import { createModalDialog, modalForm } from "../modal_dialog.js";
import { drawBlocks } from "./blocks.js";
import { sceneOf } from "./scene.js";
import { collectValues, forgetStates, settleStates } from "./state.js";

const keyOf = (view) => `view:${view.id}`;
const NO_ERRORS = { fields: {}, general: null };

/** @returns {{draw: (state: Object) => void, leave: () => void}} draws the person's stack of views */
export function createModal(page, actions) {
  let top = null;
  const dialog = createModalDialog(() => actions.close(top));

  async function submit(view) {
    const answer = await actions.submit(view, collectValues(keyOf(view), view.blocks));
    const trouble = answer.message ?? "We had some trouble connecting. Try again?";
    const refused = { fields: answer.errors ?? {}, general: answer.errors ? null : trouble };
    const errors = answer.ok ? NO_ERRORS : refused;
    page.store.change((state) => ({ ...state, errors: { ...state.errors, [view.id]: errors } }));
  }

  function content(state, view, errors, titleId) {
    const { views } = state.worlds.slack;
    const scene = sceneOf(state, actions, { key: keyOf(view), view_id: view.id }, errors.fields);
    const words = {
      titleId,
      title: view.title?.text ?? "",
      cancel: view.close?.text ?? "Cancel",
      submit: view.submit?.text ?? null,
      stacked: views.length > 1,
    };
    return modalForm(words, errors, drawBlocks(view.blocks, scene), {
      submit: () => dialog.whileSubmitting(() => submit(view)),
      close: () => actions.close(view),
      closeAll: () => actions.close(...[...views].reverse()),
      showRaw: () => page.showPanel({ kind: "raw", subject: { view: view.id } }),
    });
  }

  function draw(state) {
    top = state.worlds.slack.views.at(-1) ?? null;
    if (!top) {
      dialog.hide();
      return;
    }
    const view = top;
    const errors = state.errors[view.id] ?? NO_ERRORS;
    const wrong = Object.keys(errors.fields).length > 0;
    dialog.show(view.id, [view, errors], wrong, (titleId) => content(state, view, errors, titleId));
  }

  return { draw, leave: dialog.hide };
}

/** What was typed into views that are gone is gone with them; what stands in one that is updated stays. */
export function followViews(before, after) {
  const open = new Map(after.map((view) => [view.id, view]));
  for (const view of before) {
    if (!open.has(view.id)) forgetStates(keyOf(view));
    else if (open.get(view.id) !== view) settleStates(keyOf(view), view.blocks);
  }
}
