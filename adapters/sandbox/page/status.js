/**
 * What somebody is doing just now ("chatbridge is thinking…"), under a conversation. Guarantee: several sentences take
 * turns, and stand still for people who asked for reduced motion.
 */

import { el } from "./dom.js";

const TURN_MS = 2500;

/** @returns {{node: HTMLElement, show: (words: string[]) => void}} no words hide it */
export function statusLine() {
  const text = el("span", {});
  const node = el(
    "div",
    { class: "status-line", role: "status", data: { testid: "status" }, hidden: true },
    el("i", { class: "dots", "aria-hidden": "true" }),
    text,
  );
  let shown = "";
  let timer = null;

  function show(words) {
    // Drawn anew with the same words, it would begin its turns again.
    if (words.join("\n") === shown) return;
    shown = words.join("\n");
    clearInterval(timer);
    node.hidden = !words.length;
    text.textContent = words[0] ?? "";
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    if (words.length < 2 || still) return;
    let at = 0;
    timer = setInterval(() => {
      at = (at + 1) % words.length;
      text.textContent = words[at];
    }, TURN_MS);
  }

  return { node, show };
}
