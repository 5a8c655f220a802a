"""Payloads in the shapes Slack sends, with identifiers of nobody."""

from typing import Any

from adapters.slack.inbound import Identity

ME = Identity(team="T01", user="U0BOT", bot="B0BOT")

Json = dict[str, Any]


def message(text: str | None = "Hi", **changes: Any) -> Json:
    """A `message` event of a channel: top-level, by a person."""
    event: Json = {
        "type": "message",
        "user": "U0ANN",
        "ts": "1767224888.280449",
        "client_msg_id": "0a7f",
        "text": text,
        "team": "T01",
        "channel": "C0GEN",
        "event_ts": "1767224888.280449",
        "channel_type": "channel",
    }
    return {key: value for key, value in {**event, **changes}.items() if value is not None}


def mention(text: str = "<@U0BOT> Hi", **changes: Any) -> Json:
    """The `app_mention` event of a message: no channel_type."""
    return message(text, type="app_mention", channel_type=None, **changes)


def reply(text: str = "Hi", **changes: Any) -> Json:
    """A message in a thread."""
    thread: Json = {"thread_ts": "1767224888.280449", "parent_user_id": "U0ANN", "ts": "1767224901.701849"}
    return message(text, **{**thread, **changes})


def direct(text: str = "Hi", **changes: Any) -> Json:
    """A message to the bot alone."""
    return message(text, **{"channel": "D0ANN", "channel_type": "im", **changes})


def file(**changes: Any) -> Json:
    """A file object of a message."""
    url = "https://files.slack.com/files-pri/T01-F01/data.csv"
    shown: Json = {"id": "F01", "name": "data.csv", "mimetype": "text/csv", "filetype": "csv", "size": 12}
    return {**shown, "mode": "hosted", "url_private": url, "url_private_download": f"{url}/download", **changes}


def click(action: Json, **changes: Any) -> Json:
    """A `block_actions` payload of a message in a thread."""
    payload: Json = {
        "type": "block_actions",
        "user": {"id": "U0ANN", "username": "ann", "name": "ann", "team_id": "T01"},
        "container": {
            "type": "message",
            "message_ts": "1767326126.896109",
            "channel_id": "C0GEN",
            "is_ephemeral": False,
            "thread_ts": "1767326125.870439",
        },
        "trigger_id": "102153.39012.2e2548aa",
        "team": {"id": "T01", "domain": "example"},
        "channel": {"id": "C0GEN", "name": "general"},
        "message": {"user": "U0BOT", "type": "message", "ts": "1767326126.896109", "thread_ts": "1767326125.870439"},
        "actions": [{"block_id": "P0z+f", "action_ts": "1767326130.289415", **action}],
    }
    return {**payload, **changes}


def submission(view: Json, states: Json, **changes: Any) -> Json:
    """A `view_submission` payload of a view with these states."""
    payload: Json = {
        "type": "view_submission",
        "team": {"id": "T01", "domain": "example"},
        "user": {"id": "U0ANN", "username": "ann", "name": "ann", "team_id": "T01"},
        "trigger_id": "103484.10229.91080fe0",
        "view": {**view, "id": "V01", "team_id": "T01", "hash": "1769220166.YVocmHYs", "state": {"values": states}},
        "response_urls": [],
    }
    return {**payload, **changes}
