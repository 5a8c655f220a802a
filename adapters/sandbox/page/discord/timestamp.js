/** `<t:1700000000:R>` (Discord docs, "Timestamp Styles"). Guarantee: the reader's own zone and language. */

import { el } from "../dom.js";
import { fullOf } from "../moments.js";

const STYLES = {
  t: { timeStyle: "short" },
  T: { timeStyle: "medium" },
  d: { dateStyle: "short" },
  D: { dateStyle: "long" },
  f: { dateStyle: "long", timeStyle: "short" },
  F: { dateStyle: "full", timeStyle: "short" },
  s: { dateStyle: "short", timeStyle: "short" },
  S: { dateStyle: "short", timeStyle: "medium" },
};

/** Units of time with their lengths in seconds, the longest first. */
const UNITS = [
  ["year", 31_536_000],
  ["month", 2_592_000],
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
  ["second", 1],
];

function relative(seconds) {
  const away = Math.round(seconds - Date.now() / 1000);
  const [unit, length] = UNITS.find(([, size]) => Math.abs(away) >= size) ?? UNITS.at(-1);
  return new Intl.RelativeTimeFormat(undefined, { numeric: "auto" }).format(Math.trunc(away / length), unit);
}

/** @param {number} seconds unix time; one that no date can hold stays as written */
export function timestamp(seconds, style = "f") {
  const moment = new Date(seconds * 1000);
  if (Number.isNaN(moment.getTime())) return `<t:${seconds}>`;
  const words = style === "R" ? relative(seconds) : new Intl.DateTimeFormat(undefined, STYLES[style]).format(moment);
  return el("time", { class: "timestamp", datetime: moment.toISOString(), title: fullOf(moment) }, words);
}
