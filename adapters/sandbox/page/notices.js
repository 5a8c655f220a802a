/**
 * What the page says by itself: a sentence when something failed, a banner while nobody listens, new messages for
 * screen readers. Guarantee: a notice stays until it was read for a while or is dismissed; none of them takes the
 * focus.
 */

import { el } from "./dom.js";
import { icon, iconButton } from "./icons.js";

const STAYS_MS = 8000;

export function createNotices(region) {
  return function notify(text) {
    const gone = () => {
      clearTimeout(timer);
      notice.remove();
      // An empty popover would lie over the page for nothing.
      if (!region.childElementCount) region.hidePopover();
    };
    const notice = el(
      "div",
      { class: "notice", role: "alert", data: { testid: "notice" } },
      el("span", {}, text),
      iconButton("close", "Dismiss", { press: gone }),
    );
    const timer = setTimeout(gone, STAYS_MS);
    region.append(notice);
    // Shown anew each time: only the newest popover lies above a dialog opened meanwhile.
    if (region.matches(":popover-open")) region.hidePopover();
    region.showPopover();
  };
}

/** @returns {(state: Object) => void} draws the banner, which speaks of the platform shown */
export function createBanner(node, page) {
  return function draw({ reachable, connected, ready }) {
    const { id, title } = page.platform();
    const text = !reachable
      ? "The sandbox does not answer. The page keeps trying and catches up by itself."
      : !connected[id] &&
        `No bot is connected to ${title}. Start one with “chatbridge run”; what you write now is kept, but nobody ` +
          "answers.";
    node.hidden = !ready || !text;
    if (text && node.textContent !== text) node.replaceChildren(icon("alert"), el("span", {}, text));
  };
}
