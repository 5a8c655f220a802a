"""The transport `slack` and its renderers: who draws a kind of question, and at what cost."""

import subprocess
import sys

import pytest

from adapters.slack.interaction import Drawn, SlackInteractionTransport, SlackRenderer, draw
from bridge.interaction import BaseInteractionRenderer, BaseInteractionTransport, StringInteraction
from bridge.interaction.renderer import find_renderer

KINDS = ("string", "textarea", "int", "float", "boolean", "dropdown", "category", "button", "confirm", "yes_no", "file")


pytestmark = pytest.mark.usefixtures("own_registries")


@pytest.mark.requirement("slack-renderers")
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_a_renderer_of_its_name(kind: str) -> None:
    """Registered as `slack:<kind>`, where `ask` and forms both find it."""
    assert BaseInteractionTransport.registry.find("slack") is SlackInteractionTransport
    assert issubclass(BaseInteractionRenderer.registry.find(f"slack:{kind}"), SlackRenderer)


@pytest.mark.requirement("slack-renderers")
def test_a_plugin_draws_its_kind() -> None:
    """Its renderer is the one that forms use; a kind made of a known one is drawn as that is."""

    class Stars(StringInteraction):
        kind: str = "stars"

    before = draw(Stars(value_key="x", default="a")).element

    class SlackStarsRenderer(SlackRenderer[Stars]):
        handles_interaction = Stars

        def draw(self, asked: Stars) -> Drawn:
            return Drawn({"type": "number_input", "action_id": "text", "is_decimal_allowed": False, "max_value": "5"})

    assert (before["type"], before["initial_value"]) == ("plain_text_input", "a")
    assert find_renderer(SlackInteractionTransport, Stars(value_key="x")) is SlackStarsRenderer
    assert draw(Stars(value_key="x")).element["max_value"] == "5"


@pytest.mark.requirement("slack-renderers", "lazy-sdk")
def test_the_renderers_need_no_sdk() -> None:
    """Who only looks a transport up does not import slack_sdk."""
    code = (
        "import sys, adapters.slack.interaction; print(*[m for m in ('slack_bolt', 'slack_sdk') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
