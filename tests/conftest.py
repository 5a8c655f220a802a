"""What holds for every test: nothing of ours blocks an event loop that other conversations wait for."""

import threading
from collections.abc import Iterator

import pytest
from blockbuster import BlockBuster

from bridge.interaction import BaseInteraction, BaseInteractionRenderer, BaseInteractionTransport, load_plugins

pytest.register_assert_rewrite("tests.adapters.contract")

SHARED = ["bridge", "adapters.slack", "adapters.discord", "adapters.files"]
"""Modules whose loop serves many people. A terminal's serves one, who sits before it."""
ALLOWED = (
    "os.stat",  # microseconds, on the few files of an agent
    "os.read",  # of a pipe that is set to not block
)


@pytest.fixture(autouse=True)
def blockbuster() -> Iterator[None]:
    """A blocking call of the bridge or of an adapter inside the event loop fails the test."""
    detector = BlockBuster(scanned_modules=SHARED)
    for function in ALLOWED:
        del detector.functions[function]
    detector.activate()
    yield
    detector.deactivate()


@pytest.fixture(autouse=True)
def heartbeats() -> Iterator[None]:
    """No connection to Discord's gateway outlives its test: its thread would speak to an event loop that is gone."""
    before = set(threading.enumerate())
    yield
    for thread in set(threading.enumerate()) - before:
        if thread.name.startswith("keep-alive-handler"):
            thread.join(timeout=2)  # it was told to stop and does so at once, or it was forgotten
            assert not thread.is_alive(), f"{thread.name} is still connected"


@pytest.fixture
def own_registries(blockbuster: None) -> Iterator[None]:
    """What a test registers is not there for the next one. Plugins are imported first: in a loop that would block."""
    load_plugins()
    registries = (BaseInteraction.registry, BaseInteractionTransport.registry, BaseInteractionRenderer.registry)
    before = [dict(registry) for registry in registries]
    yield
    for registry, kept in zip(registries, before, strict=True):
        registry.data = kept
