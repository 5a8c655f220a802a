"""How Discord says no: an HTTP status, a JSON error code, and a tree of errors that mirrors the request.

Source: Discord docs, "Opcodes and Status Codes" and "Error Messages".
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from adapters.sandbox.wire import Json

INVALID_FORM: Final = 50035
Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Flaw:
    """One thing wrong in a request body: where, Discord's word for it, and its sentence."""

    path: Path
    code: str
    message: str


class Refused(Exception):  # noqa: N818 - names what happened
    """A request that Discord answers with an error. `extra` are further keys of the body, `headers` of the answer."""

    def __init__(
        self,
        status: int,
        code: int,
        message: str,
        *,
        flaws: Iterable[Flaw] = (),
        headers: dict[str, str] | None = None,
        **extra: object,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.flaws = tuple(flaws)
        self.headers = headers or {}
        self._extra = extra

    def body(self) -> Json:
        """Return the answer's JSON body."""
        body: Json = {"message": self.message, "code": self.code, **self._extra}
        if self.flaws:
            body["errors"] = _tree(self.flaws)
        return body


def invalid(flaws: Iterable[Flaw]) -> Refused:
    """Return the refusal of a body with these flaws."""
    return Refused(400, INVALID_FORM, "Invalid Form Body", flaws=flaws)


def _tree(flaws: Iterable[Flaw]) -> Json:
    """Nest the flaws by field name and array index, down to lists named ``_errors``."""
    tree: Json = {}
    for flaw in flaws:
        place = tree
        for step in flaw.path:
            place = place.setdefault(str(step), {})
        place.setdefault("_errors", []).append({"code": flaw.code, "message": flaw.message})
    return tree
