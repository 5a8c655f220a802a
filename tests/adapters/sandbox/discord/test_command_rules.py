"""What an application command may be: at each limit taken, one over it refused with path, code and sentence."""

from contextlib import suppress
from typing import Any

import discord
import pytest
from discord import app_commands
from hypothesis import given

from adapters.sandbox.discord.command_rules import check_command, check_commands
from adapters.sandbox.discord.wire import Refused
from tests.adapters.sandbox.discord.bodies import (
    ANY_JSON,
    MISSING,
    Json,
    at_most,
    between,
    flaws,
    most,
    one_of,
    refusal,
)


def command(name: str = "ask", **more: object) -> Json:
    """Return a slash command."""
    return {"name": name, "description": "d", **more}


def option(kind: int = 3, name: str = "o", **more: object) -> Json:
    """Return an option."""
    return {"type": kind, "name": name, "description": "d", **more}


def having(*options: Json) -> Json:
    """Return a command with options."""
    return command(options=list(options))


def many(count: int) -> list[Json]:
    """Return options that differ."""
    return [option(name=f"o{number}") for number in range(count)]


def subs(count: int) -> list[Json]:
    """Return sub-commands that differ."""
    return [option(1, f"s{number}") for number in range(count)]


def choices(count: int, name: str = "n", value: object = "v") -> list[Json]:
    """Return choices."""
    return [{"name": name, "value": value}] * count


NAME = ("APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid")
LONG = [option(name=f"o{number}", choices=choices(8, "n" * 50, "v" * 50)) for number in range(10)]
TOO_LONG = [option(name=f"o{number}", choices=choices(8, "n" * 51, "v" * 50)) for number in range(10)]

LIMITS: list[tuple[str, Json, Json, str, tuple[str, str]]] = [
    ("name", command("x" * 32), command("x" * 33), "name", between(1, 32)),
    ("a name is small", command("größe-1_a'b"), command("Ask"), "name", NAME),
    ("a name is one word", command("日本"), command("a b"), "name", NAME),
    ("a menu's name", {"name": "Ask This", "type": 3}, {"type": 3}, "name", MISSING),
    ("a menu has no description", {"name": "A", "type": 2, "description": ""},
     {"name": "A", "type": 2, "description": "d"}, "description", most(0)),
    ("a menu has no options", {"name": "A", "type": 2, "options": []},
     {"name": "A", "type": 2, "options": [option()]}, "options", most(0)),
    ("description", command(description="x" * 100), command(description="x" * 101), "description", between(1, 100)),
    ("a command says what it does", command(), command(description=""), "description", MISSING),
    ("type", command(type=1), command(type=5), "type",
     ("BASE_TYPE_CHOICES", "Value must be one of (1, 2, 3).")),
    ("options", having(*many(25)), having(*many(26)), "options", most(25)),
    ("option name", having(option(name="x" * 32)), having(option(name="x" * 33)), "options.0.name", between(1, 32)),
    ("option description", having(option(description="x" * 100)), having(option(description="x" * 101)),
     "options.0.description", between(1, 100)),
    ("choice name", having(option(choices=choices(1, "x" * 100))), having(option(choices=choices(1, "x" * 101))),
     "options.0.choices.0.name", between(1, 100)),
    ("longest text", having(option(max_length=6000)), having(option(max_length=6001)), "options.0.max_length",
     at_most(6000)),
    ("shortest text", having(option(min_length=6000)), having(option(min_length=6001)), "options.0.min_length",
     at_most(6000)),
    ("options of a sub-command", having(option(1, options=many(25))), having(option(1, options=many(26))),
     "options.0.options", most(25)),
    ("sub-commands of a group", having(option(2, options=subs(25))), having(option(2, options=subs(26))),
     "options.0.options", most(25)),
    ("option names differ", having(*many(2)), having(option(), option()), "options.1.name",
     ("APPLICATION_COMMAND_OPTIONS_NAME_DUPLICATED", "Option names must be unique")),
    ("required first", having(option(required=True), option(name="p")),
     having(option(), option(name="p", required=True)), "options.1",
     ("APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", "Required options must be placed before non-required options")),
    ("option type", having(option(11)), having(option(12)), "options.0", one_of(1, 2, *range(3, 12))),
    ("choices", having(option(choices=choices(25))), having(option(choices=choices(26))), "options.0.choices",
     most(25)),
    ("choice", having(option(choices=choices(1, value="x" * 100))), having(option(choices=choices(1, value="x" * 101))),
     "options.0.choices.0.value", most(100)),
    ("a number's choice", having(option(4, choices=choices(1, value=5))), having(option(4, choices=choices(1))),
     "options.0.choices.0.value", ("NUMBER_TYPE_COERCE", 'Value "v" is not int.')),
    ("choices or autocomplete", having(option(autocomplete=True)),
     having(option(autocomplete=True, choices=choices(1))), "options.0.autocomplete",
     ("APPLICATION_COMMAND_OPTION_AUTOCOMPLETE_CHOICES", "Autocomplete and choices are mutually exclusive")),
    ("bounds", having(option(10, min_value=1.5, max_value=1.5)), having(option(10, min_value=2, max_value=1)),
     "options.0.min_value", ("NUMBER_TYPE_MAX", "min_value value should be less than or equal to 1.")),
    ("a group holds sub-commands", having(option(2, options=[option(1, options=[option()])])),
     having(option(2, options=[option()])), "options.0.options.0", one_of(1)),
    ("a sub-command holds values", having(option(1, options=[option()])), having(option(1, options=[option(1)])),
     "options.0.options.0", one_of(*range(3, 12))),
    ("sub-commands alone", having(option(1), option(1, "p")), having(option(1), option(3, "p")), "options",
     ("APPLICATION_COMMAND_OPTIONS_TYPE_INVALID",
      "Sub-commands and sub-command groups cannot stand beside other options")),
    ("contexts", command(contexts=[0, 1, 2], integration_types=None), command(contexts=[0, 3]), "contexts.1",
     ("BASE_TYPE_CHOICES", "Value must be one of (0, 1, 2).")),
    ("size", command("x" * 32, options=LONG[:9]), command(options=TOO_LONG), "",
     ("APPLICATION_COMMAND_TOO_LARGE", "Command exceeds maximum size (8000)")),
]  # fmt: skip


