"""Well-formed pieces of Block Kit, for tests to bend."""

from typing import Any

Json = dict[str, Any]


def plain(text: str = "text") -> Json:
    """Return a plain_text object."""
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str = "text") -> Json:
    """Return a mrkdwn object."""
    return {"type": "mrkdwn", "text": text}


def option(value: str = "1", **more: Any) -> Json:
    """Return an option whose text is its value."""
    return {"text": plain(value), "value": value, **more}


def options(count: int) -> list[Json]:
    """Return so many options."""
    return [option(str(number)) for number in range(count)]


def button(**more: Any) -> Json:
    """Return a button."""
    return {"type": "button", "action_id": "go", "text": plain("Go"), **more}


def section(**more: Any) -> Json:
    """Return a section."""
    return {"type": "section", "text": mrkdwn(), **more}


def actions(*elements: Json) -> Json:
    """Return an actions block."""
    return {"type": "actions", "elements": list(elements)}


def asking(element: Json, block_id: str = "asked", **more: Any) -> Json:
    """Return an input block."""
    return {"type": "input", "block_id": block_id, "label": plain("Label"), "element": element, **more}


def typing(action_id: str = "value", **more: Any) -> Json:
    """Return a plain text input."""
    return {"type": "plain_text_input", "action_id": action_id, **more}


def modal(*blocks: Json, **more: Any) -> Json:
    """Return a modal with a submit button."""
    return {"type": "modal", "title": plain("Title"), "submit": plain("Send"), "blocks": list(blocks), **more}


def cell(text: str = "x") -> Json:
    """Return a table cell."""
    return {"type": "raw_text", "text": text}


def table(rows: int = 1, columns: int = 1, text: str = "x") -> Json:
    """Return a table block."""
    return {"type": "table", "rows": [[cell(text) for _ in range(columns)] for _ in range(rows)]}


def rich_text(*parts: Json) -> Json:
    """Return a rich_text block of one section."""
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": list(parts)}]}


def chart() -> Json:
    """Return a small pie."""
    pie = {"type": "pie", "segments": [{"label": "a", "value": 1}]}
    return {"type": "data_visualization", "title": "Chart", "chart": pie}
