/**
 * The page's own line icons, drawn with the text's colour. Guarantee: decorative; the button around one has a label.
 */

import { el } from "./dom.js";

const PATHS = {
  thread: "M4 5h16v10H10l-4 4v-4H4z M8 9h8 M8 12h5",
  code: "M9 7l-5 5 5 5 M15 7l5 5-5 5",
  pencil: "M4 20l1-4L16 5l3 3L8 19z M14 7l3 3",
  trash: "M5 7h14 M10 7V4h4v3 M7 7l1 13h8l1-13 M10 11v5 M14 11v5",
  close: "M6 6l12 12 M18 6L6 18",
  send: "M4 12l16-7-6 15-3-6z M11 14l9-9",
  attach: "M8 12l5-5a3 3 0 0 1 4 4l-7 7a5 5 0 0 1-7-7l7-7",
  file: "M6 3h8l4 4v14H6z M14 3v4h4",
  sun: "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8z M12 2v3 M12 19v3 M2 12h3 M19 12h3 M5 5l2 2 M17 17l2 2 M19 5l-2 2 M7 17l-2 2",
  moon: "M19 14A8 8 0 0 1 10 5a8 8 0 1 0 9 9z",
  auto: "M12 4a8 8 0 1 0 0 16z M12 4a8 8 0 0 1 0 16",
  alert: "M12 4l9 16H3z M12 10v4 M12 17v.5",
  help: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18z M9.5 9.5a2.5 2.5 0 1 1 3.5 2.3c-.7.4-1 .8-1 1.7 M12 16.5v.5",
  menu: "M4 7h16 M4 12h16 M4 17h16",
  more: "M5 11a1 1 0 1 0 0 2 1 1 0 0 0 0-2z M12 11a1 1 0 1 0 0 2 1 1 0 0 0 0-2z M19 11a1 1 0 1 0 0 2 1 1 0 0 0 0-2z",
  copy: "M9 9h10v11H9z M5 15V4h10",
  lock: "M6 11h12v9H6z M9 11V8a3 3 0 0 1 6 0v3",
  eye: "M2 12s4-6 10-6 10 6 10 6-4 6-10 6S2 12 2 12z M12 10a2 2 0 1 0 0 4 2 2 0 0 0 0-4z",
  chevron: "M8 10l4 4 4-4",
  reply: "M9 7l-5 5 5 5 M4 12h9a7 7 0 0 1 7 6",
  slash: "M15 5l-6 14",
  back: "M14 6l-6 6 6 6",
  next: "M10 6l6 6-6 6",
  up: "M7 11v9H4v-9z M7 11l4-8c2 0 2.5 1.5 2 4l-.5 3H19l-2 10H7",
  down: "M7 13V4H4v9z M7 13l4 8c2 0 2.5-1.5 2-4l-.5-3H19L17 4H7",
};

export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}

/**
 * A button that is only an icon; its label is its name and its tooltip.
 *
 * @param {string} name of the icon
 * @param {string} label
 * @param {{press: (event: Event) => void, testid?: string, focus?: string, attributes?: Object}} options `focus` names
 *   its place, so that the focus finds it after it was drawn anew
 */
export function iconButton(name, label, { press, testid, focus = testid, attributes = {} }) {
  return el(
    "button",
    {
      type: "button",
      class: "icon-button",
      title: label,
      "aria-label": label,
      data: { testid, focus },
      on: { click: press },
      ...attributes,
    },
    icon(name),
  );
}
