"""Whom a text names, and who of them is pinged.

Source: Discord docs, "Allowed Mentions Object". A mention in code is text, and one that is not allowed is drawn but
pings nobody, so it is not in the message's arrays either (observed).
"""

import re
from dataclasses import dataclass
from typing import Final, Protocol

from adapters.sandbox.discord.grammar import Choice, Flag, Id, Items, Object, Report
from adapters.sandbox.discord.wire import Path
from adapters.sandbox.wire import Json

IN_CHANNELS: Final = frozenset({"users", "roles", "everyone"})  # parsed if allowed_mentions is not given
IN_INTERACTIONS: Final = frozenset({"users"})

CODE: Final = re.compile(r"```.*?```|``.+?``|`[^`]+`", re.DOTALL)
USER: Final = re.compile(r"<@!?(\d{1,20})>")
ROLE: Final = re.compile(r"<@&(\d{1,20})>")
EVERYONE: Final = re.compile(r"@(?:everyone|here)\b")


def _parse_or_list(allowed: Json, path: Path, report: Report) -> None:
    for kind in ("users", "roles"):
        if kind in (allowed.get("parse") or ()) and allowed.get(kind):
            sentence = f'parse:["{kind}"] and {kind}: [ids...] are mutually exclusive.'
            report.add(path, "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE", sentence)


ALLOWED_MENTIONS: Final = Object(
    {
        "parse": Items(Choice(("users", "roles", "everyone")), 3, unique=True),
        "users": Items(Id(), 100, unique=True),
        "roles": Items(Id(), 100, unique=True),
        "replied_user": Flag(),
    },
    rules=(_parse_or_list,),
)


class Directory(Protocol):
    """What has to be known of the world, as the author in the channel stands in it."""

    def is_user(self, user: str) -> bool:
        """Return whether there is a user with this id."""
        ...

    def may_ping_role(self, role: str) -> bool:
        """Return whether there is a role with this id that is mentionable, or the author may mention everyone."""
        ...

    def may_ping_everyone(self) -> bool:
        """Return whether the author may mention everyone here."""
        ...


@dataclass(frozen=True, slots=True)
class Mentions:
    """Ids of the pinged users and roles, in the order of the text, and whether everyone is."""

    users: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    everyone: bool = False


def resolve(text: str, allowed: Json | None, *, default: frozenset[str], world: Directory) -> Mentions:
    """Return who is pinged by `text` under an accepted ``allowed_mentions``; without one, under `default`."""
    bare = CODE.sub(" ", text)
    parse = default if allowed is None else frozenset(allowed.get("parse") or ())
    users, roles = (
        [found for found in dict.fromkeys(pattern.findall(bare)) if kind in parse or found in _listed(allowed, kind)]
        for pattern, kind in ((USER, "users"), (ROLE, "roles"))
    )
    return Mentions(
        tuple(user for user in users if world.is_user(user)),
        tuple(role for role in roles if world.may_ping_role(role)),
        "everyone" in parse and EVERYONE.search(bare) is not None and world.may_ping_everyone(),
    )


def pings_author(allowed: Json | None) -> bool:
    """Return whether a reply pings the author of what it replies to: always, without an ``allowed_mentions``."""
    return allowed is None or bool(allowed.get("replied_user"))


def _listed(allowed: Json | None, kind: str) -> frozenset[str]:
    return frozenset(map(str, (allowed or {}).get(kind) or ()))
