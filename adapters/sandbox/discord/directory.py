"""Who the bot is, where its gateway is, and who and what is in the server.

Source: Discord docs, "Get Current User", "Get Current Application", "Get Gateway Bot", "Guild Resource".
"""

from collections.abc import Callable
from typing import Final

from adapters.sandbox.discord import shapes
from adapters.sandbox.discord.access import Access, snowflake
from adapters.sandbox.discord.call import Answer, Call, Route
from adapters.sandbox.discord.entities import Member
from adapters.sandbox.discord.identity import Identity
from adapters.sandbox.discord.wire import Refused
from adapters.sandbox.discord.world import World

SESSIONS: Final = {"total": 1000, "remaining": 1000, "reset_after": 0, "max_concurrency": 1}


class Directory:
    """What the bot asks before it does anything."""

    def __init__(self, world: World, access: Access, identity: Identity, gateway_url: Callable[[], str]) -> None:
        self._world = world
        self._access = access
        self._identity = identity
        self._gateway_url = gateway_url

    def routes(self) -> list[Route]:
        """Return the addresses served here."""
        return [
            Route("GET", "/users/@me", self.me),
            Route("GET", "/users/{user}", self.user),
            Route("POST", "/users/@me/channels", self.direct_channel),
            Route("GET", "/oauth2/applications/@me", self.application),
            Route("GET", "/applications/@me", self.application),
            Route("GET", "/gateway", self.gateway),
            Route("GET", "/gateway/bot", self.gateway_bot),
            Route("GET", "/guilds/{guild}", self.guild),
            Route("GET", "/guilds/{guild}/channels", self.guild_channels),
            Route("GET", "/guilds/{guild}/roles", self.roles),
            Route("GET", "/guilds/{guild}/members/{user}", self.member),
        ]

    def me(self, _: Call) -> Answer:
        """Get Current User."""
        return Answer(self._identity.ready()["user"])

    def user(self, call: Call) -> Answer:
        """Get User."""
        return Answer(shapes.user(self._member(call["user"]).account))

    def direct_channel(self, call: Call) -> Answer:
        """Create DM: the one there is."""
        recipient = self._member(snowflake(call.body, "recipient_id"))
        if recipient.account.bot:
            raise Refused(403, 50007, "Cannot send messages to this user")
        return Answer(self._world.shape(self._world.direct_channel(recipient.account.id)))

    def application(self, _: Call) -> Answer:
        """Get Current Application."""
        return Answer(shapes.application(self._world.app, self._world.owner))

    def gateway(self, _: Call) -> Answer:
        """Get Gateway."""
        return Answer({"url": self._gateway_url()})

    def gateway_bot(self, _: Call) -> Answer:
        """Get Gateway Bot."""
        return Answer({"url": self._gateway_url(), "shards": 1, "session_start_limit": SESSIONS})

    def guild(self, call: Call) -> Answer:
        """Get Guild."""
        self._access.guild(call["guild"])
        return Answer(self._identity.guild())

    def guild_channels(self, call: Call) -> Answer:
        """Get Guild Channels, without threads."""
        self._access.guild(call["guild"])
        return Answer(self._identity.channels())

    def roles(self, call: Call) -> Answer:
        """Get Guild Roles."""
        self._access.guild(call["guild"])
        return Answer([shapes.role(role) for role in self._world.roles.values()])

    def member(self, call: Call) -> Answer:
        """Get Guild Member."""
        self._access.guild(call["guild"])
        return Answer(shapes.full_member(self._member(call["user"])))

    def _member(self, user_id: str) -> Member:
        found = self._world.members.get(user_id)
        if found is None:
            raise Refused(404, 10013, "Unknown User")
        return found
