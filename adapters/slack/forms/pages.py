"""A form → pages: as many modals as its fields need, in order. Pure.

Guarantee: a field stands on one page with all its words, under its heading, and every page is one that Slack takes.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from adapters.slack.forms.fields import field_blocks, heading_blocks
from adapters.slack.forms.presets import preset_blocks
from adapters.slack.forms.sheet import Sheet
from adapters.slack.limits import BLOCK_ID, FIELD_NAME, MODAL_BLOCKS, MODAL_SHELL, VIEW_BYTES
from adapters.slack.message import Json
from bridge.errors import PlatformRefused

Blocks = tuple[Json, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """One modal of a form: its blocks, and the names of the fields among them."""

    blocks: Blocks = ()
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """A field's blocks, and those of the heading it stands under."""

    name: str
    heading: Blocks
    blocks: Blocks


def pages(sheet: Sheet, remarks: Mapping[str, str] | None = None) -> tuple[Page, ...]:
    """Return the pages, at least one. `remarks` say what is wrong with what was entered, by field name.

    Raises:
        PlatformRefused: a field is larger than a modal can be, or its name longer than Slack can carry.
    """
    top = tuple(preset_blocks(sheet.question.form, sheet.held))
    parts = tuple(_parts(sheet, remarks or {}))
    whole = _filled(top, parts, MODAL_BLOCKS)
    return whole if len(whole) == 1 else _filled(top, parts, MODAL_BLOCKS - 1)  # there is a way back on the others


def page_of(every: tuple[Page, ...], name: str) -> int:
    """The number of the page a field stands on; the first of all if it stands on none."""
    return next((number for number, page in enumerate(every) if name in page.names), 0)


def _parts(sheet: Sheet, remarks: Mapping[str, str]) -> Iterator[Part]:
    for grouping, fields in sheet.form.grouped():
        heading = tuple(heading_blocks(grouping))
        for asked in fields:
            _check_name(asked.value_key)
            yield Part(asked.value_key, heading, tuple(field_blocks(sheet, asked, remarks.get(asked.value_key, ""))))


def _filled(top: Blocks, parts: Iterable[Part], most: int) -> tuple[Page, ...]:
    every, heading = [Page(top)], ()
    for part in parts:
        page = every[-1]
        above = part.heading if part.heading != heading or not page.names else ()
        if not _fits((*page.blocks, *above, *part.blocks), most):
            every.append(page := Page())
            above = part.heading
            _check_size(part, most)
        every[-1] = Page((*page.blocks, *above, *part.blocks), (*page.names, part.name))
        heading = part.heading
    return tuple(every)


def _fits(blocks: Blocks, most: int) -> bool:
    return len(blocks) <= most and sum(len(json.dumps(block)) for block in blocks) <= VIEW_BYTES - MODAL_SHELL


def _check_size(part: Part, most: int) -> None:
    if not _fits((*part.heading, *part.blocks), most):
        raise PlatformRefused(
            f"The input {part.name[:40]!r} is larger than a Slack modal, which holds {MODAL_BLOCKS} blocks and "
            f"{VIEW_BYTES:,} bytes. Give it shorter texts.",
            code="form_too_large",
        )


def _check_name(name: str) -> None:
    if len(name) > FIELD_NAME:
        raise PlatformRefused(
            f"The input named {name[:40]!r}… has a name of {len(name)} characters; Slack carries {FIELD_NAME} in the "
            f"{BLOCK_ID} of a block's id.",
            code="field_name_too_long",
        )
