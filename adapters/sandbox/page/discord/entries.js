/**
 * What a person typed or chose in components, before the bot knows of it. Guarantee: it survives every drawing of the
 * same component; a component the bot changed begins with its own values again, as in Discord.
 */

const presets = ({ options = [] }) => options.filter((option) => option.default).map(({ value }) => value);
const things = ({ default_values: values }) => (values ?? []).map(({ id }) => id);

// The value an untouched field has, by component type (Discord docs, "Component Reference").
const INITIAL = {
  3: presets,
  4: ({ value }) => value ?? "",
  5: things,
  6: things,
  7: things,
  8: things,
  19: () => [],
  21: (component) => presets(component)[0] ?? null,
  22: presets,
  23: (component) => Boolean(component.default),
};

const entries = new Map();

const place = (container, component) => `${container}\n${JSON.stringify(component)}`;

export function entryOf(container, component) {
  const key = place(container, component);
  return entries.has(key) ? entries.get(key) : INITIAL[component.type](component);
}

export function keepEntry(container, component, value) {
  entries.set(place(container, component), value);
}

export function forgetEntries(container) {
  for (const key of entries.keys()) if (key.startsWith(`${container}\n`)) entries.delete(key);
}

/** The fields of a modal: what stands in labels, and the text inputs of old-style rows. */
const fieldsOf = (components) =>
  components
    .flatMap((component) => component.component ?? component.components ?? [])
    .filter(({ type }) => type in INITIAL);

/** What a submission says: the value of every field by custom_id. */
export function valuesOf(container, components) {
  return Object.fromEntries(fieldsOf(components).map((field) => [field.custom_id, entryOf(container, field)]));
}
