"""What holds for every test: nothing of ours blocks an event loop that other conversations wait for."""

from collections.abc import Iterator

import pytest
from blockbuster import BlockBuster

SHARED = ["bridge", "adapters.slack"]
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
