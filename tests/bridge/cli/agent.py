"""Agents that ask for environments, and a package to install without a network."""

import json
import zipfile
from pathlib import Path

WHEEL = "./words-{version}-py3-none-any.whl"
OFFLINE = "--no-index"
HANDLER = """
import sys

def initialize():
    return {"outputs": [], "next_inputs": [{"name": "message", "label": "Message", "type": "string"}]}

def on_input(data):
    try:
        from words import WORD
    except ImportError:
        WORD = "nothing"
    return {"outputs": [f"{WORD} in {sys.version.split()[0]}"], "next_inputs": []}
"""


def agent(folder: Path, **environment: object) -> Path:
    """An agent that says the word of the package `words`, and the version of its Python."""
    folder.mkdir(parents=True)
    manifest = {"interactive_name": "Words", "python_environment": environment}
    (folder / "interactive.json").write_text(json.dumps(manifest), encoding="utf-8")
    (folder / "handler_io.py").write_text(HANDLER, encoding="utf-8")
    return folder


def wheel(folder: Path, word: str, version: str = "1.0") -> str:
    """Put a wheel of the package `words` into the folder; return the requirement that names it."""
    said = WHEEL.format(version=version)
    info = f"words-{version}.dist-info"
    with zipfile.ZipFile(folder / said, "w") as archive:
        archive.writestr("words.py", f"WORD = {word!r}\n")
        archive.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: words\nVersion: {version}\n")
        archive.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        archive.writestr(f"{info}/RECORD", f"words.py,,\n{info}/METADATA,,\n{info}/WHEEL,,\n{info}/RECORD,,\n")
    return said
