"""Who may do what where: Discord's permission maths.

Guarantee: the order is @everyone, roles, the channel's overwrites for @everyone, for roles, for the member; the owner
and administrators may do everything; who may not view a channel may do nothing in it; a thread asks its parent.
Source: Discord docs, "Permissions: Permission Overwrites", "Implicit Permissions" and "Threads: Permissions".
"""

from typing import TYPE_CHECKING, Final

from adapters.sandbox.discord.entities import Channel, Kind, Overwrite, Role, Thread

if TYPE_CHECKING:  # the world has its permissions; they look at the world
    from adapters.sandbox.discord.world import World

BITS: Final = {
    "KICK_MEMBERS": 1 << 1,
    "BAN_MEMBERS": 1 << 2,
    "ADMINISTRATOR": 1 << 3,
    "MANAGE_CHANNELS": 1 << 4,
    "MANAGE_GUILD": 1 << 5,
    "ADD_REACTIONS": 1 << 6,
    "VIEW_CHANNEL": 1 << 10,
    "SEND_MESSAGES": 1 << 11,
    "MANAGE_MESSAGES": 1 << 13,
    "EMBED_LINKS": 1 << 14,
    "ATTACH_FILES": 1 << 15,
    "READ_MESSAGE_HISTORY": 1 << 16,
    "MENTION_EVERYONE": 1 << 17,
    "USE_EXTERNAL_EMOJIS": 1 << 18,
    "MANAGE_ROLES": 1 << 28,
    "USE_APPLICATION_COMMANDS": 1 << 31,
    "MANAGE_THREADS": 1 << 34,
    "CREATE_PUBLIC_THREADS": 1 << 35,
    "CREATE_PRIVATE_THREADS": 1 << 36,
    "SEND_MESSAGES_IN_THREADS": 1 << 38,
    "PIN_MESSAGES": 1 << 51,
}
EVERYTHING: Final = (1 << 53) - 1  # what a recorded administrator's `permissions` reads
IN_DIRECT_MESSAGES: Final = EVERYTHING & ~sum(
    BITS[name] for name in ("MANAGE_CHANNELS", "MANAGE_MESSAGES", "MANAGE_THREADS", "PIN_MESSAGES", "ADMINISTRATOR")
)
# Without the right to speak these have no effect (docs: "Implicit Permissions").
NEED_SPEECH: Final = BITS["MENTION_EVERYONE"] | BITS["ATTACH_FILES"] | BITS["EMBED_LINKS"]
BOT: Final = "bot"


def bits(*names: str) -> int:
    """Return the bits of permissions named as in Discord's documentation."""
    return sum(BITS[name] for name in names)


class Permissions:
    """The permissions of the world's members, and how a test changes them."""

    def __init__(self, world: "World") -> None:
        self._world = world

    def of(self, user_id: str, channel: Channel) -> int:
        """Return what a member may do in a channel, as Discord's integer."""
        if not channel.in_guild:
            return IN_DIRECT_MESSAGES
        guild_wide = self.in_guild(user_id)
        if guild_wide == EVERYTHING:
            return EVERYTHING
        granted = self._overwritten(user_id, self._world.parent(channel), guild_wide)
        if not granted & BITS["VIEW_CHANNEL"]:
            return 0
        speech = "SEND_MESSAGES_IN_THREADS" if isinstance(channel, Thread) else "SEND_MESSAGES"
        return granted if granted & BITS[speech] else granted & ~NEED_SPEECH

    def in_guild(self, user_id: str) -> int:
        """Return what a member may do before any channel's overwrites."""
        world = self._world
        if user_id == world.owner.id:
            return EVERYTHING
        granted = world.roles[world.guild_id].permissions
        for role in world.members[user_id].roles:
            granted |= world.roles[role].permissions
        return EVERYTHING if granted & BITS["ADMINISTRATOR"] else granted

    def may(self, user_id: str, channel: Channel, *names: str) -> bool:
        """Return whether a member has all of these permissions in a channel, and sees it (private threads too)."""
        granted = self.of(user_id, channel)
        return not bits("VIEW_CHANNEL", *names) & ~granted and self._admitted(user_id, channel, granted)

    def deny(self, who: str, channel: str, *names: str) -> None:
        """Take permissions from somebody in one channel: ``"bot"``, a person, or a role, by name or id."""
        self._change(who, channel, allow=0, deny=bits(*names))

    def allow(self, who: str, channel: str, *names: str) -> None:
        """Give permissions to somebody in one channel."""
        self._change(who, channel, allow=bits(*names), deny=0)

    def _overwritten(self, user_id: str, channel: Channel, granted: int) -> int:
        world, overwrites = self._world, channel.overwrites
        if everyone := overwrites.get(world.guild_id):
            granted = granted & ~everyone.deny | everyone.allow
        of_roles = [overwrites[role] for role in world.members[user_id].roles if role in overwrites]
        for overwrite in of_roles:
            granted &= ~overwrite.deny
        for overwrite in of_roles:
            granted |= overwrite.allow
        if own := overwrites.get(user_id):
            granted = granted & ~own.deny | own.allow
        return granted

    def _admitted(self, user_id: str, channel: Channel, granted: int) -> bool:
        """A private thread is seen by its members and by those who manage threads."""
        if not isinstance(channel, Thread) or channel.kind is not Kind.PRIVATE_THREAD:
            return True
        return user_id in channel.members or bool(granted & BITS["MANAGE_THREADS"])

    def _change(self, who: str, name: str, *, allow: int, deny: int) -> None:
        channel = self._world.parent(self._world.channel(name))
        overwrite = self._overwrite(who, channel)
        overwrite.allow = overwrite.allow & ~deny | allow
        overwrite.deny = overwrite.deny & ~allow | deny
        self._world.channel_changed(channel, "CHANNEL_UPDATE")

    def _overwrite(self, who: str, channel: Channel) -> Overwrite:
        role = self._role(who)
        if role is not None:
            return channel.overwrites.setdefault(role.id, Overwrite(role.id, "role"))
        member = self._world.bot.id if who == BOT else self._world.person(who).id
        return channel.overwrites.setdefault(member, Overwrite(member, "member"))

    def _role(self, name_or_id: str) -> Role | None:
        if name_or_id == BOT:
            return None
        return next((role for role in self._world.roles.values() if name_or_id in (role.id, role.name)), None)
