/**
 * `markdown` blocks. Slack stores them translated (headings, rich text, tables), so one is only seen where a twin kept
 * it as sent. Guarantee: headings, lists, quotes, fences, tables, rules and inline styles are drawn; the rest is text.
 */

import { el } from "../dom.js";
import { link } from "../inline.js";
import { scan } from "../scan.js";
import { drawGrid } from "./table.js";

const INLINE = [
  { find: /`([^`\n]+)`/g, draw: ([, code]) => el("code", {}, code) },
  { find: /\[([^\]\n]+)\]\(([^)\s]+)\)/g, draw: ([, label, url]) => link(url, label) },
  { find: /(?<!\w)https?:\/\/[^\s<>)]+/g, draw: ([url]) => link(url) },
  { find: /\*\*(?=\S)(.+?)\*\*/g, draw: ([, inner]) => el("strong", {}, inline(inner)) },
  { find: /~~(?=\S)(.+?)~~/g, draw: ([, inner]) => el("s", {}, inline(inner)) },
  { find: /(?<![\w*])[*_](?=\S)([^*_\n]+)[*_](?![\w*])/g, draw: ([, inner]) => el("em", {}, inline(inner)) },
];

const inline = (text) => scan(text, INLINE);

const cells = (line) =>
  line
    .replace(/^\s*\||\|\s*$/g, "")
    .split("|")
    .map((cell) => inline(cell.trim()));

// Each rule takes the lines it understands from the front: how many, and the node for them.
const BLOCKS = [
  {
    starts: /^```/,
    take(lines) {
      const end = lines.findIndex((line, index) => index > 0 && /^```\s*$/.test(line));
      const last = end < 0 ? lines.length : end;
      return [last + 1, el("pre", {}, el("code", {}, lines.slice(1, last).join("\n")))];
    },
  },
  {
    starts: /^#{1,6} /,
    take: ([line]) => [
      1,
      el("div", { class: "block-header", role: "heading", "aria-level": 3 }, inline(line.replace(/^#+ /, ""))),
    ],
  },
  { starts: /^\s*([-*_])(\s*\1){2,}\s*$/, take: () => [1, el("hr")] },
  {
    starts: /^>/,
    take: run(/^>/, (lines) => el("blockquote", {}, inline(lines.map((line) => line.replace(/^> ?/, "")).join("\n")))),
  },
  { starts: /^\s*[-*+] /, take: run(/^\s*[-*+] /, (lines) => el("ul", {}, lines.map(item))) },
  { starts: /^\s*\d+[.)] /, take: run(/^\s*\d+[.)] /, (lines) => el("ol", {}, lines.map(item))) },
  {
    starts: /^\s*\|.*\|\s*$/,
    take: run(/^\s*\|.*\|\s*$/, (lines) => drawGrid(lines.filter((line) => !/^[\s|:-]+$/.test(line)).map(cells))),
  },
];

function run(belongs, draw) {
  return (lines) => {
    const end = lines.findIndex((line) => !belongs.test(line));
    const taken = lines.slice(0, end < 0 ? lines.length : end);
    return [taken.length, draw(taken)];
  };
}

function item(line) {
  const depth = Math.floor(/^\s*/.exec(line)[0].length / 2);
  const text = line
    .replace(/^\s*(?:[-*+]|\d+[.)]) /, "")
    .replace(/^\[( |x)\] /i, (_, mark) => (mark === " " ? "☐ " : "☑ "));
  return el("li", { style: `--depth:${depth}` }, inline(text));
}

export function markdown(text) {
  const nodes = [];
  let lines = text.split("\n");
  while (lines.length) {
    const rule = BLOCKS.find(({ starts }) => starts.test(lines[0]));
    const paragraph = lines.findIndex((line) => !line.trim() || BLOCKS.some(({ starts }) => starts.test(line)));
    const [count, node] = rule
      ? rule.take(lines)
      : [
          Math.max(1, paragraph < 0 ? lines.length : paragraph),
          el("p", {}, inline(lines.slice(0, paragraph < 0 ? undefined : paragraph).join("\n"))),
        ];
    if (rule || node.textContent) nodes.push(node);
    lines = lines.slice(count);
  }
  return el("div", { class: "text rich-text" }, nodes);
}
