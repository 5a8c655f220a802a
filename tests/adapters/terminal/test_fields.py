"""How a question is asked in a terminal, and what a typed line means."""

from pathlib import Path
from typing import Any

import pytest

from adapters.terminal import fields
from bridge.interaction import (
    BaseInteraction,
    BooleanInteraction,
    ButtonInteraction,
    ConfirmInteraction,
    DropdownInteraction,
    FileInteraction,
    FloatInteraction,
    IntegerInteraction,
    Option,
    Picked,
    RemoteFile,
    StringInteraction,
    TextareaInteraction,
)

MUSHROOMS = (Option(1, "Chanterelle", "smells of apricots"), Option(2, "Penny bun"), Option(3, "3"))
WHICH = DropdownInteraction(value_key="which", options=MUSHROOMS, default=2)
SEVERAL = DropdownInteraction(value_key="which", options=(*MUSHROOMS, Option(4, "Fly, red")), multiple=True)


@pytest.mark.parametrize(
    ("field", "prompt", "hints"),
    [
        (StringInteraction(value_key="your_name"), "Your name> ", ()),
        (StringInteraction(value_key="n", title="Name", placeholder="Ann"), "Name> ", ("Ann",)),
        (StringInteraction(value_key="n", prompt="Who?", description="In full."), "N> ", ("Who?", "In full.")),
        (StringInteraction(value_key="n", default="Ann"), "N [Ann]> ", ()),
        (TextareaInteraction(value_key="t", placeholder="Much"), "T> ", (f"Much {fields.MANY_LINES}",)),
        (IntegerInteraction(value_key="n", min=0, max=9), "N> ", ("from 0 to 9",)),
        (IntegerInteraction(value_key="n", min=1), "N> ", ("1 or more",)),
        (IntegerInteraction(value_key="n", max=9), "N> ", ("9 or less",)),
        (FloatInteraction(value_key="w", unit="kg"), "W (kg)> ", ()),
        (FloatInteraction(value_key="w", unit="kg", default=0.5), "W [0.5 kg]> ", ()),
        (BooleanInteraction(value_key="b", default=False), "B [No]> ", ("yes or no",)),
        (
            WHICH,
            "Which [Penny bun]> ",
            ("a number or a name", "  1) Chanterelle — smells of apricots", "* 2) Penny bun", "  3) 3"),
        ),
        (ButtonInteraction(value_key="go"), "Go> ", ("a number or a name", "  1) Continue")),
        (ConfirmInteraction(value_key="ok"), "Ok> ", ("a number or a name", "  1) Yes", "  2) No")),
        (FileInteraction(value_key="f", extensions=("csv", ".txt")), "F> ", ("the path of a file (.csv, .txt)",)),
        (FileInteraction(value_key="f", multiple=True), "F> ", ("paths of files, separated by spaces",)),
    ],
)
def test_every_kind_says_what_it_asks_and_how_to_answer(
    field: BaseInteraction[Any], prompt: str, hints: tuple[str, ...]
) -> None:
    """The label, help, options with numbers and what an empty line means stand before the cursor."""
    assert (fields.prompt(field), fields.hints(field)) == (prompt, hints)


@pytest.mark.parametrize(
    ("field", "line", "raw"),
    [
        (StringInteraction(value_key="n"), " as typed ", " as typed "),
        (StringInteraction(value_key="n"), "  ", ""),
        (IntegerInteraction(value_key="n"), "7", "7"),
        (BooleanInteraction(value_key="b"), "yes", "yes"),
        (WHICH, "1", Picked(0)),
        (WHICH, " penny BUN ", Picked(1)),
        (WHICH, "3", Picked(2)),  # a label that is a number is that label
        (WHICH, "9", "9"),
        (SEVERAL, "1, penny bun", [Picked(0), Picked(1)]),
        (SEVERAL, "Fly, red", Picked(3)),
        (SEVERAL, "1, nothing", [Picked(0), "nothing"]),
        (ConfirmInteraction(value_key="ok"), "2", Picked(1)),
        (ConfirmInteraction(value_key="ok"), "y", "y"),
    ],
)
def test_a_line_means_the_raw_answer_of_its_kind(field: BaseInteraction[Any], line: str, raw: object) -> None:
    """An option is answered by number or label; what it is not stays as typed, for `parse` to judge."""
    assert fields.raw(field, line) == raw


async def test_several_options_by_a_label_with_a_comma_are_read(tmp_path: Path) -> None:
    """What the terminal reads, the interaction understands: also one option for a list of them."""
    assert await SEVERAL.read(fields.raw(SEVERAL, "Fly, red")) == [4]
    assert await SEVERAL.read(fields.raw(SEVERAL, "1,2")) == [1, 2]


def test_only_an_empty_line_keeps_a_default() -> None:
    """An empty line leaves the field as it was offered, if anything was offered."""
    assert fields.keeps_default(WHICH, " ")
    assert not fields.keeps_default(WHICH, "1")
    assert not fields.keeps_default(SEVERAL, "")


FILE = FileInteraction(value_key="f")
FILES = FileInteraction(value_key="f", multiple=True)


@pytest.mark.parametrize("written", ["my data.csv", "my\\ data.csv", "'my data.csv'", '  "my data.csv" '])
def test_a_path_is_read_as_a_shell_would(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, written: str) -> None:
    """Quotes and backslashes are understood, so that a file can be dropped on the terminal."""
    (tmp_path / "my data.csv").write_text("a,b\n")
    monkeypatch.chdir(tmp_path)
    assert fields.raw(FILE, written) == RemoteFile(
        name="my data.csv", size=4, media_type="text/csv", handle=str(tmp_path / "my data.csv")
    )


def test_several_paths_are_several_files(tmp_path: Path) -> None:
    """Paths are separated by spaces; a single one is a list, too, where several are asked for."""
    for name in ("a.txt", "b.xyz1"):
        (tmp_path / name).touch()
    both = fields.raw(FILES, f"{tmp_path}/a.txt {tmp_path}/b.xyz1")
    assert isinstance(both, list)
    assert [(f.name, f.media_type) for f in both] == [("a.txt", "text/plain"), ("b.xyz1", "application/octet-stream")]
    assert fields.raw(FILES, f"{tmp_path}/a.txt") == both[:1]


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("nowhere.csv", "There is no file nowhere.csv. Give a path, from "),
        ("/", "/ is a folder. Give the path of a file."),
        ("'open.csv", "A quote is missing in 'open.csv."),
    ],
)
def test_a_path_that_leads_nowhere_is_told(line: str, sentence: str) -> None:
    """The person reads in one sentence what is wrong with a path."""
    with pytest.raises(ValueError, match="^" + sentence.replace(".", r"\.")):
        fields.raw(FILE, line)
