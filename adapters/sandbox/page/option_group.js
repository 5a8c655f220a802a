/** Checkboxes or radio buttons under one label. Guarantee: each change tells all keys that are chosen now, in order. */

import { el, freshId } from "./dom.js";

/**
 * @param {Object} options
 * @param {"checkbox" | "radio"} options.type
 * @param {Object} options.attributes id (of the first control), data-focus and labels
 * @param {{key: string, label: Node}[]} options.options
 * @param {string[]} options.chosen keys
 * @param {(keys: string[]) => void} options.onChange
 */
export function optionGroup({ type, attributes, options, chosen, onChange }) {
  const name = freshId("options");
  const { "data-focus": focus, id, ...labels } = attributes;
  const rows = options.map(({ key, label }, index) => {
    const input = el("input", {
      type,
      name,
      value: key,
      id: index === 0 ? id : null,
      "data-focus": `${focus}/${key}`,
      set: { checked: chosen.includes(key) },
    });
    return el("label", { class: "option" }, input, label);
  });
  const group = el("div", { class: "options", role: type === "radio" ? "radiogroup" : "group", ...labels }, rows);
  group.addEventListener("change", () =>
    onChange([...group.querySelectorAll("input:checked")].map(({ value }) => value)),
  );
  return group;
}

/** How one option reads: a label, and a smaller description. */
export function optionText(label, description) {
  return el("span", { class: "option-text" }, label, description && el("small", {}, description));
}
