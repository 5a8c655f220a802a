/**
 * "chatbridge is thinking…" under a thread (Slack docs: assistant.threads.setStatus). Guarantee: loading messages take
 * turns as in Slack, and stand still for people who asked for reduced motion.
 */

import { el } from "../dom.js";

const TURN_MS = 2500;

export function statusLine() {
  const text = el("span", {});
  const node = el(
    "div",
    { class: "status-line", role: "status", data: { testid: "status" }, hidden: true },
    el("i", { class: "dots", "aria-hidden": "true" }),
    text,
  );
  let shown = null;
  let timer = null;

  function show(status, name) {
    if (status === shown) return;
    shown = status;
    clearInterval(timer);
    const words = status?.status ? [`${name} ${status.status}`, ...(status.loading_messages ?? [])] : [];
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
