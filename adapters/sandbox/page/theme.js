/** Light, dark or as the system says. Guarantee: the choice survives a reload and needs no server. */

import { el } from "./dom.js";
import { icon } from "./icons.js";

const CHOICES = [
  { name: "auto", icon: "auto", label: "Theme: as the system" },
  { name: "light", icon: "sun", label: "Theme: light" },
  { name: "dark", icon: "moon", label: "Theme: dark" },
];
const KEY = "chatbridge-sandbox-theme";

/** @returns {HTMLElement} a button that goes through the choices */
export function themeButton() {
  let at = Math.max(
    0,
    CHOICES.findIndex(({ name }) => name === localStorage.getItem(KEY)),
  );
  const button = el("button", { type: "button", class: "icon-button", data: { testid: "theme" } });
  const show = () => {
    const choice = CHOICES[at];
    if (choice.name === "auto") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = choice.name;
    button.replaceChildren(icon(choice.icon));
    button.title = choice.label;
    button.setAttribute("aria-label", choice.label);
  };
  button.addEventListener("click", () => {
    at = (at + 1) % CHOICES.length;
    localStorage.setItem(KEY, CHOICES[at].name);
    show();
  });
  show();
  return button;
}
