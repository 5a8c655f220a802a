"""What goes wrong, as a person in Slack and the operator see it: a clear line, nothing lost, the others undisturbed."""

from pathlib import Path

import pytest

from adapters.sandbox import Sandbox
from bridge.host.port import Limits
from bridge.session import texts
from tests.e2e.handlers import AGENTS, MISCHIEF, write_agent
from tests.e2e.slack import Talk, bridge, workspace

RETURNS_A_LIST = """
def initialize():
    return ["Hello!"]

def on_input(data):
    return None
"""

SAID: dict[str, tuple[str, int]] = {
    # what is said: what the person sees, and the count of the next message (1 where the state was lost)
    "raise": ("Something went wrong in Test Agent. (error ", 2),
    "print": ("printed", 2),
    "exit": ("Test Agent ended unexpectedly. (error ", 1),
    "die": ("Test Agent ended unexpectedly. (error ", 1),
    "crash": ("Test Agent ended unexpectedly. (error ", 1),
    "hang": ("Test Agent took longer than 1 second and was stopped. (error ", 2),
    "nan": ("after", 2),
    "unknown": ("did you mean", 2),
    "socket": ("which has no plain meaning", 2),
    "large": ("limits.output_bytes", 2),
}


@pytest.mark.requirement("next-message-works", "error-line")
@pytest.mark.parametrize("what", SAID)
async def test_a_misbehaving_handler_is_one_line_and_the_next_message_works(tmp_path: Path, what: str) -> None:
    """Whatever the agent's code does."""
    folder = write_agent(tmp_path, MISCHIEF)
    limits = Limits(turn_timeout=1.0 if what == "hang" else 30.0)
    async with workspace(folder, data=tmp_path, limits=limits) as ann:
        await ann.mention()
        await ann.sees("Hello!")
        await ann.say(what)
        seen, next_count = SAID[what]
        reply = await ann.sees(seen)
        assert "Traceback" not in str(reply)
        if what in ("unknown", "socket"):
            assert "neighbour" in str(reply)
        await ann.say("this")
        await ann.sees(f"this is number {next_count}")


@pytest.mark.requirement("next-message-works", "error-line")
@pytest.mark.parametrize(
    ("handler", "seen"),
    [
        ("def initialize(:\n", "Something went wrong in Test Agent. (error "),
        ("raise RuntimeError('no key')\n", "Something went wrong in Test Agent. (error "),
        ("def initialize(): return 1 / 0\n", "Something went wrong in Test Agent. (error "),
        ("def on_input(data): ...\n", "Something went wrong in Test Agent. (error "),
        (RETURNS_A_LIST, "initialize returned a list, expected a dict with outputs and next_inputs"),
    ],
    ids=["syntax error", "raises at import", "raises in initialize", "no initialize", "returns a list"],
)
async def test_an_agent_that_cannot_begin_says_so_and_is_tried_again(tmp_path: Path, handler: str, seen: str) -> None:
    """Mended while the bridge runs, it answers the next message."""
    folder = write_agent(tmp_path, handler)
    async with workspace(folder, data=tmp_path) as ann:
        await ann.mention()
        await ann.sees(seen)
        (folder / "handler_io.py").write_text(MISCHIEF, encoding="utf-8")
        await ann.say("this")
        await ann.sees("this is number 1")


@pytest.mark.requirement("broken-agent")
async def test_a_broken_manifest_leaves_the_other_agents_alone(tmp_path: Path) -> None:
    """The bridge runs with the rest."""
    bad = write_agent(tmp_path, MISCHIEF, "bad")
    (bad / "interactive.json").write_text("{", encoding="utf-8")
    async with workspace(bad, AGENTS / "echo", data=tmp_path) as ann:
        await ann.mention("hi")
        await ann.sees("You said: hi")


@pytest.mark.requirement("slack-refusals")
async def test_a_reply_slack_refuses_arrives_as_plain_text(tmp_path: Path) -> None:
    """`invalid_blocks` costs the looks, not the words."""
    async with workspace(AGENTS / "echo", data=tmp_path) as ann:
        await ann.mention()
        await ann.sees("How can I help you?")
        ann.sandbox.slack.fail_next("chat.postMessage", "invalid_blocks")
        await ann.say("words")
        await ann.sees("You said: words")


