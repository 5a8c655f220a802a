"""docs/plugin.md makes a plugin. So does this test, from the same lines."""

import re
import tomllib
from pathlib import Path

import pytest

from tests.bridge.cli.command import CHATBRIDGE
from tests.bridge.interaction.packages import install, run

PAGE = Path(__file__).parent.parent / "docs" / "plugin.md"
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


def blocks(language: str) -> list[str]:
    return [text for name, text in BLOCKS if name == language]


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """Where the page's package is installed."""
    project = tomllib.loads(blocks("toml")[0])["project"]
    module = "\n".join(blocks("python")[:4])
    install(tmp_path, project["name"], project["entry-points"], chatbridge_colour=module)
    return tmp_path


@pytest.mark.requirement("plugin-page")
def test_the_plugin_of_the_page_is_asked_and_watched(site: Path) -> None:
    """What the page says is printed is printed."""
    asked, _, watched = blocks("python")[4:]
    (site / "ask.py").write_text(f"{asked}\n{watched}", encoding="utf-8")
    done = run("ask.py", site=site, cwd=site)
    assert (done.stdout, done.stderr) == (f"#0000ff\n{blocks('text')[0]}", "")
    assert "It prints `#0000ff`" in PAGE.read_text(encoding="utf-8")


@pytest.mark.requirement("plugin-page")
def test_the_tasks_of_the_page_run(site: Path) -> None:
    """With the answer from a pipe, read by the page's own renderer."""
    (site / "paint.py").write_text(blocks("python")[5], encoding="utf-8")
    done = run(*CHATBRIDGE[1:], "tasks", "paint.py", site=site, cwd=site, stdin="green please\n")
    assert (done.returncode, done.stdout) == (0, "painting in #008000\n"), done.stderr


DRAWS = """
from bridge.interaction import BaseInteraction
from adapters.discord.interaction import draw as in_discord
from adapters.slack.interaction import draw as in_slack

asked = BaseInteraction.registry.find("colour")(value_key="paint", required=True)
print(in_slack(asked).element["placeholder"]["text"], in_slack(asked).optional)
print(in_discord(asked).inputs[0]["placeholder"], in_discord(asked).inputs[0]["required"])
"""


@pytest.mark.requirement("plugin-page", "slack-renderers", "discord-renderers")
def test_the_forms_of_both_platforms_draw_the_kind_of_the_page(site: Path) -> None:
    """Found by its entry point, as everything else."""
    (site / "draw.py").write_text(DRAWS, encoding="utf-8")
    done = run("draw.py", site=site, cwd=site)
    assert (done.stdout, done.stderr) == ("red, or #ff0000 False\nred, or #ff0000 True\n", "")
