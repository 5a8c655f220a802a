"""What the tests of the host share."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bridge.host.handlers import Beacon


@pytest.fixture
def beacon(tmp_path: Path) -> Iterator[Beacon]:
    beacon = Beacon(tmp_path)
    yield beacon
    beacon.close()
