"""The bot's first answer to an interaction.

Guarantee: one answer, in time, of a kind that fits what the person did; every other is refused as Discord does (10062,
40060, 50035). Source: Discord docs, "Interaction Response Object", "Create Interaction Response".
"""

from typing import Any, Final

from adapters.sandbox.discord.call import NO_CONTENT, Answer, Call, Route
from adapters.sandbox.discord.channel_rules import check_fields
from adapters.sandbox.discord.conversation import COMMAND, Conversation
from adapters.sandbox.discord.drafts import Drafts
from adapters.sandbox.discord.grammar import Object, Whole
from adapters.sandbox.discord.interaction_payloads import metadata
from adapters.sandbox.discord.interactions import Act, Callback, Interaction, Interactions
from adapters.sandbox.discord.message_rules import EPHEMERAL, check_message
from adapters.sandbox.discord.modal_rules import check_modal
from adapters.sandbox.discord.modals import Modals
from adapters.sandbox.discord.wire import Flaw, Refused, invalid
from adapters.sandbox.discord.world import World
from adapters.sandbox.wire import Json

LOADING: Final = 1 << 7
ALLOWED: Final = {
    Act.COMMAND: (Callback.MESSAGE, Callback.DEFERRED_MESSAGE, Callback.MODAL),
    Act.COMPONENT: tuple(Callback),
    Act.MODAL: (Callback.MESSAGE, Callback.DEFERRED_MESSAGE, Callback.DEFERRED_UPDATE, Callback.UPDATE),
}
TRUE: Final = ("1", "true", "True")
DATA: Final = ("data",)
DEFERRED: Final = Object({"flags": Whole(0, 2**53 - 1)})  # of the flags, only EPHEMERAL counts


class Callbacks:
    """POST /interactions/{interaction}/{token}/callback."""

    def __init__(
        self, world: World, interactions: Interactions, conversation: Conversation, drafts: Drafts, modals: Modals
    ) -> None:
        self._world = world
        self._interactions = interactions
        self._conversation = conversation
        self._drafts = drafts
        self._modals = modals

    def routes(self) -> list[Route]:
        """Return the address served here; who has the token may call it."""
        return [Route("POST", "/interactions/{interaction}/{token}/callback", self.answer, open=True)]

    def answer(self, call: Call) -> Answer:
        """Create Interaction Response."""
        interaction = self._interactions.unanswered(call["interaction"], call["token"])
        if interaction is None:
            raise Refused(404, 10062, "Unknown interaction")
        if interaction.answer is not None:
            raise Refused(400, 40060, "Interaction has already been acknowledged.")
        kind = _kind(interaction, call.body)
        message = self._carry_out(interaction, kind, call)
        interaction.answer = kind
        interaction.answered.set()
        if call.query.get("with_response") not in TRUE:
            return NO_CONTENT
        return Answer(_response(interaction, kind, message))

    def _carry_out(self, interaction: Interaction, kind: Callback, call: Call) -> Json | None:
        data: Any = call.body.get("data") or {}
        match kind:
            case Callback.MESSAGE:
                check_message(data, call.uploads, surface="interaction", at=DATA)
                parts = self._drafts.parts(interaction.channel, data, call.uploads, surface="interaction")
                return self._say(interaction, parts)
            case Callback.DEFERRED_MESSAGE:
                interaction.loading = True
                check_fields(DEFERRED, data, at=DATA)
                return self._say(interaction, {"flags": ((data.get("flags") or 0) & EPHEMERAL) | LOADING})
            case Callback.DEFERRED_UPDATE:
                self._claim(interaction, interaction.clicked)
                return None
            case Callback.UPDATE:
                return self._update(interaction, data, call)
            case Callback.MODAL:
                check_modal(data, at=DATA)
                self._modals.open(interaction, data)
                return None

    def _say(self, interaction: Interaction, parts: Json) -> Json:
        parts |= metadata(self._world, interaction, followup=False)
        if interaction.act is Act.COMMAND:
            parts["type"] = COMMAND
        elif interaction.clicked in interaction.channel.messages:
            target = interaction.channel.messages[interaction.clicked]
            parts |= self._conversation.reply(interaction.channel, target, parts.get("mentions", []), ping=False)
        viewer = interaction.person.id if parts["flags"] & EPHEMERAL else ""
        said = self._conversation.post(interaction.channel, self._world.bot, parts, viewer=viewer)
        self._claim(interaction, said["id"])
        return said

    def _update(self, interaction: Interaction, data: Json, call: Call) -> Json:
        found = self._conversation.find(interaction.channel, interaction.clicked)
        if found is None:
            raise Refused(404, 10008, "Unknown Message")
        check_message(data, call.uploads, current=found[1], surface="interaction", at=DATA)
        parts = self._drafts.parts(interaction.channel, data, call.uploads, current=found[1], surface="interaction")
        self._claim(interaction, interaction.clicked)
        return self._conversation.change(interaction.channel, interaction.clicked, parts)

    def _claim(self, interaction: Interaction, message_id: str) -> None:
        """Let "@original" be a message, and the token change it."""
        interaction.original = message_id
        interaction.messages.add(message_id)


def _kind(interaction: Interaction, body: Json) -> Callback:
    allowed = ALLOWED[interaction.act]
    asked = body.get("type")
    kind = next((kind for kind in allowed if type(asked) is int and asked == kind), None)
    if kind is None or (kind is Callback.UPDATE and not interaction.clicked):
        choices = tuple(int(kind) for kind in allowed)
        raise invalid([Flaw(("type",), "BASE_TYPE_CHOICES", f"Value must be one of {choices}.")])
    return kind


def _response(interaction: Interaction, kind: Callback, message: Json | None) -> Json:
    told: Json = {"id": interaction.id, "type": int(interaction.act), "channel_id": interaction.channel.id}
    if message is None:
        return {"interaction": told}
    told |= {
        "response_message_id": message["id"],
        "response_message_loading": bool(message["flags"] & LOADING),
        "response_message_ephemeral": bool(message["flags"] & EPHEMERAL),
    }
    if kind is Callback.DEFERRED_MESSAGE:
        return {"interaction": told}
    return {"interaction": told, "resource": {"type": int(kind), "message": message}}
