"""The transport `discord` and its renderers: who draws a kind of question."""

import subprocess
import sys

import pytest

from adapters.discord.components import Kind
from adapters.discord.forms.drawn import Drawn
from adapters.discord.forms.entered import UNTOUCHED
from adapters.discord.interaction import DiscordInteractionTransport, DiscordRenderer, draw
from bridge.interaction import BaseInteractionRenderer, BaseInteractionTransport, StringInteraction

KINDS = ("string", "textarea", "int", "float", "boolean", "dropdown", "category", "button", "confirm", "yes_no", "file")

pytestmark = pytest.mark.usefixtures("own_registries")


@pytest.mark.requirement("discord-renderers")
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_a_renderer_of_its_name(kind: str) -> None:
    """Registered as `discord:<kind>`, where `ask` and forms both find it."""
    assert BaseInteractionTransport.registry.find("discord") is DiscordInteractionTransport
    assert issubclass(BaseInteractionRenderer.registry.find(f"discord:{kind}"), DiscordRenderer)


@pytest.mark.requirement("discord-renderers")
def test_a_plugin_draws_its_kind() -> None:
    """Its renderer is the one that forms use; before there is one, the kind is drawn as what it is made of."""

    class Stars(StringInteraction):
        kind: str = "stars"

    assert draw(Stars(value_key="x")).inputs[0]["type"] == Kind.TEXT

    class DiscordStarsRenderer(DiscordRenderer[Stars]):
        handles_interaction = Stars

        def draw(self, asked: Stars, before: object) -> Drawn:
            return Drawn("tick", ({"type": Kind.TICK, "default": before is UNTOUCHED},), "Tick for a star.")

    assert DiscordStarsRenderer.handles_interaction is Stars
    assert draw(Stars(value_key="x")).inputs == ({"type": Kind.TICK, "default": True},)


@pytest.mark.requirement("discord-renderers", "lazy-sdk")
def test_the_renderers_need_no_sdk() -> None:
    """Who only looks a transport up does not import discord.py."""
    code = "import sys, adapters.discord.interaction; print('discord' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False"]
