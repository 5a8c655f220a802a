/**
 * The sandbox's control API, one function per operation. Guarantee: every answer of the server is returned as it is,
 * `{"ok": false, …}` included; only a server that cannot be reached or does not speak JSON throws.
 */

async function ask(path, options = {}) {
  const response = await fetch(path, options);
  const text = await response.text();
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`${path} answered ${response.status} with ${text.slice(0, 80) || "nothing"}, expected JSON`);
  }
}

function query(values) {
  return new URLSearchParams(values).toString();
}

/** The operations of one twin that do something, by name, each with a JSON body. */
function operations(platform, ...names) {
  const post = (operation) => (body) =>
    ask(`/sandbox/${platform}/${operation}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
  const upload = (user, file) =>
    ask(`/sandbox/${platform}/upload?${query({ user, name: file.name })}`, {
      method: "POST",
      // Not the file's own type: a .json file would be read as the arguments of the call.
      headers: { "Content-Type": "application/octet-stream" },
      body: file,
    });
  return { ...Object.fromEntries(names.map((name) => [name, post(name)])), upload };
}

export const fetchState = () => ask("/sandbox/state");
export const fetchCoverage = () => ask("/sandbox/coverage");

/** The Slack twin. */
export const slackApi = {
  messages: (channel, viewer) => ask(`/sandbox/slack/messages?${query({ channel, viewer })}`),
  views: (viewer) => ask(`/sandbox/slack/views?${query({ viewer })}`),
  ...operations("slack", "say", "edit", "delete", "act", "suggest", "submit", "close", "command"),
};

/** The Discord twin. */
export const discordApi = {
  messages: (channel, viewer) => ask(`/sandbox/discord/messages?${query({ channel, viewer })}`),
  modals: (viewer) => ask(`/sandbox/discord/modals?${query({ viewer })}`),
  commands: () => ask("/sandbox/discord/commands"),
  ...operations("discord", "say", "post", "thread", "edit", "delete", "react", "act", "submit", "close", "command"),
};
