"""Files a person gave, as agents use them: a path that also answers like a mapping."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import KeysView
    from typing import Any, Self


class GivenFile(str):
    """A path (`open`, `pandas.read_csv`) with `["path"]`, `["name"]`, `["size"]` and `["mimetype"]`."""

    def __init__(self, described: dict[str, object]) -> None:
        self._described = described

    def __new__(cls, described: dict[str, object]) -> Self:
        return str.__new__(cls, described["path"])

    def __getitem__(self, key: Any) -> Any:
        return self._described[key] if isinstance(key, str) else str.__getitem__(self, key)

    @property
    def described(self) -> dict[str, object]:
        """All there is to know about it."""
        return self._described

    def get(self, key: str, default: object = None) -> object:
        """As of a mapping."""
        return self._described.get(key, default)

    def keys(self) -> KeysView[str]:
        """As of a mapping."""
        return self._described.keys()

    def __copy__(self) -> GivenFile:
        return self

    def __deepcopy__(self, memo: object) -> GivenFile:
        return self

    def __reduce__(self) -> tuple[type, tuple[str]]:
        # Pickled as its path: what reads it may be a process of the agent, which knows nothing of us.
        return (str, (str(self),))


def with_files(value: Any) -> Any:
    """The argument of a call with every described file replaced by a `GivenFile`."""
    if isinstance(value, dict):
        if value.keys() == {"__file__"}:
            return GivenFile(value["__file__"])
        return {key: with_files(part) for key, part in value.items()}
    if isinstance(value, list):
        return [with_files(part) for part in value]
    return value
