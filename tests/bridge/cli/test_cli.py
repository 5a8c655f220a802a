"""The command line, as a person runs it: in a process of its own."""

import asyncio
import json
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from adapters.discord.invite import invite
from adapters.sandbox import Sandbox
from bridge.errors import ConfigError, DeliveryError
from tests.bridge.cli.command import chatbridge

ROOT = Path(__file__).parents[3]


@pytest.mark.requirement("new", "validate")
def test_a_new_agent_is_valid_and_answers(tmp_path: Path) -> None:
    """`new`, `validate`, `chat`: the way of somebody who writes their first agent."""
    made = chatbridge("new", "my_agent", cwd=tmp_path)
    assert (made.returncode, made.stderr) == (0, "")
    assert "chatbridge chat my_agent" in made.stdout
    checked = chatbridge("validate", "my_agent", cwd=tmp_path)
    assert (checked.returncode, checked.stdout) == (0, "ok: my_agent\n")
    talked = chatbridge("chat", "my_agent", cwd=tmp_path, stdin="good morning\n")
    assert talked.returncode == 0, talked.stderr
    assert "You said: good morning" in talked.stdout
    again = chatbridge("new", "my_agent", cwd=tmp_path)
    assert again.returncode == 1
    assert "exists already" in again.stderr


@pytest.mark.requirement("new", "model-chat")
def test_a_new_model_is_valid_and_predicts(tmp_path: Path) -> None:
    """The same way, for one form and one prediction, again and again."""
    made = chatbridge("new", "my_model", "--kind", "model", cwd=tmp_path)
    assert (made.returncode, made.stderr) == (0, "")
    checked = chatbridge("validate", "my_model", cwd=tmp_path)
    assert (checked.returncode, checked.stdout) == (0, "ok: my_model\n")
    talked = chatbridge("chat", "my_model", cwd=tmp_path, stdin="\n41\n10\n")
    assert talked.returncode == 0, talked.stderr
    said = [
        "My Model",
        "Tell it how large",
        "5 cm weighs about 75 g",
        "Enter 40 cm or less.",
        "10 cm weighs about 120 g",
    ]
    places = [talked.stdout.index(words) for words in said]
    assert places == sorted(places)
    (tmp_path / "config.toml").write_text('[[agents]]\npath = "my_model"\n', encoding="utf-8")
    (row,) = json.loads(chatbridge("agents", "--json", cwd=tmp_path).stdout)
    assert (row["kind"], row["title"], row["problem"]) == ("model", "My Model", None)


@pytest.mark.requirement("broken-agent")
def test_agents_lists_what_can_be_used_and_what_cannot(tmp_path: Path) -> None:
    """For people as a table, for scripts as JSON."""
    (tmp_path / "agents" / "bad").mkdir(parents=True)
    chatbridge("new", "agents/good", cwd=tmp_path)
    (tmp_path / "config.toml").write_text('[[agents]]\npath = "agents/*"\n', encoding="utf-8")
    listed = chatbridge("agents", cwd=tmp_path)
    assert "good" in listed.stdout
    assert "holds no" in listed.stdout
    rows = {row["name"]: row for row in json.loads(chatbridge("agents", "--json", cwd=tmp_path).stdout)}
    assert rows["good"]["problem"] is None
    assert "holds no interactive.json" in rows["bad"]["problem"]


@pytest.mark.requirement("validate")
def test_validate_exits_with_1_and_names_the_place(tmp_path: Path) -> None:
    """Errors on standard error; `--json` for scripts."""
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "interactive.json").write_text("{", encoding="utf-8")
    (tmp_path / "a" / "handler_io.py").touch()
    done = chatbridge("validate", "a", cwd=tmp_path)
    assert done.returncode == 1
    assert "error: a/interactive.json:1:2: is not JSON" in done.stderr
    rows = json.loads(chatbridge("validate", "--json", "a", cwd=tmp_path).stdout)
    assert rows["a"][0]["level"] == "error"


@pytest.mark.requirement("config-errors")
@pytest.mark.parametrize(
    ("config", "arguments", "code", "said"),
    [
        (None, ["run"], 1, "found neither config.toml nor config.example.toml"),
        ("[slack]\nbot_tokn='x'\n[[agents]]\npath='good'", ["run"], 1, "bot_tok"),
        ("[slack]\nbot_token='${CB_NO}'\n[[agents]]\npath='good'", ["run"], 1, "variable CB_NO is not set"),
        ("[slack]\nmode='socket'\n[[agents]]\npath='good'", ["run"], 1, "bot_token"),
        ("[[agents]]\npath='good'", ["run"], 1, "no platform is configured"),
        ("[[agents]]\npath='gone'", ["run"], 1, "none of the agents can be used"),
        ("[[agents]]\npath='good'", ["chat", "nobody"], 1, "found no agent named 'nobody'; known are good"),
        ("", ["fly"], 2, "No such command"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(
    tmp_path: Path, config: str | None, arguments: list[str], code: int, said: str
) -> None:
    """No traceback; exit code 1 for a wrong configuration, 2 for wrong usage."""
    chatbridge("new", "good", cwd=tmp_path)
    if config is not None:
        (tmp_path / "config.toml").write_text(config, encoding="utf-8")
    done = chatbridge(*arguments, cwd=tmp_path)
    assert done.returncode == code, done.stderr
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_the_example_configuration_names_agents_that_can_be_used() -> None:
    """What a newcomer copies works."""
    rows = json.loads(chatbridge("agents", "--json", "--config", "config.example.toml", cwd=ROOT).stdout)
    assert {row["name"] for row in rows} >= {"echo", "greeter", "explorer", "gallery"}
    assert [row["problem"] for row in rows if row["problem"]] == []


@pytest.mark.requirement("operator-commands")
def test_the_slack_manifest_needs_no_configuration(tmp_path: Path) -> None:
    """It comes before there is an app, and so before there are tokens."""
    printed = chatbridge("slack", "manifest", cwd=tmp_path)
    assert printed.returncode == 0, printed.stderr
    assert "chat:write" in json.loads(printed.stdout)["oauth_config"]["scopes"]["bot"]


@pytest.mark.requirement("operator-commands")
async def test_the_discord_invite_names_the_application_and_what_it_needs(tmp_path: Path) -> None:
    """The address an operator opens; a wrong token is a sentence."""
    async with Sandbox(0, limits=False) as sandbox:
        section = sandbox.sections["discord"]
        address = await asyncio.to_thread(invite, section)
        query = parse_qs(urlsplit(address).query)
        assert query == {
            "client_id": [sandbox.discord.app.id],
            "scope": ["bot applications.commands"],
            "permissions": ["309237763136"],
        }
        with pytest.raises(ConfigError, match="token"):
            await asyncio.to_thread(invite, {**section, "token": "an.other.one"})
    with pytest.raises(DeliveryError, match="api_url"):
        await asyncio.to_thread(invite, section)
    (tmp_path / "config.toml").write_text("[[agents]]\npath = 'x'\n", encoding="utf-8")
    missing = await asyncio.to_thread(chatbridge, "discord", "invite", cwd=tmp_path)
    assert (missing.returncode, missing.stdout) == (1, "")
    assert "[discord] token: missing" in missing.stderr
