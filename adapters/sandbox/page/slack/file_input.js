/**
 * `file_input` (Slack docs: file input element). Guarantee: a chosen or dropped file is uploaded at once and the state
 * holds its id; a wrong ending or one file too many is said beside the field and changes nothing.
 */

import { el } from "../dom.js";
import { icon } from "../icons.js";

/** Slack docs: max_files 1–10, 10 when left out. */
const DEFAULT_MAX_FILES = 10;

// Names of uploaded files; the state itself holds ids only, as the control API wants them.
const names = new Map();

export function fileInput(field) {
  const { element, scene } = field;
  const most = element.max_files ?? DEFAULT_MAX_FILES;
  const endings = (element.filetypes ?? []).map((ending) => `.${ending.replace(/^\./, "").toLowerCase()}`);
  const chips = el("div", { class: "chips" });
  const trouble = el("p", { class: "field-error", role: "alert" });
  const { id, ...labels } = field.attributes;
  const input = el("input", {
    id,
    type: "file",
    class: "visually-hidden",
    multiple: most > 1,
    accept: endings.join(",") || null,
    ...labels,
  });
  const limits = [endings.length ? endings.join(", ") : "any file", most > 1 ? `up to ${most} files` : "one file"].join(
    " · ",
  );
  const zone = el(
    "label",
    { class: "drop-zone" },
    icon("attach"),
    el("span", {}, "Choose a file or drop it here"),
    el("small", {}, limits),
    input,
  );

  function show() {
    chips.replaceChildren(...field.state.files.map(chip));
  }

  function chip(fileId) {
    const remove = () => {
      field.keep({ files: field.state.files.filter((other) => other !== fileId) });
      show();
    };
    const name = names.get(fileId) ?? fileId;
    return el(
      "span",
      { class: "chip" },
      icon("file"),
      name,
      el("button", { type: "button", "aria-label": `Remove ${name}`, on: { click: remove } }, icon("close")),
    );
  }

  async function take(files) {
    trouble.textContent = "";
    for (const file of files) {
      if (endings.length && !endings.some((ending) => file.name.toLowerCase().endsWith(ending))) {
        trouble.textContent = `${file.name} has another ending than ${endings.join(", ")}.`;
        return;
      }
      if (most > 1 && field.state.files.length >= most) {
        trouble.textContent = `At most ${most} files.`;
        return;
      }
      const uploaded = await scene.upload(file);
      if (!uploaded) return;
      names.set(uploaded.id, uploaded.name);
      field.keep({ files: most === 1 ? [uploaded.id] : [...field.state.files, uploaded.id] });
      show();
    }
  }

  input.addEventListener("change", async () => {
    await take([...input.files]);
    input.value = "";
  });
  zone.addEventListener("dragover", (event) => event.preventDefault());
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    event.stopPropagation();
    take([...event.dataTransfer.files]);
  });
  show();
  return el("div", { class: "file-input" }, zone, chips, trouble);
}
