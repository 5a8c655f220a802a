/**
 * Keeps a list of nodes in step with data. Guarantee: an entry whose version did not change keeps its very node (with
 * its focus, selection and scroll position); one that changed is drawn anew and the focus inside it finds its way back
 * to the element with the same `data-focus`.
 */

import { keepingFocus } from "./focus.js";

const SEEN = Symbol("key and version of a drawn entry");

/** @param {{key: string, version: Array, draw: () => HTMLElement}[]} entries in the order wanted; keys are unique. */
export function keyed(parent, entries) {
  const before = new Map([...parent.children].map((node) => [node[SEEN]?.key, node]));
  let place = parent.firstElementChild;
  for (const { key, version, draw } of entries) {
    const old = before.get(key);
    before.delete(key);
    const kept = old && sameVersion(old[SEEN].version, version);
    const node = kept ? old : draw();
    node[SEEN] = { key, version };
    if (old && !kept) {
      if (place === old) place = node;
      keepingFocus(old, () => old.replaceWith(node), node);
    }
    if (node === place) place = place.nextElementSibling;
    else parent.insertBefore(node, place);
  }
  for (const gone of before.values()) gone.remove();
}

function sameVersion(one, other) {
  return one.length === other.length && one.every((part, index) => Object.is(part, other[index]));
}
