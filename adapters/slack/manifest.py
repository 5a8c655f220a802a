"""The manifest of the Slack app that a conversation needs, for ``chatbridge slack manifest``."""

from pathlib import Path


def manifest() -> str:
    """Return the JSON to paste at api.slack.com/apps > Create New App > From a manifest."""
    return Path(__file__).with_suffix(".json").read_text(encoding="utf-8").rstrip()
