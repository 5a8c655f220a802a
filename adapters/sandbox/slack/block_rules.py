"""Block Kit's blocks, as data: where each may stand, its keys and limits. Source: Slack docs, "Blocks"."""

from collections.abc import Mapping
from typing import Final
from urllib.parse import urlsplit

from adapters.sandbox.slack.element_rules import (
    BUTTON,
    ELEMENTS,
    IN_ACTIONS,
    IN_CONTEXT_ACTIONS,
    IN_INPUT,
    IN_SECTION,
)
from adapters.sandbox.slack.rich_text_rules import RICH_TEXT_BLOCK
from adapters.sandbox.slack.shapes import (
    PLAIN,
    Anything,
    Entry,
    Flag,
    Items,
    Number,
    Object,
    OneOf,
    Report,
    Rule,
    Shape,
    String,
    Text,
)
from adapters.sandbox.slack.wire import Json

# -- rules between keys ------------------------------------------------------------------------------------------------

# Slack fetches an image_url when it is posted, from the internet: these addresses it can never reach.
UNREACHABLE_HOSTS: Final = ("localhost", "127.0.0.1", "::1", "0.0.0.0")  # noqa: S104 - compared with, not bound to


def _image_can_be_had(image: Json, pointer: str, report: Report) -> None:
    if (file := image.get("slack_file")) is not None and not report.knows_image(file):
        report.add(f"{pointer}/slack_file", "invalid slack file")
    if (url := image.get("image_url")) is not None:
        address = urlsplit(url)
        if address.scheme not in ("http", "https") or not address.hostname or address.hostname in UNREACHABLE_HOSTS:
            report.add(f"{pointer}/image_url", "downloading image failed")


def _no_multiselect_in_message_actions(block: Json, pointer: str, report: Report) -> None:
    # The docs list them; a message with one is refused live (measured, August 2026).
    for index, element in enumerate(block["elements"]):
        if report.surface == "M" and element["type"].startswith("multi_"):
            report.add(f"{pointer}/elements/{index}", "unsupported element: multiselect")


def _action_ids_are_unique(block: Json, pointer: str, report: Report) -> None:
    seen: set[str] = set()
    for index, element in enumerate(block["elements"]):
        if (action_id := element.get("action_id")) in seen:
            report.add(f"{pointer}/elements/{index}/action_id", f"duplicate action_id: {action_id}")
        elif action_id is not None:
            seen.add(action_id)


def _file_input_is_quiet(block: Json, pointer: str, report: Report) -> None:
    if block.get("dispatch_action") and block["element"]["type"] == "file_input":
        report.add(f"{pointer}/dispatch_action", "file_input cannot be used with dispatch_action")


def _rows_are_equal(block: Json, pointer: str, report: Report) -> None:
    columns = len(block["rows"][0])
    for index, row in enumerate(block["rows"]):
        if len(row) != columns:
            report.add(f"{pointer}/rows/{index}", f"must have {columns} cells like the header")
    for index, cell in enumerate(block["rows"][0]):
        if cell["type"] == "rich_text":
            report.add(f"{pointer}/rows/0/{index}", "unsupported type: rich_text")


def _task_ids_are_unique(block: Json, pointer: str, report: Report) -> None:
    seen: set[str] = set()
    for index, task in enumerate(block.get("tasks") or ()):
        if task["task_id"] in seen:
            report.add(f"{pointer}/tasks/{index}/task_id", f"duplicate task_id: {task['task_id']}")
        seen.add(task["task_id"])


# -- the tables --------------------------------------------------------------------------------------------------------

BLOCKS: dict[str, Entry] = {}


def _block(
    kind: str,
    surfaces: str,
    fields: Mapping[str, Shape],
    required: tuple[str, ...] = (),
    *,
    any_of: tuple[str, ...] = (),
    one_of: tuple[str, ...] = (),
    rules: tuple[Rule, ...] = (),
) -> None:
    shape = Object({"type": Anything(), "block_id": String(255), **fields}, required, any_of, one_of, rules)
    BLOCKS[kind] = Entry(surfaces, shape, f"Slack docs: {kind} block")


SLACK_FILE = Object({"id": String(least=1), "url": String(least=1)}, one_of=("id", "url"))
PICTURE: dict[str, Shape] = {"alt_text": String(2000, 1), "image_url": String(3000, 1), "slack_file": SLACK_FILE}
ONE_PICTURE = ("image_url", "slack_file")

IMAGE_ELEMENT = Object({"type": Anything(), **PICTURE}, ("alt_text",), one_of=ONE_PICTURE, rules=(_image_can_be_had,))
ELEMENTS["image"] = Entry("MVH", IMAGE_ELEMENT, "Slack docs: image element")
IMAGE = OneOf(ELEMENTS, ("image",))
CONTEXT_ELEMENTS: dict[str, Entry] = {
    "image": ELEMENTS["image"],
    **{
        kind: Entry(
            "MVH", Object({"type": Anything(), "text": String(3000, 1), flag: Flag()}, ("text",)), "Text object"
        )
        for kind, flag in (("plain_text", "emoji"), ("mrkdwn", "verbatim"))
    },
}

