/**
 * Components of messages by type, old rows and Components V2 alike (Discord docs, "Component Reference"). Guarantee:
 * every component is drawn; one this page does not know is a labelled box with its JSON, never nothing.
 */

import { el } from "../dom.js";
import { unknownBox } from "../unknown.js";
import { button, liveSelect } from "./controls.js";
import { markdown } from "./markdown.js";
import { fileComponent, picture, veiled } from "./media.js";

function thumbnail({ media, description, spoiler }, scene) {
  return veiled(picture(media.url, scene, { class: "thumbnail", description }), spoiler);
}

function section({ components, accessory }, scene) {
  return el(
    "div",
    { class: "block-section" },
    el("div", { class: "section-body" }, drawComponents(components, scene)),
    accessory && el("div", { class: "accessory" }, drawComponents([accessory], scene)),
  );
}

function gallery({ items }, scene) {
  const pictures = items.map(({ media, description, spoiler }) =>
    veiled(picture(media.url, scene, { description }), spoiler),
  );
  return el("div", { class: "gallery", data: { count: Math.min(items.length, 3) } }, pictures);
}

function container({ components, accent_color: accent, spoiler }, scene) {
  const bar = typeof accent === "number" ? `--bar:#${accent.toString(16).padStart(6, "0")}` : null;
  return veiled(el("div", { class: "v2-container", style: bar }, drawComponents(components, scene)), spoiler);
}

const COMPONENTS = {
  1: ({ components }, scene) => el("div", { class: "block-actions" }, drawComponents(components, scene)),
  2: button,
  3: liveSelect,
  5: liveSelect,
  6: liveSelect,
  7: liveSelect,
  8: liveSelect,
  9: section,
  10: ({ content }, scene) => markdown(content, scene),
  11: thumbnail,
  12: gallery,
  13: fileComponent,
  14: ({ divider = true, spacing = 1 }) => el(divider ? "hr" : "div", { class: "separator", data: { spacing } }),
  17: container,
};

/** @returns {HTMLElement[]} one node per component, in order */
export function drawComponents(components, scene) {
  return (components ?? []).map((component) => {
    const draw = COMPONENTS[component.type];
    const node = draw ? draw(component, scene) : unknownBox(`Component of type ${component.type}`, component);
    node.dataset.component = component.type;
    return node;
  });
}
