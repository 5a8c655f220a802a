"""Agents that the end-to-end tests are about, and what the drivers of both platforms share."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

Json = dict[str, Any]

ROOT = Path(__file__).parents[2]
AGENTS = ROOT / "agents"
MANIFEST = '{"interactive_name": "Test Agent"}'

# Counts in a module global, and remembers who spoke first: state that another thread must never see.
COUNTER = """
count = 0
owner = None

def ask(text):
    return {"outputs": text, "next_inputs": [{"name": "message", "type": "string"}]}

def initialize(conversation_history=None):
    return ask(f"history: {conversation_history}")

def on_input(data):
    global count, owner
    owner = owner or data["message"].split()[0]
    count += 1
    return ask(f"{owner} has said {count}: {data['message']}")
"""

# Two questions that are one click each.
QUICK = """
def initialize():
    return {"outputs": "Ready?", "next_inputs": [{"name": "ready", "label": "Ready", "type": "yes_no"}]}

def on_input(data):
    options = [f"option {n}" for n in range(8)]
    ask = {"name": "which", "label": "Which", "type": "button", "constraints": {"options": options}}
    return {"outputs": f"got {data}", "next_inputs": [ask]}
"""

# A section of which people see one of two subsections.
SEASONS = """
def shown(words):
    return {"items": [{"type": "text", "text": words}]}

def initialize():
    options = [{"id": "sun", "label": "Summer"}, {"id": "snow", "label": "Winter"}]
    year = {"type": "section", "title": "Year", "dropdown": {"enabled": True, "options": options},
            "subsections": {"sun": shown("It is warm."), "snow": shown("It is cold.")}}
    return {"outputs": [year], "next_inputs": [{"name": "ready", "label": "Ready", "type": "yes_no"}]}

def on_input(data):
    return {"outputs": f"got {data}", "next_inputs": [{"name": "message", "type": "string"}]}
"""

# The agent says what it has heard of its answers.
RATED = """
heard = []
def initialize():
    return {"outputs": "Hello.", "next_inputs": [{"name": "message", "type": "string"}]}

def on_input(data):
    return {"outputs": f"heard {heard}", "next_inputs": [{"name": "message", "type": "string"}]}

def on_feedback(data):
    heard.append((data["rating"], data["comment"]))
"""

# The agent shows a part, waits until the test has seen it (a file appears), and goes on.
STEPS = """
import os, time

ASK = [{"name": "message", "type": "string"}]

def initialize():
    return {"outputs": "Hello!", "next_inputs": ASK}

def on_input(data):
    folder = data["message"]
    yield {"status": "is reading…"}
    wait_for(folder + "/status")
    yield {"outputs": "first part"}
    wait_for(folder + "/first")
    yield {"outputs": "second part"}
    wait_for(folder + "/second")
    for number in range(200):
        yield {"outputs": f"{number} %", "append": False}
    yield {"outputs": "the end", "append": False, "next_inputs": ASK}

def wait_for(path):
    while not os.path.exists(path):
        time.sleep(0.005)  # the agent
"""

# Whatever an agent's code may do to us; it counts what it was told.
ASK = '[{"name": "message", "label": "Message", "type": "string"}]'

MISCHIEF = f"""
import ctypes, math, os, sys, time

count = 0

def initialize():
    return {{"outputs": "Hello!", "next_inputs": {ASK}}}

def on_input(data):
    global count
    count += 1
    return {{"outputs": act(data["message"]), "next_inputs": {ASK}}}

def act(what):
    if what == "raise": return 1 / 0
    if what == "print": print("to the log"); os.write(1, b"raw"); return "printed"
    if what == "exit": sys.exit(3)
    if what == "die": os._exit(4)
    if what == "crash": ctypes.string_at(0)
    if what == "hang":
        while True: time.sleep(0.01)  # the agent
    if what == "nan": return [{{"type": "table", "data": {{"headers": ["n"], "rows": [[math.nan], ["after"]]}}}}]
    if what == "unknown": return [{{"type": "barchart"}}, "neighbour"]
    if what == "socket": return [{{"type": "text", "text": object()}}, "neighbour"]
    if what == "large": return "x" * 10_000_000
    return f"{{what}} is number {{count}}"
"""


def write_agent(folder: Path, handler: str, name: str = "agent", **manifest: object) -> Path:
    """An agent made of this handler."""
    (folder / name).mkdir(parents=True)
    (folder / name / "interactive.json").write_text(json.dumps({**json.loads(MANIFEST), **manifest}), encoding="utf-8")
    (folder / name / "handler_io.py").write_text(handler, encoding="utf-8")
    return folder / name


def walk(value: object) -> Iterator[Json]:
    """Every object inside a payload."""
    if isinstance(value, dict):
        yield value
        for part in value.values():
            yield from walk(part)
    elif isinstance(value, list):
        for part in value:
            yield from walk(part)
