"""What of Discord the twin speaks, row by row; routes and events are checked against the code in both directions."""

from typing import Final

from adapters.sandbox.coverage import Row


def _full(kind: str, *names: str) -> tuple[Row, ...]:
    return tuple(Row(name, kind, "full") for name in names)


MESSAGE: Final = "/channels/{channel}/messages/{message}"
MEMBERS: Final = "/channels/{channel}/thread-members"
HOOK: Final = "/webhooks/{webhook}/{token}"
GLOBAL: Final = "/applications/{application}/commands"
OF_GUILD: Final = "/applications/{application}/guilds/{guild}/commands"

COVERAGE: Final = (
    *_full("route", "GET /users/@me", "GET /users/{user}", "POST /users/@me/channels"),
    *_full("route", "GET /oauth2/applications/@me", "GET /applications/@me", "GET /gateway", "GET /gateway/bot"),
    Row("GET /guilds/{guild}", "route", "partial", "without counts; no emoji, stickers or features"),
    *_full("route", "GET /guilds/{guild}/channels", "GET /guilds/{guild}/roles"),
    *_full("route", "GET /guilds/{guild}/members/{user}", "GET /guilds/{guild}/threads/active"),
    Row("GET /guilds/{guild}/members", "route", "absent", "needs the privileged members intent"),
    Row("GET /guilds/{guild}/messages/search", "route", "absent"),
    *_full("route", "GET /channels/{channel}", "DELETE /channels/{channel}"),
    Row("PATCH /channels/{channel}", "route", "partial", "threads in full; of channels, name and topic"),
    Row("POST /channels/{channel}/messages", "route", "partial", "no forwards, polls or stickers; nothing is unfurled"),
    *_full("route", "GET /channels/{channel}/messages", f"GET {MESSAGE}", f"PATCH {MESSAGE}", f"DELETE {MESSAGE}"),
    *_full("route", "POST /channels/{channel}/messages/bulk-delete", "POST /channels/{channel}/typing"),
    Row(f"PUT {MESSAGE}/reactions/{{emoji}}/@me", "route", "partial", "the server has no emoji of its own"),
    *_full("route", f"DELETE {MESSAGE}/reactions/{{emoji}}/@me", f"DELETE {MESSAGE}/reactions/{{emoji}}/{{user}}"),
    *_full("route", f"GET {MESSAGE}/reactions/{{emoji}}", f"DELETE {MESSAGE}/reactions/{{emoji}}"),
    *_full("route", f"DELETE {MESSAGE}/reactions", "GET /channels/{channel}/messages/pins"),
    *_full("route", "PUT /channels/{channel}/messages/pins/{message}"),
    *_full("route", "DELETE /channels/{channel}/messages/pins/{message}"),
    Row("GET /channels/{channel}/pins", "route", "absent", "deprecated, with its PUT and DELETE"),
    *_full("route", f"POST {MESSAGE}/threads", "POST /channels/{channel}/threads"),
    *_full("route", f"PUT {MEMBERS}/@me", f"DELETE {MEMBERS}/@me", f"PUT {MEMBERS}/{{user}}"),
    *_full("route", f"DELETE {MEMBERS}/{{user}}", f"GET {MEMBERS}/{{user}}"),
    Row(f"GET {MEMBERS}", "route", "absent", "needs the privileged members intent"),
    *_full("route", "GET /channels/{channel}/threads/archived/public"),
    *_full("route", "GET /channels/{channel}/threads/archived/private"),
    *_full("route", "GET /channels/{channel}/users/@me/threads/archived/private", "POST /attachments/refresh-urls"),
    *(
        Row(f"{method} {place}{one}", "route", "partial", "no permissions of commands, no localisation")
        for place in (GLOBAL, OF_GUILD)
        for method, one in (
            ("GET", ""),
            ("PUT", ""),
            ("POST", ""),
            ("GET", "/{command}"),
            ("PATCH", "/{command}"),
            ("DELETE", "/{command}"),
        )
    ),
    Row("POST /interactions/{interaction}/{token}/callback", "route", "partial", "types 4, 5, 6, 7 and 9"),
    *_full("route", f"POST {HOOK}", f"GET {HOOK}/messages/{{message}}"),
    *_full("route", f"PATCH {HOOK}/messages/{{message}}", f"DELETE {HOOK}/messages/{{message}}"),
    *_full("event", "GUILD_CREATE", "READY", "RESUMED", "RATE_LIMITED"),
    *_full("event", "GUILD_MEMBERS_CHUNK", "GUILD_MEMBER_ADD"),
    *_full("event", "CHANNEL_CREATE", "CHANNEL_UPDATE", "CHANNEL_DELETE", "CHANNEL_PINS_UPDATE"),
    *_full("event", "THREAD_CREATE", "THREAD_UPDATE", "THREAD_DELETE", "THREAD_MEMBER_UPDATE"),
    Row("THREAD_MEMBERS_UPDATE", "event", "partial", "about the bot"),
    Row("THREAD_LIST_SYNC", "event", "absent"),
    *_full("event", "MESSAGE_CREATE", "MESSAGE_UPDATE", "MESSAGE_DELETE", "MESSAGE_DELETE_BULK"),
    *_full("event", "MESSAGE_REACTION_ADD", "MESSAGE_REACTION_REMOVE", "MESSAGE_REACTION_REMOVE_ALL"),
    *_full("event", "MESSAGE_REACTION_REMOVE_EMOJI", "INTERACTION_CREATE"),
    Row("TYPING_START", "event", "partial", "the bot's own"),
    Row("PRESENCE_UPDATE", "event", "absent"),
    *_full("gateway", "identify", "resume", "heartbeat", "request members", "reconnect", "invalid session"),
    *_full("gateway", "intents", "close codes", "rate limits"),
    Row("presence, voice state", "gateway", "partial", "accepted, without effect"),
    Row("zlib-stream", "gateway", "full", "off by default"),
    Row("zstd-stream", "gateway", "absent", "the server may send plain text"),
    Row("sharding", "gateway", "partial", "one server, one shard"),
    *_full("interaction", "buttons", "string, user, role, mentionable and channel selects", "modal submissions"),
    Row("slash commands", "interaction", "partial", "people enter no subcommands"),
    Row("context menu commands", "interaction", "absent", "they can be registered, not used"),
    Row("autocomplete", "interaction", "absent"),
    *_full("transport", "rate limits", "signed attachment addresses", "ephemeral messages", "permissions"),
    Row("nonces", "transport", "full", "a window of five minutes"),
    Row("HTTP interactions endpoint", "transport", "absent", "interactions come over the gateway"),
)
