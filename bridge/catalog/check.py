"""Look at an agent without running it: what would stop it, and what its author may have meant otherwise."""

import ast
import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bridge.catalog import stamp
from bridge.catalog.environment import find_python, read_environment, unknown_keys
from bridge.catalog.manifest import HANDLER, MODEL, Kind, read_manifest
from bridge.catalog.signatures import misfits
from bridge.errors import AgentError


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
    if manifest.tasks is not None:
        return tuple(_parsed(manifest.tasks)[1])
    file = folder / manifest.kind.file
    findings = [Finding("warning", _unknown(file, key, manifest.kind)) for key in manifest.unknown]
    findings += _check_environment(manifest.environment, folder, file)
    return (*findings, *_check_handler(folder / HANDLER, manifest.kind))


def _unknown(file: Path, key: str, kind: Kind) -> str:
    near = difflib.get_close_matches(key, kind.keys, n=1)
    hint = f'; did you mean "{near[0]}"?' if near else ""
    return f'{file}: "{key}" is not used here{hint}'


def _check_environment(raw: Mapping[str, Any], folder: Path, file: Path) -> Iterator[Finding]:
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


def _check_handler(file: Path, kind: Kind) -> list[Finding]:
    tree, findings = _parsed(file)
    if tree is None:
        return findings
    # Names may also be imported or assigned, so what is bound at the top level counts, however it is bound.
    if any(isinstance(n, ast.ImportFrom) and any(alias.name == "*" for alias in n.names) for n in tree.body):
        return []
    bound = {name for node in ast.walk(tree) for name in _bound(node)}
    findings = [
        Finding("error", f"{file}: defines no {name}; expected functions {kind.functions}")
        for name in kind.needs
        if name not in bound
    ]
    if kind is MODEL:
        findings += [Finding("error", f"{file}:{line}: {wrong}") for line, wrong in misfits(tree)]
    return findings


def _parsed(file: Path) -> tuple[ast.Module | None, list[Finding]]:
    try:
        return ast.parse(file.read_text(encoding="utf-8"), filename=str(file)), []
    except SyntaxError as error:
        return None, [Finding("error", f"{file}:{error.lineno}: {error.msg}")]
    except (OSError, ValueError) as error:
        return None, [Finding("error", f"{file}: cannot be read: {error}")]


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
