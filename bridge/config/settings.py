"""What the operator chose, as frozen values."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bridge.host.port import Limits, Preload

DRAIN = 10.0
PASSWORD = re.compile(r"://[^/:@]*:([^@]+)@")
"""In a URL."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentEntry:
    """One [[agents]] entry. `path` is absolute and may be a pattern; `missing` names unset environment variables.

    `max_running` bounds the turns of this agent that run at once; 0 is no limit.
    """

    path: Path
    name: str = ""
    channels: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    environment: Mapping[str, str] = field(default_factory=dict[str, str])
    missing: tuple[str, ...] = ()
    limits: Limits = Limits()
    answers: str = "anyone"
    people: tuple[str, ...] = ()
    preload: Preload = Preload.IMPORTS
    save_turns: bool = True
    overlap: str = "queue"
    max_running: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything the operator chose.

    `sections` holds each adapter's own table, read by the adapter. `inherited` is what of our environment every handler
    sees: nothing that is not on the allow-list. `journal` is a URL; "" is a file in `data_dir`. `drain` is how long a
    stopping bridge waits for turns that run, in seconds.
    """

    source: str
    data_dir: Path
    default_agent: str = ""
    journal: str = ""
    max_running_per_person: int = 0
    drain: float = DRAIN
    log_level: str = "info"
    log_json: bool = False
    sections: Mapping[str, Mapping[str, Any]] = field(default_factory=dict[str, Mapping[str, Any]])
    agents: tuple[AgentEntry, ...] = ()
    inherited: Mapping[str, str] = field(default_factory=dict[str, str])

    @property
    def secrets(self) -> tuple[str, ...]:
        """Values that must not be logged."""
        tables: list[Mapping[str, Any]] = [*self.sections.values(), *(entry.environment for entry in self.agents)]
        return (
            *PASSWORD.findall(self.journal),
            *(
                value
                for table in tables
                for key, value in table.items()
                if isinstance(value, str) and re.search(r"token|secret|key|password", key, re.IGNORECASE)
            ),
        )
