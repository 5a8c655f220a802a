"""`chatbridge doctor`: what is right and what is not, with what to do; nothing is changed by looking."""

import json
import os
import re
from pathlib import Path

import pytest

from bridge.cli.examination.limits import limits
from bridge.cli.examination.row import State
from bridge.config import AgentEntry, Settings
from bridge.host.containment import enforced
from bridge.host.port import Limits
from tests.bridge.cli.agent import agent
from tests.bridge.cli.command import chatbridge
from tests.bridge.interaction.packages import install

SLACK = '[slack]\nbot_token = "xoxb-1"\napp_token = "xapp-1"\n'
AGENTS = '[[agents]]\npath = "agents/*"\n'
OURS = ("configuration", "platforms", "data", "agents", "plugins")
"""Areas that do not depend on the machine the tests run on, as long as its disk is not full."""


def examined(folder: Path, config: str = SLACK + AGENTS) -> dict[str, dict[str, str]]:
    """What doctor says there, by what it looked at."""
    (folder / "config.toml").write_text(config, encoding="utf-8")
    before = sorted(folder.rglob("*"))
    done = chatbridge("doctor", "--json", cwd=folder)
    assert done.stderr == ""
    told = json.loads(done.stdout)
    wrong = [row for row in told["rows"] if row["state"] == "wrong"]
    assert (done.returncode, told["ok"]) == ((1, False) if wrong else (0, True))
    assert all(row["do"] for row in wrong)
    assert sorted(folder.rglob("*")) == before
    return {f"{row['area']}: {row['what']}": row for row in told["rows"]}


@pytest.mark.requirement("doctor")
def test_a_host_that_is_in_order_has_nothing_to_mend(tmp_path: Path) -> None:
    """Each thing that was looked at is named, with what was found."""
    agent(tmp_path / "agents" / "plain", type="system")
    (tmp_path / "var").mkdir(mode=0o700)
    rows = examined(tmp_path)
    assert [name for name, row in rows.items() if row["area"] in OURS and row["state"] != "ok"] == []
    assert rows["data: data_dir"]["text"] == f"{tmp_path / 'var'} can be written and is private"
    assert rows["data: journal"]["text"] == f"{tmp_path / 'var' / 'journal.db'} is made at the first start"
    assert rows["agents: plain"]["text"].startswith("Python 3.")
    assert {"host: Python", "host: open files", "data: free space", "platforms: slack"} < rows.keys()


WRONG: dict[str, tuple[str, str, str, str]] = {
    "no configuration": ("[bridge\n", "configuration: file", "is not TOML", "Mend what it names"),
    "a token that is not set": (
        f'[slack]\nbot_token = "${{CB_NO}}"\n{AGENTS}',
        "configuration: file",
        "environment variable CB_NO is not set",
        "Mend what it names",
    ),
    "no platform": (
        AGENTS,
        "platforms: sections",
        "no platform is configured",
        "Add at least one section of [discord]",
    ),
    "a section": (f"[slack]\n{AGENTS}", "platforms: slack", "bot_token", "Mend [slack] in config.toml"),
    "others can read it": (SLACK + AGENTS, "data: data_dir", "can be read by other users (mode 0755)", "chmod 700"),
    "no folder": (f'[bridge]\ndata_dir = "file"\n{SLACK}{AGENTS}', "data: data_dir", "cannot be written", "Give it to"),
    "no URL": (f'[bridge]\njournal = "here"\n{SLACK}{AGENTS}', "data: journal", "which is no URL", "postgresql"),
    "no agent": (SLACK, "agents: none", "no agent is configured", "Add [[agents]]"),
    "no default": (
        f'[bridge]\ndefault_agent = "x"\n{SLACK}{AGENTS}',
        "agents: default_agent",
        "found 'x', which is no agent that can be used",
        "Name one of the agents",
    ),
    "a broken agent": (
        SLACK + AGENTS,
        "agents: bare",
        "there is no interpreter at",
        "chatbridge validate",
    ),
}


