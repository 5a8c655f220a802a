/**
 * A field that takes files. Guarantee: a chosen or dropped file is uploaded at once and its id kept; a wrong ending or
 * one file too many is said beside the field and changes nothing.
 */

import { el } from "./dom.js";
import { icon } from "./icons.js";

// Names of uploaded files: what is kept are ids only, as the control API wants them.
const names = new Map();

/**
 * @param {Object} options
 * @param {Object} options.attributes of the control
 * @param {number} options.most files at most
 * @param {string[]} options.endings lower case with the dot, none for any file
 * @param {string[]} options.kept ids
 * @param {(ids: string[]) => void} options.keep
 * @param {(file: File) => Promise<{id: string, name: string} | null>} options.upload
 */
export function fileInput({ attributes, most, endings, kept, keep, upload }) {
  let ids = kept;
  const chips = el("div", { class: "chips" });
  const trouble = el("p", { class: "field-error", role: "alert" });
  const { id, ...labels } = attributes;
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
    chips.replaceChildren(...ids.map(chip));
  }

  function change(next) {
    ids = next;
    keep(ids);
    show();
  }

  function chip(fileId) {
    const remove = () => change(ids.filter((other) => other !== fileId));
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
      if (most > 1 && ids.length >= most) {
        trouble.textContent = `At most ${most} files.`;
        return;
      }
      const uploaded = await upload(file);
      if (!uploaded) return;
      names.set(uploaded.id, uploaded.name);
      change(most === 1 ? [uploaded.id] : [...ids, uploaded.id]);
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
