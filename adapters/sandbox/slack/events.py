"""The bodies Slack's Events API sends, as pure functions of the world.

Shapes: Slack docs, "Events API" and the reference page of each event; recorded payloads where the docs are silent.
"""

from adapters.sandbox.slack.wire import Json
from adapters.sandbox.slack.world import Channel, World


def callback(world: World, event: Json, event_id: str) -> Json:
    """Return the outer body around one event."""
    team = world.team["id"]
    authorization: Json = {
        "enterprise_id": None,
        "team_id": team,
        "user_id": world.app.user_id,
        "is_bot": True,
        "is_enterprise_install": False,
    }
    return {
        "token": world.app.verification_token,
        "team_id": team,
        "context_team_id": team,
        "context_enterprise_id": None,
        "api_app_id": world.app.app_id,
        "event": event,
        "type": "event_callback",
        "event_id": event_id,
        "event_time": int(float(event["event_ts"])),
        "authorizations": [authorization],
        "is_ext_shared_channel": False,
        "event_context": f"4-{event_id}",
    }


def message(channel: Channel, stored: Json) -> Json:
    """Return the event of a message that was just posted. A shared file's event has no `team` (recorded)."""
    body = {key: value for key, value in stored.items() if not (key == "team" and "subtype" in stored)}
    return {**body, "channel": channel.id, "event_ts": stored["ts"], "channel_type": channel.channel_type}


def app_mention(channel: Channel, stored: Json) -> Json:
    """Return the second event of a message that mentions the app: no subtype and no channel_type (recorded)."""
    left_out = {"subtype", "upload", "display_as_bot"}
    body = {key: value for key, value in stored.items() if key not in left_out}
    return {**body, "type": "app_mention", "channel": channel.id, "event_ts": stored["ts"]}


def message_changed(channel: Channel, stored: Json, previous: Json, ts: str) -> Json:
    """Return the event of an edit. The outer ts is that of the edit."""
    return {
        "type": "message",
        "subtype": "message_changed",
        "message": stored,
        "previous_message": previous,
        "channel": channel.id,
        "hidden": True,
        "ts": ts,
        "event_ts": ts,
        "channel_type": channel.channel_type,
    }


def message_deleted(channel: Channel, previous: Json, ts: str) -> Json:
    """Return the event of a message taken back."""
    return {
        "type": "message",
        "subtype": "message_deleted",
        "previous_message": previous,
        "channel": channel.id,
        "hidden": True,
        "deleted_ts": previous["ts"],
        "ts": ts,
        "event_ts": ts,
        "channel_type": channel.channel_type,
    }


def file_shared(channel: Channel, file: Json, user: str, ts: str) -> Json:
    """Return the event that names a shared file by its id alone."""
    return {
        "type": "file_shared",
        "file_id": file["id"],
        "user_id": user,
        "file": {"id": file["id"]},
        "channel_id": channel.id,
        "event_ts": ts,
    }


def reaction(kind: str, channel: Channel, stored: Json, user: str, name: str, ts: str) -> Json:
    """Return ``reaction_added`` or ``reaction_removed``, whichever `kind` says."""
    return {
        "type": kind,
        "user": user,
        "reaction": name,
        "item": {"type": "message", "channel": channel.id, "ts": stored["ts"]},
        "item_user": stored["user"],
        "event_ts": ts,
    }
