"""The app that is installed in a fresh workspace: fixed secrets (they open nothing but this sandbox) and its scopes."""

from adapters.sandbox.slack.world import App

# The bot scopes a full installation is granted: Slack's app manifest, oauth_config.scopes.bot.
BOT_SCOPES = frozenset(
    (
        "app_mentions:read",
        "assistant:write",
        "chat:write",
        "chat:write.customize",
        "commands",
        "channels:history",
        "channels:read",
        "groups:history",
        "groups:read",
        "im:history",
        "im:read",
        "im:write",
        "mpim:history",
        "mpim:read",
        "files:read",
        "files:write",
        "reactions:read",
        "reactions:write",
        "team:read",
        "users:read",
    )
)


def installed_app() -> App:
    """Return the app of a new workspace. Token prefixes are Slack's: Bolt learns its bot user only from ``xoxb-``."""
    return App(
        app_id="A0SANDBOX01",
        bot_id="B0SANDBOX01",
        user_id="U0SANDBOX01",
        name="chatbridge",
        bot_token="xoxb-sandbox-bot",  # noqa: S106 - opens nothing but the sandbox
        app_token="xapp-sandbox-app",  # noqa: S106
        signing_secret="sandbox-signing-secret",  # noqa: S106
        verification_token="sandbox-verification",  # noqa: S106
        scopes=set(BOT_SCOPES),
    )
