"""Find and read the configuration a command uses, and set up the log it asks for."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from bridge import config, log, plugins
from bridge.config import Settings
from bridge.errors import ConfigError

CANDIDATES = ("config.toml", "config.example.toml")

ConfigOption = Annotated[
    Path | None, typer.Option("--config", help=f"Configuration file. Default: {' or '.join(CANDIDATES)} here.")
]


def read(path: Path | None, sections: Mapping[str, Mapping[str, Any]] | None = None) -> Settings:
    """Read the configuration and start logging as it says.

    Args:
        path: the file, or None for the first candidate in the current folder.
        sections: adapter sections to take instead of the file's.

    Raises:
        ConfigError: there is no configuration, or it is wrong.
    """
    if path is None:
        path = next((Path(name) for name in CANDIDATES if Path(name).is_file()), None)
    if path is None:
        raise ConfigError(
            f"{Path.cwd()}: found neither {' nor '.join(CANDIDATES)}; name a configuration file with --config."
        )
    settings = config.load(path, platforms=plugins.names(plugins.ADAPTERS), sections=sections)
    log.configure(json=settings.log_json, level=settings.log_level, secrets=settings.secrets)
    return settings
