"""Parts found by entry point and imported only when they are used, so that nobody installs an SDK they do not need."""

from importlib.metadata import entry_points
from typing import Any

from bridge.errors import ConfigError

ADAPTERS = "chatbridge.adapters"
HOSTS = "chatbridge.hosts"
SANDBOX = "chatbridge.sandbox"
COMMANDS = "chatbridge.commands"


def names(group: str) -> tuple[str, ...]:
    """What is installed in this group."""
    return tuple(sorted({entry.name for entry in entry_points(group=group)}))


def load(group: str, name: str) -> Any:
    """Import the part.

    Raises:
        ConfigError: there is none of that name, or something it needs is not installed.
    """
    for entry in entry_points(group=group, name=name):
        try:
            return entry.load()
        except ImportError as error:
            raise ConfigError(
                f"{name}: cannot be loaded: {error}. Install what it needs: pip install 'chatbridge[{name}]'"
            ) from error
    raise ConfigError(f"{group}: found {name!r}, installed are {', '.join(names(group)) or 'none'}")
