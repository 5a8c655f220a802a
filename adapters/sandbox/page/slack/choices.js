/**
 * Elements that choose out of options: selects, checkboxes, radio buttons, overflow. Guarantee: what is told to the bot
 * is the option object exactly as the block defined it.
 */

import { combobox, matching } from "../combobox.js";
import { el, safeUrl } from "../dom.js";
import { icon } from "../icons.js";
import { optionGroup, optionText } from "../option_group.js";
import { openPopup } from "../popup.js";
import { roving } from "../roving.js";
import { withEmoji } from "./emoji.js";
import { mrkdwn } from "./mrkdwn.js";
import { stateKey } from "./state.js";

const textOf = (object) => withEmoji(object?.text ?? "");

const optionChoice = (option) => ({
  key: option.value,
  text: textOf(option.text),
  description: option.description && textOf(option.description),
  value: option,
});

const optionGroups = ({ options, option_groups: groups }) =>
  groups
    ? groups.map(({ label, options: inside }) => ({ label: textOf(label), choices: inside.map(optionChoice) }))
    : [{ label: null, choices: (options ?? []).map(optionChoice) }];

const personChoice = (person) => ({
  key: person.id,
  text: person.name,
  description: person.real_name,
  value: person.id,
});
const channelChoice = (channel) => ({
  key: channel.id,
  text: channel.kind === "im" ? channel.label : `#${channel.label}`,
  value: channel.id,
});

// Where the choices of a select come from, by the type without `multi_`: all at once, and how a kept value reads.
const SOURCES = {
  static_select: { groups: ({ element }) => optionGroups(element), choice: optionChoice },
  external_select: { groups: null, choice: optionChoice },
  users_select: {
    groups: ({ scene }) => [{ label: null, choices: scene.people().map(personChoice) }],
    choice: (id, { scene }) => personChoice(scene.person(id) ?? { id, name: id }),
  },
  channels_select: {
    groups: ({ scene }) => [
      {
        label: null,
        choices: scene
          .channels()
          .filter(({ kind }) => kind !== "im")
          .map(channelChoice),
      },
    ],
    choice: (id, { scene }) => channelChoice(scene.channel(id) ?? { id, label: id }),
  },
  conversations_select: {
    groups: ({ scene }) => [{ label: null, choices: scene.channels().map(channelChoice) }],
    choice: (id, { scene }) => channelChoice(scene.channel(id) ?? { id, label: id }),
  },
};

/** Slack docs: external selects ask the app from the third character on unless min_query_length says otherwise. */
const DEFAULT_MIN_QUERY = 3;

async function suggested(field, typed) {
  const least = field.element.min_query_length ?? DEFAULT_MIN_QUERY;
  if (typed.length < least) return [{ label: `Type ${least} or more characters`, choices: [] }];
  const answer = await field.scene.suggest(field.blockId, field.element, typed);
  return answer.ok ? optionGroups(answer) : [{ label: "The app did not answer", choices: [] }];
}

export function select(field) {
  const { element } = field;
  const multiple = element.type.startsWith("multi_");
  const source = SOURCES[element.type.replace("multi_", "")];
  const key = stateKey(element.type);
  const kept = field.state[key];
  const stateFor = (chosen) => ({ [key]: multiple ? chosen.map(({ value }) => value) : (chosen[0]?.value ?? null) });
  let state = field.state;
  return combobox({
    multiple,
    most: element.max_selected_items ?? Infinity,
    placeholder: element.placeholder?.text ?? "Choose…",
    attributes: field.attributes,
    chosen: (multiple ? kept : [kept].filter((value) => value !== null)).map((value) => source.choice(value, field)),
    find: (typed) => (source.groups ? matching(source.groups(field), typed) : suggested(field, typed)),
    onChange(chosen) {
      state = stateFor(chosen);
      field.keep(state);
    },
    onSettle: () => field.settle(state),
  });
}

function optionLabel(option, scene) {
  const label = option.text.type === "mrkdwn" ? mrkdwn(option.text.text, scene) : el("span", {}, textOf(option.text));
  return optionText(label, option.description && textOf(option.description));
}

function optionSet(field, type, chosen, read) {
  const { element, attributes, scene } = field;
  return optionGroup({
    type,
    attributes,
    options: element.options.map((option) => ({ key: option.value, label: optionLabel(option, scene) })),
    chosen,
    onChange: (keys) => field.settle(read(element.options.filter(({ value }) => keys.includes(value)))),
  });
}

export function checkboxes(field) {
  const chosen = field.state.selected_options.map(({ value }) => value);
  return optionSet(field, "checkbox", chosen, (options) => ({ selected_options: options }));
}

export function radioButtons(field) {
  const chosen = field.state.selected_option?.value;
  return optionSet(field, "radio", [chosen], ([option = null]) => ({ selected_option: option }));
}

export function overflow(field) {
  let close = null;
  const pick = (option) => {
    close();
    if (safeUrl(option.url)) open(option.url, "_blank", "noopener");
    field.tell({ selected_option: option });
  };
  const button = el(
    "button",
    {
      type: "button",
      class: "button overflow",
      "aria-label": "More options",
      "aria-haspopup": "menu",
      "aria-expanded": "false",
      ...field.attributes,
    },
    icon("more"),
  );
  button.addEventListener("click", () => {
    if (close) {
      close();
      return;
    }
    const items = field.element.options.map((option) =>
      el(
        "button",
        { type: "button", role: "menuitem", tabindex: -1, on: { click: () => pick(option) } },
        optionLabel(option, field.scene),
      ),
    );
    const menu = el("div", { class: "list menu", role: "menu" }, items);
    roving(menu, "[role=menuitem]");
    close = openPopup(button, menu, {
      onClose: () => {
        close = null;
        button.setAttribute("aria-expanded", "false");
      },
    });
    button.setAttribute("aria-expanded", "true");
    items[0].focus();
  });
  return button;
}
