"""config.toml: what is read, and what an operator is told when it is wrong."""

from pathlib import Path

import pytest

from bridge import config
from bridge.config import AgentEntry, Settings
from bridge.config.agents import OVERLAPS
from bridge.errors import ConfigError
from bridge.host.port import Limits, Preload
from bridge.session.overlap import Overlap

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


RUNNING = """
[bridge]
journal = "postgresql+psycopg://bridge:${DB}@localhost/bridge"
max_running_per_person = 3
drain = "5s"
[[agents]]
path = "agents/greeter"
overlap = "collect"
max_running = 2
preload = "module"
save_state = "idle"
[agents.limits]
cpu = "90s"
processes = 8
open_files = 64
state_bytes = "1MiB"
"""


@pytest.mark.requirement("config-running")
def test_how_conversations_run_and_are_kept_is_read(tmp_path: Path) -> None:
    """Journal, turns at once, overlap, preload, what is saved, and the limits of a session."""
    settings = load(tmp_path, RUNNING, DB="hidden-word")
    (entry,) = settings.agents
    assert settings.journal == "postgresql+psycopg://bridge:hidden-word@localhost/bridge"
    assert settings.secrets == ("hidden-word",)
    assert (settings.max_running_per_person, settings.drain) == (3, 5.0)
    assert (entry.overlap, entry.max_running, entry.preload, entry.save_turns) == ("collect", 2, Preload.MODULE, False)
    assert entry.limits == Limits(cpu=90.0, processes=8, open_files=64, state_bytes=1024**2)


@pytest.mark.requirement("config-running")
def test_what_is_not_said_has_a_default(tmp_path: Path) -> None:
    """The journal is a file in data_dir, nothing is bounded, everything is kept after each turn."""
    settings = load(tmp_path, "[[agents]]\npath = 'x'")
    assert (settings.journal, settings.max_running_per_person, settings.drain) == ("", 0, 10.0)
    assert settings.agents == (AgentEntry(path=tmp_path / "x"),)
    assert settings.agents[0].limits == Limits()


def test_an_overlap_that_can_be_configured_is_one_that_sessions_know() -> None:
    """And the other way round."""
    assert set(OVERLAPS) == set(Overlap)


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
        ("[[agents]]\npath='x'\noverlap='newest'", "overlap: found 'newest', expected one of queue, latest, collect, "),
        ("[[agents]]\npath='x'\npreload=true", "preload: found True, expected one of imports, module, off"),
        ("[[agents]]\npath='x'\nsave_state='never'", "save_state: found 'never', expected one of turn, idle"),
        ("[[agents]]\npath='x'\nmax_running=-1", "max_running: found -1, expected a whole number of at least 0"),
        (
            "[[agents]]\npath='x'\n[agents.limits]\nprocesses=0",
            "processes: found 0, expected a whole number of at least 1",
        ),
        (
            "[[agents]]\npath='x'\n[agents.limits]\nopen_files=8",
            "open_files: found 8, expected a whole number of at least 16",
        ),
        ("[[agents]]\npath='x'\n[agents.limits]\ncpu='much'", "cpu: found 'much', expected a duration such as"),
        (
            "[[agents]]\npath='x'\n[agents.limits]\nstate_bytes='big'",
            "state_bytes: found 'big', expected a size such as",
        ),
        ("[bridge]\nmax_running_per_person='3'", "[bridge] max_running_per_person: found '3', expected a whole number"),
        ("[bridge]\njournal=3", "[bridge] journal: found 3, expected a URL such as"),
        ("[bridge]\ndrain=0", "[bridge] drain: found 0, expected a duration such as"),
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
