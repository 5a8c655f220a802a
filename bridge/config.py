"""config.toml and the environment → frozen settings. The only reader of `os.environ`.

Every error names the file, the key, what was found, what was expected and what to do.
"""

import difflib
import os
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from bridge.errors import ConfigError
from bridge.host.environment import inheritable
from bridge.host.port import Limits
from bridge.units import parse_duration, parse_size

VARIABLE = re.compile(r"\$\{(\w+)\}")

BRIDGE_KEYS = ("data_dir", "default_agent", "log_level", "log_json")
AGENT_KEYS = ("name", "path", "env", "limits", "answers", "people")
LIMIT_KEYS: Mapping[str, Any] = {
    "turn_timeout": parse_duration,
    "start_timeout": parse_duration,
    "stop_grace": parse_duration,
    "idle": parse_duration,
    "output_bytes": parse_size,
    "memory": parse_size,
}
"""Keys of [agents.limits] and how each is read; `bridge.host.port.Limits` says what they mean."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentEntry:
    """One [[agents]] entry. `path` is absolute and may be a pattern; `missing` names unset environment variables."""

    path: Path
    name: str = ""
    channels: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    environment: Mapping[str, str] = field(default_factory=dict[str, str])
    missing: tuple[str, ...] = ()
    limits: Limits = Limits()
    answers: str = "anyone"
    people: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything the operator chose.

    `sections` holds each adapter's own table, read by the adapter. `inherited` is what of our environment every handler
    sees: nothing that is not on the allow-list.
    """

    source: str
    data_dir: Path
    default_agent: str = ""
    log_level: str = "info"
    log_json: bool = False
    sections: Mapping[str, Mapping[str, Any]] = field(default_factory=dict[str, Mapping[str, Any]])
    agents: tuple[AgentEntry, ...] = ()
    inherited: Mapping[str, str] = field(default_factory=dict[str, str])

    @property
    def secrets(self) -> tuple[str, ...]:
        """Values that must not be logged."""
        tables: list[Mapping[str, Any]] = [*self.sections.values(), *(entry.environment for entry in self.agents)]
        return tuple(
            value
            for table in tables
            for key, value in table.items()
            if isinstance(value, str) and re.search(r"token|secret|key|password", key, re.IGNORECASE)
        )


def load(
    path: Path,
    *,
    platforms: Iterable[str],
    environ: Mapping[str, str] | None = None,
    sections: Mapping[str, Mapping[str, Any]] | None = None,
) -> Settings:
    """Read a configuration file.

    Args:
        path: the TOML file; relative paths in it are relative to its folder.
        platforms: names of the installed adapters, each of which may have a section and `<name>_channels`.
        environ: what `${VAR}` reads; the process's environment by default.
        sections: take these adapter sections instead of the file's, which are then not even read.

    Raises:
        ConfigError: the file is missing, is not TOML, or has a key or value that is not expected.
    """
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigError(
            f"{path}: cannot be read ({error.strerror}); expected a configuration file. "
            "Copy config.example.toml and name it with --config."
        ) from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path}: is not TOML: {error}") from error
    known = tuple(platforms)
    environ = os.environ if environ is None else environ
    reader = _Reader(path, environ)
    reader.check_keys(raw, ("bridge", "agents", *known), "")
    general = reader.table(raw.get("bridge", {}), "[bridge]")
    reader.check_keys(general, BRIDGE_KEYS, "[bridge]")
    general = reader.expand(general, "[bridge]")
    if sections is None:
        sections = {
            name: reader.expand(reader.table(raw[name], f"[{name}]"), f"[{name}]") for name in known if name in raw
        }
    return Settings(
        source=str(path),
        data_dir=path.parent.resolve() / str(general.get("data_dir", "var")),
        default_agent=str(general.get("default_agent", "")),
        log_level=reader.choice(
            general.get("log_level", "info"), ("debug", "info", "warning", "error"), "[bridge] log_level"
        ),
        log_json=bool(general.get("log_json", False)),
        sections=sections,
        agents=tuple(reader.agent(entry, index, known) for index, entry in enumerate(_entries(raw, path))),
        inherited=inheritable(environ),
    )


def for_folder(folder: Path) -> Settings:
    """Settings for one agent's folder alone, which need no configuration file."""
    folder = folder.resolve()
    return Settings(
        source=str(folder),
        data_dir=Path("var").resolve(),
        default_agent=folder.name,
        agents=(AgentEntry(path=folder),),
        inherited=inheritable(os.environ),
    )


def _entries(raw: Mapping[str, Any], path: Path) -> list[Mapping[str, Any]]:
    entries = raw.get("agents", [])
    if not isinstance(entries, list) or not all(isinstance(entry, Mapping) for entry in entries):
        raise ConfigError(f"{path}: [agents]: found a table, expected a list. Write [[agents]] with two brackets.")
    return entries


class _Reader:
    """Reads parts of one file; knows its name for the errors and the environment for `${VAR}`."""

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

    def choice(self, value: object, known: tuple[str, ...], place: str) -> str:
        if value not in known:
            raise self.fail(place, f"found {value!r}, expected one of {', '.join(known)}")
        return str(value)

    def strings(self, value: object, place: str) -> tuple[str, ...]:
        if not isinstance(value, list) or not all(isinstance(part, str) for part in value):
            raise self.fail(place, f'found {value!r}, expected a list of strings such as ["C0123456789"]')
        return tuple(value)

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

    def agent(self, entry: Mapping[str, Any], index: int, platforms: tuple[str, ...]) -> AgentEntry:
        place = f'[[agents]] "{entry.get("name", index + 1)}"'
        bindings = {f"{platform}_channels": platform for platform in platforms}
        self.check_keys(entry, (*AGENT_KEYS, *bindings), place)
        if not isinstance(entry.get("path"), str):
            raise self.fail(
                f"{place} path", f'found {entry.get("path")!r}, expected the agent\'s folder, such as "agents/echo"'
            )
        environment, missing = self.expand_leniently(self.table(entry.get("env", {}), f"{place} [agents.env]"))
        return AgentEntry(
            path=self.path.parent.resolve() / entry["path"],
            name=str(entry.get("name", "")),
            channels={
                platform: self.strings(entry[key], f"{place} {key}")
                for key, platform in bindings.items()
                if key in entry
            },
            environment={key: str(value) for key, value in environment.items()},
            missing=missing,
            limits=self.limits(self.table(entry.get("limits", {}), f"{place} [agents.limits]"), place),
            answers=self.choice(entry.get("answers", "anyone"), ("anyone", "starter"), f"{place} answers"),
            people=self.strings(entry.get("people", []), f"{place} people"),
        )

    def limits(self, table: Mapping[str, Any], place: str) -> Limits:
        self.check_keys(table, LIMIT_KEYS, f"{place} [agents.limits]")
        values: dict[str, Any] = {}
        for key, value in table.items():
            try:
                values[key] = LIMIT_KEYS[key](value)
            except ValueError as error:
                raise self.fail(f"{place} [agents.limits] {key}", str(error)) from error
        return replace(Limits(), **values)
