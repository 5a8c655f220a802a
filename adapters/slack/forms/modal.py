"""A question → the view that asks it; errors → beside its fields. Pure."""

import json
from collections.abc import Iterator, Mapping

from adapters.slack.forms.entered import FIELD
from adapters.slack.interaction import Drawn, draw
from adapters.slack.limits import (
    BLOCK_ID,
    INPUT_HINT,
    INPUT_LABEL,
    MODAL_BLOCKS,
    TEXT_OBJECT,
    VIEW_BYTES,
    VIEW_TITLE,
)
from adapters.slack.message import Json
from adapters.slack.options import plain
from bridge.content.splitting import split_text
from bridge.errors import PlatformRefused
from bridge.interaction.form import AnyInteraction
from bridge.interaction.hints import hint
from bridge.ports import Question, Thread

CALLBACK = "answer"


def view(question: Question, thread: Thread) -> Json:
    """Return the modal.

    Raises:
        PlatformRefused: if the form is larger than a modal can be, or a name longer than Slack can carry.
    """
    fields = question.form.fields
    blocks = [block for asked in fields for block in _field(asked)]
    title = fields[0].label if len(fields) == 1 else "Please answer"
    context = {"channel": thread.channel, "root": thread.root, "question": question.id}
    whole: Json = {
        "type": "modal",
        "callback_id": CALLBACK,
        "title": plain(title if len(title) <= VIEW_TITLE else "Please answer"),
        "submit": plain("Send"),
        "close": plain("Cancel"),
        "private_metadata": json.dumps(context),
        "blocks": blocks,
    }
    _check(whole, fields)
    return whole


def errors(view: Json, by_name: Mapping[str, str]) -> dict[str, str]:
    """Return the errors by `block_id`. Slack refuses the id of anything but an input of this view, so an error about
    a field that is not in it stands beside the first one.
    """
    inputs = [block["block_id"] for block in view["blocks"] if block["type"] == "input"]
    placed: dict[str, str] = {}
    for name, error in by_name.items():
        block = FIELD + name if FIELD + name in inputs else inputs[0]
        placed[block] = f"{placed[block]} {error}" if block in placed else error
    return placed


def _field(asked: AnyInteraction) -> Iterator[Json]:
    drawn = draw(asked)
    label, help_text = asked.label, hint(asked)
    above = [
        *([label] if len(label) > INPUT_LABEL else []),
        *([help_text] if len(help_text) > INPUT_HINT else []),
        *drawn.above,
    ]
    for part in split_text("\n".join(above), TEXT_OBJECT):
        yield {"type": "section", "text": plain(part)}
    yield _input(asked, drawn, label, help_text)


def _input(asked: AnyInteraction, drawn: Drawn, label: str, help_text: str) -> Json:
    block: Json = {
        "type": "input",
        "block_id": FIELD + asked.value_key,
        "label": plain(label if len(label) <= INPUT_LABEL else label[: INPUT_LABEL - 1] + "…"),
        "element": drawn.element,
        "optional": drawn.optional,
    }
    return {**block, "hint": plain(help_text)} if 0 < len(help_text) <= INPUT_HINT else block


def _check(whole: Json, fields: tuple[AnyInteraction, ...]) -> None:
    blocks = whole["blocks"]
    if len(blocks) > MODAL_BLOCKS:
        raise PlatformRefused(
            f"This form needs {len(blocks)} blocks for its {len(fields)} fields; a Slack modal holds {MODAL_BLOCKS}. "
            "Ask for less at once.",
            code="form_too_large",
        )
    size = len(json.dumps(whole).encode())
    if size > VIEW_BYTES:
        raise PlatformRefused(
            f"This form is {size:,} bytes; a Slack modal holds {VIEW_BYTES:,}. Offer fewer options or shorter texts.",
            code="form_too_large",
        )
    long = next((block["block_id"] for block in blocks if len(block.get("block_id", "")) > BLOCK_ID), None)
    if long is not None:
        raise PlatformRefused(
            f"The input named {long.removeprefix(FIELD)[:40]!r}… has a name of {len(long) - len(FIELD)} characters; "
            f"Slack carries {BLOCK_ID - len(FIELD)}.",
            code="field_name_too_long",
        )
