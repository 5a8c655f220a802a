"""What an agent asks: interactions and their kinds, forms made of them, and questions asked from code and tasks."""

from bridge.events import Event, EventBus, Subscription, bus
from bridge.interaction.agent import AgentTransport, ask, ask_sync, here
from bridge.interaction.arrangement import Grouping, Preset, PresetGroup
from bridge.interaction.base import BaseInteraction
from bridge.interaction.choices import (
    ButtonInteraction,
    ChoiceInteraction,
    ConfirmInteraction,
    DropdownInteraction,
    FileInteraction,
    Option,
)
from bridge.interaction.form import Composer, Form, Parsed
from bridge.interaction.kinds import (
    BooleanInteraction,
    FloatInteraction,
    IntegerInteraction,
    NumberInteraction,
    StringInteraction,
    TextareaInteraction,
)
from bridge.interaction.lifecycle import (
    InteractionAnsweredEvent,
    InteractionAskedEvent,
    InteractionEvent,
    InteractionFailedEvent,
    InteractionRetryEvent,
)
from bridge.interaction.renderer import BaseInteractionRenderer
from bridge.interaction.tasks import BaseTask, FunctionTask
from bridge.interaction.thread import Desk, ThreadRenderer, ThreadTransport
from bridge.interaction.transport import BaseInteractionTransport, Middleware, Next
from bridge.interaction.values import Picked, RemoteFile
from bridge.interaction.workflow import Workflow
from bridge.plugins import Broken


def load_plugins() -> tuple[Broken, ...]:
    """Import the kinds, transports and renderers that are installed as plugins. A broken one is logged and returned.

    Looking up a name that is not known does it too. A program that serves many people calls this at its start, because
    importing takes time.
    """
    registries = (BaseInteraction.registry, BaseInteractionTransport.registry, BaseInteractionRenderer.registry)
    return tuple(broken for registry in registries for broken in registry.load_plugins())


__all__ = [
    "AgentTransport",
    "BaseInteraction",
    "BaseInteractionRenderer",
    "BaseInteractionTransport",
    "BaseTask",
    "BooleanInteraction",
    "ButtonInteraction",
    "ChoiceInteraction",
    "Composer",
    "ConfirmInteraction",
    "Desk",
    "DropdownInteraction",
    "Event",
    "EventBus",
    "FileInteraction",
    "FloatInteraction",
    "Form",
    "FunctionTask",
    "Grouping",
    "IntegerInteraction",
    "InteractionAnsweredEvent",
    "InteractionAskedEvent",
    "InteractionEvent",
    "InteractionFailedEvent",
    "InteractionRetryEvent",
    "Middleware",
    "Next",
    "NumberInteraction",
    "Option",
    "Parsed",
    "Picked",
    "Preset",
    "PresetGroup",
    "RemoteFile",
    "StringInteraction",
    "Subscription",
    "TextareaInteraction",
    "ThreadRenderer",
    "ThreadTransport",
    "Workflow",
    "ask",
    "ask_sync",
    "bus",
    "here",
    "load_plugins",
]
