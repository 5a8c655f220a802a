"""What an app must say to begin or resume a session; pure.

Source: Discord docs, "Gateway: Connecting", "Identify", "Resume", "Sharding"; the close codes are those of "Opcodes and
Status Codes".
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from adapters.sandbox.discord.frames import Close, Violation
from adapters.sandbox.discord.intents import KNOWN, PRIVILEGED
from adapters.sandbox.discord.session import Shard
from adapters.sandbox.wire import Json

VERSION: Final = "10"
GUILDS_PER_SHARD: Final = 2500


@dataclass(frozen=True, slots=True)
class Identified:
    """A valid Identify. `sharded` tells whether the app named its shard, as READY then names it too."""

    intents: int
    shard: Shard = (0, 1)
    sharded: bool = False


@dataclass(frozen=True, slots=True)
class Resumption:
    """A well-formed Resume."""

    session_id: object
    seq: int


def check_address(query: Mapping[str, str]) -> None:
    """Check the query of the gateway's address.

    Raises:
        Violation: it asks for another version of the API, or for another encoding than JSON.
    """
    if query.get("v") != VERSION:
        raise Violation(Close.INVALID_API_VERSION)
    if query.get("encoding") != "json":
        raise Violation(Close.DECODE_ERROR)


def read_identify(data: object, *, token: str, privileged: int, guilds: Iterable[str]) -> Identified:
    """Return what an app identified with.

    Args:
        data: the frame's ``d``.
        token: the bot's token.
        privileged: the privileged intents that are switched on in the app's settings.
        guilds: the ids of the guilds the bot is in.

    Raises:
        Violation: with the close code for what is wrong.
    """
    identify = _signed(data, token)
    if not isinstance(identify.get("properties"), dict):
        raise Violation(Close.DECODE_ERROR)
    shard = _shard(identify.get("shard"))
    intents = identify.get("intents")
    if type(intents) is not int or intents < 0 or intents & ~KNOWN:
        raise Violation(Close.INVALID_INTENTS)
    if intents & PRIVILEGED & ~privileged:
        raise Violation(Close.DISALLOWED_INTENTS)
    number, count = shard or (0, 1)
    if sum((int(guild) >> 22) % count == number for guild in guilds) > GUILDS_PER_SHARD:
        raise Violation(Close.SHARDING_REQUIRED)
    return Identified(intents, (number, count), sharded=shard is not None)


def read_resume(data: object, *, token: str) -> Resumption:
    """Return which session an app wants to resume, and from where.

    Raises:
        Violation: with the close code for what is wrong.
    """
    resume = _signed(data, token)
    seq = resume.get("seq")
    if type(seq) is not int:
        raise Violation(Close.INVALID_SEQ)
    return Resumption(resume.get("session_id"), seq)


def _signed(data: object, token: str) -> Json:
    if not isinstance(data, dict) or not isinstance(data.get("token"), str):
        raise Violation(Close.DECODE_ERROR)
    if data["token"] != token:
        raise Violation(Close.AUTHENTICATION_FAILED)
    return data


def _shard(shard: object) -> Shard | None:
    match shard:
        case None:
            return None
        case [int(number), int(count)] if 0 <= number < count:
            return number, count
        case _:
            raise Violation(Close.INVALID_SHARD)
