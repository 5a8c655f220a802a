/** One place to read and write: its head, its list, its composer. Guarantee: a person's drop of files lands in it. */

import { acceptDrops, createComposer } from "./composer.js";
import { el } from "./dom.js";
import { iconButton } from "./icons.js";
import { createMessageList } from "./message_list.js";

/**
 * @param {HTMLElement} into what takes the pane's parts and the files dropped
 * @param {{label: string, testid: string, head: Array, beforeComposer?: Array, offers: Function, send: Function}}
 *   options `testid` and the last two are the composer's
 */
export function createPane(into, { label, testid, head, beforeComposer = [], offers, send }) {
  const list = createMessageList(label);
  const composer = createComposer({ testid, offers, send });
  into.append(el("header", { class: "pane-head" }, head), list.node, ...beforeComposer, composer.node);
  acceptDrops(into, composer.addFiles);
  return { list, composer };
}

/**
 * The pane of a thread, beside its channel.
 *
 * @param {HTMLElement} side
 * @param {() => void} close
 */
export function createThreadPane(side, close, { title, subtitle, ...options }) {
  const into = el("div", { class: "pane", data: { testid: "thread" } });
  const button = iconButton("close", "Close thread", { testid: "thread-close", press: close });
  const pane = createPane(into, {
    ...options,
    label: "Thread",
    testid: "composer-thread",
    head: [title, subtitle, button],
  });
  side.append(into);
  side.addEventListener("keydown", (event) => event.key === "Escape" && !event.defaultPrevented && close());
  return pane;
}

/**
 * What a conversation without messages says, as the one entry of its list.
 *
 * @param {{key: Array, mark: string, title: string, text: string, words: string, tryIt: (words: string) => void}} told
 *   `words`: what one may write, put into the composer with one press
 */
export function emptyEntry({ key, mark, title, text, words, tryIt }) {
  const press = { click: () => tryIt(words) };
  const button = { type: "button", class: "button primary", data: { testid: "try-it" }, on: press };
  const draw = () =>
    el(
      "div",
      { class: "empty", data: { testid: "empty" } },
      el("div", { class: "empty-mark", "aria-hidden": "true" }, mark),
      el("h2", {}, title),
      el("p", {}, text),
      el("p", {}, "Write ", el("code", {}, words), " ", el("button", button, "Try it")),
    );
  return { key: "empty", version: key, draw };
}
