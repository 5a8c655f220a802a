"""What people enter in a modal: the components of a submission → raw values by field name. Pure, and total.

The name of a field's reader is part of its `custom_id`, so that a submission is read from its payload alone, after a
restart too. Shapes: Discord docs, "Component Reference" (what each component gives in a modal submit).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from adapters.discord.limits import PAGE_SELECTS
from adapters.discord.message import Json
from bridge.interaction.values import Picked, RemoteFile

UNTOUCHED = object()
"""The raw value of a field that holds nothing of its own: its default stands."""


@dataclass(frozen=True, slots=True)
class Pages:
    """The pages of a choice that somebody wants to see: the raw value before they have."""

    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """What is picked on one page of a choice."""

    number: int
    picks: tuple[Picked, ...]


@dataclass(frozen=True, slots=True)
class InputId:
    """What the `custom_id` of an input says: how it is read, and of which field it is which part."""

    reader: str
    name: str
    part: int = 0

    @property
    def token(self) -> str:
        place = f"{self.reader}.{self.part}" if self.part else self.reader
        return f"{place}/{self.name}"

    @classmethod
    def read(cls, token: object) -> "InputId | None":
        """Return what an id means, or None if it is not one of ours."""
        place, slash, name = str(token).partition("/")
        reader, _, part = place.partition(".")
        known = slash and reader in READ and _is_index(part or "0")
        return cls(reader, name, int(part or "0")) if known else None


def values(components: Sequence[Json], resolved: Json) -> dict[str, object]:
    """Return the raw values of a modal submit by field name; `UNTOUCHED` for one whose default stands.

    Args:
        components: ``data.components`` of the interaction.
        resolved: ``data.resolved``, which holds the uploaded files; or an empty object.
    """
    inputs: dict[tuple[str, str], list[Json]] = {}
    for component in _inside(components):
        known = InputId.read(component.get("custom_id"))
        if known is not None:
            inputs.setdefault((known.name, known.reader), []).append(component)
    attachments = _object(_object(resolved).get("attachments"))
    return {name: READ[reader](parts, attachments) for (name, reader), parts in inputs.items()}


def remote_file(attachment: Json) -> RemoteFile:
    """Read an uploaded file. Its handle is JSON, so that it can be stored; the address in it expires within a day."""
    size = attachment.get("size")
    return RemoteFile(
        name=str(attachment.get("filename") or attachment["id"]),
        size=size if isinstance(size, int) else 0,
        media_type=str(attachment.get("content_type") or ""),
        handle={"id": str(attachment["id"]), "url": str(attachment.get("url") or "")},
    )


# ── the readers ───────────────────────────────────────────────────────────────────────────────────────────────────────

Reader = Callable[[Sequence[Json], Json], object]
"""The inputs of one field, and the uploaded files by id → its raw value."""


def _text(parts: Sequence[Json], attachments: Json) -> str:
    return str(parts[0].get("value") or "")


def _text_or_default(parts: Sequence[Json], attachments: Json) -> object:
    return _text(parts, attachments) or UNTOUCHED


def _tick(parts: Sequence[Json], attachments: Json) -> bool:
    return parts[0].get("value") is True


def _choices(parts: Sequence[Json], attachments: Json) -> list[Picked]:
    return [_picked(value) for value in _selected(parts)]


def _choice(parts: Sequence[Json], attachments: Json) -> object:
    """Two picks of one choice, from two selects, stay two: the parse says that one is wanted."""
    picks = _choices(parts, attachments)
    return picks if len(picks) > 1 else next(iter(picks), None)


def _pages(parts: Sequence[Json], attachments: Json) -> Pages:
    return Pages(tuple(sorted(pick.index for pick in _choices(parts, attachments) if pick.index >= 0)))


def _page(parts: Sequence[Json], attachments: Json) -> Page:
    known = InputId.read(parts[0].get("custom_id"))
    return Page(known.part // PAGE_SELECTS if known else 0, tuple(_choices(parts, attachments)))


def _files(parts: Sequence[Json], attachments: Json) -> list[RemoteFile]:
    found = (_object(attachments.get(str(each))) for each in _selected(parts))
    return [remote_file(attachment) for attachment in found if "id" in attachment]


def _file(parts: Sequence[Json], attachments: Json) -> object:
    return next(iter(_files(parts, attachments)), None)


READ: Mapping[str, Reader] = {
    "text": _text,
    "text_or_default": _text_or_default,
    "tick": _tick,
    "choice": _choice,
    "choices": _choices,
    "pages": _pages,
    "page": _page,
    "file": _file,
    "files": _files,
}


def _picked(value: object) -> Picked:
    """An index we never offered is one that is no longer offered, which the parse says."""
    word = str(value)
    return Picked(int(word) if _is_index(word) else -1)


def _is_index(word: str) -> bool:
    """Python refuses to read numbers of thousands of digits."""
    return word.isdecimal() and len(word) < 10


def _selected(parts: Iterable[Json]) -> Iterator[object]:
    """What is chosen: a radio group gives one `value` or null, everything else a list of `values`."""
    for part in parts:
        chosen = part.get("values", part.get("value"))
        yield from chosen if isinstance(chosen, list) else () if chosen is None else (chosen,)


def _inside(components: object) -> Iterator[Json]:
    """The inputs in the labels; text between them is not an answer."""
    for component in components if isinstance(components, list) else ():
        inner = _object(component).get("component")
        if isinstance(inner, dict):
            yield inner


def _object(value: Any) -> Json:
    return value if isinstance(value, dict) else {}
