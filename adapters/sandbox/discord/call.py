"""One request of the bot, read; what it is answered; and the routes that do so."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from adapters.sandbox.discord.body import Upload
from adapters.sandbox.wire import Json


@dataclass(frozen=True, slots=True)
class Call:
    """A request: what its path and query name, its JSON and its files."""

    params: Mapping[str, str]
    query: Mapping[str, str] = field(default_factory=dict[str, str])
    json: Any = None
    uploads: Mapping[int, Upload] = field(default_factory=dict[int, Upload])

    @property
    def body(self) -> Json:
        """The JSON, if it is an object."""
        return self.json if isinstance(self.json, dict) else {}

    def __getitem__(self, name: str) -> str:
        """Return a part of the path."""
        return self.params[name]


@dataclass(frozen=True, slots=True)
class Answer:
    """A success: its JSON (None: no content) and status."""

    body: Any = None
    status: int = 200


NO_CONTENT: Final = Answer(None, 204)
Handler = Callable[[Call], Answer]


@dataclass(frozen=True, slots=True)
class Route:
    """An address under the API's base. An open one needs no token: whoever knows the interaction's may call it."""

    method: str
    template: str
    handler: Handler
    open: bool = False

    @property
    def name(self) -> str:
        """How tests, problems and the coverage table call it."""
        return f"{self.method} {self.template}"
