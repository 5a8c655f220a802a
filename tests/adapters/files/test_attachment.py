"""Files of a message become bytes: each kind of source, and what is wrong with the others in words for people."""

from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from pathlib import Path

import pytest

from adapters.charts import Drawer, draw_png
from adapters.files.attachment import Attachment, Picture, as_csv
from bridge.content.items import Bar, BarChart, Column, Inline, LocalFile, Table
from bridge.errors import DeliveryError

pytestmark = pytest.mark.requirement("attachment-bytes")

CHART = BarChart(title="Sales", bars=(Bar("a", 1),))
TABLE = Table(
    title="Sales",
    columns=(Column("Name", "name"), Column("Value", "value")),
    rows=(("a, b", 1.5), ('say "é"', None), ("two\nlines", True)),
)
UNDRAWABLE = Table(title="Sales", columns=(Column("\ud800", "half a character, which parse replaces"),), rows=())
LIMIT = 100_000


@pytest.fixture
async def drawer() -> AsyncIterator[Drawer]:
    async with Drawer() as one:
        yield one


async def test_file(drawer: Drawer, tmp_path: Path) -> None:
    """A file of the agent is sent as it is."""
    path = tmp_path / "report.bin"
    path.write_bytes(bytes(range(256)))
    assert await Attachment("report.bin", LocalFile(path)).read(drawer.draw, 256, "Discord") == bytes(range(256))


async def test_inline(drawer: Drawer) -> None:
    """The bytes of a `data:` address are sent as they are."""
    assert await Attachment("dot.gif", Inline(b"GIF89a", "image/gif")).read(drawer.draw, LIMIT, "Discord") == b"GIF89a"


async def test_chart(drawer: Drawer) -> None:
    """A chart is drawn."""
    assert await Attachment("sales.png", CHART).read(drawer.draw, LIMIT, "Discord") == draw_png(CHART)


async def test_table(drawer: Drawer) -> None:
    """A table is a CSV file with every cell as it is, a missing one empty; its picture is drawn."""
    written = await Attachment("sales.csv", TABLE).read(drawer.draw, LIMIT, "Discord")
    assert written.decode() == 'Name,Value\r\n"a, b",1.5\r\n"say ""é""",\r\n"two\nlines",True\r\n'
    assert await Attachment("sales.png", Picture(TABLE)).read(drawer.draw, LIMIT, "Discord") == draw_png(TABLE)


def test_whole_table() -> None:
    """The CSV file has all rows and columns, however few the picture shows."""
    columns = tuple(Column(f"c{number}", f"c{number}") for number in range(40))
    lines = as_csv(Table(columns=columns, rows=(tuple(range(40)),) * 1000)).decode().splitlines()
    assert len(lines) == 1001
    assert {line.count(",") for line in lines} == {39}


def missing(folder: Path) -> Attachment:
    return Attachment("gone.txt", LocalFile(folder / "gone.txt"))


def no_file(folder: Path) -> Attachment:
    return Attachment("folder", LocalFile(folder))


def of_size(size: int) -> Callable[[Path], Attachment]:
    def made(folder: Path) -> Attachment:
        (folder / "some.bin").write_bytes(bytes(size))
        return Attachment("some.bin", LocalFile(folder / "some.bin"))

    return made


WRONG: dict[str, tuple[Callable[[Path], Attachment], str]] = {
    "missing": (missing, r"^gone\.txt cannot be read: No such file or directory\.$"),
    "no file": (no_file, r"^folder cannot be read: Is a directory\.$"),
    "empty": (of_size(0), r"^some\.bin has no bytes; Discord takes 1 to 100,000\.$"),
    "too large": (of_size(LIMIT + 1), r"^some\.bin has too many bytes; Discord takes 1 to 100,000\.$"),
    "empty address": (lambda _: Attachment("a.gif", Inline(b"", "image/gif")), r"^a\.gif has no bytes;"),
    "undrawable": (lambda _: Attachment("a.png", Picture(UNDRAWABLE)), r'^The table "Sales" could not be drawn: Type'),
}


@pytest.mark.parametrize(("made", "words"), WRONG.values(), ids=WRONG)
async def test_wrong(drawer: Drawer, tmp_path: Path, made: Callable[[Path], Attachment], words: str) -> None:
    """What cannot be sent says which file it is, what is wrong with it and what the platform takes."""
    with pytest.raises(DeliveryError, match=words):
        await made(tmp_path).read(drawer.draw, LIMIT, "Discord")


async def test_exact_limit(drawer: Drawer, tmp_path: Path) -> None:
    """A file of exactly as many bytes as the platform takes is sent."""
    assert len(await of_size(LIMIT)(tmp_path).read(drawer.draw, LIMIT, "Discord")) == LIMIT


def test_key() -> None:
    """Equal attachments share a key; another name, another content or another way to show it has its own."""
    assert Attachment("a.csv", TABLE).key == Attachment("a.csv", replace(TABLE)).key
    different = [
        Attachment("a.csv", TABLE),
        Attachment("b.csv", TABLE),
        Attachment("a.csv", Picture(TABLE)),
        Attachment("a.csv", CHART),
        Attachment("a", Inline(b"bc", "text/plain")),
        Attachment("ab", Inline(b"c", "text/plain")),
    ]
    assert len({attachment.key for attachment in different}) == len(different)
