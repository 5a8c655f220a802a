"""What the documents say is what the code does."""

import re
import tomllib
from pathlib import Path

import pytest
import typer.main

from bridge import config
from bridge.cli import app
from bridge.content.parse import READERS
from bridge.interaction import BaseInteraction

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
HANDLER = (ROOT / "docs" / "handler.md").read_text(encoding="utf-8")
EXAMPLE = (ROOT / "config.example.toml").read_text(encoding="utf-8")


@pytest.mark.requirement("docs-agree")
def test_the_readme_lists_every_command() -> None:
    """And no other."""
    commands = typer.main.get_command(app).commands  # pyright: ignore[reportAttributeAccessIssue]
    assert set(re.findall(r"^\| `chatbridge (\w+)", README, re.MULTILINE)) == set(commands)


@pytest.mark.requirement("docs-agree")
def test_every_help_says_what_the_command_does() -> None:
    """A sentence for the command and for each of its options."""
    for name, command in typer.main.get_command(app).commands.items():  # pyright: ignore[reportAttributeAccessIssue]
        assert command.help, name
        assert all(getattr(parameter, "help", "") for parameter in command.params if parameter.name != "help"), name


@pytest.mark.requirement("docs-agree")
def test_the_example_configuration_knows_every_key() -> None:
    """Commented out or not; and what is not commented out can be read."""
    for key in (*config.BRIDGE_KEYS, *config.LIMIT_KEYS, "name", "path", "answers", "people"):
        assert re.search(rf"^(# )?{key} = ", EXAMPLE, re.MULTILINE), key
    uncommented = re.sub(r"^# (?=\w+ = |\[)", "", EXAMPLE, flags=re.MULTILINE)
    assert tomllib.loads(uncommented)["agents"]


@pytest.mark.requirement("docs-agree")
def test_the_handler_page_names_every_type() -> None:
    """Of outputs and of inputs."""
    named = set(re.findall(r"`(\w+)`", HANDLER))
    legacy = {"bullet_list"}
    own = {"confirm", "dropdown"}  # the names of the interaction system; agents write yes_no and category
    assert set(READERS) - legacy <= named
    assert set(BaseInteraction.registry) - own <= named


@pytest.mark.requirement("docs-agree")
@pytest.mark.parametrize("page", sorted([ROOT / "README.md", *(ROOT / "docs").glob("*.md")]), ids=lambda p: p.name)
def test_links_lead_somewhere(page: Path) -> None:
    """Within the repository."""
    links = re.findall(r"\]\((?!http|#)([^)#]+)\)", page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []
