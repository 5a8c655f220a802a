"""What a handler remembers, as bytes: its own `save_state`, or the globals of its modules.

Guarantee: what is shared stays shared, and what cannot be kept is named. The kinds:

    own      what `save_state()` returned, for `load_state(state)`
    history  nothing: `initialize(conversation_history=…)` makes it of what was said
    globals  the globals of handler_io.py and of the folder's other modules, as far as they can be pickled
    none     it could not be kept; the snapshot says why

Modules, functions and classes under their own names come back by executing the files. Tasks and event loops do not.
"""

from __future__ import annotations

import copyreg
import io
import itertools
import os
import pickle
import sys
import types

from .files import GivenFile

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

OWN, HISTORY, GLOBALS, NONE = "own", "history", "globals", "none"
HANDLER = "handler_io"
_own: list[str] = []
_looked_at = 0
_never: list[object] = []
PLAIN = (type(None), bool, int, float, str, bytes)
"""Kinds of values that are one object although they stand in many places."""


def capture(kind: str, folder: str) -> tuple[bytes, list[str]]:
    """Return the state, and the names of what could not be kept.

    Raises:
        Exception: whatever `save_state` raises, or pickling what it returned.
    """
    if kind == HISTORY:
        return b"", []
    if kind == OWN:
        return _pickled(sys.modules[HANDLER].save_state()), []
    found = {
        name: {key: value for key, value in vars(module).items() if _is_state(key, value)}
        for name, module in _own_modules(folder).items()
    }
    try:
        return _pickled(found), []
    except Exception:
        kept, lost = _without_lost(found)
        return _pickled(kept), lost


def put_back(kind: str, state: bytes | memoryview) -> None:
    """Make the modules what they were. The handler's was executed already.

    Raises:
        Exception: whatever unpickling or `load_state` raises; the globals are untouched then.
    """
    if kind == HISTORY:
        return
    value = pickle.loads(state)
    if kind == OWN:
        sys.modules[HANDLER].load_state(value)
        return
    modules = {name: __import__(name, fromlist=["*"]) for name in value}
    for name, module in modules.items():
        vars(module).update(value[name])


def kind_of(asks_for_history: bool) -> str:
    """How this handler is kept."""
    module = sys.modules[HANDLER]
    if callable(getattr(module, "save_state", None)) and callable(getattr(module, "load_state", None)):
        return OWN
    return HISTORY if asks_for_history else GLOBALS


def never_keep(value: object) -> None:
    """Leave out this very object wherever it is a global: whoever has loaded it does so again."""
    if not isinstance(value, PLAIN):
        _never.append(value)


def look_around(folder: str) -> None:
    """Note which modules are there before conversations are forked. Looking at them all in each conversation would
    write into the pages they share (a reference is a count), and copy them.
    """
    global _looked_at, _own
    _own = [name for name in sys.modules if _is_own(name, folder)]
    _looked_at = len(sys.modules)


def _own_modules(folder: str) -> dict[str, Any]:
    """The handler and what it imported from its folder, by name."""
    newer = itertools.islice(reversed(sys.modules), max(0, len(sys.modules) - _looked_at))
    names = [HANDLER, *_own, *(name for name in newer if _is_own(name, folder))]
    return {name: sys.modules[name] for name in names if name in sys.modules}


def _is_own(name: str, folder: str) -> bool:
    file: Any = getattr(sys.modules[name], "__file__", None)
    inside = isinstance(file, str) and file.startswith(folder + os.sep)
    return inside and "site-packages" not in file and name != "__main__"


def _is_state(name: str, value: object) -> bool:
    if name.startswith("__") or isinstance(value, types.ModuleType) or any(value is one for one in _never):
        return False
    # A function under another name than its own was put there while the handler ran, such as the step that is next.
    return not (isinstance(value, (type, types.FunctionType)) and value.__name__ in (name, "<lambda>"))


class _Pickler(pickle.Pickler):
    """Files that people gave come back as such; elsewhere they are pickled as paths."""

    dispatch_table = copyreg.dispatch_table.copy()
    dispatch_table[GivenFile] = lambda file: (GivenFile, (dict(file.described),))


def _pickled(value: object) -> bytes:
    buffer = io.BytesIO()
    _Pickler(buffer, 4).dump(value)
    return buffer.getvalue()


def _without_lost(found: dict[str, dict[str, object]]) -> tuple[dict[str, dict[str, object]], list[str]]:
    lost: list[str] = []
    kept: dict[str, dict[str, object]] = {}
    for name, values in found.items():
        kept[name] = {}
        for key, value in values.items():
            try:
                _pickled(value)
                kept[name][key] = value
            except Exception:
                lost.append(key if name == HANDLER else "%s.%s" % (name, key))
    return kept, lost
