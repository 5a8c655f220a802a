/** Completes `@name` while typing. Guarantee: pure decisions about text and caret; drawing is the composer's. */

/**
 * @param {string} text
 * @param {number} caret
 * @returns {{from: number, typed: string} | null} the `@word` the caret stands in, if any
 */
export function mentionAt(text, caret) {
  const match = /(^|[\s(])@([\w.-]*)$/.exec(text.slice(0, caret));
  return match ? { from: caret - match[2].length - 1, typed: match[2].toLowerCase() } : null;
}

/** The text and caret after `name` took the place of the `@word`. */
export function complete(text, caret, { from }, name) {
  const head = `${text.slice(0, from)}@${name} `;
  return { text: head + text.slice(caret).replace(/^ /, ""), caret: head.length };
}

/** Those whose name or real name begins with what was typed; names are `{name, real_name}`. */
export function candidates(names, typed) {
  return names.filter(({ name, real_name: real = "" }) =>
    [name, ...real.split(" ")].some((part) => part.toLowerCase().startsWith(typed)),
  );
}
