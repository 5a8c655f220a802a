"""A form → steps: as many modals as its fields need, in order. Pure; every word of a field is in one of them.

Guarantee: which field is in which step does not depend on what was entered in the same step or a later one, so that a
step's number means the same whenever a form is opened. A modal cannot change while it is open: a field that depends on
another one is in a later step than that, and drawn as what was entered there says.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from adapters.discord.components import Kind
from adapters.discord.forms.entered import UNTOUCHED, InputId
from adapters.discord.interaction import Drawn, draw
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
    layers = enumerate(form.layers)
    return tuple(step for layer, names in layers for step in _layer(offered or form, entered or {}, layer, names))


def _layer(form: Form, entered: Mapping[str, object], layer: int, names: frozenset[str]) -> Iterator[Step]:
    filled: list[Parts] = [()]
    for grouping, members in form.grouped():
        heading = _heading(grouping)
        for asked in (asked for asked in members if asked.value_key in names):
            for parts in _together(asked, entered.get(asked.value_key, UNTOUCHED), heading):
                if not _fits((*filled[-1], *parts)):
                    filled.append(())
                filled[-1] = (*filled[-1], *parts)
            heading = ()
    return (Step(parts, layer) for parts in filled if parts)


def _heading(grouping: Grouping | None) -> tuple[str, ...]:
    """What stands above the first field of a grouping."""
    return () if grouping is None else (grouping.title, *filter(None, (grouping.description,)))


def _together(asked: AnyInteraction, before: object, heading: tuple[str, ...]) -> Iterator[Parts]:
    """A field in one piece if a modal holds it; else its words go before it, into steps of their own if need be."""
    drawn = draw(asked, before)
    spans = _spans(drawn)
    label = " ".join(asked.label.split()) or "Answer"
    room = LABEL - max(map(units, spans))
    above = (
        *heading,
        *([label] if not fits(label, room) else []),
        *([drawn.help] if not fits(drawn.help, LABEL_DESCRIPTION) else []),
        *drawn.above,
    )
    words = tuple({"type": Kind.WORDS, "content": piece} for piece in pieces(literal("\n".join(above)), WORDS_SHOWN))
    inputs = tuple(
        {
            "type": Kind.LABEL,
            "label": short(label, room) + span,
            **({"description": drawn.help} if _beside(drawn.help) and part == 0 else {}),
            "component": {**element, "custom_id": InputId(drawn.reader, asked.value_key, part).token},
        }
        for part, (element, span) in enumerate(zip(drawn.inputs, spans, strict=True))
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
    if len(drawn.inputs) == 1:
        return ("",)
    starts = range(0, OPTIONS * len(drawn.inputs), OPTIONS)
    return tuple(
        f" ({start + 1}–{start + len(element['options'])})" for start, element in zip(starts, drawn.inputs, strict=True)
    )


def _fits(components: Parts) -> bool:
    words = sum(units(component["content"]) for component in components if component["type"] == Kind.WORDS)
    return len(components) <= MODAL_PLACES and words <= WORDS_SHOWN
