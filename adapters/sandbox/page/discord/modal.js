/**
 * Discord's modals (Discord docs, "Modal Interactions"). Guarantee: the one that is open is shown; a submission that
 * failed leaves it open with everything entered.
 */

import { createModalDialog, modalForm } from "../modal_dialog.js";
import { forgetEntries, valuesOf } from "./entries.js";
import { drawFields } from "./fields.js";
import { sceneOf } from "./scene.js";

const keyOf = (modal) => `modal:${modal.id}`;
const NO_ERRORS = { fields: {}, general: null };

/** @returns {{draw: (state: Object) => void, leave: () => void}} */
export function createModal(page, actions) {
  let open = null;
  const dialog = createModalDialog(() => actions.close(open));

  async function submit(modal) {
    const answer = await actions.submit(modal, valuesOf(keyOf(modal), modal.components));
    const trouble = answer.errors ? null : (answer.message ?? "Something went wrong. Try again.");
    const errors = answer.ok ? NO_ERRORS : { fields: answer.errors ?? {}, general: trouble };
    page.store.change((state) => ({ ...state, errors: { ...state.errors, [modal.id]: errors } }));
  }

  function content(state, modal, errors, titleId) {
    const scene = sceneOf(state, actions, { key: keyOf(modal), channel: modal.channel_id });
    const words = { titleId, title: modal.title, cancel: "Cancel", submit: "Submit" };
    const close = () => actions.close(modal);
    return modalForm(words, errors, drawFields(modal.components, scene, errors.fields), {
      submit: () => dialog.whileSubmitting(() => submit(modal)),
      close,
      closeAll: close,
      showRaw: () => page.showPanel({ kind: "raw", subject: { modal: modal.id } }),
    });
  }

  function draw(state) {
    const [modal = null] = state.worlds.discord.modals;
    // What was entered into a modal that is gone is gone with it.
    if (open && open.id !== modal?.id) forgetEntries(keyOf(open));
    open = modal;
    if (!modal) {
      dialog.hide();
      return;
    }
    const errors = state.errors[modal.id] ?? NO_ERRORS;
    const wrong = Object.keys(errors.fields).length > 0;
    dialog.show(modal.id, [modal, errors], wrong, (titleId) => content(state, modal, errors, titleId));
  }

  return { draw, leave: dialog.hide };
}
