"""Slack's payloads → events of `bridge.ports`. Pure: everything it needs is in the payload and the bot's own ids.

Shapes: Slack docs, "Events API", "Interaction payloads"; recorded payloads where the docs are silent.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from adapters.slack.message import Json
from adapters.slack.plain import readable
from bridge.interaction.values import RemoteFile
from bridge.ports import Address, Clicked, MessageRef, Person, Pressed, Said, Submitted, Thread

SPOKEN = frozenset({None, "file_share", "thread_broadcast", "me_message"})
"""The subtypes that are a person speaking. Everything else (edits, joins, topics, other apps…) is not an event."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Who we are in the workspace, as auth.test says.

    `team` is part of every key instead of the payload's own team, which is absent from file_share events, null in an
    organisation, and somebody else's in a shared channel.
    """

    team: str
    user: str
    bot: str


@dataclass(frozen=True, slots=True)
class Opener:
    """What a form is opened with: the trigger of a click, good for three seconds, and the id of whose click it was."""

    trigger: str
    person: str


def to_said(event: Json, me: Identity) -> Said | None:
    """Read a ``message`` or ``app_mention`` event; None if it is not a person speaking.

    A mention in a channel arrives as both, in either order, with different event ids: they are one event, because its
    id is that of the message.
    """
    if event.get("type") not in ("message", "app_mention") or event.get("subtype") not in SPOKEN:
        return None
    person = event.get("user")
    if not person or person in (me.user, "USLACKBOT") or event.get("bot_id"):
        return None
    channel, ts = event["channel"], event["ts"]
    return Said(
        id=f"{me.team}/{channel}/{ts}",
        at=float(ts),
        thread=Thread("slack", me.team, channel, _root(event)),
        person=Person(person),
        text=readable(event.get("text") or "", me.user),
        address=_address(event, me),
        message=MessageRef(channel, ts),
        files=tuple(remote_file(file) for file in event.get("files") or () if _is_there(file)),
    )


def to_clicked(payload: Json, me: Identity) -> Clicked | None:
    """Read a ``block_actions`` payload; None if it is not a click on an element we posted in a message."""
    actions = payload.get("actions") or []
    pressed = _pressed(actions[0]) if actions else None
    container = payload.get("container") or {}
    if pressed is None or container.get("type") != "message":
        return None
    channel, ts, person = container["channel_id"], container["message_ts"], payload["user"]
    posted = payload.get("message") or {}
    thread_ts = container.get("thread_ts") or posted.get("thread_ts")
    at = actions[0].get("action_ts") or ts
    return Clicked(
        id=f"{me.team}/{channel}/{ts}/{person['id']}/{actions[0]['action_id']}/{at}",
        at=float(at),
        thread=Thread("slack", me.team, channel, _root({"channel": channel, "ts": ts, "thread_ts": thread_ts})),
        person=_person(person),
        press=pressed.press,
        question=pressed.question,
        message=MessageRef(channel, ts),
        opener=Opener(payload.get("trigger_id", ""), person["id"]),
        choice=pressed.choice,
    )


def to_submitted(payload: Json, values: Mapping[str, object], me: Identity, now: float) -> Submitted | None:
    """Read a ``view_submission`` payload; None if the view is not one of ours.

    Args:
        payload: what Slack sent. It carries no channel: the thread is in the view's `private_metadata`.
        values: the raw values of its fields.
        me: who we are.
        now: seconds since the epoch; the payload has no time of its own.
    """
    context = asked_in(payload["view"], me)
    if context is None:
        return None
    thread, question = context
    person = payload["user"]
    return Submitted(
        id=f"{me.team}/{person['id']}/{payload.get('trigger_id') or payload['view']['id']}",
        at=now,
        thread=thread,
        person=_person(person),
        question=question,
        values=values,
    )


def asked_in(view: Json, me: Identity) -> tuple[Thread, str] | None:
    """Where the question of a view was asked, and its id; None if the view is not one of ours."""
    try:
        context = json.loads(view.get("private_metadata") or "")
        return Thread("slack", me.team, context["channel"], context["root"]), str(context["question"])
    except (ValueError, KeyError, TypeError):
        return None


def remote_file(file: Json) -> RemoteFile:
    """Read a file object. Its handle is JSON, so that it can be stored."""
    return RemoteFile(
        name=file.get("name") or file.get("title") or file["id"],
        size=int(file.get("size") or 0),
        media_type=file.get("mimetype") or "",
        handle={"id": file["id"], "url": file.get("url_private_download") or file.get("url_private") or ""},
    )


def _pressed(action: Json) -> Pressed | None:
    """What an entry of ``actions[]`` means; None if the element is not one of ours."""
    chosen = action if action.get("type") == "feedback_buttons" else action.get("selected_option")
    return Pressed.read(str(action.get("action_id", "")), None if chosen is None else str(chosen.get("value", "")))


def _is_there(file: Json) -> bool:
    """A deleted file stays in its message as a tombstone."""
    return file.get("mode") not in ("tombstone", "hidden_by_limit")


def _person(user: Json) -> Person:
    return Person(user["id"], user.get("name") or user.get("username") or "")


def _is_direct(channel: str, channel_type: str = "") -> bool:
    return channel_type == "im" or channel.startswith("D")


def _root(event: Json) -> str | None:
    """The thread a message belongs to: in a channel its own if it is top-level, in a DM the channel itself.

    A message of ours in a DM that somebody replied under carries its own ts as `thread_ts`: its conversation is
    still the channel's.
    """
    thread_ts = event.get("thread_ts")
    if _is_direct(event["channel"], event.get("channel_type", "")):
        return None if thread_ts == event["ts"] else thread_ts
    return thread_ts or event["ts"]


def _address(event: Json, me: Identity) -> Address:
    if _is_direct(event["channel"], event.get("channel_type", "")):
        return Address.DIRECT
    text = event.get("text") or ""
    if event["type"] == "app_mention" or f"<@{me.user}>" in text or f"<@{me.user}|" in text:
        return Address.MENTION
    return Address.REPLY if event.get("thread_ts") not in (None, event["ts"]) else Address.CHANNEL
