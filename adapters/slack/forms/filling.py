"""What a person has entered in a field, put back into it: the question with that as its default. Pure, and total."""

from typing import Any

from adapters.slack.limits import INPUT_TEXT
from bridge.interaction.choices import ChoiceInteraction, FileInteraction
from bridge.interaction.form import AnyInteraction
from bridge.interaction.kinds import BooleanInteraction, IntegerInteraction, NumberInteraction, StringInteraction
from bridge.interaction.numbers import plain
from bridge.interaction.values import RemoteFile


def filled(asked: AnyInteraction, raw: object) -> AnyInteraction:
    """The question as it was filled in. What its input cannot hold is left out of it."""
    return asked.model_copy(update={"default": _default(asked, raw)})


def given(raw: object) -> tuple[RemoteFile, ...]:
    """The files among what was entered, which no input can be given back."""
    return tuple(each for each in (raw if isinstance(raw, list) else [raw]) if isinstance(each, RemoteFile))


def _default(asked: AnyInteraction, raw: object) -> Any:
    match asked:
        case _ if raw is None or raw == "":
            return None
        case ChoiceInteraction():
            values = [value for each in (raw if isinstance(raw, list) else [raw]) for value in _value(asked, each)]
            if raw and not values:
                return asked.default  # none of it is offered any more
            return values if isinstance(raw, list) else next(iter(values), None)
        case BooleanInteraction():
            return raw is True
        case NumberInteraction():
            return _number(asked, raw)
        case StringInteraction():
            return str(raw)[: min(asked.max_length or INPUT_TEXT, INPUT_TEXT)]
        case FileInteraction():
            return None
        case _:
            return raw


def _value(asked: ChoiceInteraction[Any], raw: object) -> list[Any]:
    """The value of the option that is meant, if one is."""
    try:
        return [asked.pick(raw).value]
    except ValueError:
        return []


def _number(asked: NumberInteraction[Any], raw: object) -> float | None:
    """Slack refuses an initial value out of bounds."""
    whole = isinstance(asked, IntegerInteraction)
    try:
        number = float(plain(str(raw), asked.unit or "", whole=whole))
    except ValueError:
        return None
    if whole and not number.is_integer():
        return None
    low = -float("inf") if asked.min is None else asked.min
    high = float("inf") if asked.max is None else asked.max
    return number if low <= number <= high else None
