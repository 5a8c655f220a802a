/**
 * Fields of modals by component type (Discord docs, "Component Reference"). Guarantee: each keeps what was entered,
 * letter by letter; checking it is the twin's and the bot's part.
 */

import { el } from "../dom.js";
import { fileInput } from "../file_input.js";
import { formField } from "../modal_dialog.js";
import { optionGroup, optionText } from "../option_group.js";
import { unknownBox } from "../unknown.js";
import { fieldOf, select } from "./controls.js";
import { markdown } from "./markdown.js";

const PARAGRAPH = 2;
const CHECKBOX = 23;
/** Several controls under one label. */
const GROUPS = [21, 22];

function textInput({ component, attributes, value, keep }) {
  const long = component.style === PARAGRAPH;
  const input = el(long ? "textarea" : "input", {
    class: "text-input",
    type: long ? null : "text",
    rows: long ? 4 : null,
    placeholder: component.placeholder,
    maxlength: component.max_length,
    autocomplete: "off",
    ...attributes,
    set: { value },
  });
  input.addEventListener("input", () => keep(input.value));
  return input;
}

function group(field, type, chosen, read) {
  const { component, attributes, keep } = field;
  const options = component.options.map(({ value, label, description }) => ({
    key: value,
    label: optionText(label, description),
  }));
  return optionGroup({ type, attributes, options, chosen, onChange: (keys) => keep(read(keys)) });
}

function checkbox({ attributes, value, keep }) {
  const input = el("input", { type: "checkbox", class: "checkbox", ...attributes, set: { checked: value } });
  input.addEventListener("change", () => keep(input.checked));
  return input;
}

/** Kinds of files that are no ending (Discord docs, file upload, `file_types`); the twin knows what belongs to them. */
const isEnding = (type) => !["image", "video", "audio"].includes(type);

function fileUpload({ component, scene, attributes, value, keep }) {
  const types = component.file_types ?? [];
  const endings = types.every(isEnding) ? types.map((type) => `.${type.replace(/^\./, "").toLowerCase()}`) : [];
  return fileInput({ attributes, most: component.max_values ?? 1, endings, kept: value, keep, upload: scene.upload });
}

const FIELDS = {
  3: (field) => select(field),
  4: textInput,
  5: (field) => select(field),
  6: (field) => select(field),
  7: (field) => select(field),
  8: (field) => select(field),
  19: fileUpload,
  21: (field) => group(field, "radio", [field.value], ([key = null]) => key),
  22: (field) => group(field, "checkbox", field.value, (keys) => keys),
  23: checkbox,
};

function labelled({ label, description }, component, scene, errors) {
  const draw = FIELDS[component.type];
  if (!draw) return unknownBox(`Component of type ${component.type}`, component);
  const words = {
    label: label ?? "",
    // A checkbox cannot be required: unticked is an answer.
    optional: component.type !== CHECKBOX && component.required === false,
    hint: description ?? undefined,
    error: errors[component.custom_id],
    group: GROUPS.includes(component.type),
    data: { custom: component.custom_id, component: component.type },
  };
  return formField(words, (attributes) => draw(fieldOf(component, scene, attributes)));
}

// What may stand at the top of a modal: an old row of text inputs, a text, a label around one field.
const PARTS = {
  1: ({ components }, scene, errors) => components.map((field) => labelled(field, field, scene, errors)),
  10: ({ content }, scene) => markdown(content, scene),
  18: (label, scene, errors) => labelled(label, label.component, scene, errors),
};

/** @param {Object} errors sentences by custom_id */
export function drawFields(components, scene, errors) {
  return components.map((component) => {
    const draw = PARTS[component.type];
    return draw ? draw(component, scene, errors) : unknownBox(`Component of type ${component.type}`, component);
  });
}
