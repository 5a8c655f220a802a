"""Installed packages that add kinds, transports and renderers, seen by programs of their own."""

from pathlib import Path

import pytest

from tests.bridge.interaction.packages import install, run

PLUGIN = """
from bridge.interaction import BaseInteraction, BaseInteractionRenderer, BaseInteractionTransport

class DieInteraction(BaseInteraction[int]):
    kind: str = "die"

    async def parse(self, value: object) -> int:
        if str(value) in "123456":
            return int(str(value))
        raise ValueError("Give 1 to 6.")

class CupTransport(BaseInteractionTransport):
    kind = "cup"
    thrown = ["nine", "4"]

class CupDieRenderer(BaseInteractionRenderer[CupTransport, DieInteraction]):
    handles_transport = CupTransport
    handles_interaction = DieInteraction

    async def render(self, transport, interaction):
        return transport.thrown.pop(0)
"""

THROW = """
import asyncio
from bridge.interaction import BaseInteraction, BaseInteractionTransport
from bridge.interaction.definitions import parse_inputs

die = BaseInteraction.registry.find("die")(value_key="die")
print(asyncio.run(BaseInteractionTransport.registry.find("cup")().ask(die)))
form, errors = parse_inputs([{"name": "a", "type": "die"}])
print(form.fields[0].kind, errors)
"""

PARTS = ("interaction", "interaction_transport", "interaction_renderer")


def program(folder: Path, source: str) -> Path:
    file = folder / "program.py"
    file.write_text(source, encoding="utf-8")
    return file


@pytest.mark.requirement("plugins")
@pytest.mark.parametrize("prefix", ["chatbridge", "horus"])
def test_an_installed_plugin_is_asked(tmp_path: Path, prefix: str) -> None:
    """Its kind by its transport and renderer, in code and as a field of a form; the groups of Horus are read too."""
    install(tmp_path, "dice", {f"{prefix}.{part}": {"dice": "dice"} for part in PARTS}, dice=PLUGIN)
    done = run(program(tmp_path, THROW), site=tmp_path, cwd=tmp_path)
    assert (done.stdout, done.stderr) == ("4\ndie ()\n", "")


@pytest.mark.requirement("plugins")
def test_the_parts_of_a_question_may_come_from_several_packages(tmp_path: Path) -> None:
    """Each found by the group it belongs to."""
    kind, rest = PLUGIN.split("class CupTransport")
    transport, renderer = rest.split("class CupDieRenderer")
    imports = "from bridge.interaction import *\n"
    install(tmp_path, "die-kind", {"chatbridge.interaction": {"a": "die_kind:DieInteraction"}}, die_kind=kind)
    install(
        tmp_path, "cup", {"horus.interaction_transport": {"b": "cup"}}, cup=f"{imports}class CupTransport{transport}"
    )
    install(
        tmp_path,
        "cup-die",
        {"chatbridge.interaction_renderer": {"c": "cup_die"}},
        cup_die=f"{imports}from die_kind import *\nfrom cup import *\nclass CupDieRenderer{renderer}",
    )
    assert run(program(tmp_path, THROW), site=tmp_path, cwd=tmp_path).stdout.startswith("4\n")


@pytest.mark.requirement("plugin-broken")
@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("import nothing_of_that_name", "ModuleNotFoundError: No module named 'nothing_of_that_name'"),
        ("1 / 0", "ZeroDivisionError: division by zero"),
        ("raise SystemExit('not here')", "SystemExit: not here"),
        (PLUGIN.replace('"die"', '"string"'), "DuplicateKind: interaction kind 'string' is registered by"),
    ],
    ids=["import", "error", "exit", "duplicate"],
)
def test_a_broken_plugin_is_one_line_and_stops_no_other(tmp_path: Path, source: str, reason: str) -> None:
    """The line names the distribution, the group and the reason."""
    install(tmp_path, "broken-dice", {"chatbridge.interaction": {"bad": "broken_dice"}}, broken_dice=source)
    install(tmp_path, "dice", {f"chatbridge.{part}": {"dice": "dice"} for part in PARTS}, dice=PLUGIN)
    configured = "import sys; from bridge import log; log.configure(json=True, stream=sys.stderr)\n"
    done = run(program(tmp_path, configured + THROW), site=tmp_path, cwd=tmp_path)
    assert done.stdout == "4\ndie ()\n", done.stderr
    (line,) = done.stderr.splitlines()
    for told in ('"plugin_unusable"', '"broken-dice"', '"chatbridge.interaction"', reason):
        assert told in line


@pytest.mark.requirement("plugin-broken", "kinds-named")
def test_an_unknown_kind_names_the_plugins_that_could_not_be_loaded(tmp_path: Path) -> None:
    """One of them may have been meant to bring it."""
    install(tmp_path, "broken-dice", {"horus.interaction": {"bad": "broken_dice"}}, broken_dice="1 / 0")
    done = run(program(tmp_path, THROW), site=tmp_path, cwd=tmp_path)
    assert (
        "UnknownKind: nobody registered the interaction kind 'die'. Install the plugin that does (entry point group "
        "chatbridge.interaction). Not loaded: bad of broken-dice (horus.interaction): ZeroDivisionError: division by "
        "zero. Or check the spelling; known are " in done.stderr
    )
