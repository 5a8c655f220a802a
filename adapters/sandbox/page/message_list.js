/**
 * The messages of a channel or a thread as a list that grows at its end. Guarantee: a message is drawn once and again
 * only when something it shows has changed; the list follows new messages only while it stands at its end.
 */

import { el } from "./dom.js";
import { keyed } from "./keyed.js";
import { dayOf } from "./moments.js";
import { roving, settleTabStop } from "./roving.js";

const MESSAGE = "article.message";
const NEAR_END_PX = 48;

/**
 * @param {string} label for people who hear the page
 * @returns {{node: HTMLElement, show: (entries: Object[], jump: boolean, edge?: "start" | "end") => void}} `jump`: go
 *   to the newest in any case; `edge`: where the newest stands
 */
export function createMessageList(label) {
  const list = el("div", { class: "messages", role: "feed", "aria-label": label });
  const scroller = el("div", { class: "scroller" }, list);
  let atEnd = true;
  const follow = () => {
    if (atEnd) scroller.scrollTop = scroller.scrollHeight;
  };
  // Only a person moves it up. Content that grew since the last scroll to the end must not look as if they had.
  let top = 0;
  scroller.addEventListener("scroll", () => {
    const near = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < NEAR_END_PX;
    atEnd = near || (atEnd && scroller.scrollTop >= top);
    top = scroller.scrollTop;
  });
  // Pictures arrive after their message, and a composer that grows takes room away.
  const watcher = new ResizeObserver(follow);
  watcher.observe(list);
  watcher.observe(scroller);
  roving(list, MESSAGE);

  function show(entries, jump, edge = "end") {
    atEnd = edge === "end" && (atEnd || jump);
    list.dataset.newest = edge;
    keyed(list, entries);
    settleTabStop(list, MESSAGE);
    if (edge === "start" && jump) scroller.scrollTop = 0;
    follow();
  }

  return { node: scroller, show };
}

/** The line where a day begins. */
export function dayEntry(key, moment) {
  const draw = () => el("div", { class: "day", role: "separator" }, el("span", {}, dayOf(moment)));
  return { key: `day:${key}`, version: [], draw };
}
