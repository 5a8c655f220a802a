"""What Discord says to the body of a message that is created or edited: accepted, or refused with every flaw.

Guarantee: `check_message` takes any JSON whatever; it returns, or raises `Refused` with the whole tree of flaws.
Source: Discord docs, "Create Message", "Edit Message", "Message Flags"; Discord's OpenAPI description.
"""

from collections.abc import Mapping
from typing import Any, Final, Literal

from adapters.sandbox.discord.attachment_rules import check_attachments, check_count, kept, names
from adapters.sandbox.discord.body import Upload
from adapters.sandbox.discord.component_rules import check_components
from adapters.sandbox.discord.embed_rules import check_embeds, is_visible
from adapters.sandbox.discord.grammar import (
    Choice,
    Flag,
    Id,
    Items,
    Object,
    Report,
    Text,
    Whole,
    check,
    check_object,
    given,
    length,
)
from adapters.sandbox.discord.mentions import ALLOWED_MENTIONS
from adapters.sandbox.discord.poll_rules import POLL
from adapters.sandbox.discord.wire import Path, Refused, invalid
from adapters.sandbox.wire import Json

Surface = Literal["channel", "interaction"]

SUPPRESS_EMBEDS: Final = 1 << 2
EPHEMERAL: Final = 1 << 6
SUPPRESS_NOTIFICATIONS: Final = 1 << 12
VOICE_MESSAGE: Final = 1 << 13
COMPONENTS_V2: Final = 1 << 15
# Bits a bot may set; Discord ignores the others without a word.
SETTABLE: Final[Mapping[Surface, int]] = {
    "channel": SUPPRESS_EMBEDS | SUPPRESS_NOTIFICATIONS | VOICE_MESSAGE | COMPONENTS_V2,
    "interaction": SUPPRESS_EMBEDS | SUPPRESS_NOTIFICATIONS | VOICE_MESSAGE | COMPONENTS_V2 | EPHEMERAL,
}
EDITABLE: Final = SUPPRESS_EMBEDS

CONTENT: Final = Text(2000, trimmed=True)
# A channel's messages go through the limit for people with Nitro first (reported: the sentence then names it).
NITRO_CONTENT: Final = Text(4000, trimmed=True)
# Discord docs, "Message Reference": 0 is a reply, 1 a forward.
REFERENCE: Final = Object(
    {"message_id": Id(), "channel_id": Id(), "guild_id": Id(), "fail_if_not_exists": Flag(), "type": Choice((0, 1))},
    ("message_id",),
)
FORWARD: Final = 1
MESSAGE: Final = Object(
    {
        "flags": Whole(0, 2**53 - 1),
        "allowed_mentions": ALLOWED_MENTIONS,
        "message_reference": REFERENCE,
        "sticker_ids": Items(Id(), 3),
        "enforce_nonce": Flag(),
        "poll": POLL,
        "tts": Flag(),
    }
)
# Keys of a channel's message that mean nothing in an interaction's.
IGNORED: Final[Mapping[Surface, tuple[str, ...]]] = {
    "channel": (),
    "interaction": ("sticker_ids", "message_reference", "nonce", "enforce_nonce"),
}
NONCE_CHARACTERS: Final = 25
NONCE_BOUND: Final = 2**63
# What Components V2 replaces, and where a stored message has it.
LEGACY_FIELDS: Final = {
    "content": "content",
    "embeds": "embeds",
    "sticker_ids": "sticker_items",
    "poll": "poll",
    "shared_client_theme": "shared_client_theme",
}


def check_message(
    body: Any,
    uploads: Mapping[int, Upload],
    *,
    current: Json | None = None,
    surface: Surface = "channel",
    at: Path = (),
) -> None:
    """Check a message to be created, or `current` to be edited. `at` is where the message stands in the request.

    Raises:
        Refused: 50035 with every flaw; 30015 for too many files; 50006 if nothing would be left to see.
    """
    report = Report()
    if isinstance(body, dict):
        body = {key: value for key, value in body.items() if key not in IGNORED[surface]}
    check_object(MESSAGE, body, at, report)
    if isinstance(body, dict):
        _check_parts(body, uploads, current or {}, surface, at, report)
    if report.flaws:
        raise invalid(report.flaws)
    check_count(body, uploads, current or {})
    if _is_empty(body, uploads, current or {}):
        raise Refused(400, 50006, "Cannot send an empty message")


