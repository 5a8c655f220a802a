/**
 * `table` and `data_table` blocks (Slack docs: table block, data table block). Guarantee: every cell of the block is
 * reachable; the first row is the header; a long data_table is turned page by page as Slack does.
 */

import { el } from "../dom.js";
import { icon } from "../icons.js";
import { inlinePieces, richText } from "./rich_text.js";

function cellNodes(cell, scene) {
  switch (cell?.type) {
    case "rich_text":
      return richText(cell, scene);
    case "rich_text_section":
      return inlinePieces(cell.elements, scene);
    case "raw_number":
      return cell.text ?? String(cell.value ?? "");
    default:
      return cell?.text ?? "";
  }
}

/**
 * @param {Array} rows rows of cells, each the nodes of one cell; the first row is the header
 * @param {{settings?: Array, caption?: string, rowHeader?: number}} [options] `settings` as table's column_settings
 */
export function drawGrid(rows, { settings = [], caption = null, rowHeader = -1 } = {}) {
  const [head, ...body] = rows;
  const shape = (column) => ({
    class: settings[column]?.is_wrapped === false ? "unwrapped" : null,
    style: settings[column]?.align ? `text-align:${ALIGN[settings[column].align] ?? "left"}` : null,
  });
  const heads = head.map((cell, column) => el("th", { scope: "col", ...shape(column) }, cell));
  const lines = body.map((row) =>
    el(
      "tr",
      {},
      row.map((cell, column) =>
        column === rowHeader ? el("th", { scope: "row", ...shape(column) }, cell) : el("td", shape(column), cell),
      ),
    ),
  );
  const table = el(
    "table",
    {},
    caption && el("caption", {}, caption),
    el("thead", {}, el("tr", {}, heads)),
    el("tbody", {}, lines),
  );
  // A wide table scrolls by itself; tabindex lets the keyboard scroll it too.
  return el("div", { class: "table-scroll", tabindex: 0, role: "region", "aria-label": caption ?? "Table" }, table);
}

const ALIGN = { left: "left", center: "center", right: "right" };

export function drawTable(block, scene) {
  const rows = (block.rows ?? []).map((row) => row.map((cell) => cellNodes(cell, scene)));
  return drawGrid(rows, { settings: (block.column_settings ?? []).map((setting) => setting ?? {}) });
}

/** Slack docs: page_size 1–100, 5 when left out. */
const DEFAULT_PAGE = 5;

export function drawDataTable(block, scene) {
  const [head, ...body] = block.rows ?? [[]];
  const size = block.page_size ?? DEFAULT_PAGE;
  const pages = Math.max(1, Math.ceil(body.length / size));
  let page = 0;
  const root = el("div", { class: "data-table" });

  function show() {
    const rows = [head, ...body.slice(page * size, (page + 1) * size)].map((row) =>
      row.map((cell) => cellNodes(cell, scene)),
    );
    const grid = drawGrid(rows, { caption: block.caption ?? null, rowHeader: block.row_header_column_index ?? 0 });
    const turn = (step) => () => {
      page += step;
      show();
      root.querySelector(step > 0 ? ".page-next:enabled, .page-back" : ".page-back:enabled, .page-next")?.focus();
    };
    const pager = el(
      "div",
      { class: "pager" },
      el(
        "button",
        {
          type: "button",
          class: "page-back",
          disabled: page === 0,
          "aria-label": "Previous page",
          on: { click: turn(-1) },
        },
        icon("back"),
      ),
      el("span", {}, `${page * size + 1}–${Math.min(body.length, (page + 1) * size)} of ${body.length}`),
      el(
        "button",
        {
          type: "button",
          class: "page-next",
          disabled: page === pages - 1,
          "aria-label": "Next page",
          on: { click: turn(1) },
        },
        icon("next"),
      ),
    );
    root.replaceChildren(grid, ...(pages > 1 ? [pager] : []));
  }

  show();
  return root;
}
