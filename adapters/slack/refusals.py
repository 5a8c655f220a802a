"""What Slack refuses, and what to do about it: its error codes as sentences for the operator, as a table.

Source: the error lists of the Slack docs' method pages.
"""

from bridge.errors import PlatformRefused

INVITE = "Invite the bot into the channel: /invite @its-name."
TOKEN = "Check [slack] bot_token, or install the app again and put the new token there."  # noqa: S105 - names a setting
REFUSED: dict[str, str] = {
    "not_in_channel": INVITE,
    "channel_not_found": f"The channel is gone, or private and without the bot. {INVITE}",
    "is_archived": "The channel is archived; nobody can write in it.",
    "thread_not_found": "The thread was deleted.",
    "message_not_found": "The message was deleted.",
    "cant_update_message": "The message is not ours.",
    "cant_delete_message": "The message is not ours, or still being written.",
    "edit_window_closed": "The workspace does not allow editing messages this old.",
    "msg_too_long": "The text is longer than Slack takes.",
    "restricted_action": "The workspace's settings keep the bot from writing here; ask an administrator.",
    "messages_tab_disabled": "Turn on App Home > Messages Tab in the app's settings, so that people can write to it.",
    "user_not_in_channel": "The person is not in this channel any more.",
    "cannot_reply_to_message": "Slack does not allow a thread under this message.",
    "missing_scope": "Add the scope under OAuth & Permissions and install the app again.",
    "not_allowed_token_type": "bot_token is the token that begins with xoxb-, app_token the one with xapp-.",
    "invalid_auth": TOKEN,
    "not_authed": TOKEN,
    "token_revoked": TOKEN,
    "token_expired": TOKEN,
    "account_inactive": TOKEN,
    "expired_trigger_id": "Slack opens a form only within 3 seconds of the click; click again.",
    "exchanged_trigger_id": "This click has opened its form already; click again.",
    "invalid_trigger_id": "Slack opens a form only from a click; click again.",
    "file_uploads_disabled": "The workspace does not allow file uploads.",
    "storage_limit_reached": "The workspace has no room for files left.",
}

TOKEN_CODES = frozenset({"invalid_auth", "not_authed", "token_revoked", "token_expired", "account_inactive"})

BLOCKS_REFUSED = frozenset(
    {"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long", "msg_blocks_too_many", "invalid_attachments"}
    | {"block_mismatch"}
)
"""The message's form was refused, not its words: it is sent again, simpler."""


def refusal(method: str, code: str, details: tuple[str, ...] = ()) -> PlatformRefused:
    advice = REFUSED.get(code) or (
        "Advice: the code is explained at https://docs.slack.dev/reference/methods/" + method + "."
    )
    said = f" ({'; '.join(details)})" if details else ""
    return PlatformRefused(f"Slack refused {method}: {code}{said}. {advice}", code)
