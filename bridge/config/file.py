"""Load the settings: from a file, or for one agent's folder, which needs none."""

import os
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from bridge.config.agents import read_entry
from bridge.config.reader import Reader, at_least
from bridge.config.settings import DRAIN, AgentEntry, Settings
from bridge.errors import ConfigError
from bridge.host.environment import inheritable
from bridge.units import parse_duration

BRIDGE_KEYS = (
    "data_dir", "journal", "default_agent", "max_running_per_person", "drain", "log_level", "log_json",
)  # fmt: skip
LOG_LEVELS = ("debug", "info", "warning", "error")
JOURNAL = 'a URL such as "postgresql+psycopg://bridge@localhost/bridge"; without it, it is a file in data_dir'


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
    raw = _parse(path)
    known = tuple(platforms)
    environ = os.environ if environ is None else environ
    reader = Reader(path, environ)
    reader.check_keys(raw, ("bridge", "agents", *known), "")
    if sections is None:
        sections = {
            name: reader.expand(reader.table(raw[name], f"[{name}]"), f"[{name}]") for name in known if name in raw
        }
    return Settings(
        source=str(path),
        **_general(reader, reader.table(raw.get("bridge", {}), "[bridge]")),
        sections=sections,
        agents=tuple(read_entry(reader, entry, index, known) for index, entry in enumerate(_entries(raw, path))),
        inherited=inheritable(environ),
    )


def for_folder(folder: Path) -> Settings:
    """Settings for one agent's folder, or file of tasks, alone; they need no configuration file."""
    folder = folder.resolve()
    return Settings(
        source=str(folder),
        data_dir=Path("var").resolve(),
        default_agent=folder.name.removesuffix(".py"),
        agents=(AgentEntry(path=folder),),
        inherited=inheritable(os.environ),
    )


def _parse(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigError(
            f"{path}: cannot be read ({error.strerror}); expected a configuration file. "
            "Copy config.example.toml and name it with --config."
        ) from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path}: is not UTF-8: {error}. Save it as UTF-8.") from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path}: is not TOML: {error}") from error


def _general(reader: Reader, table: Mapping[str, Any]) -> dict[str, Any]:
    """Read what [bridge] says, as fields of the settings."""
    reader.check_keys(table, BRIDGE_KEYS, "[bridge]")
    table = reader.expand(table, "[bridge]")
    return {
        "data_dir": reader.path.parent.resolve() / str(table.get("data_dir", "var")),
        "journal": reader.text(table.get("journal", ""), "[bridge] journal", JOURNAL),
        "default_agent": str(table.get("default_agent", "")),
        "max_running_per_person": reader.parsed(
            table.get("max_running_per_person", 0), at_least(0), "[bridge] max_running_per_person"
        ),
        "drain": reader.parsed(table.get("drain", DRAIN), parse_duration, "[bridge] drain"),
        "log_level": reader.choice(table.get("log_level", "info"), LOG_LEVELS, "[bridge] log_level"),
        "log_json": bool(table.get("log_json", False)),
    }


def _entries(raw: Mapping[str, Any], path: Path) -> list[Mapping[str, Any]]:
    entries = raw.get("agents", [])
    if not isinstance(entries, list) or not all(isinstance(entry, Mapping) for entry in entries):
        raise ConfigError(f"{path}: [agents]: found a table, expected a list. Write [[agents]] with two brackets.")
    return entries
