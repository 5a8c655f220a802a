"""What questions asked from code, the plugins that add to them, and tasks promise."""

from tests._requirement import Requirement

INTERACTION = (
    Requirement(
        "kinds-named",
        "unknown and duplicate kinds are errors that name both sides and the remedy",
        "issue: ask",
    ),
    Requirement("ask", "`ask` returns a value of the question's type, or raises an error of the tree", "seed: Horus"),
    Requirement("ask-retries", "what cannot be parsed is asked again, `max_retries` times", "seed: Horus"),
    Requirement(
        "ask-events", "a question is announced as asked, retried, answered with its value, or failed", "seed: Horus"
    ),
    Requirement(
        "renderer-key",
        "a renderer is found as `<transport>:<interaction>`, or for what both derive from",
        "seed: Horus",
    ),
    Requirement("renderer-missing", "a missing renderer names both kinds before anything is shown", "design 3"),
    Requirement("middleware", "middleware stands around each attempt, the first registered outermost", "issue: ask"),
    Requirement("event-bus", "subscribers are told by class; one that fails is logged and harms nobody", "issue: ask"),
    Requirement(
        "plugins", "kinds, transports and renderers of installed packages are found by entry point", "seed: Horus"
    ),
    Requirement("plugin-broken", "a plugin that fails is one line naming distribution and group", "issue: ask"),
    Requirement("cli-kinds", "the terminal asks every kind that chatbridge brings", "seed: Horus"),
    Requirement("cli-lines", "answers are read from standard input; its end is a clear failure", "design 8"),
    Requirement("public-names", "`bridge.interaction` exports every public name, with examples that run", "design 8"),
    Requirement(
        "tasks", "tasks run in order after what they depend on; the seed's example runs unchanged", "contract 8"
    ),
    Requirement("tasks-failing", "a failing task is named and stops only those that depend on it", "contract 8"),
    Requirement(
        "tasks-command", "`chatbridge tasks FILE` runs workflows; errors name file, found and expected", "design 8"
    ),
    Requirement("asks-midway", "any code of a handler asks in the middle of a turn, several at once", "issue: ask"),
    Requirement("asks-in-threads", "what a turn asks is shown in the thread, checked, and answered once", "issue: ask"),
    Requirement("answers-kept", "a turn that is taken again after a crash asks nobody twice", "issue: ask"),
    Requirement(
        "tasks-agent", "a file of tasks is an agent: it runs in a thread as it does in a terminal", "contract 8"
    ),
    Requirement("ask-page", "the code of the page about asking runs", "issue: ask"),
    Requirement("depends-on", "a field changes with what another one holds, on every platform", "contract 5b"),
    Requirement(
        "default-settled",
        "a default is read as the same answer would be; one that is no answer is an error before anything is shown",
        "contract 5b",
    ),
    Requirement(
        "typed-replies",
        "where one field is pending a typed message counts too; one that does not parse is told what would",
        "contract 5b",
    ),
    Requirement(
        "forms-anywhere",
        "whatever a form asks can be answered on every platform; the agent is given the same, and nothing wrong",
        "contract 5b",
    ),
    Requirement("plugin-page", "the code of the page about plugins runs", "issue: ask"),
)
