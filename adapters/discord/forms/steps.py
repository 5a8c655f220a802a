"""A form → steps: as many modals as its fields need, in order. Pure; every word of a field is in one of them.

Guarantee: which field is in which step does not depend on what was entered in the same step or a later one, so that a
step's number means the same whenever a form is opened. A modal cannot change while it is open: a field that depends on
another one is in a later step than that, and drawn as what was entered there says; so are the pages of a long choice.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from adapters.discord.components import Kind
from adapters.discord.forms.drawn import Drawn
from adapters.discord.forms.entered import UNTOUCHED, InputId
from adapters.discord.interaction import draw
from adapters.discord.limits import LABEL, LABEL_DESCRIPTION, MODAL_PLACES, OPTIONS, WORDS_SHOWN
from adapters.discord.message import Json
from adapters.discord.rendering.literal import literal
from adapters.discord.rendering.measure import fits, pieces, short, units
from bridge.interaction.arrangement import Grouping
from bridge.interaction.form import AnyInteraction, Form

Parts = tuple[Json, ...]
"""Components that stay together."""


@dataclass(frozen=True, slots=True)
class Step:
    """One modal of a form: its top-level components. Those of one `layer` depend on nothing that is in it."""

    components: Parts
    layer: int = 0

    @property
    def names(self) -> frozenset[str]:
        """The names of the fields whose inputs are among them."""
        labels = (part for part in self.components if part["type"] == Kind.LABEL)
        known = (InputId.read(label["component"]["custom_id"]) for label in labels)
        return frozenset(each.name for each in known if each is not None)


def steps(form: Form, entered: Mapping[str, object] | None = None, offered: Form | None = None) -> tuple[Step, ...]:
    """Return the steps, at least one.

    Args:
        form: what is asked.
        entered: raw values by field name to begin with instead of the defaults.
        offered: the form as it is asked now that this was entered (`Form.offered`), if that is another one.
    """
    every: list[Step] = []
    for layer, names in enumerate(form.layers):
        placed = list(_placed(offered or form, entered or {}, names))
        pages = [replace(each, drawn=page, heading=()) for each in placed for page in each.drawn.later]
        every += [Step(parts, 2 * layer) for parts in _filled(placed)]
        every += [Step(parts, 2 * layer + 1) for parts in _filled(pages)]
    return tuple(every)


@dataclass(frozen=True, slots=True)
class _Placed:
    """A field, what is drawn of it, and what stands above it."""

    asked: AnyInteraction
    drawn: Drawn
    heading: tuple[str, ...]


def _placed(form: Form, entered: Mapping[str, object], names: frozenset[str]) -> Iterator[_Placed]:
    for grouping, members in form.grouped():
        heading = _heading(grouping)
        for asked in (asked for asked in members if asked.value_key in names):
            yield _Placed(asked, draw(asked, entered.get(asked.value_key, UNTOUCHED)), heading)
            heading = ()


def _filled(placed: Iterable[_Placed]) -> Iterator[Parts]:
    """What stands in each of as many modals as it takes."""
    filled: list[Parts] = [()]
    for each in placed:
        for parts in _together(each):
            if not _fits((*filled[-1], *parts)):
                filled.append(())
            filled[-1] = (*filled[-1], *parts)
    return (parts for parts in filled if parts)


def _heading(grouping: Grouping | None) -> tuple[str, ...]:
    """What stands above the first field of a grouping."""
    return () if grouping is None else (grouping.title, *filter(None, (grouping.description,)))


def _together(placed: _Placed) -> Iterator[Parts]:
    """A field in one piece if a modal holds it; else its words go before it, into steps of their own if need be."""
    asked, drawn = placed.asked, placed.drawn
    spans = _spans(drawn)
    label = " ".join(asked.label.split()) or "Answer"
    room = LABEL - max(map(units, spans))
    above = (
        *placed.heading,
        *([label] if not fits(label, room) else []),
        *([drawn.help] if not fits(drawn.help, LABEL_DESCRIPTION) else []),
        *drawn.above,
    )
    words = tuple({"type": Kind.WORDS, "content": piece} for piece in pieces(literal("\n".join(above)), WORDS_SHOWN))
    inputs = tuple(
        {
            "type": Kind.LABEL,
            "label": short(label, room) + span,
            **({"description": drawn.help} if _beside(drawn.help) and part == drawn.first else {}),
            "component": {**element, "custom_id": InputId(drawn.reader, asked.value_key, part).token},
        }
        for part, (element, span) in enumerate(zip(drawn.inputs, spans, strict=True), drawn.first)
    )
    if _fits((*words, *inputs)):
        yield (*words, *inputs)
    else:
        yield from ((part,) for part in words)
        yield inputs


def _beside(words: str) -> bool:
    return bool(words.strip()) and fits(words, LABEL_DESCRIPTION)


def _spans(drawn: Drawn) -> tuple[str, ...]:
    """Which options each of several selects holds, as its label says."""
    if len(drawn.inputs) == 1 and drawn.first == 0:
        return ("",)
    starts = ((drawn.first + number) * OPTIONS for number in range(len(drawn.inputs)))
    return tuple(
        f" ({start + 1}–{start + len(element['options'])})" for start, element in zip(starts, drawn.inputs, strict=True)
    )


def _fits(components: Parts) -> bool:
    words = sum(units(component["content"]) for component in components if component["type"] == Kind.WORDS)
    return len(components) <= MODAL_PLACES and words <= WORDS_SHOWN
