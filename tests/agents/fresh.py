"""An example agent's handler as the host loads it: its folder first on the path, its modules its own, nothing kept."""

import importlib
import os
import sys
from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bridge.content.items import Error, Item, Section
from bridge.content.parse import parse_outputs
from bridge.interaction import Form
from bridge.interaction.definitions import parse_inputs

AGENTS = Path(__file__).parents[2] / "agents"

Response = Mapping[str, Any]


@contextmanager
def handler(name: str) -> Generator[Any]:
    """The module `handler_io` of an example; it and its neighbours are gone afterwards."""
    folder = str(AGENTS / name)
    before = set(sys.modules)
    sys.path.insert(0, folder)
    try:
        yield importlib.import_module("handler_io")
    finally:
        sys.path.remove(folder)
        for module in set(sys.modules) - before:
            if (getattr(sys.modules[module], "__file__", None) or "").startswith(folder + os.sep):
                del sys.modules[module]


def shown(name: str, response: Response) -> tuple[Item, ...]:
    """What a response shows."""
    return parse_outputs(response.get("outputs", []), folder=AGENTS / name)


def asked(response: Response) -> Form | None:
    """What a response asks; every definition is as the contract has it."""
    form, errors = parse_inputs(response["next_inputs"])
    assert not errors
    return form


def every(items: tuple[Item, ...]) -> Iterator[Item]:
    """All items, also those inside sections and their subsections."""
    for item in items:
        yield item
        if isinstance(item, Section):
            yield from every(item.items)
            yield from every(item.dropdown.sections() if item.dropdown else ())


def mistakes(items: tuple[Item, ...]) -> list[Error]:
    """The errors that are ours: what the agent returned and nobody could read. Those it meant have no place."""
    return [item for item in every(items) if isinstance(item, Error) and item.where]
