"""Slack's edge: `SlackAdapter` connects a workspace to the bridge. The SDK is imported when it is asked for."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from adapters.slack.app import SlackAdapter

__all__ = ["SlackAdapter"]


def __getattr__(name: str) -> object:
    if name == "SlackAdapter":
        from adapters.slack.app import SlackAdapter

        return SlackAdapter
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
