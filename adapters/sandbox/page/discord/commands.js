/**
 * Slash commands typed in one line, `/agent message: hello`. Guarantee: pure; what is typed without an option's name
 * belongs to the first option, required ones first. Source: Discord docs, "Application Command Option Type".
 */

import { offer } from "../completion.js";

const CHAT_INPUT = 1;

const chatInput = (commands) => commands.filter(({ type }) => type === CHAT_INPUT);
const commandNamed = (commands, name) => chatInput(commands).find((command) => command.name === name);
const requiredFirst = (options = []) => [...options].sort((one, other) => !one.required - !other.required);

/** What may stand next: a command, the name of one of its options, or one of an option's choices. */
export function commandOffers(commands, text, caret) {
  const head = text.slice(0, caret);
  const name = /^\/([\w-]*)$/.exec(head);
  if (name) {
    return chatInput(commands)
      .filter((command) => command.name.startsWith(name[1].toLowerCase()))
      .map((command) => commandOffer(command, text, caret));
  }
  const [, called, rest] = /^\/([\w-]+)\s([\s\S]*)$/.exec(head) ?? [];
  const options = requiredFirst(commandNamed(commands, called)?.options);
  const value = /(?:^|\s)([\w-]+):\s?([^\s:]*)$/.exec(rest ?? "");
  if (value) return choiceOffers(options, value, text, caret);
  const word = /(?:^|\s)([\w-]*)$/.exec(rest ?? "")?.[1];
  if (word === undefined) return [];
  return options
    .filter((option) => option.name.startsWith(word) && !new RegExp(`(^|\\s)${option.name}:`).test(rest))
    .map((option) => offer(text, caret, caret - word.length, `${option.name}:`, option.description));
}

/** A command is completed with the one option it cannot do without. */
function commandOffer(command, text, caret) {
  const required = (command.options ?? []).filter((option) => option.required);
  const words = required.length === 1 ? `/${command.name} ${required[0].name}:` : `/${command.name}`;
  return { ...offer(text, caret, 0, words, command.description), label: `/${command.name}` };
}

function choiceOffers(options, [, name, typed], text, caret) {
  const choices = options.find((option) => option.name === name)?.choices ?? [];
  return choices
    .filter((choice) => choice.name.toLowerCase().startsWith(typed.toLowerCase()))
    .map((choice) => offer(text, caret, caret - typed.length, choice.name));
}

/**
 * @param {Object[]} commands as registered
 * @param {string} text begins with a slash
 * @param {{people: Object[], roles: Object[], channels: Object[]}} named what `@name` and `#name` may mean
 * @returns {{name: string, options: Object}} for the control API
 */
export function commandCall(commands, text, named) {
  const [, name, rest] = /^\/([\w-]+)\s*([\s\S]*)$/.exec(text.trim());
  const known = requiredFirst(commandNamed(commands, name)?.options);
  const marks = known.length ? new RegExp(`(?:^|\\s)(${known.map((option) => option.name).join("|")}):`, "g") : /$^/g;
  const [unnamed, ...pairs] = rest.split(marks);
  const typed = Object.fromEntries(pairs.flatMap((part, at) => (at % 2 ? [] : [[part, pairs[at + 1].trim()]])));
  const first = known.find((option) => !(option.name in typed));
  if (unnamed.trim() && first) typed[first.name] = unnamed.trim();
  const given = known.filter((option) => typed[option.name]);
  const options = Object.fromEntries(given.map((option) => [option.name, read(option, typed[option.name], named)]));
  return { name, options };
}

const thing = (list, typed) => {
  const wanted = typed.replace(/^[@#]/, "");
  return list.find((each) => (each.username ?? each.name) === wanted)?.id ?? typed;
};

// By option type; a value that reads as none of its type goes as typed, and the twin says what it wants.
const READ = {
  4: (typed) => (/^-?\d+$/.test(typed) ? Number(typed) : typed),
  5: (typed) => ({ true: true, false: false })[typed.toLowerCase()] ?? typed,
  6: (typed, { people }) => thing(people, typed),
  7: (typed, { channels }) => thing(channels, typed),
  8: (typed, { roles }) => thing(roles, typed),
  9: (typed, { people, roles }) => thing([...people, ...roles], typed),
  10: (typed) => (Number.isFinite(Number(typed)) ? Number(typed) : typed),
};

function read(option, text, named) {
  const choice = (option.choices ?? []).find((each) => each.name === text);
  return choice ? choice.value : (READ[option.type]?.(text, named) ?? text);
}
