/** Points in time as the reader would write them. Guarantee: the reader's own zone and language, everywhere alike. */

import { el } from "./dom.js";

const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });
const full = new Intl.DateTimeFormat(undefined, { dateStyle: "full", timeStyle: "medium" });
const day = new Intl.DateTimeFormat(undefined, { weekday: "long", month: "long", day: "numeric" });

export const clockOf = (moment) => clock.format(moment);
export const dayOf = (moment) => day.format(moment);
export const fullOf = (moment) => full.format(moment);

/** The time of day; all of it on hovering. */
export function clockTime(moment, attributes = {}) {
  return el("time", { datetime: moment.toISOString(), title: fullOf(moment), ...attributes }, clockOf(moment));
}
