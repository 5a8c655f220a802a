/**
 * Arrow keys inside a group of like things (channels, messages, options). Guarantee: the group is one stop of the Tab
 * key; Up/Down (and Left/Right in a row), Home and End move inside it.
 */

const STEPS = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };

/** Listens once on `group`; its items may come and go. Keys are taken only when an item itself has the focus. */
export function roving(group, selector, { horizontal = false } = {}) {
  group.addEventListener("keydown", (event) => {
    const items = [...group.querySelectorAll(selector)];
    const at = items.indexOf(event.target);
    if (at < 0 || event.altKey || event.ctrlKey || event.metaKey) return;
    if (!horizontal && /Left|Right/.test(event.key)) return;
    const edge = { Home: 0, End: items.length - 1 }[event.key];
    const step = STEPS[event.key];
    if (edge === undefined && step === undefined) return;
    event.preventDefault();
    focusItem(items, edge ?? Math.min(items.length - 1, Math.max(0, at + step)));
  });
  group.addEventListener("focusin", ({ target }) => {
    const items = [...group.querySelectorAll(selector)];
    if (items.includes(target)) for (const item of items) item.tabIndex = item === target ? 0 : -1;
  });
}

function focusItem(items, at) {
  items[at].focus();
  items[at].scrollIntoView({ block: "nearest" });
}

/** After a group was drawn: exactly one of its items can be reached with Tab (the current one, else the last). */
export function settleTabStop(group, selector, current = null) {
  const items = [...group.querySelectorAll(selector)];
  if (!current && items.some((item) => item.tabIndex === 0)) return;
  for (const item of items) item.tabIndex = -1;
  const stop = current ?? items.at(-1);
  if (stop) stop.tabIndex = 0;
}