@pytest.mark.requirement("slack-refusals")
async def test_a_refused_reply_does_not_end_the_conversation(tmp_path: Path) -> None:
    """`not_in_channel` is for the operator's log; the next reply is shown."""
    async with workspace(AGENTS / "echo", data=tmp_path) as ann:
        await ann.mention()
        await ann.sees("How can I help you?")
        ann.sandbox.slack.fail_next("chat.postMessage", "not_in_channel")
        await ann.say("lost")
        await ann.until(lambda: [c for c in ann.sandbox.slack.calls if "not_in_channel" in str(c)])
        await ann.say("found")
        await ann.sees("You said: found")


@pytest.mark.requirement("slack-refusals")
async def test_a_reply_waits_as_long_as_slack_asks(tmp_path: Path) -> None:
    """429 delays a reply and loses nothing."""
    async with workspace(AGENTS / "echo", data=tmp_path) as ann:
        await ann.mention()
        await ann.sees("How can I help you?")
        ann.sandbox.slack.fail_next("chat.postMessage", "ratelimited", status=429, retry_after=1)
        await ann.say("patience")
        await ann.sees("You said: patience")


@pytest.mark.requirement("question-survives", "state-survives")
async def test_a_form_from_before_a_restart_is_taken(tmp_path: Path) -> None:
    """The conversation goes on where it was."""
    async with Sandbox(0, limits=False) as sandbox:
        ann = Talk(sandbox)
        async with bridge(sandbox, AGENTS / "greeter", data=tmp_path):
            await ann.mention()
            await ann.sees("tell me your name")
            await ann.say("Ann")
            await ann.press("Answer")
            await ann.form()
        async with bridge(sandbox, AGENTS / "greeter", data=tmp_path):
            assert "errors" not in await ann.fill(Your_Message={"value": "a long text"})
            await ann.sees("Character count: 11")
            assert sum("tell me your name" in str(message) for message in ann.messages) == 1


@pytest.mark.requirement("stale-click", "stale-form")
async def test_without_its_journal_a_bridge_says_that_the_conversation_was_interrupted(tmp_path: Path) -> None:
    """The person is told, shown the way on, and can copy what they typed."""
    async with Sandbox(0, limits=False) as sandbox:
        ann = Talk(sandbox)
        async with bridge(sandbox, AGENTS / "greeter", data=tmp_path / "one"):
            await ann.mention()
            await ann.sees("tell me your name")
            await ann.say("Ann")
            await ann.press("Answer")
            await ann.form()
        async with bridge(sandbox, AGENTS / "greeter", data=tmp_path / "two"):
            refused = await ann.fill(Your_Message={"value": "a long text"})
            assert any(texts.INTERRUPTED in error for error in refused["errors"].values()), refused
            await ann.press("Answer")
            await ann.hears(texts.INTERRUPTED)
            await ann.say("@chatbridge hello")
            await ann.until(lambda: sum("tell me your name" in str(message) for message in ann.messages) == 2)


@pytest.mark.requirement("stale-form")
async def test_a_form_sent_after_the_session_ended_stays_open_with_the_reason(tmp_path: Path) -> None:
    """What was typed can be copied."""
    async with workspace(AGENTS / "greeter", data=tmp_path) as ann:
        await ann.mention()
        await ann.sees("tell me your name")
        await ann.say("Ann")
        await ann.press("Answer")
        await ann.form()
        await ann.say("!restart")
        await ann.until(lambda: sum("tell me your name" in str(m) for m in ann.messages) == 2)
        refused = await ann.fill(Your_Message={"value": "a long text"})
        assert any(texts.TOO_LATE in error for error in refused["errors"].values()), refused


@pytest.mark.requirement("question-once")
async def test_two_people_with_the_same_form_open_answer_once(tmp_path: Path) -> None:
    """The second is told, and keeps what they typed."""
    async with workspace(AGENTS / "greeter", data=tmp_path) as ann:
        await ann.mention()
        await ann.sees("tell me your name")
        await ann.say("Ann")
        await ann.press("Answer")
        ben = ann.by("ben")
        await ben.press("Answer")
        await ann.form()
        await ben.form()
        assert (await ann.fill(Your_Message={"value": "first"}))["ok"]
        late = await ben.fill(Your_Message={"value": "second"})
        assert any(texts.TOO_LATE in error for error in late["errors"].values())
        await ann.sees("You said: first")


@pytest.mark.requirement("stop-button")
async def test_a_stop_button_stops_a_slow_turn(tmp_path: Path) -> None:
    """Its state is kept: the agent reacted."""
    async with workspace(write_agent(tmp_path, MISCHIEF), data=tmp_path) as ann:
        await ann.mention()
        await ann.sees("Hello!")
        await ann.say("hang")
        await ann.press("Stop")
        await ann.sees("Stopped.")
        await ann.say("this")
        await ann.sees("this is number 2")
