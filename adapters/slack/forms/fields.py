"""A field → the blocks that ask it: its words where they fit, and its input. Pure; every word of it is in them."""

from collections.abc import Iterator

from adapters.slack.forms.entered import block_id
from adapters.slack.forms.filling import filled, given
from adapters.slack.forms.sheet import Sheet
from adapters.slack.interaction import Drawn, draw
from adapters.slack.limits import HEADER, INPUT_HINT, INPUT_LABEL, TEXT_OBJECT
from adapters.slack.message import Json
from adapters.slack.options import plain
from bridge.content.splitting import split_text
from bridge.interaction.arrangement import Grouping
from bridge.interaction.form import AnyInteraction
from bridge.interaction.hints import hint
from bridge.interaction.values import RemoteFile


def heading_blocks(grouping: Grouping | None) -> Iterator[Json]:
    """Draw the heading over the fields of a grouping."""
    if grouping is None:
        return
    title = grouping.title
    if len(title) <= HEADER:
        yield {"type": "header", "text": plain(title)}
    yield from _words("\n".join(filter(None, (title if len(title) > HEADER else "", grouping.description))))


def field_blocks(sheet: Sheet, asked: AnyInteraction, remark: str = "") -> Iterator[Json]:
    """Draw a field as it was filled in; `remark` says what is wrong with that."""
    raw = sheet.draft.values.get(asked.value_key)
    drawn = draw(filled(asked, raw) if asked.value_key in sheet.draft.values else asked)
    label, files = asked.label, given(raw)
    # In the hint, where they take no block of their own: a field stays on its page.
    help_text = "\n".join(filter(None, (_remark(remark), _kept(files), hint(asked))))
    above = (
        *([label] if len(label) > INPUT_LABEL else []),
        *([help_text] if len(help_text) > INPUT_HINT else []),
        *drawn.above,
    )
    yield from _words("\n".join(above))
    block = _input(asked, drawn, label, help_text)
    if tagged := sheet.tag(asked):
        block["element"] = {**drawn.element, "action_id": f"{drawn.element['action_id']}.{tagged}"}
    if files:
        block["optional"] = True
    # Slack docs, "Input block": file_input cannot be combined with dispatch_action.
    if asked.value_key in sheet.deciding and drawn.element["type"] != "file_input":
        block["dispatch_action"] = True
    yield block


def _remark(remark: str) -> str:
    return f"⚠ {remark}" if remark else ""


def _kept(files: tuple[RemoteFile, ...]) -> str:
    return f"Given: {', '.join(file.name for file in files)}. Stays unless you choose another." if files else ""


def _words(text: str) -> Iterator[Json]:
    for part in split_text(text, TEXT_OBJECT):
        yield {"type": "section", "text": plain(part)}


def _input(asked: AnyInteraction, drawn: Drawn, label: str, help_text: str) -> Json:
    block: Json = {
        "type": "input",
        "block_id": block_id(asked.value_key),
        "label": plain(label if len(label) <= INPUT_LABEL else label[: INPUT_LABEL - 1] + "…"),
        "element": drawn.element,
        "optional": drawn.optional,
    }
    return {**block, "hint": plain(help_text)} if 0 < len(help_text) <= INPUT_HINT else block
