"""The ``[discord]`` section as a frozen value. Whatever is wrong with it is one `ConfigError` that names the key."""

from collections.abc import Mapping

from pydantic import BaseModel, ConfigDict, Field, SecretStr

from bridge.errors import ConfigError
from bridge.sections import read_section

OFFICIAL = "https://discord.com/api/v10"


class DiscordSettings(BaseModel):
    """One bot. Secrets are hidden in its repr."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    token: SecretStr = SecretStr("")
    api_url: str = Field(default=OFFICIAL, pattern=r"^https?://")


def read_settings(section: Mapping[str, object]) -> DiscordSettings:
    """Check the raw ``[discord]`` section.

    Raises:
        ConfigError: naming the key, what was found and what is expected.
    """
    settings = read_section("discord", section, DiscordSettings)
    token = settings.token.get_secret_value().strip()
    if not token:
        raise ConfigError(
            "[discord] token: missing; expected the bot's token: see Bot > Reset Token at discord.com/developers."
        )
    if token.casefold().startswith("bot "):
        raise ConfigError('[discord] token: found "Bot …", expected the token alone, without the word in front of it.')
    return settings
