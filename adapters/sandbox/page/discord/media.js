/** Pictures and files. Guarantee: `attachment://name` is the message's file of that name; spoilers hide until pressed. */

import { el, safeUrl } from "../dom.js";
import { fileCard } from "../file_card.js";

const SPOILER = 1 << 3;

/** Hides a node until it is pressed. */
export function veiled(node, hidden) {
  if (!hidden) return node;
  const veil = el("div", { class: "veil" });
  const reveal = () => veil.replaceWith(node);
  veil.append(
    el("div", { inert: true }, node.cloneNode(true)),
    el("button", { type: "button", class: "button", on: { click: reveal } }, "Spoiler"),
  );
  return veil;
}

const addressOf = (url, scene) => safeUrl(scene.attachment(url)?.url ?? url);

/** A picture by the address a bot gave; one that cannot be an address is said in words. */
export function picture(url, scene, { description, ...attributes } = {}) {
  const source = addressOf(url, scene);
  const alt = description ?? scene.attachment(url)?.description ?? "";
  if (!source) return el("span", { class: "muted" }, `No picture: ${url}`);
  return el(
    "a",
    { href: source, target: "_blank", rel: "noopener noreferrer", class: "picture", ...attributes },
    el("img", { src: source, alt, loading: "lazy" }),
  );
}

export function attachmentCard(file) {
  const card = fileCard({
    source: file.url,
    name: file.title ?? file.filename,
    size: file.size,
    picture: Boolean(file.content_type?.startsWith("image/")),
    alt: file.description ?? file.filename,
  });
  return veiled(card, Boolean(file.flags & SPOILER) || file.filename.startsWith("SPOILER_"));
}

/** The file component: its own name and size, or those of the attachment it names. */
export function fileComponent({ file, name, size, spoiler }, scene) {
  const stored = scene.attachment(file.url);
  const source = addressOf(file.url, scene);
  const label = name ?? stored?.filename ?? file.url;
  return veiled(fileCard({ source, name: label, size: size ?? stored?.size, picture: false }), spoiler);
}
