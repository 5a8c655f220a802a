/**
 * Builds DOM nodes. Guarantee: a string handed to `el` becomes a text node, never markup, so nothing a bot or a
 * person writes can become an element, an attribute or a script of this page.
 */

/**
 * @param {string} tag
 * @param {Object} [props] attributes by name; `class`, `data` (dataset), `on` (listeners), `set` (properties).
 *   `null`, `undefined` and `false` leave an attribute out, `true` sets it empty.
 * @param {...(Node|string|null|undefined|false|Array)} children
 * @returns {HTMLElement}
 */
export function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  const { on = {}, data = {}, set = {}, ...attributes } = props;
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    node.setAttribute(name, value === true ? "" : String(value));
  }
  for (const [name, value] of Object.entries(data)) {
    if (value !== null && value !== undefined) node.dataset[name] = value;
  }
  for (const [name, listener] of Object.entries(on)) node.addEventListener(name, listener);
  node.append(...present(children));
  // Properties come last: a <select>'s value means something only once its options are there.
  Object.assign(node, set);
  return node;
}

function present(children) {
  return children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false);
}

let serial = 0;

/** An id no other element of the page has: labels and descriptions point at their fields with it. */
export function freshId(prefix) {
  serial += 1;
  return `${prefix}-${serial}`;
}

/** http(s) and mailto addresses only; anything else (javascript:, data:) is null and gets drawn as text. */
export function safeUrl(url) {
  return /^(https?:\/\/|mailto:)/i.test(url ?? "") ? url : null;
}
