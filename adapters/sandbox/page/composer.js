/**
 * Where a person writes. Guarantee: Enter sends, Shift+Enter breaks the line, names and commands are completed, files
 * come by picker, drop or paste; what was typed for one place stays there while another one is open, and is cleared
 * only once sent.
 */

import { el, freshId } from "./dom.js";
import { icon, iconButton } from "./icons.js";
import { openPopup } from "./popup.js";

/**
 * @param {Object} options
 * @param {string} options.testid
 * @param {(text: string, caret: number) => Object[] | Promise<Object[]>} options.offers see completion.js
 * @param {(place: Object, text: string, files: File[]) => Promise<boolean>} options.send true once it was accepted
 */
export function createComposer({ testid, offers, send }) {
  const drafts = new Map();
  let place = { key: "" };
  let completion = null;

  const listId = freshId("offers");
  const input = el("textarea", {
    rows: 1,
    disabled: true, // until there is a place to write to: what is typed while the page loads would go nowhere
    data: { testid, focus: testid },
    "aria-autocomplete": "list",
    "aria-controls": listId,
  });
  const picker = el("input", { type: "file", multiple: true, hidden: true, data: { testid: `${testid}-files` } });
  const chips = el("div", { class: "composer-files" });
  const attach = iconButton("attach", "Attach files", { press: () => picker.click() });
  const sendButton = el(
    "button",
    { type: "submit", class: "send", "aria-label": "Send", title: "Send (Enter)", data: { testid: `${testid}-send` } },
    icon("send"),
  );
  const hint = el("span", { class: "composer-hint" }, "Enter sends, Shift+Enter breaks the line");
  const form = el(
    "form",
    { class: "composer" },
    input,
    chips,
    el("div", { class: "composer-bar" }, attach, hint, sendButton),
    picker,
  );

  const draft = () => drafts.get(place.key) ?? { text: "", files: [] };
  const remember = (change) => drafts.set(place.key, { ...draft(), ...change });

  function show() {
    input.value = draft().text;
    refresh();
  }

  function refresh() {
    const { text, files } = draft();
    chips.replaceChildren(...files.map(fileChip));
    form.classList.toggle("blank", !text.trim() && !files.length);
  }

  function fileChip(file) {
    const remove = () => {
      remember({ files: draft().files.filter((other) => other !== file) });
      refresh();
    };
    const button = el(
      "button",
      { type: "button", "aria-label": `Remove ${file.name}`, on: { click: remove } },
      icon("close"),
    );
    return el("span", { class: "chip" }, icon("file"), file.name, button);
  }

  function addFiles(files) {
    remember({ files: [...draft().files, ...files] });
    refresh();
  }

  async function submit() {
    const { text, files } = draft();
    if (form.hasAttribute("aria-busy") || (!text.trim() && !files.length)) return;
    const from = place;
    form.setAttribute("aria-busy", "true");
    try {
      if (await send(from, text, files)) drafts.delete(from.key);
    } finally {
      form.removeAttribute("aria-busy");
    }
    // What was typed while it was being sent belongs to the next message.
    if (from.key === place.key && input.value !== text) remember({ text: input.value });
    if (from.key === place.key) show();
  }

  async function complete() {
    // What was offered belongs to the text before this letter; taking it now would undo the letter.
    completion?.close();
    const { value, selectionStart } = input;
    const found = await offers(value, selectionStart);
    // A slower answer to an older text must not replace a newer one.
    if (!found.length || input.value !== value || input.selectionStart !== selectionStart) return;
    const take = ({ text, caret }) => {
      completion?.close();
      input.value = text;
      input.setSelectionRange(caret, caret);
      remember({ text });
      refresh();
      input.focus();
    };
    const options = found.map((each) =>
      el(
        "div",
        {
          id: freshId("offer"),
          role: "option",
          on: { pointerdown: (event) => event.preventDefault(), click: () => take(each) },
        },
        each.label,
        el("small", {}, each.note),
      ),
    );
    const list = el("div", { id: listId, class: "list", role: "listbox", "aria-label": "Completions" }, options);
    const close = openPopup(input, list, {
      above: true,
      onClose: () => {
        completion = null;
        input.removeAttribute("aria-activedescendant");
      },
    });
    completion = { close, options, at: 0, take: () => take(found[completion.at]) };
    mark();
  }

  function mark() {
    completion.options.forEach((option, index) => {
      option.classList.toggle("at", index === completion.at);
      option.setAttribute("aria-selected", String(index === completion.at));
    });
    input.setAttribute("aria-activedescendant", completion.options[completion.at].id);
  }

  function onKey(event) {
    // While an input method composes a character, Enter belongs to it.
    if (event.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (completion && step) {
      event.preventDefault();
      completion.at = (completion.at + step + completion.options.length) % completion.options.length;
      mark();
    } else if (completion && (event.key === "Enter" || event.key === "Tab")) {
      event.preventDefault();
      completion.take();
    } else if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      submit();
    }
  }

  input.addEventListener("input", () => {
    remember({ text: input.value });
    refresh();
    complete();
  });
  input.addEventListener("keydown", onKey);
  input.addEventListener("paste", ({ clipboardData }) => clipboardData.files.length && addFiles(clipboardData.files));
  picker.addEventListener("change", () => {
    addFiles(picker.files);
    picker.value = "";
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    submit();
  });

  return {
    node: form,
    addFiles,
    /** @param {{key: string, label: string}} next shows the draft of that place */
    show(next) {
      if (next.key === place.key) return;
      completion?.close();
      place = next;
      input.disabled = false;
      input.placeholder = next.label;
      input.setAttribute("aria-label", next.label);
      show();
    },
    focus: () => input.focus(),
    /** Puts a text into the composer for the person to send. */
    fill(text) {
      remember({ text });
      show();
      input.focus();
    },
  };
}

/** Lets files be dropped anywhere on `pane`. */
export function acceptDrops(pane, addFiles) {
  const holdsFiles = (event) => event.dataTransfer?.types.includes("Files");
  pane.addEventListener("dragover", (event) => {
    if (!holdsFiles(event)) return;
    event.preventDefault();
    pane.classList.add("dropping");
  });
  for (const name of ["dragleave", "drop"]) pane.addEventListener(name, () => pane.classList.remove("dropping"));
  pane.addEventListener("drop", (event) => {
    if (!holdsFiles(event)) return;
    event.preventDefault();
    addFiles(event.dataTransfer.files);
  });
}
