"""The operator's log: structured, one line an event, and never with a secret in it."""

import logging
import re
import sys
from collections.abc import Iterable, MutableMapping
from typing import Any, TextIO

import structlog

SECRET = re.compile(
    r"\b(?:(?:xox[a-z]-|xapp-|xoxe\.)[\w-]{4,}"  # Slack's
    r"|[\w-]{23,30}\.[\w-]{6,7}\.[\w-]{27,}"  # Discord's: an id, a time and a signature
    r"|aW50ZXJhY3Rpb246[\w-]{8,})"  # of a Discord interaction ("interaction:" in base64), good for 15 minutes
)
"""Platform tokens by their shape, wherever they stand."""

HIDDEN = "[secret]"


class Redactor:
    """A structlog processor that hides tokens by shape and the configured secrets by value."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        self._secrets = tuple(secret for secret in secrets if len(secret) >= 6)

    def __call__(self, logger: object, method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
        for key, value in event.items():
            if isinstance(value, str):
                event[key] = self.hide(value)
            elif value is not None and not isinstance(value, bool | int | float):
                event[key] = self.hide(repr(value)) if self._holds_secret(repr(value)) else value
        return event

    def hide(self, text: str) -> str:
        for secret in self._secrets:
            text = text.replace(secret, HIDDEN)
        return SECRET.sub(HIDDEN, text)

    def _holds_secret(self, text: str) -> bool:
        return self.hide(text) != text


def configure(
    *, json: bool = False, level: str = "info", secrets: Iterable[str] = (), stream: TextIO | None = None
) -> None:
    """Send our log, and the libraries' warnings, to `stream` (standard error by default).

    Args:
        json: one JSON object a line, for machines; else aligned text, coloured on a terminal.
        level: debug, info, warning or error.
        secrets: values that must never appear.
        stream: where to write.
    """
    out = stream or sys.stderr
    number = logging.getLevelNamesMapping()[level.upper()]
    # format_exc_info comes before the redactor: a traceback can quote a token too.
    shared: list[structlog.typing.Processor] = [
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.contextvars.merge_contextvars,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        Redactor(secrets),
    ]
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, *shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.make_filtering_bound_logger(number),
        cache_logger_on_first_use=True,
    )
    drawn = structlog.processors.JSONRenderer() if json else structlog.dev.ConsoleRenderer(colors=out.isatty())
    handler = logging.StreamHandler(out)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, drawn], foreign_pre_chain=shared
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger("chatbridge").setLevel(number)
