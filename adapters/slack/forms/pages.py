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
    """Blocks that stay together: a field, a heading, what stands on top of all. `size` is in bytes."""

    blocks: Blocks
    size: int

    @classmethod
    def of(cls, blocks: Iterable[Json]) -> "Part":
        held = tuple(blocks)
        return cls(held, sum(len(json.dumps(block)) for block in held))

    def __add__(self, other: "Part") -> "Part":
        return Part((*self.blocks, *other.blocks), self.size + other.size)

    def fits(self, most: int) -> bool:
        return len(self.blocks) <= most and self.size <= VIEW_BYTES - MODAL_SHELL


NOTHING = Part((), 0)

Field = tuple[str, Part, Part]
"""A field's name, the heading it stands under, and itself."""


def pages(sheet: Sheet, remarks: Mapping[str, str] | None = None) -> tuple[Page, ...]:
    """Return the pages, at least one. `remarks` say what is wrong with what was entered, by field name.

    Raises:
        PlatformRefused: a field is larger than a modal can be, or its name longer than Slack can carry.
    """
    top = Part.of(preset_blocks(sheet.question.form, sheet.held))
    fields = tuple(_fields(sheet, remarks or {}))
    whole = _filled(top, fields, MODAL_BLOCKS)
    return whole if len(whole) == 1 else _filled(top, fields, MODAL_BLOCKS - 1)  # there is a way back on the others


def page_of(every: tuple[Page, ...], name: str) -> int:
    """The number of the page a field stands on; the first of all if it stands on none."""
    return next((number for number, page in enumerate(every) if name in page.names), 0)


def _fields(sheet: Sheet, remarks: Mapping[str, str]) -> Iterator[Field]:
    for grouping, fields in sheet.form.grouped():
        heading = Part.of(heading_blocks(grouping))
        for asked in fields:
            name = asked.value_key
            _check_name(name)
            yield name, heading, Part.of(field_blocks(sheet, asked, remarks.get(name, "")))


def _filled(top: Part, fields: Iterable[Field], most: int) -> tuple[Page, ...]:
    every: list[Page] = []
    page, names, under = top, (), NOTHING
    for name, heading, field in fields:
        longer = page + (field if heading == under else heading + field)
        if not longer.fits(most):
            every.append(Page(page.blocks, names))
            longer, names = heading + field, ()
            _check_size(name, longer, most)
        page, names, under = longer, (*names, name), heading
    return (*every, Page(page.blocks, names))


def _check_size(name: str, field: Part, most: int) -> None:
    if not field.fits(most):
        raise PlatformRefused(
            f"The input {name[:40]!r} is larger than a Slack modal, which holds {MODAL_BLOCKS} blocks and "
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