@pytest.mark.requirement("discord-twin-limits")
@pytest.mark.parametrize(("right", "wrong", "path", "said"), [pytest.param(*rest, id=name) for name, *rest in LIMITS])
def test_each_limit_of_a_command(right: Json, wrong: Json, path: str, said: tuple[str, str]) -> None:
    """A command at the limit is taken; one over it is refused, with nothing but that flaw."""
    check_command(right)
    assert flaws(lambda: check_command(wrong)) == [(path, *said)]


def test_a_list_of_commands_is_checked_as_a_whole() -> None:
    """Each flaw stands at its command's number; a name is there once for each type."""
    check_commands([command("ask"), {"name": "ask", "type": 2}])
    assert flaws(lambda: check_commands([command("ask"), command("Ask"), command("ask")])) == [
        ("1.name", *NAME),
        ("2", "APPLICATION_COMMANDS_DUPLICATE_NAME", "Application command names must be unique"),
    ]
    assert flaws(lambda: check_commands({}))[0][1] == "LIST_TYPE_CONVERT"


@pytest.mark.parametrize(("kind", "limit"), [(1, 100), (2, 15), (3, 15)])
def test_a_bot_has_so_many_commands_of_a_type(kind: int, limit: int) -> None:
    """One more than the limit is 30032."""
    made: list[Json] = [{"name": f"c{number}", "type": kind} for number in range(limit + 1)]
    if kind == 1:
        made = [{**each, "description": "d"} for each in made]
    check_commands(made[:limit])
    assert refusal(lambda: check_commands(made)).code == 30032


async def test_what_discord_py_registers_is_taken() -> None:
    """A command tree passes as CommandTree.sync sends it."""
    client = discord.Client(intents=discord.Intents.none())
    tree = app_commands.CommandTree(client)

    async def ask(interaction: discord.Interaction, text: str, times: app_commands.Range[int, 1, 5] = 1) -> None: ...

    async def about(interaction: discord.Interaction, message: discord.Message) -> None: ...

    group = app_commands.Group(name="more", description="d", default_permissions=discord.Permissions(8))
    group.add_command(app_commands.Command(name="ask", description="d", callback=ask))
    tree.add_command(group)
    tree.add_command(app_commands.Command(name="ask", description="d", callback=ask))
    tree.add_command(app_commands.ContextMenu(name="Ask about this", callback=about))
    check_commands([each.to_dict(tree) for each in tree._get_all_commands()])
    await client.close()


@given(body=ANY_JSON)
def test_any_json_is_accepted_or_refused(body: Any) -> None:
    """The rules are total."""
    for check in (check_command, check_commands):
        with suppress(Refused):
            check(body)
