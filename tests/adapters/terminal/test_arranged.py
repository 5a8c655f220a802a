"""A form with presets and groupings at a prompt."""

import os
import pty
from pathlib import Path
from typing import Any

import pytest

from adapters.terminal.asking import Asker, Filled, Reaction
from adapters.terminal.lines import Lines
from adapters.terminal.screen import Screen
from bridge.interaction import Picked
from bridge.interaction.definitions import parse_inputs
from bridge.ports import Question

FORM = {
    "inputs": [
        {"name": "size", "type": "int", "default": 3, "constraints": {"max": 9}},
        {"name": "kind", "type": "string", "default": "cap"},
        {"name": "wet", "type": "boolean", "default": False},
    ],
    "input_groupings": [
        {"grouping": "the_find", "description": "What you hold.", "inputs": ["kind", "size"]},
        {"grouping": "the_weather", "inputs": ["wet"]},
    ],
    "input_presets": [
        {
            "input_preset": "usual_finds",
            "description": "As in August.",
            "presets": [
                {"name": "Small", "values": {"size": 1, "wet": True}},
                {"name": "Large", "description": "Rare.", "values": {"size": 9}},
            ],
        },
        {
            "input_preset": "kinds",
            "presets": [{"name": "Stem", "values": {"kind": "stem"}}, {"name": "Root", "values": {"kind": "root"}}],
            "depends_on": {
                "input_name": "wet",
                "mapping": {"true": {"constraints": {"options": ["Root"]}}, "false": {"hidden": True}},
            },
        },
    ],
}


def question(raw: object = FORM) -> Question:
    form, errors = parse_inputs(raw)
    assert form is not None
    assert errors == ()
    return Question("q", form)


async def piped(
    folder: Path, *typed: str, wrong: dict[str, str] | None = None, raw: object = FORM
) -> tuple[list[Reaction], str]:
    """What is made of these lines, asked again with what was wrong about it; and what was printed."""
    (folder / "typed").write_text("\n".join([*typed, ""]), encoding="utf-8")
    with (folder / "typed").open() as source, (folder / "shown").open("w", encoding="utf-8") as out:
        asker = Asker(Lines(source), Screen(out))
        reactions = [await asker.ask(question(raw))]
        if wrong:
            asker.refuse(question(), wrong)
            reactions.append(await asker.ask(question()))
    return reactions, (folder / "shown").read_text(encoding="utf-8")


CHOICES: dict[str, tuple[list[str], dict[str, Any]]] = {
    "none": (["", "", "", ""], {}),
    "by number": (["2", "", "", ""], {"size": 9}),
    "by name, and one thing changed": (["large", "", "8", ""], {"size": "8"}),
    "what another one has made possible": (["Small", "root", "", "", ""], {"size": 1, "wet": True, "kind": "root"}),
}


@pytest.mark.requirement("terminal-arranged")
@pytest.mark.parametrize(("typed", "values"), CHOICES.values(), ids=CHOICES)
async def test_a_preset_fills_in_what_is_then_asked(tmp_path: Path, typed: list[str], values: dict[str, Any]) -> None:
    """An empty line keeps what it has filled in; which presets are offered may depend on what is there."""
    reactions, shown = await piped(tmp_path, *typed)
    assert (reactions, shown) == ([Filled(values)], "")


@pytest.mark.requirement("terminal-arranged", "terminal-forms")
async def test_only_what_is_wrong_is_asked_again_and_presets_are_not(tmp_path: Path) -> None:
    """What no preset is called is told; the values of the preset stay while an error is mended."""
    reactions, shown = await piped(tmp_path, "Huge", "Large", "x", "", "", "y", wrong={"kind": "Enter a kind."})
    assert reactions == [Filled({"size": 9, "kind": "x"}), Filled({"size": 9, "kind": "y"})]
    assert shown == "⚠ Usual finds – Choose one of: Small, Large.\n\n⚠ Kind – Enter a kind.\n"


@pytest.mark.requirement("terminal-arranged")
async def test_groupings_are_headings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Over the first of their fields; a preset's values are what an empty line means."""
    monkeypatch.setenv("TERM", "xterm")
    window, inside = pty.openpty()
    with os.fdopen(inside, "rb", buffering=0) as source, os.fdopen(os.dup(inside), "w") as out:
        os.write(window, b"Large\n\n\n\n")
        assert await Asker(Lines(source), Screen(out)).ask(question()) == Filled({"size": 9})
        shown = ""
        while "Wet [No]> " not in shown:
            shown += os.read(window, 65536).decode()
    os.close(window)
    said = [
        "As in August.",
        "1) Small",
        "2) Large — Rare.",
        "Usual finds> ",
        "The find",
        "What you hold.",
        "Kind [cap]> ",
        "Size [9]> ",
        "The weather",
        "Wet [No]> ",
    ]
    places = [shown.index(words) for words in said]
    assert places == sorted(places)
    assert [shown.count(heading) for heading in ("The find", "The weather", "Kinds")] == [1, 1, 0]


DEPENDING = [
    {"name": "depth", "type": "int", "depends_on": {"input_name": "model", "mapping": {"none": {"hidden": True}}}},
    {"name": "model", "type": "category", "constraints": {"options": ["tree", "none"]}},
    {"name": "note", "depends_on": {"input_name": "model", "mapping": {"tree": {"label": "About the tree"}}}},
]


@pytest.mark.requirement("depends-on", "terminal-forms")
@pytest.mark.parametrize(
    ("typed", "values"),
    [
        (("tree", "3", "tall"), {"model": Picked(0), "depth": "3", "note": "tall"}),
        (("none", "empty"), {"model": Picked(1), "note": "empty"}),
    ],
)
async def test_a_field_is_asked_after_the_one_it_depends_on(
    tmp_path: Path, typed: tuple[str, ...], values: dict[str, Any]
) -> None:
    """As the other one says, or not at all."""
    reactions, shown = await piped(tmp_path, *typed, raw=DEPENDING)
    assert (reactions, shown) == ([Filled(values)], "")
