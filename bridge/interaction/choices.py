"""The kinds of questions whose answer is picked: options, yes or no, files."""

from abc import abstractmethod
from typing import Any, ClassVar, Self

from pydantic import Field, field_validator, model_validator
from pydantic.dataclasses import dataclass

from bridge.interaction.base import BaseInteraction, T
from bridge.interaction.constraints import Contradiction, distinct
from bridge.interaction.kinds import yes_or_no
from bridge.interaction.values import Picked, RemoteFile


@dataclass(frozen=True)
class Option:
    """One choice: the value the agent gets (any JSON value) and what a person reads."""

    value: Any
    label: str = ""
    description: str = ""

    @property
    def words(self) -> str:
        return self.label or str(self.value)


class ChoiceInteraction(BaseInteraction[T]):
    """What every choice among options shares. A raw answer is `Picked`, an option's value, or its label as typed."""

    @property
    @abstractmethod
    def choices(self) -> tuple[Option, ...]:
        """The options in the order they are shown."""

    def pick(self, raw: object) -> Option:
        """The option a raw answer means.

        Raises:
            ValueError: naming the options, if it means none of them.
        """
        if isinstance(raw, Picked):
            if 0 <= raw.index < len(self.choices):
                return self.choices[raw.index]
            raise ValueError("This choice is no longer offered.")
        for option in self.choices:
            if type(option.value) is type(raw) and option.value == raw:
                return option
        typed = _folded(raw)
        for words in (lambda option: option.words, lambda option: option.value):
            for option in self.choices:
                if _folded(words(option)) == typed:
                    return option
        raise ValueError(f"Choose one of: {self.names}.")

    @property
    def names(self) -> str:
        """What may be chosen, as a person is told it."""
        names = ", ".join(option.words for option in self.choices[:10])
        return f"{names}, …" if len(self.choices) > 10 else names

    def is_default(self, option: Option) -> bool:
        """Whether a fresh form has this option selected."""
        defaults: list[Any] = self.default if isinstance(self.default, list) else [self.default]
        return any(type(option.value) is type(d) and option.value == d for d in defaults)

    def in_words(self, value: object) -> str:
        values: list[Any] = value if isinstance(value, list) else [value]
        words = [option.words for option in self.choices if any(option.value == v for v in values)]
        return ", ".join(words) or super().in_words(value)


class DropdownInteraction(ChoiceInteraction[Any]):
    """One of a list, or several of it if `multiple`.

    >>> import asyncio
    >>> colour = DropdownInteraction(value_key="colour", options=(Option("#f00", "Red"), Option("#0f0", "Green")))
    >>> asyncio.run(colour.parse("green"))
    '#0f0'
    """

    kind: str = "dropdown"
    aliases: ClassVar[tuple[str, ...]] = ("category",)
    options: tuple[Option, ...]
    multiple: bool = False

    @field_validator("options")
    @classmethod
    def _there_is_something_to_choose(cls, options: tuple[Option, ...]) -> tuple[Option, ...]:
        if not options:
            raise Contradiction("there are no options; expected at least one")
        distinct(options)
        return options

    @property
    def choices(self) -> tuple[Option, ...]:
        return self.options

    @property
    def empty(self) -> Any:
        return [] if self.multiple else None

    async def parse(self, value: object) -> Any:
        if not self.multiple:
            return self.pick(value).value
        if isinstance(value, str):
            picked = self._several(value)
        else:
            picked = [self.pick(raw) for raw in (value if isinstance(value, list | tuple) else [value])]
        return [option.value for option in {id(option): option for option in picked}.values()]  # each once

    def _several(self, text: str) -> list[Option]:
        """The options that a line names, separated by commas; the words of an option may have commas of their own."""
        parts = [part for part in text.replace("\n", ",").split(",") if part.strip()]
        picked: list[Option] = []
        while parts:
            named = next((end for end in range(len(parts), 0, -1) if self._is_named(",".join(parts[:end]))), None)
            if named is None:
                raise ValueError(f"{parts[0].strip()} is not offered. Choose one or more of: {self.names}.")
            picked.append(self.pick(",".join(parts[:named])))
            parts = parts[named:]
        return picked

    def _is_named(self, words: str) -> bool:
        return any(_folded(words) in (_folded(option.words), _folded(option.value)) for option in self.options)


