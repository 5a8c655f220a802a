"""What the bot adds to an interaction after its first answer: its own webhook, for fifteen minutes.

Guarantee: a token changes only messages of its own interaction; what was whispered is changed in no other way.
Source: Discord docs, "Followup Messages"; a token that is over is 50027 (reported).
"""

from typing import Final

from adapters.sandbox.discord.call import NO_CONTENT, Answer, Call, Route
from adapters.sandbox.discord.callbacks import LOADING
from adapters.sandbox.discord.conversation import Conversation
from adapters.sandbox.discord.drafts import Drafts
from adapters.sandbox.discord.interaction_payloads import metadata
from adapters.sandbox.discord.interactions import Interaction, Interactions
from adapters.sandbox.discord.message_rules import EPHEMERAL, check_message
from adapters.sandbox.discord.wire import Refused
from adapters.sandbox.discord.world import World
from adapters.sandbox.wire import Json

ORIGINAL: Final = "@original"


class Followups:
    """The routes under /webhooks/{webhook}/{token}."""

    def __init__(self, world: World, interactions: Interactions, conversation: Conversation, drafts: Drafts) -> None:
        self._world = world
        self._interactions = interactions
        self._conversation = conversation
        self._drafts = drafts

    def routes(self) -> list[Route]:
        """Return the addresses served here; who has the token may call them."""
        hook = "/webhooks/{webhook}/{token}"
        one = f"{hook}/messages/{{message}}"
        return [
            Route("POST", hook, self.create, open=True),
            Route("GET", one, self.get, open=True),
            Route("PATCH", one, self.edit, open=True),
            Route("DELETE", one, self.delete, open=True),
        ]

    def create(self, call: Call) -> Answer:
        """Create Followup Message. While the bot "thinks", the first one takes the place of that (Discord docs)."""
        interaction = self._interaction(call)
        check_message(call.json, call.uploads, surface="interaction")
        if interaction.loading:
            return Answer(self._edit(interaction, interaction.original, call))
        channel = interaction.channel
        parts = self._drafts.parts(channel, call.body, call.uploads, surface="interaction")
        parts |= metadata(self._world, interaction, followup=True)
        target = channel.messages.get(interaction.original or interaction.clicked)
        if target is not None:
            parts |= self._conversation.reply(channel, target, parts.get("mentions", []), ping=False)
        viewer = interaction.person.id if parts["flags"] & EPHEMERAL else ""
        said = self._conversation.post(channel, self._world.bot, parts, viewer=viewer)
        interaction.messages.add(said["id"])
        return Answer(said)

    def get(self, call: Call) -> Answer:
        """Get Original Interaction Response, Get Followup Message."""
        interaction = self._interaction(call)
        return Answer(self._conversation.shown(interaction.channel, self._stored(interaction, call["message"])))

    def edit(self, call: Call) -> Answer:
        """Edit Original Interaction Response, Edit Followup Message."""
        interaction = self._interaction(call)
        stored = self._stored(interaction, call["message"])
        check_message(call.json, call.uploads, current=stored, surface="interaction")
        return Answer(self._edit(interaction, stored["id"], call))

    def delete(self, call: Call) -> Answer:
        """Delete Original Interaction Response, Delete Followup Message."""
        interaction = self._interaction(call)
        self._conversation.delete(interaction.channel, [self._stored(interaction, call["message"])["id"]])
        return NO_CONTENT

    def _edit(self, interaction: Interaction, message_id: str, call: Call) -> Json:
        channel, stored = interaction.channel, self._stored(interaction, message_id)
        parts = self._drafts.parts(channel, call.body, call.uploads, current=stored, surface="interaction")
        parts["flags"] &= ~LOADING
        waited = bool(stored["flags"] & LOADING)
        interaction.loading = interaction.loading and not waited
        return self._conversation.change(channel, message_id, parts, edited=not waited)

    def _interaction(self, call: Call) -> Interaction:
        interaction = self._interactions.answered(call["token"])
        if interaction is None or call["webhook"] != self._world.app.id:
            raise Refused(404, 10015, "Unknown Webhook")
        if self._interactions.is_over(interaction):
            raise Refused(401, 50027, "Invalid Webhook Token")
        if interaction.channel.id not in self._world.channels:
            raise Refused(404, 10003, "Unknown Channel")
        return interaction

    def _stored(self, interaction: Interaction, message_id: str) -> Json:
        number = interaction.original if message_id == ORIGINAL else message_id
        found = self._conversation.find(interaction.channel, number) if number in interaction.messages else None
        if found is None:
            raise Refused(404, 10008, "Unknown Message")
        return found[1]
