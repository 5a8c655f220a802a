"""The files of a message: those it keeps, those the request brings, and under which names.

Source: Discord docs, "Attachment Object", "Uploading Files", "Edit Message" (`attachments` is all that is kept).
"""

from collections.abc import Mapping
from typing import Any, Final

from adapters.sandbox.discord.body import Upload, safe_name
from adapters.sandbox.discord.grammar import Flag, Id, Items, Number, Object, Report, Text, check, is_snowflake
from adapters.sandbox.discord.wire import Path, Refused
from adapters.sandbox.wire import Json

MOST: Final = 10
ATTACHMENT: Final = Object(
    {
        "id": Id(),
        "filename": Text(1024, 1),
        "description": Text(1024),
        "title": Text(1024),
        "duration_secs": Number(),
        "waveform": Text(400),
        "is_spoiler": Flag(),
        "is_remix": Flag(),
    },
    ("id",),
)
ATTACHMENTS: Final = Items(ATTACHMENT, MOST)


def check_attachments(
    attachments: Any, uploads: Mapping[int, Upload], current: Json, path: Path, report: Report
) -> None:
    """Report every flaw of a message's `attachments`: each must be a file of the request, or of the message so far."""
    check(ATTACHMENTS, attachments, path, report)
    known = {*map(str, uploads), *(held["id"] for held in current.get("attachments", ()))}
    for index, entry in enumerate(attachments if isinstance(attachments, list) else ()):
        if isinstance(entry, dict) and is_snowflake(entry.get("id")) and str(entry["id"]) not in known:
            report.add((*path, index, "id"), "ATTACHMENT_NOT_FOUND", "Attachment data not found")


def check_count(body: Json, uploads: Mapping[int, Upload], current: Json) -> None:
    """Refuse more files than a message holds.

    Raises:
        Refused: 30015.
    """
    if len(uploads) + len(kept(body, current)) > MOST:
        raise Refused(400, 30015, f"Maximum number of attachments in a message reached ({MOST})")


def kept(body: Json, current: Json) -> list[Json]:
    """Return the attachments of the stored message that an edit leaves there."""
    held: list[Json] = current.get("attachments", [])
    if body.get("attachments") is None:
        return held
    listed = {str(entry["id"]) for entry in _entries(body)}
    return [attachment for attachment in held if attachment["id"] in listed]


def names(body: Json, uploads: Mapping[int, Upload]) -> dict[int, str]:
    """Return the name each upload is stored under: that of its entry in `attachments`, else its own."""
    asked = {str(entry["id"]): entry.get("filename") for entry in _entries(body)}
    return {
        number: safe_name(name) if isinstance(name := asked.get(str(number)), str) else upload.filename
        for number, upload in uploads.items()
    }


def _entries(body: Json) -> list[Json]:
    entries = body.get("attachments")
    found = entries if isinstance(entries, list) else []
    return [entry for entry in found if isinstance(entry, dict) and is_snowflake(entry.get("id"))]
