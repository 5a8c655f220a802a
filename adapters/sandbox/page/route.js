/**
 * The address of what is on the screen: `#/slack/ann/general/1711000000.000100` (platform, person, conversation,
 * thread). Guarantee: a reload, a bookmark or a second tab as another person shows the same place. Pure.
 */

export function parseRoute(hash) {
  const [platform, person, conversation, thread] = hash.replace(/^#\/?/, "").split("/").map(decodeURIComponent);
  return {
    platform: platform || null,
    person: person || null,
    conversation: conversation || null,
    thread: thread || null,
  };
}

export function formatRoute({ platform, person, conversation, thread }) {
  const parts = [platform, person, conversation, thread];
  const known = parts.slice(0, parts.findIndex((part) => !part) >>> 0);
  return `#/${known.map(encodeURIComponent).join("/")}`;
}
