"""The ``[slack]`` section."""

import pytest

from adapters.slack import SlackAdapter
from adapters.slack.message import SlackMessage
from adapters.slack.settings import read_settings
from bridge.errors import ConfigError
from bridge.ports import Adapter

SOCKET = {"bot_token": "xoxb-1-2-secretsecret", "app_token": "xapp-1-secretsecret"}


def test_a_whole_section_makes_an_adapter() -> None:
    """The adapter keeps the contract of `bridge.ports`, and takes the section as it is written."""
    adapter: Adapter[SlackMessage] = SlackAdapter(SOCKET)
    assert adapter.name == "slack"


@pytest.mark.requirement("config-errors")
@pytest.mark.parametrize(
    ("section", "words"),
    [
        ({}, ("[slack] bot_token", "missing", "OAuth & Permissions")),
        ({"bot_token": "xoxb-1"}, ("[slack] app_token", "socket", "App-Level Tokens")),
        ({**SOCKET, "mode": "http"}, ("[slack] signing_secret", "http")),
        ({**SOCKET, "bot_token": "xapp-1-secretsecret"}, ("[slack] bot_token", '"xapp-…"', '"xoxb-"')),
        ({**SOCKET, "app_token": "short"}, ("[slack] app_token", '"xapp-"')),
        ({**SOCKET, "bot_tokn": "x"}, ("[slack] bot_tokn", 'did you mean "bot_token"?')),
        ({**SOCKET, "zzz": "x"}, ("[slack] zzz", "known are mode, bot_token")),
        ({**SOCKET, "mode": "smoke"}, ("[slack] mode", "'socket' or 'http'")),
        ({**SOCKET, "http_port": 70000}, ("[slack] http_port", "65535")),
        ({**SOCKET, "api_url": "slack.com"}, ("[slack] api_url",)),
    ],
)
def test_what_is_wrong_is_named(section: dict[str, object], words: tuple[str, ...]) -> None:
    """The error names the key, what was found, what is expected, and where to find it."""
    with pytest.raises(ConfigError) as wrong:
        SlackAdapter(section)
    assert all(word in str(wrong.value) for word in words), str(wrong.value)


@pytest.mark.requirement("secrets-hidden")
def test_secrets_are_never_shown() -> None:
    """Neither a repr nor an error holds a whole token."""
    assert "secret" not in repr(read_settings(SOCKET)).replace("signing_secret", "")
    with pytest.raises(ConfigError) as wrong:
        read_settings({**SOCKET, "bot_token": "xapp-1-secretsecret"})
    assert "secretsecret" not in str(wrong.value)
