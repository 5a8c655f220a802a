"""Read values of one file: each is what was expected, or a `ConfigError` that names the place."""

import difflib
import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from bridge.errors import ConfigError

VARIABLE = re.compile(r"\$\{(\w+)\}")


def at_least(least: int) -> Callable[[object], int]:
    """Return a parser of whole numbers; it raises `ValueError`, saying what was found and expected."""

    def parse(value: object) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or value < least:
            raise ValueError(f"found {value!r}, expected a whole number of at least {least}")
        return value

    return parse


class Reader:
    """Knows the file's name for the errors, and the environment for `${VAR}`."""

    def __init__(self, path: Path, environ: Mapping[str, str]) -> None:
        self.path = path
        self.environ = environ

    def fail(self, place: str, what: str) -> ConfigError:
        return ConfigError(f"{self.path}: {place}: {what}")

    def table(self, value: object, place: str) -> Mapping[str, Any]:
        if not isinstance(value, Mapping):
            raise self.fail(place, f"found {value!r}, expected a table")
        return value

    def check_keys(self, table: Mapping[str, Any], known: Iterable[str], place: str) -> None:
        known = tuple(known)
        for key in table:
            if key not in known:
                near = difflib.get_close_matches(key, known, n=1)
                hint = f'did you mean "{near[0]}"?' if near else f"known keys are {', '.join(known)}."
                raise self.fail(f"{place} {key}".strip(), f"unknown key; {hint}")

    def choice(self, value: object, known: Iterable[str], place: str) -> str:
        known = tuple(known)
        if value not in known:
            raise self.fail(place, f"found {value!r}, expected one of {', '.join(known)}")
        return str(value)

    def text(self, value: object, place: str, expected: str) -> str:
        if not isinstance(value, str):
            raise self.fail(place, f"found {value!r}, expected {expected}")
        return value

    def strings(self, value: object, place: str) -> tuple[str, ...]:
        if not isinstance(value, list) or not all(isinstance(part, str) for part in value):
            raise self.fail(place, f'found {value!r}, expected a list of strings such as ["C0123456789"]')
        return tuple(value)

    def parsed(self, value: object, parse: Callable[[object], Any], place: str) -> Any:
        """Return what `parse` makes of the value; its `ValueError` says what was found and expected."""
        try:
            return parse(value)
        except ValueError as error:
            raise self.fail(place, str(error)) from error

    def expand(self, table: Mapping[str, Any], place: str) -> dict[str, Any]:
        """Replace every `${VAR}`; an unset one is an error."""
        expanded, missing = self.expand_leniently(table)
        if missing:
            key = next(k for k, v in table.items() if isinstance(v, str) and f"${{{missing[0]}}}" in v)
            raise self.fail(
                f"{place} {key}",
                f"environment variable {missing[0]} is not set. Export it before starting, or write the value here.",
            )
        return expanded

    def expand_leniently(self, table: Mapping[str, Any]) -> tuple[dict[str, Any], tuple[str, ...]]:
        """Replace every `${VAR}` that is set; also return the names of those that are not."""
        missing: list[str] = []

        def value_of(match: re.Match[str]) -> str:
            if match[1] not in self.environ:
                missing.append(match[1])
            return self.environ.get(match[1], "")

        return {k: VARIABLE.sub(value_of, v) if isinstance(v, str) else v for k, v in table.items()}, tuple(missing)
