"""The explorer: a file, a column, what it holds; and what is wrong with a file is said, and asked for again."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bridge.content.items import BarChart, Error, Table
from bridge.content.text import plain_text
from bridge.interaction import ButtonInteraction, DropdownInteraction, FileInteraction
from tests.agents.fresh import AGENTS, asked, every, handler, mistakes, shown


class FileValue(str):
    """A file as the handler gets it: a path, and a mapping (agent contract, 5b)."""

    __slots__ = ()

    def __getitem__(self, key: Any) -> Any:
        return {"path": str(self), "name": Path(self).name}[key] if isinstance(key, str) else super().__getitem__(key)


@pytest.fixture
def explorer() -> Iterator[Any]:
    with handler("explorer") as agent:
        yield agent


@pytest.fixture
def finds(tmp_path: Path) -> FileValue:
    path = tmp_path / "finds.csv"
    rows = [f"{'Chanterelle' if n % 3 else 'Penny bun'},{n / 2},{'' if n == 4 else n}" for n in range(40)]
    path.write_text("\n".join(["name,weight,found", *rows, ""]))
    return FileValue(path)


def fields(response: Any) -> list[type]:
    form = asked(response)
    return [type(field) for field in form.fields] if form else []


def test_a_file_is_asked_for_by_its_ending(explorer: Any) -> None:
    """Only CSV files are offered."""
    form = asked(explorer.initialize())
    assert form is not None
    (field,) = form.fields
    assert isinstance(field, FileInteraction)
    assert (field.extensions, field.required) == ((".csv",), True)


def test_the_columns_of_the_file_are_the_choices(explorer: Any, finds: FileValue) -> None:
    """The choice is made from the data; the first rows are shown, a missing cell as missing."""
    response = explorer.on_input({"dataset": finds})
    form = asked(response)
    assert form is not None
    (field,) = form.fields
    assert isinstance(field, DropdownInteraction)
    assert [option.value for option in field.options] == ["name", "weight", "found"]
    items = shown("explorer", response)
    assert "finds.csv\n40 rows, 3 columns." in plain_text(items)
    (table,) = (item for item in every(items) if isinstance(item, Table))
    assert len(table.rows) == 5
    assert table.rows[4] == ("Chanterelle", 2.0, None)


@pytest.mark.requirement("example-explorer")
@pytest.mark.parametrize(
    ("column", "bars", "first"),
    [("weight", 10, ("0 – 1.95", 4)), ("found", 10, ("0 – 3.9", 4)), ("name", 2, ("Chanterelle", 26))],
)
def test_a_column_is_summed_up_and_drawn(
    explorer: Any, finds: FileValue, column: str, bars: int, first: tuple[str, int]
) -> None:
    """Numbers fall into ten bins, everything else is counted; then there are three ways on."""
    explorer.on_input({"dataset": finds})
    response = explorer.on_input({"column": column})
    items = shown("explorer", response)
    assert mistakes(items) == []
    (chart,) = (item for item in every(items) if isinstance(item, BarChart))
    assert len(chart.bars) == bars
    assert (chart.bars[0].label, chart.bars[0].value) == first
    assert sum(bar.value or 0 for bar in chart.bars) == (39 if column == "found" else 40)
    assert fields(response) == [ButtonInteraction]


def test_one_goes_on_with_another_column_or_file_or_stops(explorer: Any, finds: FileValue) -> None:
    """Each button leads to its question, and the last one to none."""
    explorer.on_input({"dataset": finds})
    ways = [fields(explorer.on_input({"next": way})) for way in ("column", "file", "stop")]
    assert ways == [[DropdownInteraction], [FileInteraction], []]


@pytest.mark.requirement("example-explorer-broken-file")
@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "could not be read as CSV: No columns"),
        (b"a,b\n1,2\n1,2,3\n", "line 3"),
        (b'a,b\n"1,2\n', "could not be read as CSV"),
        (b"\xff\xfe\x00,\n", "could not be read as CSV"),
        (b"a,b\n", "has a header but no rows"),
    ],
)
def test_a_broken_file_is_told_and_asked_for_again(explorer: Any, tmp_path: Path, content: bytes, reason: str) -> None:
    """One line says which file and what is wrong with it."""
    (tmp_path / "broken.csv").write_bytes(content)
    response = explorer.on_input({"dataset": FileValue(tmp_path / "broken.csv")})
    (error,) = shown("explorer", response)
    assert isinstance(error, Error)
    assert error.error.startswith("broken.csv ")
    assert reason in error.error
    assert error.error.endswith("Give another file.")
    assert fields(response) == [FileInteraction]


def test_a_column_without_values_is_told(explorer: Any, tmp_path: Path) -> None:
    """There is nothing to draw, and the summary says so, too."""
    (tmp_path / "gaps.csv").write_text("a,b\n,1\n,2\n")
    explorer.on_input({"dataset": FileValue(tmp_path / "gaps.csv")})
    items = shown("explorer", explorer.on_input({"column": "a"}))
    assert mistakes(items) == []
    assert "Every value is missing" in plain_text(items)


@pytest.mark.requirement("example-explorer-no-pandas")
def test_a_missing_pandas_is_told_with_what_to_do() -> None:
    """The conversation starts without it; the error says how to get it, and the file is asked for again."""
    told = subprocess.run(
        [sys.executable, "-I", "-S", "-c", WITHOUT_PANDAS, str(AGENTS / "explorer")],
        capture_output=True,
        text=True,
        check=True,
    )
    error, asked_for = told.stdout.split("\n", 1)
    assert "has no pandas" in error
    assert "pip install pandas" in error
    assert asked_for.strip() == "dataset"


WITHOUT_PANDAS = """
import sys
sys.path.insert(0, sys.argv[1])
import handler_io
handler_io.initialize()
response = handler_io.on_input({"dataset": "a.csv"})
print(response["outputs"][0]["error"])
print(response["next_inputs"][0]["name"])
"""
