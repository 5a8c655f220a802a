/**
 * Elements one types into: text, e-mail, address, number, rich text, date and time. Guarantee: the state holds what
 * was typed, letter by letter, so nothing is lost when the view is drawn again; checking it is the twin's and the
 * bot's part.
 */

import { el } from "../dom.js";
import { plainText } from "./rich_text.js";
import { stateKey } from "./state.js";

// Native number and e-mail inputs hide what they find invalid; text inputs keep it, and the errors come from the twin.
const KEYBOARDS = { email_text_input: "email", url_text_input: "url", number_input: "decimal" };

export function textInput(field) {
  const { element } = field;
  const multiline = Boolean(element.multiline);
  const input = el(multiline ? "textarea" : "input", {
    class: "text-input",
    type: multiline ? null : "text",
    rows: multiline ? 4 : null,
    placeholder: element.placeholder?.text,
    maxlength: element.max_length,
    inputmode: KEYBOARDS[element.type],
    autocomplete: "off",
    ...field.attributes,
    set: { value: field.state.value ?? "" },
  });
  const state = () => ({ value: input.value || null });
  // Slack docs: dispatch_action_config; an Enter is the trigger when nothing is said.
  const triggers = element.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"];
  input.addEventListener("input", () => {
    field.keep(state());
    if (field.dispatches && triggers.includes("on_character_entered")) field.tell(state());
  });
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || multiline || !field.dispatches || !triggers.includes("on_enter_pressed")) return;
    event.preventDefault();
    field.tell(state());
  });
  return input;
}

/** Typed as plain text; the state is a rich_text block of one section, which is what Slack makes of unstyled text. */
export function richTextInput(field) {
  const { element } = field;
  const input = el("textarea", {
    class: "text-input",
    rows: element.min_lines ?? 4,
    placeholder: element.placeholder?.text,
    ...field.attributes,
    set: { value: plainText(field.state.rich_text_value) },
  });
  const state = () => ({ rich_text_value: input.value ? asRichText(input.value) : null });
  input.addEventListener("input", () => field.keep(state()));
  input.addEventListener("change", () => field.dispatches && field.tell(state()));
  return input;
}

function asRichText(text) {
  return { type: "rich_text", elements: [{ type: "rich_text_section", elements: [{ type: "text", text }] }] };
}

const NATIVE = {
  datepicker: { type: "date", read: (value) => value, write: (state) => state },
  timepicker: { type: "time", read: (value) => value, write: (state) => state },
  // Slack keeps unix seconds; the native control speaks local time without a zone.
  datetimepicker: {
    type: "datetime-local",
    read: (value) => Math.floor(new Date(value).getTime() / 1000),
    write: localTime,
  },
};

function localTime(seconds) {
  const moment = new Date(seconds * 1000);
  return new Date(moment - moment.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

export function dateInput(field) {
  const { element } = field;
  const key = stateKey(element.type);
  const { type, read, write } = NATIVE[element.type];
  const kept = field.state[key];
  const input = el("input", {
    class: "text-input date",
    type,
    title: element.placeholder?.text,
    "aria-label": field.attributes.id ? null : (element.placeholder?.text ?? element.action_id),
    ...field.attributes,
    set: { value: kept === null ? "" : write(kept) },
  });
  input.addEventListener("change", () => field.settle({ [key]: input.value ? read(input.value) : null }));
  return input;
}
