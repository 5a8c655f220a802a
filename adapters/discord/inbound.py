"""What discord.py gives us → events of `bridge.ports`. Pure: everything needed is in the object and the bot's own ids.

A snowflake is unique in all of Discord, so it is the event's identity: what is delivered again after a resume is known.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import discord

from adapters.discord.plain import mentions, readable
from bridge.interaction.values import RemoteFile
from bridge.ports import Address, Clicked, MessageRef, Person, Pressed, Said, Submitted, Thread

SPOKEN = frozenset({discord.MessageType.default, discord.MessageType.reply})
"""The types that are a person speaking. Everything else (joins, pins, thread notices…) is not an event."""

DIRECT = "@me"
"""What Discord's own addresses call the place of direct messages, which belong to no guild."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where something happened: the conversation's thread, and whether that is a thread (or forum post) of Discord."""

    thread: Thread
    inside: bool


def is_spoken(message: discord.Message) -> bool:
    """Whether a message is a person speaking; neither our own words nor those of another program are."""
    return message.type in SPOKEN and not message.author.bot and not message.webhook_id


def to_said(message: discord.Message, place: Place, ours: frozenset[str]) -> Said:
    """Read a message that a person wrote.

    Args:
        message: what discord.py gave us.
        place: where it was written.
        ours: the ids of our bot and of its own role.
    """
    return Said(
        id=f"discord/{message.id}",
        at=message.created_at.timestamp(),
        thread=place.thread,
        person=person_of(message.author),
        text=readable(message.content, names(message), ours),
        address=_address(message, place, ours),
        message=MessageRef(str(message.channel.id), str(message.id)),
        files=tuple(remote_file(message, file) for file in message.attachments),
    )


def to_clicked(interaction: discord.Interaction, place: Place, pressed: Pressed, opener: object) -> Clicked:
    """Read a click on a button or select of ours."""
    assert interaction.message is not None, "components are on messages"
    return Clicked(
        id=f"discord/{interaction.id}",
        at=interaction.created_at.timestamp(),
        thread=place.thread,
        person=person_of(interaction.user),
        press=pressed.press,
        question=pressed.question,
        message=MessageRef(str(interaction.channel_id), str(interaction.message.id)),
        opener=opener,
        choice=pressed.choice,
    )


def to_submitted(
    interaction: discord.Interaction, place: Place, question: str, values: Mapping[str, object]
) -> Submitted:
    """Read the last step of a form of ours."""
    return Submitted(
        id=f"discord/{interaction.id}",
        at=interaction.created_at.timestamp(),
        thread=place.thread,
        person=person_of(interaction.user),
        question=question,
        values=values,
    )


def to_called(interaction: discord.Interaction, place: Place, text: str, message: MessageRef) -> Said:
    """Read the command ``/agent``: as good as a mention, with `message` as what was written."""
    direct = place.thread.team == DIRECT
    return Said(
        id=f"discord/{interaction.id}",
        at=interaction.created_at.timestamp(),
        thread=place.thread,
        person=person_of(interaction.user),
        text=text,
        address=Address.DIRECT if direct else Address.MENTION,
        message=message,
    )


def person_of(user: discord.abc.User) -> Person:
    return Person(str(user.id), user.display_name)


def names(message: discord.Message) -> dict[str, str]:
    """What those are called whom the message mentions, by id."""
    people = {str(user.id): user.display_name for user in message.mentions}
    roles = {str(role.id): role.name for role in message.role_mentions}
    return people | roles | {str(channel.id): channel.name for channel in message.channel_mentions}


def remote_file(message: discord.Message, file: discord.Attachment) -> RemoteFile:
    """Read an attachment. Its handle is JSON, so that it can be stored; the address in it expires within a day."""
    place = {"channel": str(message.channel.id), "message": str(message.id)}
    return RemoteFile(
        name=file.filename,
        size=file.size,
        media_type=file.content_type or "",
        handle={"id": str(file.id), "url": file.url, **place},
    )


def _address(message: discord.Message, place: Place, ours: frozenset[str]) -> Address:
    if place.thread.team == DIRECT:
        return Address.DIRECT
    if mentions(message.content, ours):
        return Address.MENTION
    # The first message of a forum post has the post's own id; a top-level message is its own root.
    return Address.CHANNEL if place.thread.root == str(message.id) else Address.REPLY
