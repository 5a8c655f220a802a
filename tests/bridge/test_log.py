"""The operator's log."""

import io
import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from bridge import log


@pytest.fixture
def stream() -> Iterator[io.StringIO]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    out = io.StringIO()
    log.configure(json=True, secrets=["hunter2-secret"], stream=out)
    yield out
    root.handlers[:], root.level = handlers, level
    structlog.reset_defaults()


def lines(stream: io.StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


@pytest.mark.requirement("no-secrets")
def test_secrets_never_reach_the_log(stream: io.StringIO) -> None:
    """By value, by shape, nested, and in tracebacks."""
    logger = structlog.get_logger("chatbridge.test")
    logger.info("plain", token="hunter2-secret", other="xoxb-123-abc", nested={"a": ["hunter2-secret"]}, count=3)
    try:
        int("xapp-1-A1-secret")
    except ValueError:
        logger.exception("failed")
    logging.getLogger("slack_sdk").warning("token is %s", "xoxb-999-zzz")
    bot = "MTI5MDAwMDAwMDAwMDAwMDAwMQ.GxYzAb.0123456789abcdefghijklmnopqrstuvwxyzAB"
    logging.getLogger("discord").warning("token is %s, of a click %s", bot, "aW50ZXJhY3Rpb246MTI5MDAwMDAw")
    text = stream.getvalue()
    shapes = ("xoxb-1", "xapp-1", "xoxb-9", "MTI5M", "aW50ZXJhY3Rpb246")
    assert not [secret for secret in ("hunter2", *shapes) if secret in text]
    assert lines(stream)[0]["count"] == 3
    assert "ValueError" in str(lines(stream)[1]["exception"])


def test_a_line_is_one_event_with_its_context(stream: io.StringIO) -> None:
    """Machines read it: one JSON object a line."""
    structlog.get_logger("chatbridge.test").info("session_started", thread="slack/T/C/1")
    (line,) = lines(stream)
    assert (line["event"], line["thread"], line["logger"], line["level"]) == (
        "session_started",
        "slack/T/C/1",
        "chatbridge.test",
        "info",
    )
