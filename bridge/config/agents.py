"""[[agents]] of the configuration → entries. An unset variable of an agent is that agent's trouble alone."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from bridge.config.reader import Reader, at_least
from bridge.config.settings import AgentEntry
from bridge.host.port import Limits, Preload
from bridge.units import parse_duration, parse_size

AGENT_KEYS = (
    "name", "path", "env", "limits", "answers", "people", "preload", "save_state", "overlap", "max_running",
)  # fmt: skip
LIMIT_KEYS: Mapping[str, Any] = {
    "turn_timeout": parse_duration,
    "start_timeout": parse_duration,
    "stop_grace": parse_duration,
    "idle": parse_duration,
    "output_bytes": parse_size,
    "state_bytes": parse_size,
    "memory": parse_size,
    "cpu": parse_duration,
    "processes": at_least(1),
    "open_files": at_least(16),  # fewer, and an interpreter cannot import its own library
}
"""Keys of [agents.limits] and how each is read; `bridge.host.port.Limits` says what they mean."""
ANSWERS = ("anyone", "starter")
OVERLAPS = ("queue", "latest", "collect", "interrupt")
SAVES = ("turn", "idle")


def read_entry(reader: Reader, entry: Mapping[str, Any], index: int, platforms: Iterable[str]) -> AgentEntry:
    """Read one entry; `index` names it in errors if nothing else does.

    Raises:
        ConfigError: a key or a value is not expected.
    """
    place = f'[[agents]] "{entry.get("name", index + 1)}"'
    bindings = {f"{platform}_channels": platform for platform in platforms}
    reader.check_keys(entry, (*AGENT_KEYS, *bindings), place)
    path = reader.text(entry.get("path"), f"{place} path", 'the agent\'s folder, such as "agents/echo"')
    environment, missing = reader.expand_leniently(reader.table(entry.get("env", {}), f"{place} [agents.env]"))

    def choice(key: str, known: Iterable[str], default: str) -> str:
        return reader.choice(entry.get(key, default), known, f"{place} {key}")

    return AgentEntry(
        path=reader.path.parent.resolve() / path,
        name=str(entry.get("name", "")),
        channels={
            platform: reader.strings(entry[key], f"{place} {key}") for key, platform in bindings.items() if key in entry
        },
        environment={key: str(value) for key, value in environment.items()},
        missing=missing,
        limits=_limits(reader, reader.table(entry.get("limits", {}), f"{place} [agents.limits]"), place),
        answers=choice("answers", ANSWERS, "anyone"),
        people=reader.strings(entry.get("people", []), f"{place} people"),
        preload=Preload(choice("preload", list(Preload), Preload.IMPORTS)),
        save_turns=choice("save_state", SAVES, "turn") == "turn",
        overlap=choice("overlap", OVERLAPS, "queue"),
        max_running=reader.parsed(entry.get("max_running", 0), at_least(0), f"{place} max_running"),
    )


def _limits(reader: Reader, table: Mapping[str, Any], place: str) -> Limits:
    reader.check_keys(table, LIMIT_KEYS, f"{place} [agents.limits]")
    values = {
        key: reader.parsed(value, LIMIT_KEYS[key], f"{place} [agents.limits] {key}") for key, value in table.items()
    }
    return replace(Limits(), **values)
