/**
 * Slack's pieces inside a line of text, however they were written (mrkdwn, rich_text). Guarantee: an id without a name
 * here stays readable as the id.
 */

import { el } from "../dom.js";
import { link, mention } from "../inline.js";
import { emoji } from "./emoji.js";

const TAGS = { bold: "strong", italic: "em", strike: "s", underline: "u", code: "code" };

/** Wraps nodes in the tags of a rich_text style object (`{bold, italic, strike, underline, code}`). */
export function styled(style, ...nodes) {
  return Object.keys(TAGS)
    .filter((name) => style?.[name])
    .reduceRight((inner, name) => [el(TAGS[name], {}, inner)], nodes);
}

export function userMention(id, scene) {
  const person = scene.person(id);
  return mention(`@${person?.name ?? id}`, { mine: id === scene.viewer, title: person?.real_name ?? id });
}

export function channelMention(id, scene) {
  return mention(`#${scene.channel(id)?.name ?? id}`);
}

export function broadcast(range) {
  return mention(`@${range}`, { mine: true });
}

export function emojiNode(name, unicode = null) {
  const drawn = unicode ? String.fromCodePoint(...unicode.split("-").map((code) => parseInt(code, 16))) : emoji(name);
  return drawn
    ? el("span", { class: "emoji", role: "img", "aria-label": name, title: `:${name}:` }, drawn)
    : `:${name}:`;
}

// Slack docs: formatting text, date tokens.
const DATE_TOKENS = {
  date_num: { year: "numeric", month: "2-digit", day: "2-digit" },
  date: { year: "numeric", month: "long", day: "numeric" },
  date_short: { year: "numeric", month: "short", day: "numeric" },
  date_long: { weekday: "long", year: "numeric", month: "long", day: "numeric" },
  time: { hour: "numeric", minute: "2-digit" },
  time_secs: { hour: "numeric", minute: "2-digit", second: "2-digit" },
};

/** A point in time as its reader would write it; `format` holds tokens such as `{date_short} at {time}`. */
export function dateNode(unixSeconds, format, url, fallback) {
  const moment = new Date(unixSeconds * 1000);
  const text = format.replace(/\{(\w+)\}/g, (whole, token) => {
    const options = DATE_TOKENS[token.replace(/_pretty$/, "")];
    return options ? new Intl.DateTimeFormat(undefined, options).format(moment) : whole;
  });
  const node = el("time", { datetime: moment.toISOString(), title: fallback ?? moment.toString() }, text);
  return url ? link(url, node) : node;
}
