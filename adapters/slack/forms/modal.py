"""A sheet → the view that shows a page of it; errors → beside its fields. Pure."""

import json
from collections.abc import Collection, Iterable, Mapping

from adapters.slack.controls import BACK
from adapters.slack.forms.entered import block_id, field_of
from adapters.slack.forms.pages import page_of, pages
from adapters.slack.forms.sheet import Sheet
from adapters.slack.limits import VIEW_TITLE
from adapters.slack.message import Json
from adapters.slack.options import plain

CALLBACK = "answer"
TITLE = "Please answer"


def view(sheet: Sheet, at: str = "", remarks: Mapping[str, str] | None = None) -> Json:
    """Return the modal with the page that the field `at` stands on, or with the first one.

    Raises:
        PlatformRefused: if a field is larger than a modal can be, or a name longer than Slack can carry.
    """
    every = pages(sheet, remarks)
    number = page_of(every, at)
    page, form = every[number], sheet.question.form
    last = not set(sheet.unseen) - set(page.names)
    context: Json = {"channel": sheet.thread.channel, "root": sheet.thread.root, "question": sheet.question.id}
    if form.dependences or form.presets or len(every) > 1:
        context["live"] = True
    return {
        "type": "modal",
        "callback_id": CALLBACK,
        "title": plain(_title(sheet, number, len(every))),
        "submit": plain("Send" if last else "Next"),
        "close": plain("Cancel"),
        "private_metadata": json.dumps(context),
        "blocks": [*page.blocks, *([BACK] if number else [])],
    }


def replacing(before: Json, after: Json, mark: str, filled: Collection[str] = ()) -> Json:
    """Return the view `after` in the place of `before`: inputs that stay what they are keep their ids, and with them
    what is being typed; others, and the `filled` ones, get new ones, because only new inputs take an initial value
    (Slack docs, "Updating views"). `mark` is unique for each change of a view.
    """
    kept = {_identity(block): block["block_id"] for block in _inputs(before)}

    def placed(block: Json) -> Json:
        if block["type"] != "input":
            return block
        name, *_ = identity = _identity(block)
        same = None if name in filled else kept.get(identity)
        return {**block, "block_id": same or block_id(name, mark)}

    return {**after, "blocks": [placed(block) for block in after["blocks"]]}


def is_live(view: Json) -> bool:
    """Whether the view changes with what is entered, or is not the whole form."""
    return "live" in json.loads(view["private_metadata"])


def errors(view: Json, by_name: Mapping[str, str]) -> dict[str, str]:
    """Return the errors by `block_id`. Slack refuses the id of anything but an input of this view, so an error about
    a field that is not in it stands beside the first one.
    """
    inputs = {field_of(block["block_id"]): block["block_id"] for block in _inputs(view)}
    first = next(iter(inputs.values()))
    placed: dict[str, str] = {}
    for name, error in by_name.items():
        block = inputs.get(name, first)
        placed[block] = f"{placed[block]} {error}" if block in placed else error
    return placed


def _inputs(view: Json) -> Iterable[Json]:
    return (block for block in view["blocks"] if block["type"] == "input")


def _identity(block: Json) -> tuple[str, str, str]:
    """What an input is: of which field, how it is read, and what kind of element holds it."""
    return field_of(block["block_id"]) or "", block["element"]["action_id"], block["element"]["type"]


def _title(sheet: Sheet, number: int, count: int) -> str:
    place = f" ({number + 1} of {count})" if count > 1 else ""
    fields = sheet.question.form.fields
    label = fields[0].label if len(fields) == 1 else TITLE
    return f"{label if len(label) <= VIEW_TITLE - len(place) else TITLE}{place}"
