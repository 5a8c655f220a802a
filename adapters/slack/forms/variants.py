"""A field that depends on another one is asked in variants; its tag says which of them a person saw. Pure.

Guarantee: what was entered into one variant is never taken for an answer to another: an index means an option of the
variant that was shown, and an untouched default stays that of the variant that is asked.
"""

import zlib

from adapters.slack.forms.entered import UNTOUCHED, State, entries, read
from adapters.slack.interaction import draw
from adapters.slack.message import Json
from bridge.interaction.choices import ChoiceInteraction, Option
from bridge.interaction.form import AnyInteraction, Form
from bridge.interaction.values import Picked


def tag(form: Form, asked: AnyInteraction) -> str:
    """What tells the variants of a field apart as far as it matters to what is entered; "" if it does not depend."""
    if all(dependence.field != asked.value_key for dependence in form.dependences):
        return ""
    offered = [(option.value, option.words) for option in _choices(asked)]
    return f"{zlib.crc32(repr((asked.default, offered)).encode()):08x}"


def variant(form: Form, name: str, tagged: str) -> AnyInteraction | None:
    """The field as it was asked under this tag; None if it is not asked in such a way."""
    return next((asked for asked in form.variants(name) if tag(form, asked) == tagged), None)


def settled(form: Form, view: Json) -> dict[str, object]:
    """The raw values of a view's fields by name, so that they mean the same whatever variant is asked now; `UNTOUCHED`
    where a default stands.
    """
    return {entered.name: _settled(form, entered.name, entered.tag, entered.raw) for entered in entries(view)}


def _settled(form: Form, name: str, tagged: str, raw: object) -> object:
    shown = variant(form, name, tagged) if tagged else None
    if shown is None or raw is UNTOUCHED:
        return raw
    return UNTOUCHED if raw == _beginning(shown) else _meant(shown, raw)


def _beginning(asked: AnyInteraction) -> object:
    """What is read from a field that nobody has touched."""
    element = draw(asked).element
    state: State = {
        "value": element.get("initial_value"),
        "selected_option": element.get("initial_option"),
        "selected_options": element.get("initial_options"),
    }
    return read(element["action_id"], state)


def _meant(asked: AnyInteraction, raw: object) -> object:
    """A raw value without indices: the options they mean, as their values, or as their words where those are empty."""
    if isinstance(raw, list):
        return [_meant(asked, each) for each in raw]
    if not isinstance(raw, Picked):
        return raw
    choices = _choices(asked)
    if not 0 <= raw.index < len(choices):
        return raw
    option = choices[raw.index]
    return option.words if option.value in (None, "", []) else option.value


def _choices(asked: AnyInteraction) -> tuple[Option, ...]:
    return asked.choices if isinstance(asked, ChoiceInteraction) else ()
