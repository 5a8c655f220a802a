/**
 * Buttons and selects (Discord docs, "Component Reference"). Guarantee: a press shows that it is under way until the
 * bot has answered, and nothing else of the message can be pressed meanwhile; a select tells once it is settled.
 */

import { combobox, matching } from "../combobox.js";
import { el, safeUrl } from "../dom.js";
import { entryOf, keepEntry } from "./entries.js";
import { isThread } from "./world.js";

const STYLES = { 1: "primary", 2: "secondary", 3: "success", 4: "danger", 5: "link", 6: "secondary" };
const LINK = 5;

/** A unicode emoji as itself, a custom one by its name. */
const emojiText = (emoji) => (emoji.id ? `:${emoji.name}:` : emoji.name);

export function button(component, scene) {
  const { style, label, emoji, url, custom_id: customId, disabled = false } = component;
  const words = [emoji && el("span", { class: "emoji" }, emojiText(emoji)), label ?? (style === 6 && "Shop")];
  const shared = { class: `button ${STYLES[style] ?? "secondary"}` };
  if (style === LINK && safeUrl(url) && !disabled) {
    return el("a", { ...shared, href: url, target: "_blank", rel: "noopener noreferrer" }, words, " ↗");
  }
  return el(
    "button",
    {
      ...shared,
      type: "button",
      disabled,
      "aria-busy": scene.pressed === customId && customId !== undefined ? "true" : null,
      data: { custom: customId, focus: `${scene.container.key}/${customId}` },
      on: { click: () => customId !== undefined && scene.pressed === null && scene.act(customId) },
    },
    words,
  );
}

const personChoice = ({ id, name, username }) => ({ key: id, text: name, description: `@${username}` });
const roleChoice = ({ id, name }) => ({ key: id, text: `@${name}`, description: "role" });
const channelChoice = (channel) => ({
  key: channel.id,
  text: channel.name,
  description: isThread(channel) ? "thread" : "channel",
});

// All the choices of a select, by component type.
const CHOICES = {
  3: ({ options }) =>
    options.map(({ value, label, description, emoji }) => ({
      key: value,
      text: emoji ? `${emojiText(emoji)} ${label}` : label,
      description,
    })),
  5: (_, scene) => scene.people().map(personChoice),
  6: (_, scene) => scene.roles().map(roleChoice),
  7: (_, scene) => [...scene.people().map(personChoice), ...scene.roles().map(roleChoice)],
  8: ({ channel_types: types }, scene) =>
    scene
      .channels()
      .filter(({ type }) => !types?.length || types.includes(type))
      .map(channelChoice),
};

/**
 * One component that has a value, in its place.
 *
 * @typedef {Object} Field
 * @property {Object} component
 * @property {Object} scene
 * @property {Object} attributes id, name for the focus and aria attributes of its control
 * @property {*} value its present one
 * @property {(value: *) => void} keep remembers a value
 */

/** @returns {Field} */
export function fieldOf(component, scene, attributes = {}) {
  const { key } = scene.container;
  return {
    component,
    scene,
    attributes: { "data-focus": `${key}/${component.custom_id}`, "data-custom": component.custom_id, ...attributes },
    get value() {
      return entryOf(key, component);
    },
    keep: (value) => keepEntry(key, component, value),
  };
}

/**
 * @param {Field} field
 * @param {(values: string[]) => void} [onSettle] once the list closed and something had changed
 */
export function select(field, onSettle = () => {}) {
  const { component, scene } = field;
  const choices = CHOICES[component.type](component, scene);
  const most = component.max_values ?? 1;
  return combobox({
    multiple: most > 1,
    most,
    placeholder: component.placeholder ?? (most > 1 ? "Make your selections" : "Make a selection"),
    attributes: field.attributes,
    chosen: field.value.map((key) => choices.find((choice) => choice.key === key) ?? { key, text: key }),
    find: (typed) => matching([{ label: null, choices }], typed),
    onChange: (chosen) => field.keep(chosen.map(({ key }) => key)),
    onSettle: () => onSettle(field.value),
  });
}

/** A select of a message: it tells the bot at once. */
export function liveSelect(component, scene) {
  const attributes = {
    "aria-label": component.placeholder ?? "Make a selection",
    "aria-busy": scene.pressed === component.custom_id ? "true" : null,
    disabled: component.disabled || scene.pressed !== null,
  };
  return select(fieldOf(component, scene, attributes), (values) => scene.act(component.custom_id, values));
}
