"""What people enter in a modal: a view's state → raw values by field name. Pure.

What a submission needs to be read is in its payload, after a restart too: the `block_id` of an input names its field,
the `action_id` of its element how it is read. Shapes: Slack docs, "Block elements" and "view_submission payloads".
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from adapters.slack.inbound import remote_file
from adapters.slack.message import Json
from bridge.interaction.values import Picked

FIELD = "field"

State = Mapping[str, Any]
"""One entry of ``view.state.values``: the element's type and what it holds."""

UNTOUCHED = object()
"""Read from a field that holds nothing of its own: its default stands."""


def block_id(name: str, mark: str = "") -> str:
    """The id of a field's input. Under another mark it is another input, which begins with its own initial value."""
    return f"{FIELD}@{mark}:{name}" if mark else f"{FIELD}:{name}"


def field_of(block_id: str) -> str | None:
    """The name of the field whose input this is; None if it is not one of ours."""
    head, colon, name = block_id.partition(":")
    return name if colon and head.partition("@")[0] == FIELD else None


@dataclass(frozen=True, slots=True)
class Entered:
    """One field of a view.

    Attributes:
        name: the field's name.
        place: which input this is; another one in every view that is opened, and whenever it gets another id.
        reader: how it is read.
        tag: which variant of it was asked (`forms.variants`).
        state: what it holds; Slack may leave out what nobody has touched.
    """

    name: str
    place: str
    reader: str
    tag: str
    state: State

    @property
    def raw(self) -> object:
        return read(self.reader, self.state) if self.state else UNTOUCHED


def entries(view: Json) -> list[Entered]:
    """Return the fields of a view in the order they stand in it."""
    inputs = [block for block in view["blocks"] if block["type"] == "input"]
    named = [(name, block) for block in inputs if (name := field_of(block["block_id"])) is not None]
    return [_entered(view, name, block["block_id"], block["element"]["action_id"]) for name, block in named]


def values(view: Json) -> dict[str, object]:
    """Return the raw values of a view's fields by name, without those whose default stands."""
    raw = {entered.name: entered.raw for entered in entries(view)}
    return {name: value for name, value in raw.items() if value is not UNTOUCHED}


def read(reader: str, state: State) -> object:
    """Return the raw value of a field, or `UNTOUCHED`."""
    return READ[reader](state)


def _entered(view: Json, name: str, block: str, action: str) -> Entered:
    reader, _, tag = action.partition(".")
    state: State = view["state"]["values"].get(block, {}).get(action, {})
    return Entered(name, f"{view.get('id')}/{block}", reader, tag, state)


def _picked(option: Json | None) -> Picked | None:
    return Picked(int(option["value"])) if option else None


def _choices(state: State) -> list[Picked | None]:
    return [_picked(option) for option in state.get("selected_options") or ()]


def _files(state: State) -> list[object]:
    return [remote_file(file) for file in state.get("files") or ()]


READ: Mapping[str, Callable[[State], object]] = {
    "text": lambda state: state.get("value") or "",
    "text_or_default": lambda state: state.get("value") or UNTOUCHED,
    "tick": lambda state: bool(state.get("selected_options")),
    "choice": lambda state: _picked(state.get("selected_option")),
    "choices": _choices,
    "choices_or_default": lambda state: _choices(state) or UNTOUCHED,
    "file": lambda state: next(iter(_files(state)), None),
    "files": _files,
}
