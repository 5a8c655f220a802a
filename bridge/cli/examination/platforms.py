"""The platforms: which are configured, and whether their sections can be used. Nothing is asked of a platform."""

from collections.abc import Iterator

from bridge import plugins
from bridge.cli.examination.row import Row, State
from bridge.config import Settings
from bridge.errors import ConfigError


def platforms(settings: Settings) -> Iterator[Row]:
    """What each section is worth; a bridge without any has nobody to talk to."""
    if not settings.sections:
        known = ", ".join(f"[{name}]" for name in plugins.names(plugins.ADAPTERS))
        yield Row(
            "platforms", "sections", State.WRONG, "no platform is configured", f"Add at least one section of {known}."
        )
    for name, section in settings.sections.items():
        try:
            plugins.load(plugins.ADAPTERS, name)(section)
        except ConfigError as error:
            yield Row("platforms", name, State.WRONG, str(error), f"Mend [{name}] in {settings.source}.")
        else:
            yield Row("platforms", name, State.OK, "its section can be used; whether the tokens are valid is not tried")
