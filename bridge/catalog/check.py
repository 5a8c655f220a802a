"""Look at an agent without running it: what would stop it, and what its author may have meant otherwise."""

import ast
import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bridge.catalog import stamp
from bridge.catalog.environment import find_python, read_environment, unknown_keys
from bridge.catalog.manifest import INTERACTIVE_KEYS, read_manifest
from bridge.errors import AgentError

NEEDED = ("initialize", "on_input")


@dataclass(frozen=True, slots=True)
class Finding:
    """`level` is ``error`` (it cannot be used) or ``warning``."""

    level: str
    text: str


def check(folder: Path) -> tuple[Finding, ...]:
    """Everything there is to say about the agent in `folder`; no finding means that it is in order."""
    try:
        manifest = read_manifest(folder)
    except AgentError as error:
        return (Finding("error", str(error)),)
    findings = [Finding("warning", _unknown(folder, key)) for key in manifest.unknown]
    findings += _check_environment(manifest.environment, folder)
    return (*findings, *_check_handler(folder / "handler_io.py"))


def _unknown(folder: Path, key: str) -> str:
    near = difflib.get_close_matches(key, INTERACTIVE_KEYS, n=1)
    hint = f'; did you mean "{near[0]}"?' if near else ""
    return f'{folder / "interactive.json"}: "{key}" is not used here{hint}'


def _check_environment(raw: Mapping[str, Any], folder: Path) -> Iterator[Finding]:
    file = folder / "interactive.json"
    for key, near in unknown_keys(raw).items():
        hint = f'; did you mean "{near}"?' if near else ""
        yield Finding("warning", f'{file}: python_environment: "{key}" is not used here{hint}')
    try:
        find_python(raw, folder.resolve(), str(folder))
    except AgentError as error:
        yield Finding("error", str(error))
        return
    try:
        stamp.asked(read_environment(raw, folder.resolve()))
    except AgentError as error:
        yield Finding("warning", str(error))  # it can talk, but not be made again


def _check_handler(file: Path) -> list[Finding]:
    try:
        tree = ast.parse(file.read_text(encoding="utf-8"), filename=str(file))
    except SyntaxError as error:
        return [Finding("error", f"{file}:{error.lineno}: {error.msg}")]
    except (OSError, ValueError) as error:
        return [Finding("error", f"{file}: cannot be read: {error}")]
    # Names may also be imported or assigned, so what is bound at the top level counts, however it is bound.
    if any(isinstance(n, ast.ImportFrom) and any(alias.name == "*" for alias in n.names) for n in tree.body):
        return []
    bound = {name for node in ast.walk(tree) for name in _bound(node)}
    return [
        Finding("error", f"{file}: defines no {name}; expected functions {' and '.join(NEEDED)}")
        for name in NEEDED
        if name not in bound
    ]


def _bound(node: ast.AST) -> list[str]:
    match node:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            return [name]
        case ast.Import(names=aliases) | ast.ImportFrom(names=aliases):
            return [alias.asname or alias.name for alias in aliases]
        case ast.Name(id=name, ctx=ast.Store()):
            return [name]
        case _:
            return []
