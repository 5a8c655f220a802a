"""What Discord refuses, and what to do about it: its JSON error codes as sentences for the operator, as a table.

Source: Discord docs, "Opcodes and Status Codes", JSON error codes; statuses where it answers without one.
"""

import discord

from bridge.errors import PlatformRefused

UNKNOWN_CHANNEL = 10003
UNKNOWN_MESSAGE = 10008
UNKNOWN_INTERACTION = 10062
ALREADY_ACKNOWLEDGED = 40060
REQUEST_TOO_LARGE = 40005
FILE_TOO_LARGE = 50045
MISSING_ACCESS = 50001
MISSING_PERMISSIONS = 50013
INVALID_FORM = 50035
ARCHIVED = 50083
WRONG_CHANNEL_TYPE = 50024
THREAD_EXISTS = 160004
THREADS_FULL = 160006

REFUSED: dict[int, str] = {
    UNKNOWN_CHANNEL: "The channel or thread was deleted.",
    UNKNOWN_MESSAGE: "The message was deleted.",
    UNKNOWN_INTERACTION: "Discord takes an answer only within 3 seconds of the click; click again.",
    ALREADY_ACKNOWLEDGED: "The click was answered already; click again.",
    REQUEST_TOO_LARGE: "Make the files smaller.",
    FILE_TOO_LARGE: "Make the file smaller; without server boosts Discord takes 10 MiB.",
    50005: "The message is not ours.",
    50007: "The person does not take direct messages from the bot.",
    50027: "The click is more than 15 minutes old.",
    MISSING_ACCESS: "Give the bot's role View Channel there.",
    MISSING_PERMISSIONS: (
        "Give the bot's role there: Send Messages, Send Messages in Threads, Create Public Threads, Embed Links, "
        "Attach Files and Read Message History."
    ),
    ARCHIVED: "The thread is archived.",
    160002: "Give the bot's role Read Message History there.",
    160005: "The thread is locked; a moderator can unlock it.",
    200000: "The server's AutoMod blocked the message.",
    240000: "Discord takes a link in the message for harmful.",
}

NO_THREAD_HERE = frozenset({MISSING_ACCESS, MISSING_PERMISSIONS, WRONG_CHANNEL_TYPE, THREADS_FULL})
"""A thread cannot be made, but there may be replies."""

FORM_REFUSED = frozenset({MISSING_PERMISSIONS, INVALID_FORM, REQUEST_TOO_LARGE, FILE_TOO_LARGE})
"""The message's form was refused, or a file or embed in it: its words may pass without."""


def refusal(what: str, refused: discord.HTTPException) -> PlatformRefused:
    """Return the refusal as ours. `what` is what was tried, such as "post a message"."""
    advice = REFUSED.get(refused.code) or "The code is explained in Discord's docs under Opcodes and Status Codes."
    if refused.status == 401:
        advice = "Check [discord] token, or reset it and put the new one there."
    said = f"HTTP {refused.status}, code {refused.code}: {refused.text or 'no reason'}"
    return PlatformRefused(f"Discord refused to {what} ({said}). {advice}", str(refused.code))


def code_of(refused: PlatformRefused) -> int:
    """Return Discord's code of a refusal made here; 0 for one of our own making."""
    return int(refused.code) if refused.code.isdecimal() else 0
