"""What is right and what is not on this host, for `chatbridge doctor`."""

from collections.abc import Iterator

from bridge.cli.examination.agents import agents
from bridge.cli.examination.data import data_dir, journal
from bridge.cli.examination.host import open_files, python
from bridge.cli.examination.limits import limits
from bridge.cli.examination.platforms import platforms
from bridge.cli.examination.plugins import plugins
from bridge.cli.examination.row import Row, State
from bridge.config import Settings

__all__ = ["Row", "State", "examine"]


def examine(settings: Settings | None, trouble: str = "") -> Iterator[Row]:
    """Yield what there is to say, in an operator's order.

    Args:
        settings: what is configured; None if it cannot be read at all.
        trouble: why the configuration cannot be used as it is; its platforms are left out of the settings then.
    """
    yield python()
    yield open_files()
    if trouble:
        yield Row(
            "configuration", "file", State.WRONG, trouble, "Mend what it names; config.example.toml shows each key."
        )
    elif settings is not None:
        yield Row("configuration", "file", State.OK, settings.source)
    if settings is not None:
        if not trouble:
            yield from platforms(settings)
        yield from data_dir(settings.data_dir)
        yield journal(settings)
        yield from agents(settings)
    yield from plugins()
    yield from limits(settings)
