"""The ``[slack]`` section as a frozen value. Whatever is wrong with it is one `ConfigError` that names the key."""

from collections.abc import Mapping
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr

from bridge.errors import ConfigError
from bridge.sections import read_section

NEEDED = {"socket": ("bot_token", "app_token"), "http": ("bot_token", "signing_secret")}
"""What each mode cannot work without (Slack docs: "Comparing HTTP and Socket Mode")."""

PREFIXES = {"bot_token": "xoxb-", "app_token": "xapp-"}
"""How the tokens begin. Bolt learns its bot user from a token that begins with ``xoxb-`` only."""

WHERE = {
    "bot_token": "OAuth & Permissions > Bot User OAuth Token",
    "app_token": "Basic Information > App-Level Tokens (scope connections:write)",
    "signing_secret": "Basic Information > Signing Secret",
}
"""Where the app's pages at api.slack.com/apps show each secret."""


class SlackSettings(BaseModel):
    """One installed Slack app. `http_port` 0 takes any free port; secrets are hidden in its repr."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    mode: Literal["socket", "http"] = "socket"
    bot_token: SecretStr = SecretStr("")
    app_token: SecretStr = SecretStr("")
    signing_secret: SecretStr = SecretStr("")
    api_url: str = Field(default="https://slack.com/api/", pattern=r"^https?://")
    http_host: str = "127.0.0.1"
    http_port: int = Field(default=3000, ge=0, le=65535)


def read_settings(section: Mapping[str, object]) -> SlackSettings:
    """Check the raw ``[slack]`` section.

    Raises:
        ConfigError: naming the key, what was found and what is expected.
    """
    settings = read_section("slack", section, SlackSettings)
    for key in NEEDED[settings.mode]:
        found: str = getattr(settings, key).get_secret_value()
        if not found:
            raise ConfigError(f'[slack] {key}: missing; mode "{settings.mode}" needs it: see {WHERE[key]}.')
        prefix = PREFIXES.get(key, "")
        if not found.startswith(prefix):
            shown = f'"{found[:5]}…"' if len(found) > 12 else "something else"
            raise ConfigError(f'[slack] {key}: found {shown}, expected a token beginning "{prefix}": see {WHERE[key]}.')
    return settings
