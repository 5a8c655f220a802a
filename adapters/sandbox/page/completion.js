/**
 * Completes words while a person types. Guarantee: pure decisions about text and caret; drawing is the composer's. An
 * offer is `{label, note, text, caret}`: how it reads, and the composer's text and caret once it is taken.
 */

/** @returns {{from: number, typed: string} | null} the `@word` the caret stands in, if any */
function mentionAt(text, caret) {
  const match = /(^|[\s(])@([\w.-]*)$/.exec(text.slice(0, caret));
  return match ? { from: caret - match[2].length - 1, typed: match[2].toLowerCase() } : null;
}

/** The offer that puts `words` in the place of what stands between `from` and the caret. */
export function offer(text, caret, from, words, note = "") {
  const head = `${text.slice(0, from)}${words} `;
  return { label: words, note, text: head + text.slice(caret).replace(/^ /, ""), caret: head.length };
}

/**
 * Those whose name or real name begins with the `@word` typed.
 *
 * @param {{name: string, real_name?: string}[]} names
 */
export function mentionOffers(names, text, caret) {
  const word = mentionAt(text, caret);
  if (!word) return [];
  return names
    .filter(({ name, real_name: real = "" }) =>
      [name, ...real.split(" ")].some((part) => part.toLowerCase().startsWith(word.typed)),
    )
    .map(({ name, real_name: real }) => offer(text, caret, word.from, `@${name}`, real));
}
