"""Discord's edge: `DiscordAdapter` connects a bot to the bridge. The SDK is imported when it is asked for."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from adapters.discord.app import DiscordAdapter

__all__ = ["DiscordAdapter"]


def __getattr__(name: str) -> object:
    if name == "DiscordAdapter":
        from adapters.discord.app import DiscordAdapter

        return DiscordAdapter
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
