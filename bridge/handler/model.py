"""A model project as a handler: its five functions, called as `initialize` and `on_input` are.

Guarantees: the model and its resources are loaded once in a process, before the first submission is read; they are not
part of the saved state; a function that is missing, or cannot be called, is named before anybody fills in the form.

They are loaded by the first submission, not by the greeting: the person has the form at once, a conversation in which
nobody submits costs no memory, one that was woken comes by them in the same way, and what failed to load is tried again
by the next submission.
"""

from __future__ import annotations

import inspect
import types

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Generator
    from typing import Any

    Function = Callable[..., object]
    Steps = Generator[object, Any, Any]
    Arguments = tuple[tuple[object, ...], dict[str, object]]

RESOURCES = "resources"
CALLED = {
    "model_fn": ("model_dir",),
    "init_resources_fn": ("model_dir",),
    "input_fn": ("request_data", RESOURCES),
    "predict_fn": ("input_data", "model", RESOURCES),
    "output_fn": ("predictions", "original_data", RESOURCES),
}
"""The functions and what they are called with; one that does not take the resources is called without them."""
OPTIONAL = "init_resources_fn"
SPEAKERS = {"initialize": "model_meta.json", "on_input": "output_fn"}
"""Whose word it is that a call answers with, for complaints about it."""


class Model:
    """The handler that the functions make. `find` returns the function of a name, or raises."""

    def __init__(self, opening: dict[str, Any], folder: str, find: Callable[[str], Function]) -> None:
        """Take what the conversation greets with (`greeting`) and what it asks, again and again (`form`)."""
        self._greeting: list[object] = opening["greeting"]
        self._form: dict[str, object] = opening["form"]
        self._folder = folder
        self._find = find
        self._found: dict[str, Function] = {}
        self._loaded: tuple[object, object] | None = None

    def function(self, name: str) -> Function:
        """`initialize` or `on_input`; any other is the project's own."""
        own: dict[str, Function] = {"initialize": self._initialize, "on_input": self._on_input}
        return own[name] if name in own else self._find(name)

    def _initialize(self) -> dict[str, object]:
        self._look()
        return {"outputs": self._greeting, "next_inputs": self._form}

    def _on_input(self, data: dict[str, Any]) -> Steps:
        self._look()
        loaded = self._loaded
        if loaded is None:
            yield {"status": "is loading the model…"}
            loaded = self._loaded = yield from self._load()
        model, resources = loaded
        prepared = yield from self._call("input_fn", dict(data), resources)  # a copy: it may change what it is given
        predictions = yield from self._call("predict_fn", prepared, model, resources)
        outputs = yield from self._call("output_fn", predictions, data, resources)
        if outputs is None:
            raise TypeError("output_fn returned None, expected a list of sections")
        yield {"outputs": outputs, "next_inputs": self._form}

    def _look(self) -> None:
        """Find the functions.

        Raises:
            AttributeError, TypeError: one is missing, or cannot be called as it will be.
        """
        if self._found:
            return
        found: dict[str, Function] = {}
        for name, parameters in CALLED.items():
            if name != OPTIONAL or hasattr(__import__("handler_io"), name):
                found[name] = self._find(name)
                if _arguments(found[name], parameters, parameters) is None:
                    raise TypeError(_wrong(name, found[name], parameters))
        self._found = found

    def _load(self) -> Steps:
        from . import state  # it imports pickle, which a greeting does without

        model = yield from self._call("model_fn", self._folder)
        resources = None
        if OPTIONAL in self._found:
            resources = yield from self._call(OPTIONAL, self._folder)
        state.never_keep(model)
        state.never_keep(resources)
        return model, resources

    def _call(self, name: str, *values: object) -> Steps:
        """What the function returns, given these as `CALLED` has them. A coroutine is run by `calls`."""
        function = self._found[name]
        by_position, by_name = _arguments(function, CALLED[name], values) or (values, {})
        result = function(*by_position, **by_name)
        return (yield result) if isinstance(result, types.CoroutineType) else result


def _arguments(function: Function, parameters: tuple[str, ...], values: tuple[object, ...]) -> Arguments | None:
    """The values as the function takes them: with or without the resources, by name or last; None if it does not."""
    without = values[:-1] if parameters[-1] == RESOURCES else values
    ways: list[Arguments] = [(without, {})]
    if without is not values:
        ways += [(without, {RESOURCES: values[-1]}), (values, {})]
        if values[-1] is not None:
            ways[:2] = ways[1::-1]  # else a default of the function's own is better
    try:
        signature = inspect.signature(function)
    except ValueError:
        return without, {}  # one in C does not tell
    for by_position, by_name in ways:
        try:
            signature.bind(*by_position, **by_name)
        except TypeError:
            continue
        return by_position, by_name
    return None


def _wrong(name: str, function: Function, parameters: tuple[str, ...]) -> str:
    expected = ", ".join(parameters).replace(", " + RESOURCES, "[, %s]" % RESOURCES)
    return "handler_io.py: found %s%s, expected %s(%s)" % (name, inspect.signature(function), name, expected)
