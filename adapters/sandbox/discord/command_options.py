"""The options of a slash command as a person enters them: checked as the client does, and sent as the API has them.

Source: Discord docs, "Application Command Option Structure", "Interaction Data Option Structure".
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

from adapters.sandbox.discord.attachments import Attachments
from adapters.sandbox.discord.entities import Account, Channel
from adapters.sandbox.discord.interaction_payloads import CHANNEL, MENTIONABLE, ROLE, USER, resolved
from adapters.sandbox.discord.world import World
from adapters.sandbox.wire import Json, NotPossible

ATTACHMENT: Final = 11
# option type -> what its value must be; option type -> the select of the same things.
CHECKS: Final[Mapping[int, tuple[str, Callable[[Any], bool]]]] = {
    3: ("a text", lambda value: isinstance(value, str)),
    4: ("a whole number", lambda value: isinstance(value, int) and not isinstance(value, bool)),
    5: ("true or false", lambda value: isinstance(value, bool)),
    10: ("a number", lambda value: isinstance(value, int | float) and not isinstance(value, bool)),
}
THINGS: Final = {6: USER, 7: CHANNEL, 8: ROLE, 9: MENTIONABLE}


def options_of(
    world: World, files: Attachments, person: Account, channel: Channel, command: Json, values: Mapping[str, Any]
) -> tuple[list[Json], Json]:
    """Return `options` and `resolved` of a command entered with these values by option name.

    Raises:
        NotPossible: a required one is missing, one is unknown, or a value does not fit.
    """
    known = {option["name"]: option for option in command["options"]}
    if unknown := set(values) - set(known):
        raise NotPossible("unknown_option", f"/{command['name']} has no option {', '.join(sorted(unknown))}.")
    entered: list[Json] = []
    found: Json = {}
    for name, option in known.items():
        if name not in values:
            if option.get("required"):
                raise NotPossible("missing_option", f"/{command['name']} needs the option {name!r}.")
            continue
        value, kind = values[name], option["type"]
        if kind in THINGS:
            for key, objects in resolved(world, THINGS[kind], [str(value)], person.id).items():
                found.setdefault(key, {}).update(objects)
        elif kind == ATTACHMENT:
            [file] = files.chosen(person.id, [str(value)], ephemeral=True)
            found.setdefault("attachments", {})[file["id"]] = files.with_address(channel.id, file)
        else:
            _check(option, value)
        entered.append({"name": name, "type": kind, "value": value})
    return entered, found


def _check(option: Json, value: Any) -> None:
    """Refuse a value that the client would not send."""
    name, kind = option["name"], option["type"]
    if kind not in CHECKS:
        raise NotPossible("unsupported_option", f"The sandbox's client has no subcommands; {name!r} is one.")
    wanted, fits = CHECKS[kind]
    if not fits(value):
        raise NotPossible("bad_option", f"The option {name!r} takes {wanted}, not {value!r}.")
    size = len(value) if isinstance(value, str) else value
    least, most = (option.get(f"{side}_{'length' if kind == 3 else 'value'}") for side in ("min", "max"))
    if (least is not None and size < least) or (most is not None and size > most):
        raise NotPossible("bad_option", f"The option {name!r} lies between {least} and {most}.")
    choices = [choice["value"] for choice in option.get("choices", ())]
    if choices and value not in choices:
        raise NotPossible("bad_option", f"The option {name!r} is one of {', '.join(map(str, choices))}.")
