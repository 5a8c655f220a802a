/**
 * Interactive elements by type. Guarantee: each Block Kit element is drawn as the control a person expects, keeps its
 * state as Slack would, and tells the bot exactly when Slack would; an unknown one is named, never dropped.
 */

import { el, safeUrl } from "../dom.js";
import { fileInput } from "../file_input.js";
import { icon, iconButton } from "../icons.js";
import { checkboxes, overflow, radioButtons, select } from "./choices.js";
import { confirmed } from "./confirm.js";
import { withEmoji } from "./emoji.js";
import { dateInput, richTextInput, textInput } from "./typed.js";
import { keepState, stateOf } from "./state.js";

/**
 * One element in its place.
 *
 * @typedef {Object} Field
 * @property {Object} element the Block Kit element
 * @property {Object} attributes id, name for the focus and aria attributes of its control
 * @property {Object} state its present state
 * @property {(state: Object) => void} keep remembers a state
 * @property {(state: Object) => Promise<void>} tell sends the action to the bot, once the person said yes to `confirm`
 * @property {(state: Object) => Promise<void>} settle remembers a complete change and, where Slack would, tells the bot
 * @property {boolean} dispatches whether a change is an action at once (always, except in an input without
 *   dispatch_action)
 */

/** @returns {Field} */
export function fieldOf(blockId, element, scene, { dispatches = true, attributes = {} } = {}) {
  const container = scene.container.key;
  return {
    element,
    scene,
    blockId,
    dispatches,
    attributes: { "data-focus": `${blockId}/${element.action_id}`, "data-action": element.action_id, ...attributes },
    get state() {
      return stateOf(container, blockId, element);
    },
    keep(state) {
      keepState(container, blockId, element, state);
    },
    async tell(state) {
      if (!(await confirmed(element.confirm))) return;
      await scene.act(blockId, element, state);
    },
    async settle(state) {
      keepState(container, blockId, element, state);
      if (dispatches) await this.tell(state);
    },
  };
}

function button(field) {
  const { element } = field;
  async function press({ currentTarget: pressed }) {
    pressed.setAttribute("aria-busy", "true");
    if (safeUrl(element.url)) open(element.url, "_blank", "noopener");
    await field.tell({});
    pressed.removeAttribute("aria-busy");
  }

  return el(
    "button",
    {
      type: "button",
      class: `button ${element.style ?? ""}`,
      "aria-label": element.accessibility_label,
      ...field.attributes,
      on: { click: press },
    },
    withEmoji(element.text?.text ?? ""),
  );
}

function feedbackButtons(field) {
  const { element } = field;
  const half = (part, name) =>
    el(
      "button",
      {
        type: "button",
        class: "button quiet",
        ...field.attributes,
        "data-focus": `${field.attributes["data-focus"]}/${name}`,
        "aria-label": part.accessibility_label ?? part.text?.text,
        on: { click: () => field.tell({ value: part.value }) },
      },
      icon(name),
      part.text?.text,
    );
  return el(
    "span",
    { class: "feedback", role: "group" },
    half(element.positive_button, "up"),
    half(element.negative_button, "down"),
  );
}

function trashButton(field) {
  const { element, attributes } = field;
  const label = element.accessibility_label ?? element.text?.text ?? element.icon;
  return iconButton(element.icon === "trash" ? "trash" : "more", label, { press: () => field.tell({}), attributes });
}

/** Slack docs: max_files 1–10, 10 when left out. */
const DEFAULT_MAX_FILES = 10;

function files(field) {
  const { element, attributes, scene } = field;
  return fileInput({
    attributes,
    most: element.max_files ?? DEFAULT_MAX_FILES,
    endings: (element.filetypes ?? []).map((ending) => `.${ending.replace(/^\./, "").toLowerCase()}`),
    kept: field.state.files,
    keep: (ids) => field.keep({ files: ids }),
    upload: scene.upload,
  });
}

const ELEMENTS = {
  button,
  workflow_button: button,
  feedback_buttons: feedbackButtons,
  icon_button: trashButton,
  overflow,
  checkboxes,
  radio_buttons: radioButtons,
  static_select: select,
  multi_static_select: select,
  external_select: select,
  multi_external_select: select,
  users_select: select,
  multi_users_select: select,
  channels_select: select,
  multi_channels_select: select,
  conversations_select: select,
  multi_conversations_select: select,
  datepicker: dateInput,
  timepicker: dateInput,
  datetimepicker: dateInput,
  plain_text_input: textInput,
  email_text_input: textInput,
  url_text_input: textInput,
  number_input: textInput,
  rich_text_input: richTextInput,
  file_input: files,
};

/** @returns {HTMLElement} */
export function drawElement(field) {
  const draw = ELEMENTS[field.element.type];
  return draw ? draw(field) : el("code", { class: "unknown-inline" }, field.element.type);
}
