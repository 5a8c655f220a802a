"""What people have entered in forms that are not sent as a whole yet. It outlives the bridge."""

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from weakref import WeakValueDictionary

from adapters.slack.forms.entered import UNTOUCHED
from adapters.slack.forms.filling import given
from bridge import ports


@dataclass(frozen=True, slots=True)
class Draft:
    """One person's answers to one question so far.

    Attributes:
        values: the raw values by field name, without those whose default stands.
        seen: the fields that were sent, by name, each with the tag of the variant that was asked.
        places: the inputs that the files in it were read from (`Entered.place`), by name.
    """

    values: Mapping[str, object] = field(default_factory=dict[str, object])
    seen: Mapping[str, str] = field(default_factory=dict[str, str])
    places: Mapping[str, str] = field(default_factory=dict[str, str])

    def after(
        self, entered: Mapping[str, object], seen: Mapping[str, str], places: Mapping[str, str] | None = None
    ) -> "Draft":
        """The draft with what a view holds, whose inputs have these places. A file input is empty when it is shown
        again: files that were given before stay, unless they are taken out of the input they were read from.
        """
        places = places or {}
        stays = {name for name, value in entered.items() if value in (None, []) and self._stays(name, places)}
        merged = {**self.values, **{name: value for name, value in entered.items() if name not in stays}}
        read_now = {name: places[name] for name, value in entered.items() if given(value) and name in places}
        values = {name: value for name, value in merged.items() if value is not UNTOUCHED}
        return Draft(values, {**self.seen, **seen}, {**self.places, **read_now})

    def _stays(self, name: str, places: Mapping[str, str]) -> bool:
        """Whether an empty input leaves the files of this field as they are."""
        return bool(given(self.values.get(name))) and places.get(name) != self.places.get(name, "")

    def without_files(self, names: Iterable[str]) -> "Draft":
        """The draft without the files of these fields: what was refused cannot be taken out of an input."""
        gone = {name for name in names if given(self.values.get(name))}
        return replace(self, values={name: value for name, value in self.values.items() if name not in gone})


class Drafts:
    """The drafts of all people. Changes of one draft come one after the other."""

    def __init__(self, kept: ports.Drafts) -> None:
        self._kept = kept
        self._locks: WeakValueDictionary[tuple[str, str], asyncio.Lock] = WeakValueDictionary()

    async def of(self, question: str, person: str) -> Draft:
        kept = await self._kept.draft(question, person)
        return Draft(kept["values"], kept["seen"], kept["places"]) if kept else Draft()

    async def after(
        self,
        question: str,
        person: str,
        entered: Mapping[str, object],
        seen: Mapping[str, str],
        places: Mapping[str, str],
    ) -> Draft:
        """Keep what a view holds (see `Draft.after`), and return all the person has entered."""
        lock = self._locks.setdefault((question, person), asyncio.Lock())
        async with lock:
            draft = (await self.of(question, person)).after(entered, seen, places)
            await self._keep(question, person, draft)
        return draft

    async def refused(self, question: str, person: str, draft: Draft, names: Iterable[str]) -> None:
        """Forget the files of these fields, which are wrong."""
        kept = draft.without_files(names)
        if kept.values != draft.values:
            await self._keep(question, person, kept)

    def forget(self, question: str, person: str) -> None:
        self._kept.forget_draft(question, person)

    async def _keep(self, question: str, person: str, draft: Draft) -> None:
        await self._kept.keep_draft(question, person, _body(draft))


def _body(draft: Draft) -> dict[str, object]:
    return {"values": draft.values, "seen": draft.seen, "places": draft.places}