@pytest.mark.requirement("doctor")
@pytest.mark.parametrize(("config", "what", "found", "do"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_said_with_what_to_do(tmp_path: Path, config: str, what: str, found: str, do: str) -> None:
    """Whatever else can be looked at is looked at."""
    agent(tmp_path / "agents" / "plain", type="system")
    agent(tmp_path / "agents" / "bare", type="venv", path="env")
    (tmp_path / "var").mkdir(mode=0o755)
    (tmp_path / "file").touch()
    rows = examined(tmp_path, config)
    assert (rows[what]["state"], rows["host: Python"]["state"]) == ("wrong", "ok")
    assert found in rows[what]["text"]
    assert do in rows[what]["do"]


@pytest.mark.patient
@pytest.mark.requirement("doctor", "env-stamp")
def test_an_environment_is_up_to_date_or_not_or_made_by_hand(tmp_path: Path) -> None:
    """The next step is the command that makes it right."""
    folder = agent(tmp_path / "agents" / "words", type="venv", path="env", requirements="needs.txt")
    (folder / "needs.txt").write_text("", encoding="utf-8")
    assert chatbridge("env", folder, cwd=tmp_path).returncode == 0
    row = examined(tmp_path)["agents: words"]
    assert (row["state"], row["text"].endswith("venv, up to date")) == ("ok", True)
    (folder / "needs.txt").write_text("pandas\n", encoding="utf-8")
    row = examined(tmp_path)["agents: words"]
    assert (row["state"], row["do"]) == ("wrong", "Bring it up to date: chatbridge env words")
    assert "is not what it asks for any more" in row["text"]
    (folder / "env" / "chatbridge.json").unlink()
    row = examined(tmp_path)["agents: words"]
    assert (row["state"], "made by hand" in row["text"]) == ("note", True)
    (folder / "env" / "bin" / "python").unlink()
    (folder / "env" / "bin" / "python").write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    row = examined(tmp_path)["agents: words"]
    assert (row["state"], "does not run" in row["text"]) == ("wrong", True)


@pytest.mark.requirement("doctor", "plugin-broken")
def test_a_plugin_that_cannot_be_imported_is_wrong(tmp_path: Path) -> None:
    """With its distribution and the reason; the log, which has it too, does not stand in between."""
    agent(tmp_path / "agents" / "plain", type="system")
    (tmp_path / "site").mkdir()
    install(tmp_path / "site", "broken-dice", {"chatbridge.interaction": {"bad": "broken_dice"}}, broken_dice="1 / 0")
    (tmp_path / "config.toml").write_text(SLACK + AGENTS, encoding="utf-8")
    path = os.pathsep.join(filter(None, (str(tmp_path / "site"), os.environ.get("PYTHONPATH", ""))))
    done = chatbridge("doctor", "--json", cwd=tmp_path, PYTHONPATH=path)
    (row,) = [row for row in json.loads(done.stdout)["rows"] if row["area"] == "plugins"]
    assert (row["what"], row["state"], row["text"]) == (
        "bad of broken-dice",
        "wrong",
        "ZeroDivisionError: division by zero",
    )
    assert row["do"].endswith("pip uninstall broken-dice")
    assert done.returncode == 1


@pytest.mark.requirement("doctor")
def test_a_person_reads_signs_and_a_sum(tmp_path: Path) -> None:
    """Aligned under the areas, and what to do below what is wrong."""
    agent(tmp_path / "agents" / "plain", type="system")
    (tmp_path / "config.toml").write_text(AGENTS, encoding="utf-8")
    told = chatbridge("doctor", cwd=tmp_path, COLUMNS="200")
    assert told.returncode == 1
    assert re.search(r"^✗ sections +no platform is configured *$", told.stdout, re.MULTILINE)
    assert re.search(
        r"^ +→ Add at least one section of \[discord\], \[slack\], \[terminal\]\. *$", told.stdout, re.MULTILINE
    )
    assert re.search(r"^✓ plain +Python 3", told.stdout, re.MULTILINE)
    assert "to mend: see ✗ above." in told.stdout


@pytest.mark.requirement("doctor", "enforced")
def test_a_limit_that_is_asked_for_and_not_enforced_is_wrong() -> None:
    """One that nobody asks for is noted; each says what this host can do."""
    everything = Limits(memory=1, cpu=1.0, processes=1, open_files=16, turn_timeout=1.0, output_bytes=1)
    entry = AgentEntry(path=Path("a"), limits=everything)
    settings = Settings(source="config.toml", data_dir=Path("var"), agents=(entry,))
    for bound, asked, unasked in zip(enforced(), limits(settings), limits(None), strict=True):
        named = {name.strip() for name in bound.what.split(",")} & set(Limits.__dataclass_fields__)
        expected = State.OK if bound.holds else State.WRONG if named else State.NOTE
        assert (asked.what, asked.state) == (bound.what, expected)
        assert unasked.state is (State.OK if bound.holds else State.NOTE)
