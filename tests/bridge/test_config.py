"""config.toml: what is read, and what an operator is told when it is wrong."""

from pathlib import Path

import pytest

from bridge import config
from bridge.config import Settings
from bridge.errors import ConfigError

WHOLE = """
[bridge]
data_dir = "state"
default_agent = "greeter"
[slack]
bot_token = "${BOT}"
[[agents]]
name = "greeter"
path = "agents/greeter"
slack_channels = ["C1"]
answers = "starter"
[agents.env]
API_KEY = "${KEY}"
[agents.limits]
turn_timeout = "2m"
memory = "512MiB"
idle = "30m"
"""


def load(folder: Path, text: str, **environ: str) -> Settings:
    file = folder / "config.toml"
    file.write_text(text, encoding="utf-8")
    return config.load(file, platforms=("slack",), environ=environ)


def test_everything_is_read_relative_to_the_file(tmp_path: Path) -> None:
    """Paths are relative to the file, `${VAR}` reads the environment, limits have units."""
    settings = load(tmp_path, WHOLE, BOT="xoxb-1", KEY="secret-key")
    (entry,) = settings.agents
    assert settings.data_dir == tmp_path / "state"
    assert settings.sections == {"slack": {"bot_token": "xoxb-1"}}
    assert entry.path == tmp_path / "agents/greeter"
    assert entry.channels == {"slack": ("C1",)}
    assert entry.environment == {"API_KEY": "secret-key"}
    assert (entry.limits.turn_timeout, entry.limits.memory, entry.limits.idle) == (120.0, 512 * 1024**2, 1800.0)
    assert set(settings.secrets) == {"xoxb-1", "secret-key"}


@pytest.mark.requirement("config-errors")
@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[bridge]\ndata_dri = 'x'", '[bridge] data_dri: unknown key; did you mean "data_dir"?'),
        ("[slak]", 'slak: unknown key; did you mean "slack"?'),
        ("[slack]\nbot_token = '${NOPE}'", "[slack] bot_token: environment variable NOPE is not set. Export it"),
        ("[[agents]]\nname = 'x'", '[[agents]] "x" path: found None, expected the agent\'s folder'),
        ("[agents]\npath = 'x'", "[agents]: found a table, expected a list. Write [[agents]] with two brackets."),
        ("[[agents]]\npath='x'\nslack_chanels=['C1']", 'did you mean "slack_channels"?'),
        ("[[agents]]\npath='x'\nslack_channels='C1'", "slack_channels: found 'C1', expected a list of strings"),
        ("[[agents]]\npath='x'\n[agents.limits]\nturn_timeout='soon'", "found 'soon', expected a duration such as"),
        ("[[agents]]\npath='x'\n[agents.limits]\nturn_timout=3", 'did you mean "turn_timeout"?'),
        ("[[agents]]\npath='x'\nanswers='me'", "answers: found 'me', expected one of anyone, starter"),
        ("bridge = 3", "[bridge]: found 3, expected a table"),
        ("[bridge\n", "is not TOML"),
    ],
)
def test_a_wrong_configuration_names_the_place_and_what_was_expected(tmp_path: Path, text: str, said: str) -> None:
    """The operator can mend it without reading our code."""
    with pytest.raises(ConfigError) as refused:
        load(tmp_path, text)
    assert str(tmp_path / "config.toml") in str(refused.value)
    assert said in str(refused.value)


@pytest.mark.requirement("config-errors")
def test_a_missing_file_says_how_to_get_one(tmp_path: Path) -> None:
    """The first thing a newcomer runs into."""
    with pytest.raises(ConfigError, match=r"Copy config\.example\.toml"):
        config.load(tmp_path / "none.toml", platforms=())


def test_an_agents_unset_variable_is_the_agents_trouble_alone(tmp_path: Path) -> None:
    """One missing key must not keep the other agents from running."""
    (entry,) = load(tmp_path, "[[agents]]\npath='x'\n[agents.env]\nK='${NOPE}'").agents
    assert entry.missing == ("NOPE",)


def test_given_sections_replace_the_files(tmp_path: Path) -> None:
    """The sandbox brings its own tokens: nobody has to export real ones to try it."""
    file = tmp_path / "config.toml"
    file.write_text("[slack]\nbot_token='${NOPE}'", encoding="utf-8")
    settings = config.load(file, platforms=("slack",), environ={}, sections={"slack": {"mode": "socket"}})
    assert settings.sections == {"slack": {"mode": "socket"}}
