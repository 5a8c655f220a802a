/**
 * Block Kit blocks by type. Guarantee: every block of a message or view is drawn; one this page does not know is a
 * labelled box with its JSON, never nothing. Source: Slack docs, Block Kit reference.
 */

import { el } from "../dom.js";
import { formField } from "../modal_dialog.js";
import { unknownBox } from "../unknown.js";
import { drawElement, fieldOf } from "./elements.js";
import { withEmoji } from "./emoji.js";
import { markdown } from "./markdown.js";
import { mrkdwn } from "./mrkdwn.js";
import { richText } from "./rich_text.js";
import { drawDataTable, drawTable } from "./table.js";

/** A text object: mrkdwn with its marks, plain_text with its emoji. */
function textObject(object, scene) {
  if (!object) return null;
  return object.type === "mrkdwn" ? mrkdwn(object.text, scene) : el("div", { class: "text" }, withEmoji(object.text));
}

function imageSource({ image_url: url, slack_file: file }, scene) {
  return url ?? scene.fileUrl(file);
}

function imageElement(element, scene) {
  return el("img", {
    class: "image-element",
    src: imageSource(element, scene),
    alt: element.alt_text ?? "",
    loading: "lazy",
  });
}

function section(block, scene) {
  const fields = (block.fields ?? []).map((object) => el("div", {}, textObject(object, scene)));
  const { accessory } = block;
  return el(
    "div",
    { class: "block-section" },
    el(
      "div",
      { class: "section-body" },
      textObject(block.text, scene),
      fields.length > 0 && el("div", { class: "fields" }, fields),
    ),
    accessory && el("div", { class: "accessory" }, anyElement(accessory, block, scene)),
  );
}

function anyElement(element, block, scene) {
  if (element.type === "image") return imageElement(element, scene);
  const attributes = { "aria-label": element.accessibility_label ?? element.placeholder?.text };
  return drawElement(
    fieldOf(block.block_id, element, scene, { attributes: element.type in LABELLED ? {} : attributes }),
  );
}

// Their own text is their name; everything else is named by its placeholder.
const LABELLED = { button: true, workflow_button: true, overflow: true, feedback_buttons: true, icon_button: true };

function image(block, scene) {
  const source = imageSource(block, scene);
  const picture = el("img", { src: source, alt: block.alt_text ?? "", loading: "lazy" });
  return el(
    "figure",
    { class: "block-image" },
    block.title && el("figcaption", {}, withEmoji(block.title.text)),
    el("a", { href: source, target: "_blank", rel: "noopener noreferrer" }, picture),
  );
}

function context(block, scene) {
  const parts = block.elements.map((element) =>
    element.type === "image" ? imageElement(element, scene) : textObject(element, scene),
  );
  return el("div", { class: "block-context" }, parts);
}

function elementRow(block, scene) {
  return el(
    "div",
    { class: "block-actions" },
    block.elements.map((element) => anyElement(element, block, scene)),
  );
}

function input(block, scene) {
  const { element } = block;
  const words = {
    label: withEmoji(block.label.text),
    optional: Boolean(block.optional),
    hint: block.hint && withEmoji(block.hint.text),
    error: scene.errors?.[block.block_id],
    group: element.type === "checkboxes" || element.type === "radio_buttons",
    autofocus: element.focus_on_load,
    data: { block: block.block_id },
  };
  const dispatches = Boolean(block.dispatch_action);
  return formField(words, (attributes) =>
    drawElement(fieldOf(block.block_id, element, scene, { dispatches, attributes })),
  );
}

// A container folded or unfolded by a person stays so when its message is drawn again.
const folded = new Map();

function container(block, scene) {
  const title = block.rich_text_title
    ? richText(block.rich_text_title, scene)
    : el("span", {}, withEmoji(block.title?.text ?? ""));
  const head = [title, block.subtitle && el("small", {}, textObject(block.subtitle, scene))];
  const body = el("div", { class: "container-body" }, drawBlocks(block.child_blocks, scene));
  if (!block.is_collapsible)
    return el("div", { class: "block-container" }, el("div", { class: "container-head" }, head), body);
  const key = `${scene.container.key}\n${block.block_id}`;
  const details = el("details", { class: "block-container" }, el("summary", { class: "container-head" }, head), body);
  details.open = !(folded.get(key) ?? block.default_collapsed ?? false);
  details.addEventListener("toggle", () => folded.set(key, !details.open));
  return details;
}

function alert(block, scene) {
  return el(
    "div",
    { class: "block-alert", role: "note", data: { level: block.level ?? "default" } },
    textObject(block.text, scene),
  );
}

function card(block, scene) {
  return el(
    "div",
    { class: "block-card" },
    block.hero_image && imageElement(block.hero_image, scene),
    block.title && el("strong", {}, textObject(block.title, scene)),
    block.subtitle && el("small", {}, textObject(block.subtitle, scene)),
    textObject(block.body, scene),
    block.actions?.length && elementRow({ ...block, elements: block.actions }, scene),
  );
}

const TASK_MARKS = { pending: "○", in_progress: "◐", complete: "●", error: "✕" };

function taskCard(block, scene) {
  const parts = [block.details, block.output].filter(Boolean).map((part) => richText(part, scene));
  const head = el(
    "div",
    { class: "task-title" },
    el("span", { "aria-hidden": "true" }, TASK_MARKS[block.status] ?? "○"),
    ` ${block.title} `,
    el("small", {}, block.status ?? "pending"),
  );
  return el("div", { class: "block-task" }, head, parts);
}

const unknown = (block) => unknownBox(`Block “${block.type}”`, block);

const BLOCKS = {
  section,
  header: (block) =>
    el(
      "div",
      { class: "block-header", role: "heading", "aria-level": 3, data: { level: block.level } },
      withEmoji(block.text.text),
    ),
  divider: () => el("hr"),
  image,
  actions: elementRow,
  context_actions: elementRow,
  context,
  input,
  rich_text: richText,
  markdown: (block) => markdown(block.text),
  table: drawTable,
  data_table: drawDataTable,
  container,
  alert,
  card,
  carousel: (block, scene) =>
    el(
      "div",
      { class: "block-carousel", tabindex: 0 },
      block.elements.map((each) => card(each, scene)),
    ),
  plan: (block, scene) =>
    el(
      "div",
      { class: "block-plan" },
      el("strong", {}, block.title),
      (block.tasks ?? []).map((task) => taskCard(task, scene)),
    ),
  task_card: taskCard,
};

/** @returns {HTMLElement[]} one node per block, in order */
export function drawBlocks(blocks, scene) {
  return (blocks ?? []).map((block) => {
    const node = (BLOCKS[block.type] ?? unknown)(block, scene);
    node.dataset.blockType = block.type;
    return node;
  });
}
