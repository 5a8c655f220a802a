"""Parts found by entry point.

Guarantees: a part with a name is imported only when it is used, so that nobody installs an SDK they do not need. Of
those that register themselves, one that cannot be imported is logged with its distribution, and stops no other.
"""

from dataclasses import dataclass
from importlib.metadata import EntryPoint, entry_points
from typing import Any

import structlog

from bridge.errors import ConfigError

ADAPTERS = "chatbridge.adapters"
HOSTS = "chatbridge.hosts"
SANDBOX = "chatbridge.sandbox"
COMMANDS = "chatbridge.commands"

INTERACTIONS = "interaction"
TRANSPORTS = "interaction_transport"
RENDERERS = "interaction_renderer"
"""The parts of chatbridge that register themselves when they are imported. Their groups: `groups`."""

log = structlog.get_logger("chatbridge.plugins")


@dataclass(frozen=True, slots=True)
class Broken:
    """A plugin that could not be imported, and why."""

    name: str
    distribution: str
    group: str
    reason: str

    def __str__(self) -> str:
        return f"{self.name} of {self.distribution} ({self.group}): {self.reason}"


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


def groups(part: str) -> tuple[str, ...]:
    """The entry point groups of a part that registers itself: ours, and that of Horus, whose plugins fit."""
    return (f"chatbridge.{part}", f"horus.{part}")


def load_all(part: str) -> tuple[Broken, ...]:
    """Import everything that is installed for this part. What fails is logged, returned, and stops no other."""
    entries = [entry for group in groups(part) for entry in entry_points(group=group)]
    return tuple(broken for entry in entries if (broken := _imported(entry)) is not None)


def _imported(entry: EntryPoint) -> Broken | None:
    try:
        entry.load()
    except (Exception, SystemExit) as error:  # noqa: BLE001 - somebody else's code: whatever it raises, it is reported
        distribution = entry.dist.name if entry.dist else "an unknown distribution"
        broken = Broken(entry.name, distribution, entry.group, f"{type(error).__name__}: {error}")
        log.error(
            "plugin_unusable",
            plugin=broken.name,
            distribution=broken.distribution,
            group=broken.group,
            reason=broken.reason,
            do=f"mend or uninstall it: pip uninstall {distribution}",
        )
        return broken
    return None
