"""Modals: opened by the bot, filled in, sent or closed by a person.

Guarantee: a person has one open at most; what Discord's client would refuse is never sent; a modal whose submission
fails stays open, with what was entered. Source: Discord docs, "Modal Interactions".
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from adapters.sandbox.discord.attachments import Attachments
from adapters.sandbox.discord.component_rules import numbered, walk
from adapters.sandbox.discord.conversation import Conversation
from adapters.sandbox.discord.entities import Account
from adapters.sandbox.discord.interaction_payloads import payload, resolved
from adapters.sandbox.discord.interactions import Act, Interaction, Interactions
from adapters.sandbox.discord.modal_rules import entered
from adapters.sandbox.discord.world import World
from adapters.sandbox.wire import Json, NotPossible

FAILED: Final[Json] = {
    "ok": False,
    "error": "interaction_failed",
    "message": "Something went wrong. Try again.",
}
FILE_UPLOAD: Final = 19
OF_THINGS: Final = (5, 6, 7, 8)


@dataclass(frozen=True, slots=True)
class Modal:
    """A modal before a person; `opened_by` is what that person did."""

    id: str
    opened_by: Interaction
    data: Json

    @property
    def shape(self) -> Json:
        """The modal as the page shows it."""
        parts = {key: self.data[key] for key in ("custom_id", "title", "components")}
        return {"id": self.id, "channel_id": self.opened_by.channel.id, **parts}


class Modals:
    """Every open modal, by the person who sees it."""

    def __init__(
        self, world: World, interactions: Interactions, conversation: Conversation, files: Attachments
    ) -> None:
        self._world = world
        self._interactions = interactions
        self._conversation = conversation
        self._files = files
        self._open: dict[str, Modal] = {}

    def open(self, interaction: Interaction, data: Json) -> None:
        """Open a modal before the person; one that was open goes."""
        person = interaction.person
        self._close(person)
        stored = {**data, "components": numbered(data["components"])}
        modal = self._open[person.id] = Modal(self._world.snowflakes.next(), interaction, stored)
        self._world.publish({"type": "modal_opened", "modal": modal.shape}, person.id)

    def of(self, person: Account) -> Json | None:
        """Return what a person has open."""
        modal = self._open.get(person.id)
        return modal.shape if modal else None

    def close(self, person: Account, modal_id: str) -> None:
        """Close without sending; the bot hears nothing of it."""
        self._get(person, modal_id)
        self._close(person)

    async def submit(self, person: Account, modal_id: str, values: Mapping[str, object]) -> Json:
        """Send a modal with these values by custom_id (see `modal_rules.entered`)."""
        modal = self._get(person, modal_id)
        opener = modal.opened_by
        files = self._chosen(person, values, opener.channel.id)
        components, errors = entered(modal.data, values, files)
        if errors:
            return {"ok": False, "error": "invalid", "errors": errors}
        data: Json = {"custom_id": modal.data["custom_id"], "components": components}
        if found := self._resolved(components, files, person):
            data["resolved"] = found
        interaction = self._interactions.begin(Act.MODAL, person, opener.channel, clicked=opener.clicked)
        source = self._conversation.find(opener.channel, opener.clicked)
        message = self._conversation.shown(opener.channel, source[1]) if source else None
        if not await self._interactions.deliver(interaction, payload(self._world, interaction, data, message)):
            return FAILED
        if self._open.get(person.id) is modal:
            self._close(person)
        return {"ok": True}

    def _chosen(self, person: Account, values: Mapping[str, object], channel_id: str) -> dict[str, Json]:
        """Return the uploads among the values, as files of an interaction."""
        listed = [number for value in values.values() if isinstance(value, list) for number in value]
        uploads = [number for number in listed if isinstance(number, str) and self._files.is_upload(person.id, number)]
        chosen = self._files.chosen(person.id, uploads, ephemeral=True)
        return {file["id"]: self._files.with_address(channel_id, file) for file in chosen}

    def _resolved(self, components: list[Json], files: Mapping[str, Json], person: Account) -> Json:
        found: Json = {}
        for component, _ in walk(components):
            values: list[str] = component.get("values") or []
            if component.get("type") == FILE_UPLOAD and values:
                found.setdefault("attachments", {}).update({number: files[number] for number in values})
            elif component.get("type") in OF_THINGS:
                for kind, objects in resolved(self._world, component["type"], values, person.id).items():
                    found.setdefault(kind, {}).update(objects)
        return found

    def _get(self, person: Account, modal_id: str) -> Modal:
        modal = self._open.get(person.id)
        if modal is None or modal.id != modal_id:
            raise NotPossible("modal_not_found", f"{person.username} has no modal {modal_id!r} open.")
        return modal

    def _close(self, person: Account) -> None:
        if modal := self._open.pop(person.id, None):
            self._world.publish({"type": "modal_closed", "id": modal.id}, person.id)
