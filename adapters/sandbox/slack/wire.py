"""The words every part of the twin shares, and how Slack says no."""

from collections.abc import Iterable

from adapters.sandbox.wire import Json, NotPossible

__all__ = ["Json", "NotPossible", "Refused", "at"]


class Refused(Exception):  # noqa: N818 - names what happened, as Slack does with `ok: false`
    """A Web API call that Slack answers with ``ok: false``.

    `error` is Slack's word for it, `messages` the sentences with their JSON pointers; `extra` are further top-level
    keys. Block errors appear twice in a real answer (measured): in `errors` as they are, and in
    `response_metadata.messages` behind ``[ERROR] ``; `twice` asks for that.
    """

    def __init__(self, error: str, messages: Iterable[str] = (), *, twice: bool = False, **extra: object) -> None:
        super().__init__(error)
        self.error = error
        self.messages = list(messages)
        self._twice = twice
        self._extra = extra

    def body(self) -> Json:
        """Return the answer's JSON body."""
        body: Json = {"ok": False, "error": self.error, **self._extra}
        if self.messages:
            if self._twice:
                body["errors"] = list(self.messages)
            body["response_metadata"] = {"messages": [f"[ERROR] {message}" for message in self.messages]}
        return body


def at(pointer: str, sentence: str) -> str:
    """Return `sentence` the way Slack points at a place in a payload."""
    return f"{sentence} [json-pointer:{pointer}]"