def is_v2(body: Json, current: Json) -> bool:
    """Return whether the message has Components V2: set now, or once before, for it is never taken back."""
    flags = body.get("flags")
    asked = flags if isinstance(flags, int) and flags > 0 else 0  # of -1, all bits are set
    return bool((asked | current.get("flags", 0)) & COMPONENTS_V2)


def stored_flags(body: Json, current: Json | None, surface: Surface) -> int:
    """Return the flags of the message once an accepted body is stored."""
    asked: int = body.get("flags") or 0
    if current is None:
        return asked & SETTABLE[surface]
    before: int = current.get("flags", 0)
    if body.get("flags") is None:
        return before
    return (before & ~EDITABLE) | (asked & (EDITABLE | COMPONENTS_V2))


def _check_parts(
    body: Json, uploads: Mapping[int, Upload], current: Json, surface: Surface, at: Path, report: Report
) -> None:
    report.files = frozenset(names(body, uploads).values()) | {held["filename"] for held in kept(body, current)}
    v2 = is_v2(body, current)
    if body.get("content") is not None:
        _check_content(body["content"], surface, (*at, "content"), report)
    if body.get("nonce") is not None:
        _check_nonce(body["nonce"], (*at, "nonce"), report)
    if given(body, "embeds"):
        check_embeds(body["embeds"], (*at, "embeds"), report)
    if given(body, "components"):
        check_components(body["components"], (*at, "components"), report, v2=v2)
    if given(body, "attachments"):
        check_attachments(body["attachments"], uploads, current, (*at, "attachments"), report)
    if v2:
        _check_no_legacy(body, current, at, report)


def _check_content(content: Any, surface: Surface, path: Path, report: Report) -> None:
    over_nitro = isinstance(content, str) and length(content.strip()) > NITRO_CONTENT.most
    check(NITRO_CONTENT if surface == "channel" and over_nitro else CONTENT, content, path, report)


def _check_nonce(nonce: Any, path: Path, report: Report) -> None:
    if isinstance(nonce, bool) or not isinstance(nonce, str | int):
        report.add(path, "NONCE_TYPE_INVALID_TYPE", "This field must be a string or integer.")
    elif isinstance(nonce, str):
        if length(nonce) > NONCE_CHARACTERS:
            report.add(path, "NONCE_TYPE_TOO_LONG", f"Must be {NONCE_CHARACTERS} or fewer characters long.")
    elif not -NONCE_BOUND <= nonce < NONCE_BOUND:
        report.add(path, "NONCE_TYPE_OUT_OF_BOUNDS", f"Must be between {-NONCE_BOUND} and {NONCE_BOUND - 1}.")


def _check_no_legacy(body: Json, current: Json, at: Path, report: Report) -> None:
    """Refuse the fields that V2 replaces; a message that is upgraded must empty them in the same request."""
    for field, stored in LEGACY_FIELDS.items():
        left = body[field] if field in body else current.get(stored)
        if left not in (None, []) and not (isinstance(left, str) and not left.strip()):
            sentence = f"The '{field}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2"
            report.add((*at, field), "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2", sentence)


def _is_empty(body: Json, uploads: Mapping[int, Upload], current: Json) -> bool:
    after = {
        field: body[field] if field in body else current.get(stored)
        for field, stored in (("components", "components"), *LEGACY_FIELDS.items())
    }
    if is_v2(body, current):
        return not after["components"]  # files of a V2 message are seen where a component shows them
    reference = body.get("message_reference") or {}
    return not (
        (after["content"] or "").strip()
        or any(is_visible(embed) for embed in after["embeds"] or ())
        or after["components"]
        or after["sticker_ids"]
        or after["poll"]
        or uploads
        or kept(body, current)
        or reference.get("type") == FORWARD
    )
