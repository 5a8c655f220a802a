/** What this page cannot draw. Guarantee: it is named and shown as JSON, never nothing. */

import { el } from "./dom.js";

/** @param {string} label such as "Block “hologram”" */
export function unknownBox(label, stored) {
  return el(
    "div",
    { class: "block-unknown", data: { testid: "unknown-block" } },
    el("strong", {}, `${label} is not drawn here`),
    el("pre", { tabindex: 0 }, el("code", {}, JSON.stringify(stored, null, 2))),
  );
}
