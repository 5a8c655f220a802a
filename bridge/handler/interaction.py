"""What agents import as `bridge.interaction` where chatbridge is not installed in their Python.

The classes carry what they are given; the bridge checks it, and what is answered. A class that an agent derives from
one of them may have a `parse` of its own, which runs here. Works on any Python that handlers run on.
"""

from __future__ import annotations

import asyncio

from . import asking, serve
from .files import with_files

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

DEFAULTS = {"title": None, "prompt": None, "description": None, "default": None, "value": None, "required": False}
CLASSES = {
    "StringInteraction": "string",
    "TextareaInteraction": "textarea",
    "IntegerInteraction": "int",
    "FloatInteraction": "float",
    "BooleanInteraction": "boolean",
    "DropdownInteraction": "dropdown",
    "ButtonInteraction": "button",
    "ConfirmInteraction": "confirm",
    "FileInteraction": "file",
}


class InteractionError(Exception):
    """A question was not answered."""


class AnswerRefused(InteractionError):
    """No answer could be used."""


class NobodyAnswers(InteractionError):
    """Nobody will answer."""


class Option:
    """One choice: the value the agent gets and what a person reads."""

    def __init__(self, value: Any, label: str = "", description: str = "") -> None:
        self.value = value
        self.label = label
        self.description = description

    def described(self) -> dict[str, Any]:
        return {"value": self.value, "label": self.label, "description": self.description}


class BaseInteraction:
    """One question; what it is given by name is told to the bridge."""

    kind = ""

    def __init__(self, value_key: str, **given: Any) -> None:
        self.value_key = value_key
        for name, value in {**DEFAULTS, **given}.items():
            setattr(self, name, value)
        self._given = dict(given, value_key=value_key)

    def __class_getitem__(cls, item: object) -> type[BaseInteraction]:
        return cls

    async def parse(self, value: Any) -> Any:
        """The typed answer as the agent wants it.

        Raises:
            ValueError: a sentence for the person; they are asked again.
        """
        return value

    @classmethod
    def kinds(cls) -> list[str]:
        """What it is, the nearest first."""
        found = [each.__dict__.get("kind") for each in cls.__mro__]
        return [kind for kind in found if isinstance(kind, str) and kind]

    def fields(self) -> dict[str, Any]:
        """What the bridge is told."""
        told = {name: value for name, value in self._given.items() if value is not None}
        if "options" in told:
            told["options"] = [
                each.described() if isinstance(each, Option) else {"value": each} for each in told["options"]
            ]
        return told


class AgentTransport:
    """The people in the thread of this conversation."""

    kind = "agent"

    async def ask(self, interaction: BaseInteraction, max_retries: int = 3) -> Any:
        """Ask, and return the typed answer.

        Raises:
            InteractionError: there is none.
        """
        if serve.current is None:
            raise NobodyAnswers("this code runs in no conversation of chatbridge")
        fields = interaction.fields()
        last = ""
        for _ in range(max_retries + 1):
            question = {"kinds": interaction.kinds(), "fields": fields, "max_retries": max_retries}
            try:
                outcome = await serve.current.questions().ask(question)
            except asking.NotAsked as error:
                raise ERRORS.get(error.kind, InteractionError)(str(error)) from None
            try:
                return await interaction.parse(with_files(outcome["value"]))
            except ValueError as error:
                fields = dict(interaction.fields(), prompt="⚠ %s" % error)
                last = str(error)
        raise AnswerRefused("none of %d answers could be used. The last one: %s" % (max_retries + 1, last))


ERRORS = {"refused": AnswerRefused, "nobody": NobodyAnswers}


async def ask(interaction: BaseInteraction, max_retries: int = 3) -> Any:
    """Ask the person, from a coroutine."""
    return await AgentTransport().ask(interaction, max_retries)


def ask_sync(interaction: BaseInteraction, max_retries: int = 3) -> Any:
    """Ask the person, from a plain function."""
    loop = asyncio.new_event_loop()
    try:
        return loop.run_until_complete(ask(interaction, max_retries))
    finally:
        loop.close()


def interaction() -> dict[str, Any]:
    """The names of `bridge.interaction`."""
    classes = {name: type(name, (BaseInteraction,), {"kind": kind}) for name, kind in CLASSES.items()}
    return dict(
        classes, BaseInteraction=BaseInteraction, AgentTransport=AgentTransport, Option=Option, ask=ask,
        ask_sync=ask_sync, here=AgentTransport,
    )  # fmt: skip


def errors() -> dict[str, Any]:
    """The names of `bridge.errors`."""
    return {cls.__name__: cls for cls in (InteractionError, AnswerRefused, NobodyAnswers)}
