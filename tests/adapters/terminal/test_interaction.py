"""Questions asked from code, at the terminal."""

import io
import os
from pathlib import Path
from typing import Any

import pytest

from adapters.terminal import CLIInteractionTransport
from adapters.terminal.asking import Asker, Filled
from adapters.terminal.interaction import CLIRenderer
from adapters.terminal.lines import Lines
from adapters.terminal.screen import Screen
from bridge.errors import AnswerRefused, NobodyAnswers
from bridge.interaction import (
    BaseInteraction,
    BaseInteractionRenderer,
    BooleanInteraction,
    ButtonInteraction,
    ConfirmInteraction,
    DropdownInteraction,
    FileInteraction,
    FloatInteraction,
    Form,
    IntegerInteraction,
    Option,
    StringInteraction,
    TextareaInteraction,
)
from bridge.ports import Question

pytestmark = pytest.mark.usefixtures("own_registries")

OPTIONS = (Option(1, "Red"), Option(2, "Green"))
SEVERAL = DropdownInteraction(value_key="c", options=OPTIONS, multiple=True, default=[2])


@pytest.mark.requirement("cli-kinds")
@pytest.mark.parametrize(
    ("question", "typed", "value"),
    [
        (StringInteraction(value_key="s"), "hello", "hello"),
        (StringInteraction(value_key="s", default="sample"), "", "sample"),
        (TextareaInteraction(value_key="t"), "one\\\ntwo", "one\ntwo"),
        (IntegerInteraction(value_key="n"), "7", 7),
        (IntegerInteraction(value_key="n", default=3), "", 3),
        (FloatInteraction(value_key="n", unit="kg"), "0.5 kg", 0.5),
        (BooleanInteraction(value_key="b"), "yes", True),
        (DropdownInteraction(value_key="c", options=OPTIONS), "2", 2),
        (SEVERAL, "green, red", [2, 1]),
        (SEVERAL, "", [2]),
        (ButtonInteraction(value_key="g"), "1", True),
        (ConfirmInteraction(value_key="c", yes_value="ja"), "y", "ja"),
    ],
)
async def test_every_kind_is_asked(question: BaseInteraction[Any], typed: str, value: object) -> None:
    """An option by number or name, an empty line for what is offered."""
    out = io.StringIO()
    transport = CLIInteractionTransport(stdin=io.StringIO(f"{typed}\n"), stdout=out)
    assert await transport.ask(question) == value
    assert out.getvalue() == ""


@pytest.mark.requirement("cli-kinds")
def test_no_kind_of_ours_is_without_a_renderer() -> None:
    """Under its kind and its aliases."""
    ours = {kind for kind, cls in BaseInteraction.registry.items() if cls.__module__.startswith("bridge.")}
    assert ours >= {"string", "category", "dropdown", "yes_no", "confirm", "file"}
    assert {kind for kind in ours if BaseInteractionRenderer.registry.search(f"cli:{kind}") is None} == set()


@pytest.mark.requirement("cli-kinds")
async def test_a_file_is_given_by_its_path(tmp_path: Path) -> None:
    """A path that leads nowhere is refused as a wrong number is."""
    file = tmp_path / "a.csv"
    file.write_text("a,b\n", encoding="utf-8")
    out = io.StringIO()
    transport = CLIInteractionTransport(stdin=io.StringIO(f"nowhere.csv\n{file}\n"), stdout=out)
    given = await transport.ask(FileInteraction(value_key="f", extensions=("csv",)))
    assert (given, given["name"]) == (str(file), "a.csv")
    assert "⚠ F – There is no file nowhere.csv." in out.getvalue()


@pytest.mark.requirement("cli-kinds", "plugins")
async def test_a_form_is_asked_by_the_same_renderers() -> None:
    """A plugin's kind is read in a conversation as in `ask`; one without a renderer is a line of text."""

    class Die(BaseInteraction[int]):
        kind: str = "test_die"

        async def parse(self, value: object) -> int:
            return int(str(value))

    class Coin(Die):
        kind: str = "test_coin"

    class CLIDie(CLIRenderer[Die]):  # pyright: ignore[reportUnusedClass]
        handles_interaction = Die

        async def read(self, interaction: Die, line: str) -> object:
            if line == "six":
                return "6"
            raise ValueError("Say six.")

    class Plain(BaseInteraction[str]):
        kind: str = "test_plain"

        async def parse(self, value: object) -> str:
            return str(value)

    form = Form((Die(value_key="die"), Coin(value_key="coin"), Plain(value_key="plain")))
    out = io.StringIO()
    asker = Asker(Lines(io.StringIO("five\nsix\nsix\nanything\n")), Screen(out))
    assert await asker.ask(Question("q", form)) == Filled({"die": "6", "coin": "6", "plain": "anything"})
    assert out.getvalue() == "⚠ Die – Say six.\n"


@pytest.mark.requirement("cli-lines")
async def test_what_is_wrong_is_printed_and_asked_again() -> None:
    """On a pipe only that; who gives up is told the last reason."""
    out = io.StringIO()
    transport = CLIInteractionTransport(stdin=io.StringIO("many\nfew\n7\n"), stdout=out)
    with pytest.raises(AnswerRefused, match="whole number"):
        await transport.ask(IntegerInteraction(value_key="copies"), max_retries=1)
    assert await transport.ask(IntegerInteraction(value_key="age")) == 7
    assert out.getvalue() == "⚠ Copies – Enter a whole number, such as 42.\n"


@pytest.mark.requirement("cli-lines")
async def test_the_end_of_the_lines_is_a_clear_failure() -> None:
    """Not a traceback of a reader."""
    transport = CLIInteractionTransport(stdin=io.StringIO(""), stdout=io.StringIO())
    with pytest.raises(NobodyAnswers, match="Age: the input ended before it was answered"):
        await transport.ask(IntegerInteraction(value_key="age"))


@pytest.mark.requirement("cli-lines")
async def test_transports_on_the_same_streams_share_the_lines() -> None:
    """What one of them read ahead is the answer to the other's question."""
    read, write = os.pipe()
    os.write(write, b"first\nsecond\n")
    os.close(write)
    with os.fdopen(read) as stdin:
        one, other = (CLIInteractionTransport(stdin=stdin, stdout=io.StringIO()) for _ in range(2))
        assert await one.ask(StringInteraction(value_key="a")) == "first"
        assert await other.ask(StringInteraction(value_key="b")) == "second"
