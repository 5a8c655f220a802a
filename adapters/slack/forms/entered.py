"""What people enter in a modal: a view's state → raw values by field name. Pure.

The name of a field's reader is part of its `action_id`, so that a submission is read from its payload alone, after a
restart too. Shapes: Slack docs, "Block elements" and "view_submission payloads".
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from adapters.slack.inbound import remote_file
from adapters.slack.message import Json
from bridge.interaction.values import Picked

FIELD = "field:"
"""How the `block_id` of an input begins; the field's name follows."""

State = Mapping[str, Any]
"""One entry of ``view.state.values``: the element's type and what it holds."""

UNTOUCHED = object()
"""Read from a field that was left empty although its default did not fit into it: it keeps its default."""


def values(view: Json) -> dict[str, object]:
    """Return the raw values of a view's fields by name."""
    raw = {name: read(action, state) for name, action, state in _fields(view)}
    return {name: value for name, value in raw.items() if value is not UNTOUCHED}


def read(action: str, state: State) -> object:
    """Return the raw value of a field, or `UNTOUCHED`."""
    return READ[action](state)


def _fields(view: Json) -> Iterator[tuple[str, str, State]]:
    """The name, the reader and the state of every field."""
    states: Mapping[str, Mapping[str, State]] = view["state"]["values"]
    for block, actions in states.items():
        if block.startswith(FIELD):
            for action, state in actions.items():
                yield block.removeprefix(FIELD), action, state


def _picked(option: Json | None) -> Picked | None:
    return Picked(int(option["value"])) if option else None


def _files(state: State) -> list[object]:
    return [remote_file(file) for file in state.get("files") or ()]


READ: Mapping[str, Callable[[State], object]] = {
    "text": lambda state: state.get("value") or "",
    "text_or_default": lambda state: state.get("value") or UNTOUCHED,
    "tick": lambda state: bool(state.get("selected_options")),
    "choice": lambda state: _picked(state.get("selected_option")),
    "choices": lambda state: [_picked(option) for option in state.get("selected_options") or ()],
    "file": lambda state: next(iter(_files(state)), None),
    "files": _files,
}
