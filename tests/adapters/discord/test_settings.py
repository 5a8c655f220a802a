"""The ``[discord]`` section: what is wrong with it is one sentence that names the key."""

import pytest

from adapters.discord.settings import OFFICIAL, read_settings
from bridge.errors import ConfigError


def test_a_token_is_enough() -> None:
    """Discord's own address is the default."""
    settings = read_settings({"token": "a.b.c"})
    assert settings.token.get_secret_value() == "a.b.c"
    assert settings.api_url == OFFICIAL


@pytest.mark.requirement("config-errors")
@pytest.mark.parametrize(
    ("section", "words"),
    [
        ({}, ("[discord] token: missing", "Reset Token")),
        ({"token": "  "}, ("[discord] token: missing",)),
        ({"token": "Bot a.b.c"}, ("[discord] token", "without the word in front")),
        ({"token": "a.b.c", "api_urll": "https://x"}, ('[discord] api_urll: unknown key; did you mean "api_url"?',)),
        ({"token": "a.b.c", "api_url": "discord.com"}, ("[discord] api_url",)),
        ({"token": 7}, ("[discord] token",)),
    ],
)
def test_what_is_wrong_is_named(section: dict[str, object], words: tuple[str, ...]) -> None:
    """Key, what was found, what is expected."""
    with pytest.raises(ConfigError) as wrong:
        read_settings(section)
    for word in words:
        assert word in str(wrong.value)


@pytest.mark.requirement("secrets-hidden")
def test_the_token_is_in_no_repr() -> None:
    """Settings may be logged."""
    assert "a.b.c" not in repr(read_settings({"token": "a.b.c"}))