class ButtonInteraction(ChoiceInteraction[Any]):
    """One button an option; a single "Continue" whose value is True if there are none.

    >>> import asyncio
    >>> asyncio.run(ButtonInteraction(value_key="go").parse("continue"))
    True
    """

    kind: str = "button"
    options: tuple[Option, ...] = ()

    @field_validator("options")
    @classmethod
    def _options_are_distinct(cls, options: tuple[Option, ...]) -> tuple[Option, ...]:
        distinct(options)
        return options

    @property
    def choices(self) -> tuple[Option, ...]:
        return self.options or (Option(True, "Continue"),)

    async def parse(self, value: object) -> Any:
        return self.pick(value).value


class ConfirmInteraction(ChoiceInteraction[Any]):
    """Yes or no, in the agent's own words and values.

    >>> import asyncio
    >>> asyncio.run(ConfirmInteraction(value_key="sure", yes_label="Delete it", no_value="kept").parse("no"))
    'kept'
    """

    kind: str = "confirm"
    aliases: ClassVar[tuple[str, ...]] = ("yes_no",)
    yes_label: str = "Yes"
    no_label: str = "No"
    yes_value: Any = True
    no_value: Any = False

    @model_validator(mode="after")
    def _yes_is_not_no(self) -> Self:
        yes, no = self.choices
        if yes.words.strip().casefold() == no.words.strip().casefold():
            raise Contradiction(f'yes and no are both called "{yes.words}"', yes_label="Yes", no_label="No")
        if type(yes.value) is type(no.value) and yes.value == no.value:
            raise Contradiction(f"yes and no both mean {yes.value!r}", yes_value=True, no_value=False)
        return self

    @property
    def choices(self) -> tuple[Option, ...]:
        return (Option(self.yes_value, self.yes_label), Option(self.no_value, self.no_label))

    async def parse(self, value: object) -> Any:
        try:
            return self.pick(value).value
        except ValueError:
            answer = None if isinstance(value, Picked) else yes_or_no(str(value))
            if answer is None:
                raise
            return self.yes_value if answer else self.no_value


class FileInteraction(BaseInteraction[Any]):
    """A file, or several if `multiple`. The raw answer is a `RemoteFile` (or a list); so is the parsed value, which
    the session replaces by a path before the agent sees it. `max_size` is in bytes; extensions are with or without dot.

    >>> import asyncio
    >>> table = FileInteraction(value_key="table", extensions=(".csv",))
    >>> asyncio.run(table.parse(RemoteFile("notes.txt", 5, "text/plain", handle=None)))
    Traceback (most recent call last):
    ValueError: notes.txt cannot be used here; give a file ending in .csv.
    """

    kind: str = "file"
    extensions: tuple[str, ...] = ()
    multiple: bool = False
    max_size: int | None = Field(default=None, gt=0)

    @property
    def empty(self) -> Any:
        return [] if self.multiple else None

    async def parse(self, value: object) -> Any:
        files: list[object] = list(value) if isinstance(value, list | tuple) else [value]
        checked = [self._check(file) for file in files]
        if self.multiple:
            return checked
        if len(checked) > 1:
            raise ValueError(f"Give one file; these are {len(checked)}.")
        return checked[0]

    def _check(self, file: object) -> RemoteFile:
        if not isinstance(file, RemoteFile):
            raise ValueError("Attach a file.")  # noqa: TRY004 - for the person: ValueError is the contract of parse
        allowed = [extension.lower().lstrip(".") for extension in self.extensions]
        if allowed and not file.name.lower().endswith(tuple(f".{extension}" for extension in allowed)):
            raise ValueError(f"{file.name} cannot be used here; give a file ending in .{', .'.join(allowed)}.")
        if self.max_size is not None and file.size > self.max_size:
            raise ValueError(f"{file.name} is {file.size:,} bytes; at most {self.max_size:,} are allowed.")
        return file

    def in_words(self, value: object) -> str:
        files: list[Any] = value if isinstance(value, list) else [value]
        return ", ".join(f.name for f in files if isinstance(f, RemoteFile)) or "—"


def _folded(words: object) -> str:
    """Words as they are compared: typed by hand, they differ in case and spaces."""
    return " ".join(str(words).split()).casefold()
