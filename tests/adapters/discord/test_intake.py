"""Clicks, forms and commands, from a person to the inbox and back, with the real discord.py against the twin."""

from typing import Any

import pytest

from adapters.discord.app import DiscordAdapter
from adapters.discord.intake import SENT
from adapters.sandbox import Sandbox
from bridge.content.items import Paragraph, Text
from bridge.errors import PlatformRefused
from bridge.interaction import (
    ButtonInteraction,
    ConfirmInteraction,
    DropdownInteraction,
    FileInteraction,
    Form,
    Picked,
    StringInteraction,
)
from bridge.interaction.choices import Option
from bridge.interaction.values import RemoteFile
from bridge.ports import Clicked, Inbound, MessageRef, Question, Receipt, Reply, Said, Submitted
from tests.adapters.edge import Core
from tests.e2e.discord import Talk, words
from tests.e2e.handlers import walk

Json = dict[str, Any]
SURE = Question("q-sure", Form((ConfirmInteraction(value_key="sure", title="Sure?"),)))
FIELDS = (
    StringInteraction(value_key="name", title="Name", required=True),
    DropdownInteraction(value_key="color", title="Color", options=(Option("red"), Option("blue"), Option("green"))),
    FileInteraction(value_key="data", title="Data"),
    *(StringInteraction(value_key=f"more{n}", title=f"More {n}") for n in range(4)),
)
PERSONAL = Question("q-form", Form(FIELDS))


@pytest.fixture
def inbox(request: pytest.FixtureRequest) -> Core:
    """Opens forms as the core does."""
    core = Core()

    async def open_form(clicked: Clicked) -> None:
        adapter: DiscordAdapter = request.getfixturevalue("adapter")
        await adapter.open_form(clicked.opener, clicked.thread, PERSONAL)

    core.opening = open_form
    return core


async def ask(adapter: DiscordAdapter, said: Said, question: Question) -> MessageRef:
    content = (Text(content=(Paragraph("Please answer."),)),)
    (message,) = adapter.render(Reply(turn="t1", content=content, question=question))
    return await adapter.post(said.thread, message)


def talk(sandbox: Sandbox, said: Said) -> Talk:
    return Talk(sandbox, thread=said.message.id)


def callbacks(sandbox: Sandbox) -> list[Json]:
    """What was answered to interactions, in order."""
    return [call.body for call in sandbox.discord.calls if call.path.endswith("/callback")]


@pytest.mark.requirement("discord-in-time")
async def test_a_click_is_answered_exactly_once(
    sandbox: Sandbox, adapter: DiscordAdapter, inbox: Core, said: Said
) -> None:
    """By a deferred update, which changes nothing the person sees, or by the form it asks for."""
    await ask(adapter, said, SURE)
    ann = talk(sandbox, said)
    assert (await ann.press("Yes"))["ok"]
    await ask(adapter, said, PERSONAL)
    assert (await ann.press("Answer"))["ok"]
    assert [body["type"] for body in callbacks(sandbox)] == [6, 9]


@pytest.mark.requirement("discord-in-time")
async def test_a_form_that_is_ready_too_late_is_an_error_and_no_late_answer(
    sandbox: Sandbox, adapter: DiscordAdapter, inbox: Core, said: Said
) -> None:
    """The click is acknowledged after a second all the same."""
    inbox.opening = None
    await ask(adapter, said, PERSONAL)
    with inbox.holding():
        assert (await talk(sandbox, said).press("Answer"))["ok"]
        clicked = await inbox.next(Clicked)
        with pytest.raises(PlatformRefused, match="too late"):
            await adapter.open_form(clicked.opener, clicked.thread, PERSONAL)
    assert [body["type"] for body in callbacks(sandbox)] == [6]


async def test_a_failure_of_ours_is_told_with_an_id(
    sandbox: Sandbox, adapter: DiscordAdapter, inbox: Core, said: Said
) -> None:
    """To the one who clicked, alone."""

    def fails(event: Inbound) -> Receipt:
        raise RuntimeError("broken")

    await ask(adapter, said, SURE)
    inbox.answer = fails
    ann = talk(sandbox, said)
    assert (await ann.press("Yes"))["ok"]
    assert "(error " in words(await ann.hears("could not be taken"))
    assert ann.by("ben").whispers == []


@pytest.mark.requirement("discord-buttons")
@pytest.mark.parametrize("count", [5, 25, 26, 60])
async def test_a_choice_of_any_size_is_used(
    sandbox: Sandbox, adapter: DiscordAdapter, inbox: Core, said: Said, count: int
) -> None:
    """Buttons up to 25, then selects; what was chosen arrives by its place among the options."""
    options = tuple(Option(number, f"Option {number}") for number in range(count))
    await ask(adapter, said, Question("q", Form((ButtonInteraction(value_key="n", options=options),))))
    ann = talk(sandbox, said)
    wanted = count - 2
    if count <= 25:
        await ann.press(f"Option {wanted}")
    else:
        message = await ann.sees(f"Option {wanted}")
        selects = [part for part in walk(message["components"]) if part.get("type") == 3]
        select = next(part for part in selects if any(o["value"] == str(wanted) for o in part["options"]))
        await ann.act(message, select["custom_id"], str(wanted))
    clicked = await inbox.next(Clicked)
    assert clicked.choice == wanted


@pytest.mark.requirement("discord-form", "discord-form-values")
async def test_a_form_in_two_steps_arrives_as_one(
    sandbox: Sandbox, adapter: DiscordAdapter, inbox: Core, said: Said
) -> None:
    """What only the person sees changes in place from step to step, and says in the end that all was sent."""
    await ask(adapter, said, PERSONAL)
    ann = talk(sandbox, said)
    file = await sandbox.discord.upload("ann", "data.csv", b"a\n1\n")
    await ann.press("Answer")
    assert (await ann.fill(Name="Ann", Color=["1"], Data=[file["id"]]))["ok"]
    await ann.press("Continue")
    assert (await ann.fill(More_3="last"))["ok"]
    submitted = await inbox.next(Submitted)
    assert submitted.thread == said.thread
    data = submitted.values["data"]
    assert isinstance(data, RemoteFile)
    assert (data.name, data.size) == ("data.csv", 4)
    assert {**submitted.values, "data": ""} == {
        "name": "Ann",
        "color": Picked(1),
        "data": "",
        **{f"more{n}": "last" if n == 3 else "" for n in range(4)},
    }
    assert [words(whisper) for whisper in ann.whispers] == [SENT]


@pytest.mark.requirement("discord-form-restart", "journal-drafts")
async def test_a_second_step_after_a_restart_completes_the_form(sandbox: Sandbox) -> None:
    """A modal that was open meanwhile is sent to the new bridge, which has what the person entered before."""
    inbox = Core()
    before, after = (DiscordAdapter(sandbox.sections["discord"]) for _ in range(2))
    async with before.run(inbox):
        inbox.opening = lambda clicked: before.open_form(clicked.opener, clicked.thread, PERSONAL)
        await sandbox.discord.say("ann", "general", "@chatbridge hello")
        said = await inbox.next(Said)
        await ask(before, said, PERSONAL)
        ann = talk(sandbox, said)
        await ann.press("Answer")
        await ann.fill(Name="Ann")
        await ann.press("Continue")
        assert (await ann.form())["title"].endswith("(2 of 2)")
    async with after.run(inbox):
        assert (await ann.fill(More_3="last"))["ok"]
        submitted = await inbox.next(Submitted)
    assert (submitted.values["name"], submitted.values["more3"]) == ("Ann", "last")
