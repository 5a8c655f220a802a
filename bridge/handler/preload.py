"""Import ahead what an agent imports, so that its conversations find it, and say whether they may be forked from that.

The agent's own modules are not imported: each conversation runs them afresh.
"""

from __future__ import annotations

import importlib
import importlib.util
import os
import sys
from importlib.machinery import ModuleSpec, SourceFileLoader

from .imports import wanted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from types import CodeType

THREADS = (
    "OPENBLAS_NUM_THREADS",
    "OMP_NUM_THREADS",
    "MKL_NUM_THREADS",
    "NUMEXPR_NUM_THREADS",
    "NUMEXPR_MAX_THREADS",
    "VECLIB_MAXIMUM_THREADS",
    "BLIS_NUM_THREADS",
)
"""How numerical libraries are told how many threads to begin when they are imported; a fork has none of them."""
OFTEN = ("asyncio", "traceback", "linecache", "pickle", "copyreg", "hashlib", "tempfile", "random", "threading")
"""What our own side imports when it is needed first."""
GPU = ("tensorflow", "jax", "jaxlib", "cupy", "pycuda", "numba.cuda.cudadrv.driver", "tensorrt", "pyopencl")
"""Libraries whose driver does not survive a fork, whether or not they have spoken to it yet."""


def preload(folder: str, file: str, module: bool) -> str:
    """Import what the agent imports, and say what keeps its conversations from being forked, or nothing.

    Failures are not told here: the conversation's own import fails as well.
    """
    before = set(sys.modules)
    for name in OFTEN:
        _try(name)
    # The agent's settings win; what we set for the imports only is not seen by its code.
    alone = [name for name in THREADS if name not in os.environ]
    os.environ.update(dict.fromkeys(alone, "1"))
    beginners = _imported_with_threads(wanted(folder, file))
    for name in alone:
        os.environ.pop(name, None)
    _hide_what_the_agent_names_itself(folder, before)
    _compile(folder)
    if module:
        sys.path.insert(0, folder)
        sys.argv[:] = [os.path.join(folder, "handler_io.py")]
        if not _try("handler_io"):
            sys.modules.pop("handler_io", None)
        sys.path.remove(folder)
    return _unsafe(beginners)


def _imported_with_threads(names: Iterable[str]) -> list[str]:
    """Import these, and return those that began threads."""
    beginners: list[str] = []
    count = _threads()
    for name in names:
        module, _, part = name.partition(":")
        if _try(module) and part and not _has(module, part):
            _try(module + "." + part)
        if _threads() > count:
            count = _threads()
            beginners.append(module)
    return beginners


def _try(name: str) -> bool:
    try:
        importlib.import_module(name)
    except BaseException:  # an import may raise anything, SystemExit too
        return False
    return True


def _has(module: str, part: str) -> bool:
    try:
        return hasattr(sys.modules[module], part)
    except Exception:
        return True  # a lazy module that fails: it will again


def _threads() -> int:
    return len(os.listdir("/proc/self/task"))


def _hide_what_the_agent_names_itself(folder: str, before: set[str]) -> None:
    """An agent's `queue.py` is what it gets, although a library has imported another module of that name."""
    for entry in os.listdir(folder):
        own = entry[:-3] if entry.endswith(".py") else entry
        if own in sys.modules and own not in before and (entry != own or os.path.isdir(os.path.join(folder, own))):
            for name in [name for name in sys.modules if name == own or name.startswith(own + ".")]:
                del sys.modules[name]


class Compiled(SourceFileLoader):
    """Runs `handler_io.py` from its code. It is its own finder: the folder need not be looked through."""

    def __init__(self, fullname: str, path: str, code: CodeType) -> None:
        super().__init__(fullname, path)
        self._code = code
        self._spec = importlib.util.spec_from_file_location(fullname, path, loader=self)

    def get_code(self, fullname: str) -> CodeType:
        return self._code

    def find_spec(self, fullname: str, path: object = None, target: object = None) -> ModuleSpec | None:
        spec, self._spec = (self._spec, None) if fullname == self.name else (None, self._spec)
        return spec  # once: a handler that imports itself anew gets its file


def _compile(folder: str) -> None:
    path = os.path.join(folder, "handler_io.py")
    try:
        with open(path, "rb") as file:
            code = compile(file.read(), path, "exec", dont_inherit=True)
    except BaseException:
        return  # the conversation's own import says what is wrong with it
    sys.meta_path.insert(0, Compiled("handler_io", path, code))  # pyright: ignore[reportArgumentType]


def _unsafe(beginners: list[str]) -> str:
    if _threads() > 1:
        what = "%d threads" % (_threads() - 1)
        return "importing %s began %s, which a fork would not have" % (", ".join(beginners) or "its modules", what)
    gpu = [name for name in GPU if name in sys.modules]
    torch = sys.modules.get("torch")
    if torch is not None and torch.cuda.is_initialized():
        gpu.append("torch.cuda")
    return "it imports %s, whose driver does not survive a fork" % ", ".join(gpu) if gpu else ""
