"""What an application command must be. Source: Discord docs, "Application Command Object" and "Registering a Command".

Guarantee: `check_command` and `check_commands` take any JSON whatever; they return, or raise `Refused` with every flaw.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, Final

from adapters.sandbox.discord.component_tables import CHANNEL_TYPES
from adapters.sandbox.discord.grammar import (
    Choice,
    Flag,
    Id,
    Items,
    Number,
    Object,
    OneOf,
    Report,
    Rule,
    Shape,
    Text,
    Whole,
    check,
    check_object,
    length,
)
from adapters.sandbox.discord.wire import Path, Refused, invalid
from adapters.sandbox.wire import Json

CHAT, USER, MESSAGE = 1, 2, 3
MOST: Final = {CHAT: 100, USER: 15, MESSAGE: 15}  # of each type in one place (15 context menus since March 2026)
SUB, GROUP, STRING, INTEGER, BOOLEAN, A_USER, CHANNEL, ROLE, MENTIONABLE, NUMBER, ATTACHMENT = range(1, 12)
VALUES: Final = (STRING, INTEGER, BOOLEAN, A_USER, CHANNEL, ROLE, MENTIONABLE, NUMBER, ATTACHMENT)
CHARACTERS: Final = 8000  # names, descriptions and values of a command and all within it
EXACT: Final = 2**53  # the integers JSON clients agree on (Discord docs: INTEGER)
NAME: Final = re.compile(r"[-_'\w]{1,32}")  # letters and digits of any script

# -- rules between keys ------------------------------------------------------------------------------------------------


def _name_is_plain(thing: Json, path: Path, report: Report) -> None:
    name: str = thing["name"]
    if not NAME.fullmatch(name) or name != name.lower():
        report.add((*path, "name"), "APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid")


def _options_differ(thing: Json, path: Path, report: Report) -> None:
    seen: set[str] = set()
    for index, option in enumerate(thing.get("options") or ()):
        if option["name"] in seen:
            sentence = "Option names must be unique"
            report.add((*path, "options", index, "name"), "APPLICATION_COMMAND_OPTIONS_NAME_DUPLICATED", sentence)
        seen.add(option["name"])


def _required_come_first(thing: Json, path: Path, report: Report) -> None:
    optional = False
    for index, option in enumerate(thing.get("options") or ()):
        if option.get("required") and optional:
            sentence = "Required options must be placed before non-required options"
            report.add((*path, "options", index), "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", sentence)
        optional = optional or not option.get("required")


def _all_or_none_are_subcommands(command: Json, path: Path, report: Report) -> None:
    options: list[Json] = command.get("options") or []
    if len({option["type"] in (SUB, GROUP) for option in options}) > 1:
        sentence = "Sub-commands and sub-command groups cannot stand beside other options"
        report.add((*path, "options"), "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", sentence)


def _choices_or_autocomplete(option: Json, path: Path, report: Report) -> None:
    if option.get("autocomplete") and option.get("choices"):
        sentence = "Autocomplete and choices are mutually exclusive"
        report.add((*path, "autocomplete"), "APPLICATION_COMMAND_OPTION_AUTOCOMPLETE_CHOICES", sentence)


def _bounds_in_order(option: Json, path: Path, report: Report) -> None:
    for least, most in (("min_value", "max_value"), ("min_length", "max_length")):
        low, high = option.get(least), option.get(most)
        if low is not None and high is not None and low > high:
            sentence = f"{least} value should be less than or equal to {high}."
            report.add((*path, least), "NUMBER_TYPE_MAX", sentence)


# -- the tables --------------------------------------------------------------------------------------------------------

OPTION: Final[dict[str, Shape]] = {"name": Text(32, 1), "description": Text(100, 1), "required": Flag()}
OPTIONS: Final[dict[int, Object]] = {}


def _option(kind: int, fields: Mapping[str, Shape], *rules: Rule) -> None:
    OPTIONS[kind] = Object({**OPTION, **fields}, ("name", "description"), (_name_is_plain, *rules))


def _choices(value: Shape) -> dict[str, Shape]:
    choice = Object({"name": Text(100, 1), "value": value}, ("name", "value"))
    return {"choices": Items(choice, 25), "autocomplete": Flag()}


_option(
    STRING,
    {**_choices(Text(100)), "min_length": Whole(0, 6000), "max_length": Whole(1, 6000)},
    _choices_or_autocomplete,
    _bounds_in_order,
)
_INTEGER = Whole(-EXACT, EXACT)
_option(
    INTEGER,
    {**_choices(_INTEGER), "min_value": _INTEGER, "max_value": _INTEGER},
    _choices_or_autocomplete,
    _bounds_in_order,
)
_option(
    NUMBER,
    {**_choices(Number()), "min_value": Number(), "max_value": Number()},
    _choices_or_autocomplete,
    _bounds_in_order,
)
_option(CHANNEL, {"channel_types": Items(Choice(CHANNEL_TYPES), len(CHANNEL_TYPES), unique=True)})
for _kind in (BOOLEAN, A_USER, ROLE, MENTIONABLE, ATTACHMENT):
    _option(_kind, {})
_option(SUB, {"options": Items(OneOf(OPTIONS, VALUES), 25)}, _options_differ, _required_come_first)
_option(GROUP, {"options": Items(OneOf(OPTIONS, (SUB,)), 25)}, _options_differ)

COMMAND: Final[dict[str, Shape]] = {
    "name": Text(32, 1),
    "nsfw": Flag(),
    "default_member_permissions": Id(),  # a number or its decimal string, as ids are
    "dm_permission": Flag(),
    "contexts": Items(Choice((0, 1, 2)), 3, 1, unique=True),
    "integration_types": Items(Choice((0, 1)), 2, 1, unique=True),
}
CHAT_COMMAND: Final = Object(
    {**COMMAND, "description": Text(100, 1), "options": Items(OneOf(OPTIONS, (SUB, GROUP, *VALUES)), 25)},
    ("name", "description"),
    (_name_is_plain, _options_differ, _required_come_first, _all_or_none_are_subcommands),
)
MENU_COMMAND: Final = Object({**COMMAND, "description": Text(0), "options": Items(Object({}), 0)}, ("name",))
COMMANDS: Final = {CHAT: CHAT_COMMAND, USER: MENU_COMMAND, MESSAGE: MENU_COMMAND}
TYPE: Final = Choice((CHAT, USER, MESSAGE))


def check_command(body: Any) -> None:
    """Check one command to be created, whole.

    Raises:
        Refused: 50035 with every flaw.
    """
    report = Report()
    _check(body, (), report)
    if report.flaws:
        raise invalid(report.flaws)


def check_commands(body: Any) -> None:
    """Check the list that replaces all commands of one place.

    Raises:
        Refused: 50035 with every flaw; 30032 for too many of one type.
    """
    report = Report()
    if not isinstance(body, list):
        report.add((), "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType")
        raise invalid(report.flaws)
    seen: set[tuple[int, str]] = set()
    for index, command in enumerate(body):
        before = len(report.flaws)
        _check(command, (index,), report)
        if len(report.flaws) == before:
            if (identity := (kind(command), command["name"])) in seen:
                sentence = "Application command names must be unique"
                report.add((index,), "APPLICATION_COMMANDS_DUPLICATE_NAME", sentence)
            seen.add(identity)
    if report.flaws:
        raise invalid(report.flaws)
    for found, count in Counter(map(kind, body)).items():
        if count > MOST[found]:
            raise Refused(400, 30032, f"Maximum number of application commands reached ({MOST[found]})")


def kind(command: Json) -> int:
    """Return the type of a command; it need not be named for a slash command."""
    named = command.get("type")
    return CHAT if named is None else named


def _check(command: Any, path: Path, report: Report) -> None:
    if not isinstance(command, dict):
        report.add(path, "MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType")
        return
    before = len(report.flaws)
    check(TYPE, kind(command), (*path, "type"), report)
    if len(report.flaws) > before:
        return
    check_object(COMMANDS[kind(command)], command, path, report)
    if len(report.flaws) == before and sum(map(length, _texts(command))) > CHARACTERS:
        report.add(path, "APPLICATION_COMMAND_TOO_LARGE", f"Command exceeds maximum size ({CHARACTERS})")


def _texts(thing: Json) -> Iterator[str]:
    """Yield every text of a command that counts towards its size."""
    for key in ("name", "description", "value"):
        if isinstance(text := thing.get(key), str):
            yield text
    for key in ("options", "choices"):
        for inner in thing.get(key) or ():
            yield from _texts(inner)
