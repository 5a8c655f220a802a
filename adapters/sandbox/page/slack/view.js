/**
 * A modal view as a form: title, blocks, errors beside their fields, buttons. Guarantee: draws and decides nothing
 * else.
 */

import { el } from "../dom.js";
import { iconButton } from "../icons.js";
import { drawBlocks } from "./blocks.js";

function actionButton(testid, text, attributes) {
  return el("button", { ...attributes, data: { testid, focus: testid } }, text);
}

/**
 * @param {Object} view in Slack's stored shape
 * @param {Object} scene see scene.js
 * @param {{titleId: string, stacked: boolean, errors: {fields?: Object, general?: string | null}}} shown `stacked`:
 *   there is a view below it
 * @param {Object} act submit, close (this view), closeAll, showRaw
 * @returns {HTMLFormElement}
 */
export function drawView(view, scene, { titleId, stacked, errors }, act) {
  const { fields = {}, general = null } = errors;
  const submit = (event) => {
    event.preventDefault();
    act.submit();
  };
  const head = [
    stacked && iconButton("back", "Back", { testid: "modal-back", press: act.close }),
    el("h2", { id: titleId }, view.title?.text ?? ""),
    iconButton("code", "Raw JSON", { testid: "modal-raw", press: act.showRaw }),
    iconButton("close", "Close", { testid: "modal-close", press: act.closeAll }),
  ];
  const spoken = Object.values(fields).join(" ");
  const body = [
    general && el("p", { class: "modal-trouble", role: "alert" }, general),
    spoken && el("p", { class: "visually-hidden", role: "alert" }, spoken),
    drawBlocks(view.blocks, scene),
  ];
  const foot = [
    actionButton("modal-cancel", view.close?.text ?? "Cancel", {
      type: "button",
      class: "button",
      on: { click: act.close },
    }),
    view.submit && actionButton("modal-submit", view.submit.text, { type: "submit", class: "button primary" }),
  ];
  return el(
    "form",
    { novalidate: true, on: { submit } },
    el("header", {}, head),
    el("div", { class: "modal-body" }, body),
    el("footer", {}, foot),
  );
}
