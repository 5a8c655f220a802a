"""What people did and the bot has not answered yet, or may still add to.

Guarantee: an interaction is answered within three seconds or has failed; answered, its token is good for fifteen
minutes. Both are measured on the sandbox's clock. Source: Discord docs, "Receiving and Responding to Interactions".
"""

import asyncio
import secrets
from collections import OrderedDict
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Final

from adapters.sandbox.discord.entities import Account, Channel
from adapters.sandbox.discord.snowflake import made_at
from adapters.sandbox.discord.world import World
from adapters.sandbox.wire import Json

ANSWER_SECONDS: Final = 3.0
TOKEN_SECONDS: Final = 900.0


class Act(IntEnum):
    """Interaction types: what a person did."""

    COMMAND = 2
    COMPONENT = 3
    MODAL = 5


class Callback(IntEnum):
    """How a bot answers at first."""

    MESSAGE = 4
    DEFERRED_MESSAGE = 5
    DEFERRED_UPDATE = 6
    UPDATE = 7
    MODAL = 9


@dataclass(slots=True)
class Interaction:
    """One thing a person did.

    `clicked` is the id of the message with the component, also for a modal that such a component opened. `answer` is
    how the bot answered, `original` the message that "@original" means, `messages` all that the token may change.
    """

    id: str
    token: str
    act: Act
    person: Account
    channel: Channel
    clicked: str = ""
    command: str = ""
    answer: Callback | None = None
    original: str = ""
    loading: bool = False
    messages: set[str] = field(default_factory=set[str])
    answered: asyncio.Event = field(default_factory=asyncio.Event)


class Interactions:
    """Every interaction whose token is still good."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._by_token: OrderedDict[str, Interaction] = OrderedDict()

    def begin(
        self, act: Act, person: Account, channel: Channel, *, clicked: str = "", command: str = ""
    ) -> Interaction:
        """Note that a person did something."""
        while self._by_token and self._age(next(iter(self._by_token.values()))) > TOKEN_SECONDS + ANSWER_SECONDS:
            self._by_token.popitem(last=False)
        number, token = self._world.snowflakes.next(), secrets.token_urlsafe(96)
        interaction = Interaction(number, token, act, person, channel, clicked, command)
        self._by_token[token] = interaction
        return interaction

    async def deliver(self, interaction: Interaction, payload: Json) -> bool:
        """Send the bot an interaction, wait for its answer, and return whether there was one in time."""
        self._world.announce("INTERACTION_CREATE", payload)
        cancel = self._world.clock.call_later(ANSWER_SECONDS, interaction.answered.set)
        try:
            await interaction.answered.wait()
        finally:
            cancel()
        return interaction.answer is not None

    def unanswered(self, number: str, token: str) -> Interaction | None:
        """Return the interaction with that id and token, answered or not; None if there is none or it is too late."""
        found = self._by_token.get(token)
        if found is None or found.id != number:
            return None
        late = found.answer is None and self._age(found) >= ANSWER_SECONDS
        return None if late else found

    def answered(self, token: str) -> Interaction | None:
        """Return the answered interaction with that token, also one whose time is over."""
        found = self._by_token.get(token)
        return found if found is not None and found.answer is not None else None

    def is_over(self, interaction: Interaction) -> bool:
        """Return whether a token is no longer good."""
        return self._age(interaction) >= TOKEN_SECONDS

    def _age(self, interaction: Interaction) -> float:
        return self._world.clock.now() - made_at(interaction.id)
