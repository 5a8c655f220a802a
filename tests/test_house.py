"""The rules of the house that no linter knows."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ROOMS = ("bridge", "adapters", "agents", "tests", "benchmarks")
SOURCES = sorted(p for room in ROOMS for e in ("*.py", "*.js", "*.css", "*.html") for p in (ROOT / room).rglob(e))
LONGEST = 350
SDKS = ("slack_bolt", "slack_sdk", "discord", "matplotlib", "pandas", "numpy")


@pytest.mark.requirement("file-size")
def test_no_file_is_longer_than_350_lines() -> None:
    """What ages a codebase is its largest file."""
    assert len(SOURCES) > 50, "the sources were not found"
    lengths = {str(p.relative_to(ROOT)): len(p.read_text(encoding="utf-8").splitlines()) for p in SOURCES}
    assert {file: n for file, n in lengths.items() if n > LONGEST} == {}


@pytest.mark.requirement("lazy-sdk")
@pytest.mark.parametrize(
    "module",
    ["bridge.cli", "bridge.app", "adapters.slack", "adapters.discord", "adapters.terminal", "adapters.charts"],
)
def test_importing_a_module_imports_no_sdk(module: str) -> None:
    """An operator installs only the SDKs of the platforms they use, and the command line starts fast."""
    code = f"import sys, {module}; print(*[m for m in {SDKS!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


def test_examples_are_no_package() -> None:
    """`agents/__init__.py` would shadow a well-known package of that name."""
    assert not (ROOT / "agents" / "__init__.py").exists()


def test_no_test_sleeps() -> None:
    """Tests wait for events, never for time to pass."""
    naps = ("time" + ".sleep(", "asyncio" + ".sleep(")
    found = [
        f"{p.relative_to(ROOT)}:{number}"
        for p in SOURCES
        if p.is_relative_to(ROOT / "tests") and p.suffix == ".py"
        for number, line in enumerate(p.read_text(encoding="utf-8").splitlines(), 1)
        # A handler under test may sleep: it is the slow agent. Its source stands in a string, indented by nothing.
        if any(nap in line for nap in naps) and "# the agent" not in line and "sleep(0)" not in line
    ]
    assert found == []