_block(
    "section",
    "MVH",
    {"text": Text(3000), "fields": Items(Text(2000), 10, 1), "accessory": IN_SECTION, "expand": Flag()},
    any_of=("text", "fields"),
)
_block("header", "MVH", {"text": Text(150, PLAIN), "level": Number(1, 6)}, ("text",))
_block("divider", "MVH", {})
_block(
    "image",
    "MVH",
    {**PICTURE, "title": Text(2000, PLAIN)},
    ("alt_text",),
    one_of=ONE_PICTURE,
    rules=(_image_can_be_had,),
)
_block(
    "actions",
    "MVH",
    {"elements": Items(IN_ACTIONS, 25, 1)},
    ("elements",),
    rules=(_action_ids_are_unique, _no_multiselect_in_message_actions),
)
_block("context", "MVH", {"elements": Items(OneOf(CONTEXT_ELEMENTS), 10, 1)}, ("elements",))
_block(
    "context_actions",
    "M",
    {"elements": Items(IN_CONTEXT_ACTIONS, 5, 1)},
    ("elements",),
    rules=(_action_ids_are_unique,),
)
_block(
    "input",
    "MVH",
    {"label": Text(2000, PLAIN), "element": IN_INPUT, "hint": Text(2000, PLAIN)}
    | {"optional": Flag(), "dispatch_action": Flag()},
    ("label", "element"),
    rules=(_file_input_is_quiet,),
)
BLOCKS["rich_text"] = Entry("MVH", RICH_TEXT_BLOCK, "Slack docs: rich_text block")
_block("markdown", "M", {"text": String(least=1)}, ("text",))

RAW_TEXT = Object({"type": Anything(), "text": String(least=1)}, ("text",))
CELLS: dict[str, Entry] = {
    "rich_text": BLOCKS["rich_text"],
    "raw_text": Entry("MH", RAW_TEXT, "Slack docs: table block"),
    "raw_number": Entry(
        "MH", Object({"type": Anything(), "value": Number(whole=False), "text": String()}, ("value",)), "table block"
    ),
}
COLUMN = Object({"align": String(choices=("left", "center", "right")), "is_wrapped": Flag()})
_block(
    "table",
    "MH",
    {"rows": Items(Items(OneOf(CELLS), 20, 1), 100, 1), "column_settings": Items(COLUMN, 20, nullable=True)},
    ("rows",),
)
# raw_number was refused here when measured (August 2026); the SDK added it in October.
DATA_CELL = OneOf(CELLS, ("rich_text", "raw_text"))
_block(
    "data_table",
    "MH",
    {"caption": String(least=1), "rows": Items(Items(DATA_CELL, 20, 1), 201, 2)}
    | {"page_size": Number(1, 100), "row_header_column_index": Number(0)},
    ("rows", "caption"),
    rules=(_rows_are_equal,),
)

POINT = Object({"label": String(20, 1), "value": Number(whole=False)}, ("label", "value"))
SEGMENT = Object({"label": String(20, 1), "value": Number(least=1e-12, whole=False)}, ("label", "value"))
SERIES = Object({"name": String(20, 1), "data": Items(POINT, 20, 1)}, ("name", "data"))
AXES = Object({"categories": Items(String(20, 1), 20, 1), "x_label": String(50), "y_label": String(50)})
PLOT = Object({"type": Anything(), "series": Items(SERIES, 12, 1), "axis_config": AXES}, ("series",))
CHARTS: dict[str, Entry] = {
    # The docs say six segments or series; twelve are in use (several libraries, September 2026).
    "pie": Entry("MH", Object({"type": Anything(), "segments": Items(SEGMENT, 12, 1)}, ("segments",)), "chart"),
    **{kind: Entry("MH", PLOT, "Slack docs: data_visualization block") for kind in ("bar", "area", "line")},
}
_block("data_visualization", "MH", {"title": String(50, 1), "chart": OneOf(CHARTS)}, ("title", "chart"))

CARD: dict[str, Shape] = {
    "title": Text(150),
    "subtitle": Text(150),
    "body": Text(200),
    "hero_image": IMAGE,
    "icon": IMAGE,
    "slack_icon": Object({"name": String(least=1)}, ("name",)),
    "actions": Items(BUTTON, 25, 1),
}
CARD_PARTS = ("body", "title", "hero_image", "actions")
_block("card", "MVH", CARD, any_of=CARD_PARTS)
_block("carousel", "MVH", {"elements": Items(OneOf(BLOCKS, ("card",)), 10, 1)}, ("elements",))
_block(
    "alert",
    "V",
    {"text": Text(200), "level": String(choices=("default", "info", "warning", "error", "success"))},
    ("text",),
)

CHILDREN = ("actions", "context", "divider", "header", "image", "input", "rich_text", "section", "table")
_block(
    "container",
    "MH",
    {"title": Text(150, PLAIN), "rich_text_title": OneOf(BLOCKS, ("rich_text",)), "subtitle": Text(150), "icon": IMAGE}
    | {"child_blocks": Items(OneOf(BLOCKS, CHILDREN), 10, 1)}
    | {"width": String(choices=("narrow", "standard", "wide", "full"))}
    | {"is_collapsible": Flag(), "default_collapsed": Flag(), "has_header_divider": Flag()},
    ("title", "child_blocks"),
)

URL_SOURCE = Object({"type": String(choices=("url",)), "url": String(3000, 1), "text": String()}, ("url", "text"))
TASK: dict[str, Shape] = {
    "task_id": String(least=1),
    "title": String(256, 1),
    "status": String(choices=("pending", "in_progress", "complete", "error")),
    "details": OneOf(BLOCKS, ("rich_text",)),
    "output": OneOf(BLOCKS, ("rich_text",)),
    "sources": Items(URL_SOURCE),
}
_block("task_card", "M", TASK, ("task_id", "title"))
_block(
    "plan",
    "M",
    {"title": String(256, 1), "tasks": Items(Object({"type": Anything(), **TASK}, ("task_id", "title")), 50)},
    ("title",),
    rules=(_task_ids_are_unique,),
)
