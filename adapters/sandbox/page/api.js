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

function post(operation) {
  return (body) =>
    ask(`/sandbox/slack/${operation}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
}

export const fetchState = () => ask("/sandbox/state");
export const fetchCoverage = () => ask("/sandbox/coverage");

/** The operations of the Slack twin. */
export const slackApi = {
  messages: (channel, viewer) => ask(`/sandbox/slack/messages?${query({ channel, viewer })}`),
  views: (viewer) => ask(`/sandbox/slack/views?${query({ viewer })}`),
  say: post("say"),
  edit: post("edit"),
  delete: post("delete"),
  act: post("act"),
  suggest: post("suggest"),
  submit: post("submit"),
  close: post("close"),
  command: post("command"),
  upload: (user, file) =>
    ask(`/sandbox/slack/upload?${query({ user, name: file.name })}`, {
      method: "POST",
      // Not the file's own type: a .json file would be read as the arguments of the call.
      headers: { "Content-Type": "application/octet-stream" },
      body: file,
    }),
};
