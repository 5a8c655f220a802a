"""The promises about Slack and its twin."""

from tests._requirement import Requirement

SLACK = (
    # ── Slack ──
    Requirement("newcomer", "`dev` serves a page where a conversation is had by clicking", "issue: show"),
    Requirement(
        "greeter-in-slack", "the seed's examples talk in a Slack thread, from greeting to chart", "issue: Slack"
    ),
    Requirement(
        "three-composers",
        "a question is a message, buttons (a select above five), or a form in a modal",
        "issue: Slack",
    ),
    Requirement(
        "slack-starts",
        "mentions, bound channels, threads and direct messages start where the key table says",
        "issue: Slack",
    ),
    Requirement(
        "slack-refusals",
        "what Slack refuses or delays costs the looks or time, never the words or the conversation",
        "issue: Slack",
    ),
    Requirement(
        "slack-http",
        "a signed event is answered; a wrong or old signature gets 401 and nothing else happens",
        "issue: Slack",
    ),
    Requirement("session-keys", "each place people speak in has its thread and address", "design 5"),
    Requirement("secrets-hidden", "no repr or error shows a whole token", "design 8"),
    Requirement("slack-one-mention", "`message` and `app_mention` of one message are one event", "issue: Slack"),
    Requirement("slack-plain-text", "people's text is un-escaped, without the bot's mention", "issue: Slack"),
    Requirement("slack-clicks", "a click carries everything, nothing in memory is needed", "issue: Slack"),
    Requirement("slack-socket-mode", "entering `run` means events arrive and are acknowledged", "issue: Slack"),
    Requirement(
        "slack-reconnects", "an ending connection loses nothing while another is open; both return", "issue: Slack"
    ),
    Requirement("slack-bad-token", "a wrong token is a sentence at start, not an endless retry", "issue: Slack"),
    Requirement("slack-signature", "wrong, missing or old signatures are 401", "issue: Slack"),
    Requirement(
        "slack-total",
        "any reply gives messages Slack takes, with every word; appending changes only the end",
        "design 4",
    ),
    Requirement("slack-no-pings", "an agent's words never ping", "issue: Slack"),
    Requirement("slack-large-tables", "first rows shown, the whole attached as CSV", "issue: Slack"),
    Requirement("slack-folded", "collapsed items open in place", "contract 4"),
    Requirement("slack-buttons", "a choice is buttons", "contract 5b"),
    Requirement("slack-modal", "forms open as modals and come back by field name", "issue: Slack"),
    Requirement("slack-modal-errors", "errors stand beside fields, entries kept", "issue: Slack"),
    Requirement("slack-fields", "every input kind has its element and is read back", "contract 5b"),
    Requirement("slack-live", "an open modal changes with what is entered and keeps all of it", "contract 5b"),
    Requirement("slack-presets", "one click fills an open modal; what is offered goes with it", "contract 6"),
    Requirement("slack-file-fields", "a file that does not fit is refused beside its field", "issue: Slack"),
    Requirement("slack-search", "more than 100 options are found by typing", "issue: Slack"),
    Requirement("slack-pages", "a form larger than a modal is asked in several, and sent once", "issue: Slack"),
    Requirement("slack-groupings", "groupings are headings over their fields", "contract 6"),
    Requirement("question-found", "an adapter finds the question of a form that is open", "contract 5b"),
    Requirement("slack-renderers", "the registry says who draws a kind; plugins draw theirs", "seed: Horus"),
    Requirement("slack-reply", "replies are posted in the thread, edited in place", "issue: Slack"),
    Requirement("slack-blocks-refused", "refused blocks are sent simpler, never nothing, never twice", "issue: Slack"),
    Requirement("slack-rates", "429 waits as told; at most 50 edits a minute", "issue: Slack"),
    Requirement("slack-never-twice", "a post whose answer was lost is not repeated", "design 6"),
    Requirement("slack-images", "pictures are uploaded once and shown", "contract 4"),
    Requirement("slack-charts", "charts are drawn and shown", "contract 4"),
    Requirement("slack-token-stays", "the token goes only to Slack's hosts", "issue: Slack"),
    Requirement("manifest", "the manifest in the docs grants what a conversation needs", "issue: Slack"),
    # ── the Slack twin ──
    Requirement(
        "twin-bolt", "unmodified slack-bolt answers mentions, clicks, modals, commands and suggestions", "issue: twin"
    ),
    Requirement(
        "twin-limits",
        "every Block Kit limit holds exactly, with pointer and sentence; no payload crashes the twin",
        "issue: twin",
    ),
    Requirement(
        "twin-api", "arguments by JSON, form and query; token kinds; scopes; required arguments", "issue: twin"
    ),
    Requirement("twin-faults", "a test can make the next calls of a method fail", "issue: twin"),
    Requirement("twin-coverage", "the coverage table and the registered methods agree both ways", "issue: twin"),
    Requirement("twin-chat", "posting, updating, deleting, threads and ephemerals follow Slack's rules", "issue: twin"),
    Requirement("twin-echo", "blocks come back as Slack stores them", "issue: twin"),
    Requirement("twin-history", "history and replies are paged as Slack's", "issue: twin"),
    Requirement("twin-status", "the thinking line ends with the answer or after two minutes", "issue: twin"),
    Requirement(
        "twin-delivery", "Socket Mode acks, retries, ten connections, disconnects, echo of own posts", "issue: twin"
    ),
    Requirement("twin-events", "events only from where the app is and has scopes, in Slack's shapes", "issue: twin"),
    Requirement("twin-http", "signature (published vector), handshake, forms, retries and headers", "issue: twin"),
    Requirement("twin-views", "triggers, stacks, hashes, response_action", "issue: twin"),
    Requirement("twin-suggestions", "external selects ask, and take only what was suggested", "issue: twin"),
    Requirement("twin-client", "the client refuses bad values before the app hears of them", "issue: twin"),
    Requirement("twin-files", "upload, share, slack_file images, checked downloads", "issue: twin"),
    Requirement("twin-response-url", "five uses, half an hour, whispers", "issue: twin"),
    Requirement("twin-rates", "per-method and per-channel limits, 429 with whole seconds", "issue: twin"),
    Requirement("twin-markdown", "Markdown becomes header, divider, table and rich_text", "issue: twin"),
    Requirement("twin-control", "the control API and the feed", "issue: twin"),
    Requirement("twin-loopback", "only this machine and this origin are answered", "issue: twin"),
    Requirement("twin-process", "the sandbox as a process of its own", "issue: twin"),
)
