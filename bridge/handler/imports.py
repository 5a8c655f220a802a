"""What an agent imports, read from its source without running any of it."""

from __future__ import annotations

import ast
import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MOST_FILES = 500
"""Files of an agent that are read. The imports of further ones are found when a conversation imports them."""


def wanted(folder: str, file: str) -> list[str]:
    """Return what is imported at the top of `file`, where the agent begins, and of its own modules that it imports.

    In order. ``a.b`` is a module; ``a.b:c`` is `c` of the module `a.b`, itself a module perhaps. The agent's own are
    not among them, nor what cannot be read.
    """
    found: dict[str, None] = {}
    files = [(file[:-3], os.path.join(folder, file))]
    for module, path in files:
        for name in _imported(module, path):
            own = list(_own(folder, name))
            files.extend(file for file in own if file not in files and len(files) < MOST_FILES)
            if not own:
                found[name] = None
    return list(found)


def _imported(module: str, path: str) -> Iterator[str]:
    try:
        with open(path, "rb") as file:
            tree = ast.parse(file.read())
    except (OSError, SyntaxError, ValueError, RecursionError):
        return
    for statement in _statements(tree.body):
        if isinstance(statement, ast.Import):
            for alias in statement.names:
                yield alias.name
        else:
            above = _above(module, path, statement.level)
            base = ".".join(part for part in (above, statement.module or "") if part)
            for alias in statement.names:
                yield base if alias.name == "*" else "%s:%s" % (base, alias.name)


def _statements(body: Iterable[ast.AST]) -> Iterator[ast.Import | ast.ImportFrom]:
    """The imports that run when the module does: those in a function run later, those for type checkers never."""
    for node in body:
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            yield node
        elif isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test):
            yield from _statements(node.orelse)
        elif isinstance(node, (ast.stmt, ast.ExceptHandler)) and not isinstance(
            node, (ast.FunctionDef, ast.AsyncFunctionDef)
        ):
            yield from _statements(ast.iter_child_nodes(node))


def _above(module: str, path: str, level: int) -> str:
    """The package that so many dots stand for."""
    if not level:
        return ""
    parts = module.split(".")
    keep = len(parts) - level + os.path.basename(path).startswith("__init__.")
    return ".".join(parts[: max(keep, 0)])


def _own(folder: str, name: str) -> Iterator[tuple[str, str]]:
    """The agent's own modules that an import runs: the packages on the way, the module, and what is taken from it."""
    parts: list[str] = []
    for part in name.replace(":", ".").split("."):
        parts.append(part)
        place = os.path.join(folder, *parts)
        for path in (place + ".py", os.path.join(place, "__init__.py")):
            if os.path.isfile(path):
                yield ".".join(parts), path
                break
