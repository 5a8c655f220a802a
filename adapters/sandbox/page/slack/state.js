/**
 * The state of interactive elements, as Slack keeps it under `state.values[block_id][action_id]`. Guarantee: pure
 * tables; an untouched element has its initial value, else `null` (single) or `[]` (multiple). Source: Slack docs,
 * block elements.
 */

// element type: [key of its state, key of its default, empty value]
const STATES = {
  plain_text_input: ["value", "initial_value", null],
  email_text_input: ["value", "initial_value", null],
  url_text_input: ["value", "initial_value", null],
  number_input: ["value", "initial_value", null],
  rich_text_input: ["rich_text_value", "initial_value", null],
  static_select: ["selected_option", "initial_option", null],
  external_select: ["selected_option", "initial_option", null],
  radio_buttons: ["selected_option", "initial_option", null],
  checkboxes: ["selected_options", "initial_options", []],
  multi_static_select: ["selected_options", "initial_options", []],
  multi_external_select: ["selected_options", "initial_options", []],
  users_select: ["selected_user", "initial_user", null],
  multi_users_select: ["selected_users", "initial_users", []],
  channels_select: ["selected_channel", "initial_channel", null],
  multi_channels_select: ["selected_channels", "initial_channels", []],
  conversations_select: ["selected_conversation", "initial_conversation", null],
  multi_conversations_select: ["selected_conversations", "initial_conversations", []],
  datepicker: ["selected_date", "initial_date", null],
  timepicker: ["selected_time", "initial_time", null],
  datetimepicker: ["selected_date_time", "initial_date_time", null],
  file_input: ["files", null, []],
};

export const stateKey = (type) => STATES[type][0];

function initialState(element) {
  const [key, initial, empty] = STATES[element.type];
  return { [key]: element[initial] ?? empty };
}

/**
 * Every element of these blocks that has a state, as `{blockId, element, silent}`; nested blocks included. An element
 * is silent when the bot is not told of its changes: an input without dispatch_action.
 */
function statefulElements(blocks) {
  return blocks.flatMap((block) => {
    if (block.type === "container") return statefulElements(block.child_blocks ?? []);
    const elements = { input: [block.element], section: [block.accessory], actions: block.elements }[block.type] ?? [];
    const silent = block.type === "input" && !block.dispatch_action;
    const stateful = elements.filter((element) => element && element.type in STATES);
    return stateful.map((element) => ({ blockId: block.block_id, element, silent }));
  });
}

// What people typed or chose, by container and by block_id/action_id. Kept apart from the store: typing draws nothing.
const drafts = new Map();
// The state of each silent element that the twin has been told last.
const told = new Map();

const place = (container, blockId, actionId) => [container, blockId, actionId].join("\n");

/**
 * A value survives a new version of the view or message as long as block_id and action_id stay the same (Slack docs).
 */
export function stateOf(container, blockId, element) {
  return drafts.get(place(container, blockId, element.action_id)) ?? initialState(element);
}

export function keepState(container, blockId, element, state) {
  drafts.set(place(container, blockId, element.action_id), state);
}

/** What stands in these elements stays in an update, initial values too: that of the update counts for new ones only. */
export function settleStates(container, blocks) {
  for (const { blockId, element } of statefulElements(blocks)) {
    keepState(container, blockId, element, stateOf(container, blockId, element));
  }
}

export function forgetStates(container) {
  for (const states of [drafts, told]) {
    for (const key of states.keys()) if (key.startsWith(`${container}\n`)) states.delete(key);
  }
}

/**
 * What was typed into silent elements since the last call: a click sends the whole `state.values`, so the twin has to
 * know of it before the click. Each is given once.
 *
 * @returns {{blockId: string, element: Object, state: Object}[]}
 */
export function takeUntold(container, blocks) {
  const fresh = [];
  for (const { blockId, element, silent } of statefulElements(blocks)) {
    const key = place(container, blockId, element.action_id);
    if (!silent || !drafts.has(key) || told.get(key) === drafts.get(key)) continue;
    told.set(key, drafts.get(key));
    fresh.push({ blockId, element, state: drafts.get(key) });
  }
  return fresh;
}

/** `values` of a submission: `{block_id: {action_id: state}}` of all stateful elements of these blocks. */
export function collectValues(container, blocks) {
  const values = {};
  for (const { blockId, element } of statefulElements(blocks)) {
    values[blockId] = { ...values[blockId], [element.action_id]: stateOf(container, blockId, element) };
  }
  return values;
}
