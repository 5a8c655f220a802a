/**
 * One choice or many out of a list one can type into. Guarantee: the WAI-ARIA combobox pattern with a list popup
 * (arrow keys, Enter, Escape, Backspace for the last chip), for lists that are at hand and for those a bot suggests
 * while typing.
 */

import { el, freshId } from "./dom.js";
import { icon } from "./icons.js";
import { openPopup } from "./popup.js";

/**
 * A choice is `{key, text, description?}`, a group `{label: string | null, choices}`.
 *
 * @param {Object} options
 * @param {boolean} options.multiple
 * @param {number} [options.most] choices at most
 * @param {string} options.placeholder
 * @param {Object} options.attributes of the input (id, aria-label, aria-describedby, data-focus)
 * @param {Object[]} options.chosen choices
 * @param {(typed: string) => Promise<Object[]> | Object[]} options.find groups for what was typed
 * @param {(chosen: Object[]) => void} options.onChange after each choice
 * @param {() => void} [options.onSettle] once the list closed and something had changed
 */
export function combobox({
  multiple,
  most = Infinity,
  placeholder,
  attributes,
  chosen,
  find,
  onChange,
  onSettle = () => {},
}) {
  const listId = freshId("list");
  const input = el("input", {
    ...attributes,
    class: "combobox-input",
    type: "text",
    role: "combobox",
    autocomplete: "off",
    "aria-autocomplete": "list",
    "aria-expanded": "false",
    "aria-controls": listId,
  });
  const chips = el("span", { class: "chips" });
  const box = el("div", { class: "combobox" }, chips, input, icon("chevron"));
  let picked = [...chosen];
  let open = null;
  let offered = [];
  let at = -1;
  let asked = 0;
  let changed = false;

  function show() {
    chips.replaceChildren(...(multiple ? picked.map(chip) : []));
    const [only] = picked;
    input.value = !multiple && only ? only.text : "";
    input.placeholder = multiple && picked.length ? "" : placeholder;
  }

  function chip(choice) {
    const remove = () =>
      choose(
        picked.filter(({ key }) => key !== choice.key),
        { settle: !open },
      );
    return el(
      "span",
      { class: "chip" },
      choice.text,
      el("button", { type: "button", "aria-label": `Remove ${choice.text}`, on: { click: remove } }, icon("close")),
    );
  }

  function choose(next, { settle = false } = {}) {
    picked = next;
    changed = true;
    onChange(picked);
    show();
    if (settle) settleNow();
  }

  function settleNow() {
    if (changed) onSettle();
    changed = false;
  }

  function take(choice) {
    const has = picked.some(({ key }) => key === choice.key);
    if (!multiple) {
      choose([choice]);
      open?.close();
      return;
    }
    if (!has && picked.length >= most) return;
    choose(has ? picked.filter(({ key }) => key !== choice.key) : [...picked, choice]);
    offer();
  }

  async function offer(typed = "") {
    open ??= openList();
    const turn = (asked += 1);
    const groups = await find(typed);
    // A slower answer to an older text must not replace a newer one.
    if (turn !== asked || !open) return;
    offered = groups.flatMap(({ choices }) => choices);
    at = Math.min(Math.max(at, offered.length ? 0 : -1), offered.length - 1);
    open.list.replaceChildren(...groups.flatMap(drawGroup), ...(offered.length ? [] : [el("p", {}, "No results")]));
    mark();
  }

  function drawGroup({ label, choices }) {
    const head = label ? [el("div", { class: "list-label", role: "presentation" }, label)] : [];
    return [...head, ...choices.map(drawChoice)];
  }

  function drawChoice(choice) {
    const selected = picked.some(({ key }) => key === choice.key);
    return el(
      "div",
      {
        id: freshId("choice"),
        role: "option",
        "aria-selected": String(selected),
        // pointerdown would move the focus out of the input before the click arrives
        on: { pointerdown: (event) => event.preventDefault(), click: () => take(choice) },
      },
      choice.text,
      choice.description && el("small", {}, choice.description),
    );
  }

  function openList() {
    const list = el("div", { id: listId, class: "list", role: "listbox", "aria-multiselectable": String(multiple) });
    const close = openPopup(box, list, { width: "anchor", onClose: closed });
    input.setAttribute("aria-expanded", "true");
    return { list, close };
  }

  function closed() {
    open = null;
    at = -1;
    asked += 1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
    show();
    settleNow();
  }

  function mark() {
    const nodes = [...open.list.querySelectorAll("[role=option]")];
    nodes.forEach((node, index) => node.classList.toggle("at", index === at));
    if (nodes[at]) input.setAttribute("aria-activedescendant", nodes[at].id);
    nodes[at]?.scrollIntoView({ block: "nearest" });
  }

  function onKey(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      if (!open) offer();
      else if (offered.length) at = (at + step + offered.length) % offered.length;
      if (open) mark();
    } else if (event.key === "Enter" && open) {
      event.preventDefault();
      if (offered[at]) take(offered[at]);
    } else if (event.key === "Backspace" && multiple && !input.value && picked.length) {
      choose(picked.slice(0, -1), { settle: !open });
    } else if (event.key === "Tab") {
      open?.close();
    }
  }

  input.addEventListener("keydown", onKey);
  input.addEventListener("input", () => offer(input.value));
  box.addEventListener("click", ({ target }) => {
    if (target.closest(".chip") || input.disabled) return;
    input.focus();
    input.select();
    if (!open) offer();
  });
  show();
  return box;
}

/** The groups whose choices contain what was typed, for lists that are at hand. */
export function matching(groups, typed) {
  const wanted = typed.trim().toLowerCase();
  const fits = ({ text, description }) => `${text} ${description ?? ""}`.toLowerCase().includes(wanted);
  return groups
    .map((group) => ({ ...group, choices: group.choices.filter(fits) }))
    .filter(({ choices }) => choices.length);
}
