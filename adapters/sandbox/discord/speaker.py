"""Who speaks where, and whom that person or bot may ping there."""

from dataclasses import dataclass

from adapters.sandbox.discord import shapes
from adapters.sandbox.discord.entities import Account, Channel
from adapters.sandbox.discord.mentions import IN_CHANNELS, resolve
from adapters.sandbox.discord.world import World
from adapters.sandbox.wire import Json


@dataclass(frozen=True, slots=True)
class Speaker:
    """An author in a channel."""

    world: World
    account: Account
    channel: Channel

    def is_user(self, user: str) -> bool:
        """Return whether there is a user with this id."""
        return user in self.world.members

    def may_ping_role(self, role: str) -> bool:
        """Return whether the author may ping a role; @everyone is none that one names by id."""
        found = self.world.roles.get(role)
        return found is not None and role != self.world.guild_id and (found.mentionable or self.may_ping_everyone())

    def may_ping_everyone(self) -> bool:
        """Return whether the author may ping everyone."""
        return self.world.permissions.may(self.account.id, self.channel, "MENTION_EVERYONE")

    def mentions(self, text: str, allowed: Json | None = None, default: frozenset[str] = IN_CHANNELS) -> Json:
        """Return the mention keys of a message with this text."""
        found = resolve(text, allowed, default=default, world=self)
        users = [shapes.user(self.world.members[user].account) for user in found.users]
        return {"mentions": users, "mention_roles": list(found.roles), "mention_everyone": found.everyone}
