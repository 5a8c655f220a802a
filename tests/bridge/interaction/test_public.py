"""What `bridge.interaction` exports, and that the examples of its classes run."""

import doctest
import importlib
import inspect

import pytest

from bridge import interaction

pytestmark = pytest.mark.usefixtures("own_registries")

NAMED = (
    "BaseInteraction",
    "StringInteraction",
    "TextareaInteraction",
    "IntegerInteraction",
    "FloatInteraction",
    "BooleanInteraction",
    "ConfirmInteraction",
    "DropdownInteraction",
    "ButtonInteraction",
    "FileInteraction",
    "BaseInteractionTransport",
    "BaseInteractionRenderer",
    "InteractionAskedEvent",
    "InteractionAnsweredEvent",
    "InteractionRetryEvent",
    "InteractionFailedEvent",
    "BaseTask",
    "FunctionTask",
    "Workflow",
)

MODULES = (
    "bridge.events",
    "bridge.interaction.base",
    "bridge.interaction.choices",
    "bridge.interaction.form",
    "bridge.interaction.kinds",
    "bridge.interaction.lifecycle",
    "bridge.interaction.registry",
    "bridge.interaction.renderer",
    "bridge.interaction.tasks",
    "bridge.interaction.transport",
    "bridge.interaction.values",
    "bridge.interaction.workflow",
    "adapters.terminal.interaction",
)


@pytest.mark.requirement("public-names")
def test_every_public_name_is_exported() -> None:
    """Those the design fixes are among them, and `__all__` names nothing that is not there."""
    assert set(NAMED) <= set(interaction.__all__)
    assert all(hasattr(interaction, name) for name in interaction.__all__)


@pytest.mark.requirement("public-names")
def test_every_public_class_has_an_example() -> None:
    """That can be run."""
    classes = [getattr(interaction, name) for name in NAMED]
    assert [each.__name__ for each in classes if ">>> " not in (inspect.getdoc(each) or "")] == []


@pytest.mark.requirement("public-names")
@pytest.mark.parametrize("name", MODULES)
def test_the_examples_run(name: str) -> None:
    """And print what they say."""
    module = importlib.import_module(name)
    outcome = doctest.testmod(module, optionflags=doctest.ELLIPSIS)
    assert outcome.failed == 0


@pytest.mark.requirement("public-names")
def test_the_terminal_exports_its_transport() -> None:
    """And loads it only when it is asked for."""
    from adapters import terminal

    assert terminal.CLIInteractionTransport.kind == "cli"
    assert interaction.BaseInteractionTransport.registry.find("cli") is terminal.CLIInteractionTransport
