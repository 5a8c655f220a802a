"""`chatbridge new`: a folder with an agent that runs, to start from."""

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from bridge.errors import ConfigError

HANDLER = '''\
"""What this agent says and asks. Module-level variables live as long as the conversation."""

QUESTION = {"name": "message", "label": "Your message", "type": "string"}


def say(text):
    return {"type": "text", "content": [{"type": "paragraph", "text": text}]}


def initialize():
    """Called once when a conversation starts."""
    return {"outputs": [say("Hello! What would you like to tell me?")], "next_inputs": [QUESTION]}


def on_input(data):
    """Called with every answer; `data` holds the values by input name."""
    return {"outputs": [say(f"You said: {data['message']}")], "next_inputs": [QUESTION]}
'''


class Kind(StrEnum):
    """What can be made."""

    INTERACTIVE = "interactive"


def new(
    path: Annotated[Path, typer.Argument(help="The folder to make.")],
    kind: Annotated[Kind, typer.Option(help="What kind of agent.")] = Kind.INTERACTIVE,
) -> None:
    """Make a new agent that answers at once."""
    if path.exists():
        raise ConfigError(f"{path}: exists already; choose a folder that does not exist yet.")
    path.mkdir(parents=True)
    manifest = {
        "interactive_name": path.resolve().name.replace("_", " ").replace("-", " ").title(),
        "version": "0.1.0",
        "description_short": "Says what you said.",
        "python_environment": {"type": "system"},
    }
    (path / f"{kind}.json").write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")
    (path / "handler_io.py").write_text(HANDLER, encoding="utf-8")
    typer.echo(f"Made {path}. Talk to it: chatbridge chat {path}")
