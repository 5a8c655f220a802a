"""What the project promises, as data: each promise is shown by at least one test, each marked test shows a promise."""

from tests._requirement import Requirement
from tests._requirements_discord import DISCORD
from tests._requirements_environments import ENVIRONMENTS
from tests._requirements_host import HOST
from tests._requirements_interaction import INTERACTION
from tests._requirements_journal import JOURNAL
from tests._requirements_models import MODELS
from tests._requirements_slack import SLACK
from tests._requirements_state import STATE

CORE = (
    # ── one conversation ──
    Requirement(
        "session-order", "inputs of a thread are taken in the platform's order, one turn at a time", "design 5"
    ),
    Requirement("session-queued", "a message during a turn is queued, taken next, and the person is told", "design 5"),
    Requirement(
        "question-once", "a question is answered once; a second click or submission is told so", "issue: Slack"
    ),
    Requirement("stale-click", "a click on an old button is answered with a clear line", "issue: bad input"),
    Requirement("stale-form", "a form sent after the session ended stays open with the reason", "issue: bad input"),
    Requirement(
        "chat-box", "text after the mention is the first input where the form reads like a chat box", "design 5"
    ),
    Requirement(
        "agent-choice", "binding, then the agent named first, then the only or default one, then a picker", "design 5"
    ),
    Requirement("history", "an agent called into a running thread gets what was said before", "design 5"),
    Requirement("commands", "!stop, !restart, !agents and !help work in a thread", "design 5"),
    Requirement(
        "authorize", "one decision guards messages, clicks, submissions and commands; it fails closed", "design 5"
    ),
    Requirement("dedupe", "an event that is delivered twice has its effect once", "issue: Slack"),
    Requirement("error-line", "the person sees one line and an id; the log has the traceback", "issue: bad input"),
    Requirement("next-message-works", "after any failure of the agent the next message works", "issue: bad input"),
    Requirement("isolation", "a thousand concurrent threads never see each other's state", "issue: show"),
    Requirement(
        "status-late", "a status is shown only once a turn takes longer than a third of a second", "issue: Slack"
    ),
    Requirement("stop-button", "a slow turn offers a Stop button that stops it", "issue: Slack"),
    Requirement(
        "partial-edits", "partial outputs are edited in place and coalesced to the platform's pace", "issue: Slack"
    ),
    Requirement("answer-shown", "an answered question's buttons give way to the answer", "issue: Slack"),
    Requirement("file-values", "a file a person gives reaches the agent as a path", "contract 5b"),
    Requirement("idle", "a conversation nobody writes in gives its process back after its idle limit", "design 8"),
    # ── questions ──
    Requirement("kinds", "every input type parses raw answers to the value the contract names", "contract 5b"),
    Requirement("form-errors", "a form reports every error at once, by field", "issue: core"),
    Requirement("composer", "one text field is a message, one button or yes/no is buttons, else a form", "contract 5b"),
    Requirement("bad-inputs", "a bad input definition is named and never costs its neighbours", "contract 5b"),
    # ── where handlers run ──
    Requirement(
        "handler-kinds",
        "functions, generators, coroutines and async generators are called as what they are",
        "contract 3",
    ),
    Requirement("handler-streams", "yields come as they are made; reading stops at next_inputs or done", "contract 3"),
    Requirement("handler-history", "initialize gets the history only if it asks", "contract 3"),
    Requirement("handler-state", "module state is one conversation's own", "contract 3"),
    Requirement(
        "handler-place",
        "working directory and sys.path[0] are the folder; nothing of ours shadows the agent's",
        "contract 3",
    ),
    Requirement("hostile", "whatever a handler does, the call ends and says how", "contract 3"),
    Requirement("cancel", "a cancelled turn ends with its state kept, or is killed", "contract 3"),
    Requirement("turn-timeout", "a turn over its limit is stopped", "contract 3"),
    Requirement("nothing-left", "nothing of a handler outlives its session or bridge", "issue: host"),
    Requirement(
        "environment", "a handler sees no platform token, only the allow-list and its own variables", "issue: host"
    ),
    Requirement("memory", "`limits.memory` bounds the process", "design 8"),
    Requirement("agent-log", "what is printed goes to the log, bounded", "contract 3"),
    Requirement(
        "plain-values", "values with a plain meaning are converted, others are an error in place", "contract 3"
    ),
    Requirement("pythons", "agents run in 3.8 and newer", "design 2"),
    # ── what an agent shows ──
    Requirement("content-every-type", "every item type is read in every spelling", "contract 4"),
    Requirement("content-bare", "a bare item or string stands for a list of one", "contract 3"),
    Requirement(
        "content-error-in-place", "a bad item becomes an error naming its place; neighbours stay", "contract 4"
    ),
    Requirement("content-href", "`$href` is replaced by its file, recursively", "contract 4"),
    Requirement("content-href-errors", "cycle, missing or broken file, and outside path are error items", "contract 4"),
    Requirement(
        "content-dropdown",
        "subsections as object or list; people switch in place, or all are shown where nobody can",
        "contract 4",
    ),
    Requirement("content-files-safe", "file references never leave the folder", "contract 4"),
    Requirement("content-total", "any JSON becomes items and text without raising", "design 2"),
    Requirement("content-twin", "every item has a plain-text twin that leaves nothing out", "design 2"),
    Requirement("content-markdown", "GFM is parsed whole or half-streamed without losing a word", "design 2"),
    Requirement("content-html", "HTML becomes Markdown with the same words", "design 2"),
    Requirement("content-plotly", "Plotly traces become our charts", "issue: content"),
    Requirement("content-degrade", "what a platform lacks becomes the nearest thing it shows", "design 2"),
    Requirement("charts-png", "charts are drawn readably and with deterministic bytes", "issue: content"),
    Requirement(
        "table-picture",
        "a wide table is drawn as a picture of its first rows and columns that says what it leaves out",
        "issue: Discord",
    ),
    Requirement(
        "attachment-bytes",
        "every kind of attachment becomes bytes, or an error naming the file and what is wrong",
        "design 2",
    ),
    Requirement("charts-readable", "scales, labels and colours are decided before drawing", "issue: content"),
    Requirement(
        "charts-drawer",
        "drawing processes are warm, inherit no environment, and are replaced when they break",
        "design 2",
    ),
    # ── the page ──
    Requirement(
        "page-first-answer",
        "the empty channel says what to write; status and answer appear in the opened thread",
        "issue: page",
    ),
    Requirement(
        "page-two-people",
        "each person sees and edits only their own; ephemerals are marked; drafts stay apart",
        "issue: page",
    ),
    Requirement("page-blocks", "each block in the gallery is drawn, and its controls reach the bot", "issue: page"),
    Requirement("page-safe", "text never becomes markup; unknown blocks are named", "issue: page"),
    Requirement("page-modal-errors", "errors stand beside their field, everything typed stays", "issue: page"),
    Requirement("page-modal-stack", "views stack; Escape closes the top one", "issue: page"),
    Requirement("page-tells", "refused calls, raw JSON and coverage are one press away", "issue: page"),
    Requirement(
        "page-keyboard", "a banner shows without a bot; arrow keys and the remembered theme work", "issue: page"
    ),
    Requirement(
        "page-discord-answer",
        "the bot's thread opens by itself; a press says when nothing came in time; whispers are one person's",
        "issue: page",
    ),
    Requirement(
        "page-discord-places",
        "forum posts, commands, replies, unread counts; refused calls name their platform",
        "issue: page",
    ),
    Requirement("page-discord-messages", "Markdown, embeds and components are drawn and reach the bot", "issue: page"),
    Requirement("page-discord-modal", "entries survive errors and silence, and the bot gets them all", "issue: page"),
    # ── the terminal ──
    Requirement("terminal-chat", "a person talks to an agent at a prompt and leaves with Ctrl-D", "issue: terminal"),
    Requirement(
        "terminal-forms", "a form is asked field by field; only fields with errors are asked again", "issue: terminal"
    ),
    Requirement("terminal-files", "a typed path becomes a file of the conversation", "contract 5b"),
    Requirement(
        "terminal-pipe",
        "answers from a pipe meet their questions; the running turn finishes at the input's end",
        "design 8",
    ),
    Requirement("terminal-ctrl-c", "Ctrl-C stops what runs, and leaves at a prompt", "issue: terminal"),
    Requirement(
        "terminal-streaming",
        "partial replies and status change in place; what stands in the end is what was said",
        "issue: terminal",
    ),
    Requirement("terminal-safe-text", "nothing an agent says is obeyed by the terminal", "issue: bad input"),
    # ── the example agents ──
    Requirement("example-quick-start", "the seed's quick start runs unchanged", "seed: interactive projects"),
    Requirement(
        "example-complete",
        "the seed's complete example runs unchanged; its Plotly bars become a chart",
        "seed: interactive projects",
    ),
    Requirement("example-gallery-outputs", "the gallery shows every output type", "contract 4"),
    Requirement(
        "example-gallery-inputs", "the gallery asks with every input type and every registered kind", "contract 5b"
    ),
    Requirement("example-gallery-streaming", "a streamed turn shows partial outputs and a status", "contract 3"),
    Requirement("example-explorer", "a CSV's column is summed up and drawn", "issue: examples"),
    Requirement("example-explorer-broken-file", "a broken CSV is told and asked for again", "issue: examples"),
    Requirement("example-explorer-no-pandas", "a missing pandas is a clear error with what to do", "issue: examples"),
    # ── the operator ──
    Requirement(
        "config-errors", "a wrong configuration names file, key, found, expected and the nearest key", "design 8"
    ),
    Requirement("broken-agent", "a broken agent is listed with its reason and stops no other", "contract 1"),
    Requirement("validate", "`validate` finds what would keep an agent from running", "issue: core"),
    Requirement("new", "`new` makes an agent that answers", "design 8"),
    Requirement(
        "operator-commands", "the Slack manifest and the Discord invite are printed, with what is needed", "design 8"
    ),
    Requirement("no-secrets", "tokens never reach the log", "design 8"),
    Requirement("docs-agree", "documents, help and code say the same", "issue: ground"),
    # ── the house ──
    Requirement("file-size", "no source file is longer than 350 lines", "design 2"),
    Requirement("lazy-sdk", "importing the core or an adapter imports no SDK", "design 2"),
)

REQUIREMENTS = (*CORE, *HOST, *STATE, *JOURNAL, *ENVIRONMENTS, *INTERACTION, *MODELS, *SLACK, *DISCORD)
