/**
 * A forum: its posts as cards, the latest active first, and the title of a new one. Guarantee: a post is a thread like
 * any other; its card says how it began and how far it got.
 */

import { el } from "../dom.js";
import { avatar } from "../message_frame.js";
import { clockOf, dayOf } from "../moments.js";
import { firstLine } from "./markdown.js";
import { momentOf } from "./message.js";
import { sceneOf } from "./scene.js";
import { countIn, starterOf, threadsOf } from "./world.js";

const count = (number) => (number === 1 ? "1 reply" : `${number} replies`);

function card(thread, { starter, answers, latest }, scene, open) {
  const author = starter && scene.author(starter.author);
  const { archived, locked } = thread.thread_metadata;
  const moment = latest && momentOf(latest);
  const words = [count(answers), moment && `${dayOf(moment)}, ${clockOf(moment)}`];
  const marks = [archived && "archived", locked && "locked"].filter(Boolean);
  return el(
    "button",
    {
      type: "button",
      class: "post",
      data: { testid: "post", id: thread.id, focus: `post/${thread.id}` },
      on: { click: () => open(thread.id) },
    },
    author && avatar(author),
    el(
      "span",
      { class: "post-text" },
      el("strong", {}, thread.name),
      starter && el("span", {}, `${author.name}: ${firstLine(starter.content, scene) || "a file"}`),
      el("small", {}, [...words, ...marks].filter(Boolean).join(" · ")),
    ),
  );
}

/** @param {(thread: string) => void} open */
export function postEntries(state, forum, actions, open) {
  const world = state.worlds.discord;
  return threadsOf(world, forum.id).map((thread) => {
    const starter = starterOf(world, thread);
    const latest = (world.messages[thread.id] ?? []).at(-1);
    const answers = countIn(world, thread);
    const draw = () => card(thread, { starter, answers, latest }, sceneOf(state, actions, { key: thread.id }), open);
    return { key: thread.id, version: [thread, starter, answers, latest], draw };
  });
}

/** Discord docs: a thread's name has 1 to 100 characters. */
const TITLE_CHARACTERS = 100;

/** @returns {{node: HTMLElement, input: HTMLInputElement}} where the title of a new post is typed */
export function titleField() {
  const input = el("input", {
    class: "text-input",
    maxlength: TITLE_CHARACTERS,
    placeholder: "Title",
    "aria-label": "Title of the new post",
    autocomplete: "off",
    data: { testid: "post-title", focus: "post-title" },
  });
  return { input, node: el("div", { class: "new-post" }, el("strong", {}, "New post"), input) };
}
