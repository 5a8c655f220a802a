"""What a test registers is not there for the next one, nor for tests that look at every kind."""

from collections.abc import Iterator

import pytest

from bridge.interaction import BaseInteraction, BaseInteractionRenderer, BaseInteractionTransport, ask_plugins


@pytest.fixture(autouse=True)
def forgotten() -> Iterator[None]:
    """Registries as they were. Plugins are asked first: importing them blocks, which no test may do in its loop."""
    ask_plugins()
    registries = (BaseInteraction.registry, BaseInteractionTransport.registry, BaseInteractionRenderer.registry)
    before = [dict(registry) for registry in registries]
    yield
    for registry, kept in zip(registries, before, strict=True):
        registry.data = kept
