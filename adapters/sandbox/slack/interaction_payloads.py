"""The bodies Slack sends for clicks, submissions and commands, as pure functions. Source: recorded payloads."""

from adapters.sandbox.slack.entries import Key
from adapters.sandbox.slack.wire import Json
from adapters.sandbox.slack.world import Channel, Person, World

# Keys of an element that come back with an action on it (recorded: only if they are defined).
ECHOED = ("placeholder", "text", "value", "style", "confirm", "timezone")


def outer(world: World, kind: str, person: Person) -> Json:
    """Return the keys common to everything a person does."""
    team = {"id": world.team["id"], "domain": world.team["domain"]}
    user: Json = {"id": person.id, "username": person.name, "name": person.name, "team_id": world.team["id"]}
    return {
        "type": kind,
        "user": user,
        "api_app_id": world.app.app_id,
        "token": world.app.verification_token,
        "team": team,
        "enterprise": None,
        "is_enterprise_install": False,
    }


def in_message(channel: Channel, message: Json, values: Json) -> Json:
    """Return the keys that say in which message something was clicked. An ephemeral message itself is not sent."""
    ephemeral = bool(message.get("is_ephemeral"))
    container: Json = {
        "type": "message",
        "message_ts": message["ts"],
        "channel_id": channel.id,
        "is_ephemeral": ephemeral,
    }
    if "thread_ts" in message:
        container["thread_ts"] = message["thread_ts"]
    shown: Json = {} if ephemeral else {"message": message}
    place: Json = {"id": channel.id, "name": channel.name}
    return {"container": container, "channel": place, "state": {"values": values}, **shown}


def in_view(view: Json) -> Json:
    """Return the keys that say in which view something was clicked."""
    return {"container": {"type": "view", "view_id": view["id"]}, "view": view}


def action(key: Key, element: Json, state: Json, ts: str) -> Json:
    """Return the one item of `actions`."""
    block_id, action_id = key
    echoed = {name: element[name] for name in element if name in ECHOED or name.startswith("initial_")}
    return {
        "type": element["type"],
        "block_id": block_id,
        "action_id": action_id,
        **echoed,
        **state,
        "action_ts": ts,
    }


def command(world: World, person: Person, channel: Channel, name: str, text: str) -> Json:
    """Return the fields of a slash command, without response_url and trigger_id. There is no thread in it."""
    return {
        "token": world.app.verification_token,
        "team_id": world.team["id"],
        "team_domain": world.team["domain"],
        "channel_id": channel.id,
        "channel_name": channel.name,
        "user_id": person.id,
        "user_name": person.name,
        "command": name,
        "text": text,
        "api_app_id": world.app.app_id,
        "is_enterprise_install": "false",
    }
