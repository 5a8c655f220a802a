/**
 * The drawer on the right: the stored JSON of a message or view, the API calls the twin refused, what the twin covers.
 * Guarantee: it shows the present state (JSON follows each edit), closes with Escape and gives the focus back.
 */

import { fetchCoverage } from "./api.js";
import { el } from "./dom.js";
import { rememberFocus } from "./focus.js";
import { icon, iconButton } from "./icons.js";

const LEVELS = { full: "as there", partial: "in part", absent: "not here" };

function copyButton(text) {
  const button = el("button", { type: "button", class: "button", data: { testid: "copy" } }, icon("copy"), "Copy");
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(text);
    button.lastChild.textContent = "Copied";
  });
  return button;
}

function rawJson(stored) {
  if (!stored) return [el("p", { class: "muted" }, "It is no longer stored.")];
  const json = JSON.stringify(stored, null, 2);
  return [copyButton(json), el("pre", { tabindex: 0, data: { testid: "raw-json" } }, el("code", {}, json))];
}

function problemList(problems) {
  if (!problems.length) return [el("p", { class: "muted" }, "The twin refused no call so far.")];
  return [...problems].reverse().map(({ platform, method, error, messages = [], at }) =>
    el(
      "section",
      { class: "problem", data: { testid: "problem" } },
      el("strong", {}, method, " → ", el("code", {}, error)),
      platform && el("span", { class: "badge" }, platform),
      at && el("time", {}, typeof at === "number" ? new Date(at * 1000).toLocaleTimeString() : String(at)),
      messages.length > 0 &&
        el(
          "ul",
          {},
          messages.map((message) => el("li", {}, message)),
        ),
    ),
  );
}

function coverageTable(rows) {
  const lines = rows.map(({ name, kind, level, note }) =>
    el(
      "tr",
      {},
      el("th", { scope: "row" }, el("code", {}, name)),
      el("td", {}, kind),
      el("td", {}, el("span", { class: `level ${level}` }, LEVELS[level] ?? level)),
      el("td", {}, note),
    ),
  );
  const head = ["Name", "Kind", "Here", "Note"].map((text) => el("th", { scope: "col" }, text));
  return el(
    "div",
    { class: "table-scroll", tabindex: 0 },
    el("table", {}, el("thead", {}, el("tr", {}, head)), el("tbody", {}, lines)),
  );
}

async function coverage(current, platforms) {
  const answer = await fetchCoverage();
  // The platform one looks at comes first.
  const ordered = [current, ...platforms.filter((platform) => platform !== current)];
  const names = platforms.map(({ title }) => title).join(" and ");
  return [
    el("p", {}, `This page talks to local twins of ${names}; no account is needed. What the twins can do:`),
    ...ordered.map(({ id, title }) => [el("h3", {}, title), coverageTable(answer[id] ?? [])]),
  ];
}

/**
 * @param {{close: () => void, platform: () => Object}} page
 * @param {Object[]} platforms
 * @returns {(state: Object) => void}
 */
export function createPanel(page, platforms) {
  const title = el("h2", { id: "panel-title" });
  const body = el("div", { class: "panel-body" });
  const closeButton = iconButton("close", "Close panel", { testid: "panel-close", press: () => dialog.close() });
  const dialog = el(
    "dialog",
    { class: "panel", "aria-labelledby": "panel-title", data: { testid: "panel" } },
    el("header", {}, title, closeButton),
    body,
  );
  let shown = [];
  let restoreFocus = () => {};
  document.body.append(dialog);
  dialog.addEventListener("close", () => {
    page.close();
    restoreFocus();
  });
  dialog.addEventListener("click", ({ target }) => target === dialog && dialog.close());

  const kinds = {
    raw: {
      title: "Raw JSON",
      part: (state) => page.platform().stored(state.worlds[state.platform], state.panel.subject),
      draw: rawJson,
    },
    problems: { title: "Refused API calls", part: (state) => state.problems, draw: problemList },
    coverage: {
      title: "What this sandbox covers",
      part: () => page.platform(),
      draw: (current) => coverage(current, platforms),
    },
  };

  function open() {
    restoreFocus = rememberFocus();
    dialog.showModal();
  }

  return async function draw(state) {
    if (!state.panel) {
      shown = [];
      return;
    }
    const kind = kinds[state.panel.kind];
    const part = kind.part(state);
    if (shown[0] === state.panel && shown[1] === part) return;
    const turn = [state.panel, part];
    shown = turn;
    title.textContent = kind.title;
    if (!dialog.open) open();
    const nodes = await kind.draw(part);
    if (shown === turn) body.replaceChildren(...nodes.flat());
  };
}
