"""What the tests of the host share."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bridge.host.port import Preload
from tests.bridge.host.handlers import Beacon, Ways

BOTH_WAYS = (
    "test_calls",
    "test_hostile",
    "test_stopping",
    "test_ending",
    "test_ladder",
    "test_limits",
    "test_apart",
    "test_model",
    "test_asking",
)
"""What holds for a process whether it was forked or is a program of its own."""


@pytest.fixture
def beacon(tmp_path: Path) -> Iterator[Beacon]:
    beacon = Beacon(tmp_path)
    yield beacon
    beacon.close()


@pytest.fixture(autouse=True)
def preload(request: pytest.FixtureRequest) -> Iterator[Preload]:
    """How the agents of this test come to their processes, where the test does not say."""
    before, Ways.preload = Ways.preload, getattr(request, "param", Ways.preload)
    yield Ways.preload
    Ways.preload = before


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if metafunc.module is not None and metafunc.module.__name__.rpartition(".")[2] in BOTH_WAYS:
        metafunc.parametrize("preload", [Preload.IMPORTS, Preload.OFF], ids=["forked", "spawned"], indirect=True)
