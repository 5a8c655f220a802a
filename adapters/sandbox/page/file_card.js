/** Files in messages. Guarantee: a picture is shown, anything else is a card with name, kind and size; both open. */

import { el } from "./dom.js";
import { icon } from "./icons.js";

export function fileSize(bytes) {
  const units = ["B", "KB", "MB", "GB"];
  const power = bytes > 0 ? Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3)) : 0;
  return `${(bytes / 1000 ** power).toFixed(power ? 1 : 0)} ${units[power]}`;
}

/**
 * @param {{source: string, name: string, kind?: string, size?: number, picture: boolean, alt?: string}} file `size` in
 *   bytes; `picture`: its bytes are an image
 */
export function fileCard({ source, name, kind, size, picture, alt = name }) {
  return el(
    "a",
    {
      class: picture ? "file picture" : "file",
      href: source,
      target: "_blank",
      rel: "noopener",
      data: { testid: "file" },
    },
    picture ? el("img", { src: source, alt, loading: "lazy" }) : icon("file"),
    el(
      "span",
      {},
      el("strong", {}, name),
      el("small", {}, [kind, size >= 0 && fileSize(size)].filter(Boolean).join(" · ")),
    ),
  );
}
