"""The promises about Discord and its twin."""

from tests._requirement import Requirement

DISCORD = (
    # ── Discord ──
    Requirement(
        "discord-greeter",
        "the seed's examples talk in a Discord thread, from greeting to chart, unchanged",
        "issue: Discord",
    ),
    Requirement(
        "discord-starts",
        "mention, bound channel, forum post, direct message and /agent start where the key table says",
        "design 5",
    ),
    Requirement(
        "discord-thread-reused",
        "a thread that is there already is used; without threads the bot replies",
        "issue: Discord",
    ),
    Requirement(
        "discord-blind",
        "a missing Message Content intent is said at start and in the thread, not silence",
        "issue: Discord",
    ),
    Requirement(
        "discord-no-views", "a click after a restart reaches us: nothing relies on views in memory", "issue: Discord"
    ),
    Requirement(
        "discord-in-time",
        "an interaction is acknowledged within a second, exactly once, and never late",
        "issue: Discord",
    ),
    Requirement("discord-plain-text", "people's text is readable, without the bot's mention", "issue: Discord"),
    Requirement("discord-reply", "replies are posted in the thread and edited in place, files kept", "issue: Discord"),
    Requirement("discord-status", "the typing line is kept for as long as work goes on", "issue: Discord"),
    Requirement(
        "discord-whisper", "what concerns one person is seen by them alone where Discord can", "issue: Discord"
    ),
    Requirement(
        "discord-download",
        "a file is fetched from Discord's own hosts only, and again when its address has expired",
        "issue: Discord",
    ),
    Requirement("discord-command", "/agent is registered once, and again only when it changed", "issue: Discord"),
    Requirement(
        "discord-total",
        "any reply gives messages Discord takes, with every word; appending changes only the end",
        "design 4",
    ),
    Requirement("discord-dialect", "Markdown becomes Discord's dialect and nothing in it pings", "issue: Discord"),
    Requirement("discord-tables", "a table is aligned text, or a picture with the whole as CSV", "issue: Discord"),
    Requirement("discord-embeds", "a section is an embed, with charts and images inside", "issue: Discord"),
    Requirement("discord-buttons", "a choice is buttons, then selects, then further messages", "issue: Discord"),
    Requirement(
        "discord-form",
        "a form is a modal, in steps above five fields, with a draft that keeps what was entered",
        "issue: Discord",
    ),
    Requirement(
        "discord-form-errors", "errors are listed with a button that reopens the form prefilled", "issue: Discord"
    ),
    Requirement("discord-fields", "every input kind has its component and is read back", "contract 5b"),
    Requirement(
        "discord-refused-form", "what Discord refuses is sent simpler, never nothing and never twice", "issue: Discord"
    ),
    Requirement("discord-schemas", "every request body is as Discord's official schemas say", "issue: Discord"),
    Requirement(
        "discord-unknown-interaction", "an interaction that Discord no longer knows harms nothing", "issue: Discord"
    ),
    Requirement(
        "discord-missing-key", "an event that discord.py stumbles over costs a reconnect, not the bot", "issue: Discord"
    ),
    Requirement("discord-429", "a rate limit is waited for and nothing is lost", "issue: Discord"),
    Requirement("discord-5xx", "an error of Discord's is repeated without posting twice", "issue: Discord"),
    Requirement("discord-archived", "an archived thread is brought back to be edited", "issue: Discord"),
    Requirement(
        "discord-resume",
        "what is delivered again after a resume has its effect once; nothing is missed",
        "issue: Discord",
    ),
    Requirement("discord-bad-token", "a wrong token or intent is a sentence at start", "issue: bad input"),
    Requirement(
        "discord-permissions", "a missing permission is a line to the person or the operator", "issue: bad input"
    ),
    Requirement(
        "discord-form-values",
        "what is entered is read back from the payload alone, as the value the agent gets",
        "issue: Discord",
    ),
    Requirement("discord-many-options", "26 to 100 options are several selects that give one answer", "issue: Discord"),
    Requirement("discord-paged-options", "of more than 100, people choose first which part to look at", "issue: typed"),
    Requirement("discord-presets", "a preset opens the form filled in, also after a restart", "contract 6"),
    Requirement(
        "discord-form-steps", "more than five fields become steps that keep what was entered", "issue: Discord"
    ),
    Requirement(
        "discord-form-restart", "a submission after a restart is understood and nothing in it is lost", "issue: Discord"
    ),
    Requirement("contract", "both adapters keep the same promises to people and to the core", "issue: contract suite"),
    # ── the Discord twin ──
    Requirement(
        "discord-twin-rest",
        "the REST front door lets in, limits, fails and answers as Discord does; no body breaks it",
        "issue: twin",
    ),
    Requirement(
        "discord-twin-coverage", "coverage rows equal the registered routes and sent events, both ways", "issue: twin"
    ),
    Requirement(
        "discord-twin-messages",
        "messages, nonces, replies, history, files, edits, reactions, pins and typing follow Discord's rules",
        "issue: twin",
    ),
    Requirement(
        "discord-twin-threads",
        "threads are begun, archived, locked, renamed, listed and joined as in Discord",
        "issue: twin",
    ),
    Requirement(
        "discord-twin-permissions", "Discord's permission maths, and the right refusal for each lack", "issue: twin"
    ),
    Requirement("discord-twin-commands", "commands are registered and entered as in Discord", "issue: twin"),
    Requirement(
        "discord-twin-interactions",
        "three seconds, one answer, fifteen minutes, allowed kinds, whispers, forms",
        "issue: twin",
    ),
    Requirement("discord-twin-client", "the unmodified discord.py cannot tell the twin from Discord", "issue: twin"),
    Requirement(
        "discord-twin-control", "the page's operations and feed, each person seeing what is theirs", "issue: twin"
    ),
    Requirement(
        "discord-twin-limits",
        "each documented limit holds: at the limit taken, one over refused with Discord's path, code and sentence",
        "issue: twin",
    ),
    Requirement(
        "discord-twin-rate-limits",
        "buckets per channel and token, with headers on every answer and a 429 that says how long to wait",
        "issue: twin",
    ),
    Requirement(
        "discord-twin-gateway",
        "the gateway speaks v10 and closes with Discord's code for each mistake, limit and missed heartbeat",
        "issue: twin",
    ),
    Requirement(
        "discord-twin-sessions", "a session resumes with exactly what it missed, in order, or is refused", "issue: twin"
    ),
    Requirement("discord-renderers", "every kind of question has a renderer `discord:<kind>`", "design 3"),
    Requirement("discord-staged", "a field that depends on another one is asked in a later step", "issue: ask"),
    Requirement("discord-groupings", "a grouping is a heading above the first of its fields", "contract 6"),
    Requirement("discord-twin-intents", "an app gets only the events and the content its intents allow", "issue: twin"),
    Requirement(
        "discord-twin-gateway-client",
        "the unmodified discord.py connects, resumes and fails as against Discord",
        "issue: twin",
    ),
)
