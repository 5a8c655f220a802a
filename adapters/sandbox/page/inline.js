/**
 * Pieces of a line that every platform has. Guarantee: text from a bot or a person only ever becomes text nodes; an
 * address becomes a link only if it is http(s) or mailto.
 */

import { el, safeUrl } from "./dom.js";

export function link(url, ...label) {
  const shown = label.flat().length ? label : [url];
  const safe = safeUrl(url);
  return safe
    ? el("a", { href: safe, target: "_blank", rel: "noopener noreferrer" }, shown)
    : el("span", { title: url }, shown);
}

/** @param {{mine?: boolean, title?: string}} [options] `mine`: it means the person who looks */
export function mention(text, { mine = false, title } = {}) {
  return el("span", { class: mine ? "mention mine" : "mention", title }, text);
}
