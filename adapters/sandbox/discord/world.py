"""The state of one Discord server and the bot's direct messages, and word of every change to it.

Guarantee: ids are unique and rising, and storing something costs the same however much there is. What changes is told
twice: to the page as frames (`publish`), to the bot as gateway events (`announce`).
"""

from typing import Final, Protocol

from adapters.sandbox.clock import Cancel, Clock
from adapters.sandbox.discord import shapes
from adapters.sandbox.discord.entities import Account, App, Channel, Kind, Member, Role, Thread
from adapters.sandbox.discord.permissions import Permissions
from adapters.sandbox.discord.snowflake import Snowflakes, timestamp
from adapters.sandbox.news import News
from adapters.sandbox.wire import Json, NotPossible

TYPING_SECONDS: Final = 10.0  # Discord docs, "Trigger Typing Indicator"


class Announce(Protocol):
    """How the bot hears of an event. `mentions_bot` lets it read the content without the privileged intent."""

    def __call__(self, event: str, data: Json, *, mentions_bot: bool = False) -> None:
        """Tell the bot."""
        ...


def _unheard(event: str, data: Json, *, mentions_bot: bool = False) -> None:
    """Tell nobody."""


class World(News):
    """A guild, its members and roles, its channels and threads, and the DMs. ``seed.py`` fills a fresh one."""

    platform = "discord"

    def __init__(self, clock: Clock, app: App) -> None:
        super().__init__(clock)
        self.app = app
        self.announce: Announce = _unheard  # until there is a gateway
        self.base_url = ""  # where the twin is reached, known once it listens
        self.snowflakes = Snowflakes(clock)
        self.permissions = Permissions(self)
        self.guild_id = self.snowflakes.next()
        self.guild_name = "Sandbox"
        self.owner = self.account("owner", "Server Owner")
        self.bot = Account(app.id, app.name, None, bot=True)
        self.members: dict[str, Member] = {}
        self.roles: dict[str, Role] = {}
        self.channels: dict[str, Channel] = {}
        self.typing: dict[tuple[str, str], Cancel] = {}

    # -- who -----------------------------------------------------------------------------------------------------

    def account(self, username: str, global_name: str) -> Account:
        """Return a new account; it is in no guild yet."""
        return Account(self.snowflakes.next(), username, global_name)

    def add_role(self, name: str, permissions: int, *, number: str = "", bot_id: str = "") -> Role:
        """Add a role."""
        role = Role(number or self.snowflakes.next(), name, permissions, len(self.roles), bot_id=bot_id)
        self.roles[role.id] = role
        return role

    def add_member(self, account: Account, *roles: Role) -> Member:
        """Let an account join the guild."""
        member = Member(account, [role.id for role in roles], self.now())
        self.members[account.id] = member
        self.announce("GUILD_MEMBER_ADD", {**shapes.full_member(member), "guild_id": self.guild_id})
        return member

    def add_person(self, name: str, real_name: str = "") -> Account:
        """Let a person join, with the role people have here and a DM with the bot."""
        account = self.account(name, real_name or name.title())
        self.add_member(account, *(role for role in self.roles.values() if role.name == "member"))
        direct = Channel(self.snowflakes.next(), Kind.DM, recipient=account.id)
        self.channels[direct.id] = direct
        return account

    @property
    def people(self) -> list[Account]:
        """Everybody who is no bot, but for the owner, who never shows."""
        accounts = [member.account for member in self.members.values()]
        return [account for account in accounts if not account.bot and account is not self.owner]

    def person(self, name_or_id: str) -> Account:
        """Return the person with that id or name.

        Raises:
            NotPossible: there is none.
        """
        for person in self.people:
            if name_or_id in (person.id, person.username):
                return person
        known = ", ".join(person.username for person in self.people)
        raise NotPossible("user_not_found", f"There is no person {name_or_id!r}. There are: {known}.")

    # -- where ---------------------------------------------------------------------------------------------------

    def add_channel(self, name: str) -> Channel:
        """Add a text channel."""
        return self._add_place(name, Kind.TEXT)

    def add_forum(self, name: str) -> Channel:
        """Add a forum."""
        return self._add_place(name, Kind.FORUM)

    def _add_place(self, name: str, kind: Kind) -> Channel:
        place = Channel(self.snowflakes.next(), kind, name, position=len(self.channels))
        self.channels[place.id] = place
        self.channel_changed(place, "CHANNEL_CREATE")
        return place

    def channel(self, name_or_id: str) -> Channel:
        """Return the channel, thread or DM with that id, or the guild's channel with that name (with or without #).

        Raises:
            NotPossible: there is none.
        """
        if found := self.channels.get(name_or_id):
            return found
        places = [channel for channel in self.channels.values() if channel.in_guild and not isinstance(channel, Thread)]
        for channel in places:
            if channel.name == name_or_id.removeprefix("#"):
                return channel
        known = ", ".join(channel.name for channel in places)
        raise NotPossible("channel_not_found", f"There is no channel {name_or_id!r}. There are: {known}, and the DMs.")

    def direct_channel(self, person: str) -> Channel:
        """Return the DM of the bot with a person, given by name or id."""
        wanted = self.person(person).id
        return next(channel for channel in self.channels.values() if channel.recipient == wanted)

    def parent(self, channel: Channel) -> Channel:
        """Return the channel a thread is in; any other channel itself."""
        return self.channels[channel.parent_id] if channel.parent_id else channel

    def threads(self, parent: Channel | None = None) -> list[Thread]:
        """Return the threads of a channel, or of the guild, oldest first."""
        threads = [found for found in self.channels.values() if isinstance(found, Thread)]
        return [found for found in threads if parent is None or found.parent_id == parent.id]

    def shape(self, channel: Channel) -> Json:
        """Return a channel as the API shows it."""
        recipient = self.members[channel.recipient].account if channel.recipient else None
        return shapes.channel(channel, self.guild_id, recipient)

    # -- who is told ---------------------------------------------------------------------------------------------

    def now(self) -> str:
        """Return the time as Discord writes it."""
        return timestamp(self.clock.now())

    def channel_changed(self, channel: Channel, event: str, **more: object) -> None:
        """Tell of a new or changed channel or thread; `more` are keys that only the event carries."""
        shape = self.shape(channel)
        self.publish({"type": "channel", "channel": shape})
        self.announce(event, {**shape, **more})

    def channel_gone(self, channel: Channel, event: str, data: Json) -> None:
        """Forget a channel or thread and what is in it."""
        for thread in self.threads(channel):
            del self.channels[thread.id]
        del self.channels[channel.id]
        self.publish({"type": "channel_deleted", "channel": channel.id})
        self.announce(event, data)

    def show_typing(self, channel: Channel, user_id: str) -> None:
        """Show that somebody types, for ten seconds from now."""
        self.stop_typing(channel, user_id)
        cancel = self.clock.call_later(TYPING_SECONDS, lambda: self.stop_typing(channel, user_id))
        self.typing[channel.id, user_id] = cancel
        self.publish({"type": "typing", "channel": channel.id, "user": user_id, "active": True})

    def stop_typing(self, channel: Channel, user_id: str) -> None:
        """Take the typing line away, if there is one."""
        if cancel := self.typing.pop((channel.id, user_id), None):
            cancel()
            self.publish({"type": "typing", "channel": channel.id, "user": user_id, "active": False})
