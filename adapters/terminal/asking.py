"""One question at a prompt: field after field is asked, and what was typed comes back as it was meant.

What was entered into a form stays entered while its errors are corrected: only the fields with errors are asked again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import assert_never

from adapters.terminal import fields
from adapters.terminal.lines import Lines
from adapters.terminal.screen import Screen, Tone
from bridge.interaction.arrangement import Grouping, Preset, PresetGroup
from bridge.interaction.choices import ChoiceInteraction, DropdownInteraction, Option
from bridge.interaction.form import AnyInteraction, Composer, Form
from bridge.interaction.kinds import TextareaInteraction
from bridge.ports import Question

FREE = "> "
"""The prompt when nothing is asked."""
NO_PRESET = "Begin with one of these, or with none by an empty line."

Above = Sequence[tuple[Tone, str]]
"""Lines over a prompt."""


@dataclass(frozen=True, slots=True)
class Typed:
    """Words, as in a chat."""

    text: str


@dataclass(frozen=True, slots=True)
class Chosen:
    """The option at this index."""

    index: int


@dataclass(frozen=True, slots=True)
class Filled:
    """Raw values by field name; a field left as it was offered is not among them."""

    values: Mapping[str, object]


Reaction = Typed | Chosen | Filled


@dataclass(frozen=True, slots=True)
class Draft:
    """A form that is being filled in, and what is wrong with it, by field name."""

    question: str = ""
    values: Mapping[str, object] = field(default_factory=dict[str, object])
    errors: Mapping[str, str] = field(default_factory=dict[str, str])


class Asker:
    """The prompt. Without a person at it, the same lines are read, and only what is wrong is printed."""

    def __init__(self, lines: Lines, screen: Screen) -> None:
        self._lines = lines
        self._screen = screen
        self._draft = Draft()

    async def ask(self, question: Question | None) -> Reaction:
        """Ask the question, or just listen. May be cancelled at any line.

        Raises:
            EOFError: there are no more lines.
        """
        if question is None:
            return Typed(await self._words(FREE))
        only = question.form.fields[0]
        match question.form.composer:
            case Composer.TEXT:
                wrong = self._draft_of(question).errors.get(only.value_key, "")
                self._draft = Draft()
                entered = await self._enter(only, wrong)
                text = entered.get(only.value_key)
                return Typed(str(text)) if text else Filled(entered)
            case Composer.BUTTONS:
                assert isinstance(only, ChoiceInteraction), "buttons ask for a choice"
                line = await self._words(fields.prompt(only), self._above(only))
                picked = fields.chosen(only, line)
                return Chosen(picked.index) if picked else Typed(line)
            case Composer.FORM:
                return await self._fill_in(question)
            case _:
                assert_never(question.form.composer)

    def refuse(self, question: Question, errors: Mapping[str, str]) -> None:
        """What was entered is wrong; asking the question again asks for these fields only."""
        draft = self._draft_of(question)
        self._draft = Draft(question.id, draft.values, errors)

    def _draft_of(self, question: Question) -> Draft:
        return self._draft if self._draft.question == question.id else Draft(question.id)

    async def _fill_in(self, question: Question) -> Filled:
        draft = self._draft_of(question)
        names = {asked.value_key for asked in question.form.fields}
        for wrong in (text for name, text in draft.errors.items() if name not in names):
            self._screen.say(f"⚠ {wrong}", Tone.ALARM)
        if names & draft.errors.keys():
            form = question.form
            values = {name: value for name, value in draft.values.items() if name not in draft.errors}
            names = names & draft.errors.keys()
        else:
            values = await self._preset_values(question.form)
            form = question.form.offering(values)
        for grouping, members in form.grouped():
            heading = _heading(grouping)
            for asked in (asked for asked in members if asked.value_key in names):
                values |= await self._enter(asked, draft.errors.get(asked.value_key, ""), heading)
                heading = ()
        self._draft = Draft(question.id, values)
        return Filled(values)

    async def _preset_values(self, form: Form) -> dict[str, object]:
        """The values of the presets that the person chooses, a later one over an earlier one."""
        values: dict[str, object] = {}
        for group in form.presets:
            offered = group.offered({**form.initial(), **values})
            if offered:
                preset = await self._preset(group, offered)
                values |= preset.values if preset else {}
        return values

    async def _preset(self, group: PresetGroup, offered: tuple[Preset, ...]) -> Preset | None:
        choice = DropdownInteraction(
            value_key=group.name,
            title=group.title,
            prompt=NO_PRESET,
            description=group.description or None,
            options=tuple(Option(preset.name, description=preset.description) for preset in offered),
        )
        wrong = ""
        while True:
            entered = await self._enter(choice, wrong)
            try:
                name = await choice.read(entered[choice.value_key])
            except ValueError as error:
                wrong = str(error)
            else:
                return next((preset for preset in offered if preset.name == name), None)

    async def _enter(self, asked: AnyInteraction, wrong: str, heading: Above = ()) -> dict[str, object]:
        """The raw value of one field by its name, or nothing where it is left as it was offered."""
        while True:
            line = await self._line(fields.prompt(asked), [*heading, *self._above(asked, wrong)])
            while isinstance(asked, TextareaInteraction) and line.endswith(fields.CONTINUES):
                line = f"{line.removesuffix(fields.CONTINUES)}\n{await self._line(FREE)}"
            if fields.keeps_default(asked, line):
                return {}
            try:
                return {asked.value_key: fields.raw(asked, line)}
            except ValueError as error:
                wrong, heading = str(error), ()

    def _above(self, asked: AnyInteraction, wrong: str = "") -> list[tuple[Tone, str]]:
        complaint = [(Tone.ALARM, f"⚠ {asked.label} – {wrong}")] if wrong else []
        return [*complaint, *((Tone.QUIET, hint) for hint in fields.hints(asked))]

    async def _words(self, prompt: str, above: Above | None = None) -> str:
        """The next line that is not empty."""
        while not (line := (await self._line(prompt, above)).strip()):
            continue
        return line

    async def _line(self, prompt: str, above: Above | None = None) -> str:
        if not self._lines.interactive:
            for tone, text in above or ():
                if tone is Tone.ALARM:
                    self._screen.say(text, tone)
            self._screen.rest()  # whoever reads our output by lines has the whole question now
            return await self._lines.read()
        self._screen.ask(prompt, above or ())
        line = await self._lines.read()
        self._screen.answered()
        return line


def _heading(grouping: Grouping | None) -> Above:
    """What stands over the first field of a grouping."""
    if grouping is None:
        return ()
    return ((Tone.ASKING, grouping.title), *([(Tone.QUIET, grouping.description)] if grouping.description else []))
