"""A walk through everything an agent can show and ask.

`outputs.py`, `inputs.py` and `streaming.py` hold the examples; this file is the walk: a list of pages, and on every
page a way to the next one or to any other.
"""

import inputs
import outputs
from streaming import stream

STREAMED = "a streamed turn"

# One name for each page: what it shows, or what it asks.
PAGES = [("show", name) for name in outputs.PAGES] + [("show", STREAMED)] + [("ask", name) for name in inputs.PAGES]

here = 0  # the page we are at; module-level variables live as long as the conversation


def initialize():
    welcome = f"{len(PAGES)} pages: every type of output, a turn that streams, and every type of input."
    return {
        "outputs": [{"type": "section", "title": "Gallery", "items": [welcome]}],
        "next_inputs": [choose_page()],
    }


def on_input(data):
    """Called with every answer. The name that arrives says what was asked."""
    if "page" in data:
        return go_to(data["page"])
    if "way" in data:
        return take_way(data["way"])
    return {"outputs": [arrived(data)], "next_inputs": [choose_way()]}


def take_way(way):
    if way == "next":
        return go_to((here + 1) % len(PAGES))
    if way == "choose":
        return {"outputs": [], "next_inputs": [choose_page()]}
    return {"outputs": ["Thank you for coming."], "next_inputs": []}


def go_to(index):
    """Return the page; for the streamed one, the generator that yields it bit by bit."""
    global here
    here = index
    kind, name = PAGES[index]
    if kind == "ask":
        heading = {"type": "section", "title": "Input: " + name, "items": ["Answer, and see what the agent gets."]}
        return {"outputs": [heading], "next_inputs": inputs.PAGES[name]}
    if name == STREAMED:
        return stream([choose_way()])
    heading = {"type": "section", "title": "Output: " + name, "items": outputs.PAGES[name]}
    return {"outputs": [heading], "next_inputs": [choose_way()]}


def arrived(data):
    """The typed values as Python sees them."""
    return {
        "type": "table",
        "title": "What arrived in on_input(data)",
        "data": {
            "headers": ["name", "value", "type"],
            "rows": [[name, repr(value), type(value).__name__] for name, value in data.items()],
        },
    }


# ── the ways on ───────────────────────────────────────────────────────────────────────────────────────────────────────


def choose_page():
    options = [{"value": index, "label": name, "description": kind} for index, (kind, name) in enumerate(PAGES)]
    return {
        "name": "page",
        "label": "Page",
        "type": "category",
        "required": True,
        "default": here,
        "constraints": {"options": options},
    }


def choose_way():
    """A single button field: its options become buttons."""
    following = PAGES[(here + 1) % len(PAGES)][1]
    return {
        "name": "way",
        "label": "Where to?",
        "type": "button",
        "constraints": {
            "options": [
                {"value": "next", "label": "Next: " + following},
                {"value": "choose", "label": "Choose a page"},
                {"value": "stop", "label": "Stop"},
            ]
        },
    }
