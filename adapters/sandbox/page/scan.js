/**
 * Reads text by rules: the dialects of Slack and Discord are tables of what to find and what to draw for it.
 * Guarantee: total; whatever no rule finds is text, and the rule that begins first wins (the earlier one in a tie).
 */

/**
 * @param {string} text
 * @param {{find: RegExp, draw: (match: string[], scene: Object) => Node|string|Array}[]} rules `find` has the flag `g`
 * @param {Object} scene handed on to `draw`
 * @param {(text: string) => Array} [plain] the nodes of what lies between
 * @returns {Array} nodes and strings, in order
 */
export function scan(text, rules, scene, plain = (between) => [between]) {
  const nodes = [];
  let at = 0;
  const upTo = (end) => at < end && nodes.push(...plain(text.slice(at, end)));
  const next = ({ find }) => {
    find.lastIndex = at;
    return find.exec(text);
  };
  // A rule is asked again only once what it found lies behind, or long texts would take their length squared.
  const found = rules.map(next);
  for (let best = earliest(found); best >= 0; best = earliest(found)) {
    const match = found[best];
    upTo(match.index);
    nodes.push(rules[best].draw(match, scene));
    at = match.index + match[0].length;
    rules.forEach((rule, index) => found[index]?.index < at && (found[index] = next(rule)));
  }
  upTo(text.length);
  return nodes;
}

function earliest(found) {
  return found.reduce((best, match, index) => {
    if (!match) return best;
    return best < 0 || match.index < found[best].index ? index : best;
  }, -1);
}
