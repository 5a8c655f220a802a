"""`chatbridge new`: a folder with an agent that runs, to start from."""

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from bridge.catalog.manifest import HANDLER, INTERACTIVE, MODEL
from bridge.cli import templates
from bridge.errors import ConfigError


class Kind(StrEnum):
    """What can be made."""

    INTERACTIVE = INTERACTIVE.name
    MODEL = MODEL.name


def new(
    path: Annotated[Path, typer.Argument(help="The folder to make.")],
    kind: Annotated[
        Kind, typer.Option(help="A conversation, or a model: one form, one prediction, again.")
    ] = Kind.INTERACTIVE,
) -> None:
    """Make a new agent that answers at once."""
    if path.exists():
        raise ConfigError(f"{path}: exists already; choose a folder that does not exist yet.")
    path.mkdir(parents=True)
    title = path.resolve().name.replace("_", " ").replace("-", " ").title()
    made, template = (MODEL, templates.MODEL) if kind is Kind.MODEL else (INTERACTIVE, templates.INTERACTIVE)
    manifest = {made.title: title, made.version: "0.1.0", **template.manifest}
    (path / made.file).write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")
    (path / HANDLER).write_text(template.handler, encoding="utf-8")
    typer.echo(f"Made {path}. Talk to it: chatbridge chat {path}")
