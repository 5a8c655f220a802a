"""The twin as one thing: its parts put together, and its face for tests and for the page.

Guarantee: what a person can do in a Discord client can be done here, by the same rules, and nothing else. Persons and
channels are given by name or id.
"""

from collections.abc import Callable, Sequence
from typing import Final, TypeVar

from aiohttp import web

from adapters.sandbox.clock import Clock
from adapters.sandbox.discord.access import Access
from adapters.sandbox.discord.api import Api, Fault, Received
from adapters.sandbox.discord.attachments import Attachments
from adapters.sandbox.discord.branches import Branches
from adapters.sandbox.discord.callbacks import Callbacks
from adapters.sandbox.discord.cdn import Cdn
from adapters.sandbox.discord.channels import Channels
from adapters.sandbox.discord.clicks import Clicks
from adapters.sandbox.discord.client import Client
from adapters.sandbox.discord.commands import Commands
from adapters.sandbox.discord.conversation import Conversation
from adapters.sandbox.discord.directory import Directory
from adapters.sandbox.discord.drafts import Drafts
from adapters.sandbox.discord.entities import App
from adapters.sandbox.discord.followups import Followups
from adapters.sandbox.discord.gateway import Gateway
from adapters.sandbox.discord.history import History
from adapters.sandbox.discord.identity import Identity
from adapters.sandbox.discord.interactions import Interactions
from adapters.sandbox.discord.messages import Messages
from adapters.sandbox.discord.modals import Modals
from adapters.sandbox.discord.pins import Pins
from adapters.sandbox.discord.rates import Rates
from adapters.sandbox.discord.reactions import Reactions
from adapters.sandbox.discord.seed import installed_app, settle
from adapters.sandbox.discord.starts import Starts
from adapters.sandbox.discord.threads import Threads
from adapters.sandbox.discord.throttle import Throttle
from adapters.sandbox.discord.world import World
from adapters.sandbox.wire import Json

Seen = TypeVar("Seen")

WAIT_SECONDS: Final = 10.0
TRANSCRIPT_LINES: Final = 40


class DiscordTwin(Client):
    """A Discord server in this process."""

    def __init__(self, clock: Clock, *, limits: bool) -> None:
        self.world = world = World(clock, installed_app())
        access, identity = Access(world), Identity(world)
        self.gateway = Gateway(clock, identity, limits=limits)
        self.gateway.watch(world.set_connected)
        settle(world)
        world.announce = self.gateway.dispatch
        self.throttle = Throttle(Rates(clock, limits))
        self.files = Attachments(world, Cdn(clock, lambda: world.base_url))
        branches = Branches(world)
        conversation = Conversation(world, branches, self.files)
        drafts = Drafts(world, self.files)
        starts = Starts(world, branches, conversation)
        reactions = Reactions(world, access, conversation)
        interactions = Interactions(world)
        self._commands = Commands(world, access)
        clicks = Clicks(world, interactions, conversation, self._commands, self.files)
        modals = Modals(world, interactions, conversation, self.files)
        super().__init__(world, branches, conversation, starts, self.files, reactions, clicks, modals)
        rooms = (
            Directory(world, access, identity, lambda: self.gateway.url),
            Pins(world, access, conversation),  # before Messages: "pins" is no message's id
            Messages(world, access, self.throttle, conversation, drafts),
            History(access, conversation, self.files),
            reactions,
            Channels(world, access, self.throttle, branches),
            Threads(world, access, branches, conversation, starts, drafts),
            self._commands,
            Callbacks(world, interactions, conversation, drafts, modals),
            Followups(world, interactions, conversation, drafts),
        )
        self.api = Api(world, self.throttle, [route for room in rooms for route in room.routes()])

    def routes(self) -> list[web.RouteDef]:
        """Return the addresses the bot talks to."""
        return [
            *self.api.routes(),
            web.get("/discord/gateway", self.gateway.handle),
            web.get("/discord/cdn/{kind}/{channel}/{attachment}/{name}", self.files.download),
        ]

    async def close(self) -> None:
        """End every connection."""
        await self.gateway.close()

    # -- what a test wants to know -------------------------------------------------------------------------------

    @property
    def app(self) -> App:
        """The application, with the switches of its portal page."""
        return self.world.app

    @property
    def calls(self) -> Sequence[Received]:
        """The last thousand requests that were received."""
        return self.api.calls

    @property
    def commands(self) -> list[Json]:
        """The application commands that are registered."""
        return self._commands.registered

    def messages(self, channel: str) -> list[Json]:
        """Return a channel's or thread's messages as the API shows them, oldest first."""
        place = self.world.channel(channel)
        return [self.conversation.shown(place, message) for message in place.messages.values()]

    def threads(self, channel: str) -> list[Json]:
        """Return a channel's threads, archived ones too, oldest first."""
        return [self.world.shape(thread) for thread in self.world.threads(self.world.channel(channel))]

    def ephemerals(self, person: str) -> list[Json]:
        """Return the messages that this person alone sees, oldest first in each channel."""
        wanted = self.world.person(person).id
        return [
            self.conversation.shown(channel, message)
            for channel in self.world.channels.values()
            for viewer, message in channel.ephemerals.values()
            if viewer == wanted
        ]

    async def wait_for(self, predicate: Callable[[World], Seen], timeout: float = WAIT_SECONDS) -> Seen:
        """Wait until `predicate` of the world is truthy, and return what it gave; looked at after each change.

        Raises:
            TimeoutError: it did not become so in `timeout` seconds of real time; the text holds the transcript.
        """
        return await self.world.until(lambda: predicate(self.world), timeout, self.transcript)

    def transcript(self) -> str:
        """Return the last messages of every channel and the last refused requests, one a line."""
        lines = [
            f"{channel.name or 'DM'} {message['id']} {message['author']['username']}: {message['content']!r}"
            for channel in self.world.channels.values()
            for message in channel.messages.values()
        ]
        problems = [f"refused {problem['method']}: {problem['error']}" for problem in self.world.problems]
        return "\n".join([*lines, *problems][-TRANSCRIPT_LINES:]) or "(nothing was said)"

    # -- what a test makes happen --------------------------------------------------------------------------------

    def fail_next(
        self,
        route: str,
        status: int = 500,
        code: int = 0,
        *,
        retry_after: float = 1.0,
        via: bool = True,
        times: int = 1,
    ) -> None:
        """Answer the next `times` requests of a route with an error.

        Args:
            route: method and template, such as ``"POST /channels/{channel}/messages"``.
            status: of the answer; 429 carries `retry_after` seconds.
            code: Discord's JSON error code.
            retry_after: seconds.
            via: whether a 429 carries the header without which discord.py does not try again.
            times: how many requests.

        Raises:
            ValueError: there is no such route.
        """
        self.api.fail_next(route, Fault(status, code, retry_after, via, times))

    def lose_next(self, route: str) -> None:
        """Take the next request of a route, and cut the connection instead of answering it."""
        self.api.lose_next(route)

    def reconnect(self) -> None:
        """Tell every connection to come anew (opcode 7)."""
        self.gateway.reconnect()

    def invalidate(self, *, resumable: bool) -> None:
        """Take every session away (opcode 9)."""
        self.gateway.invalidate(resumable)

    def drop(self, code: int | None = None) -> None:
        """Close every connection with a code, or cut it without a word."""
        self.gateway.drop(code)

    def forget_sessions(self) -> None:
        """Let no session be resumed."""
        self.gateway.forget_sessions()

    def replay_duplicates(self, count: int) -> None:
        """Deliver each of the next `count` events twice."""
        self.gateway.duplicate_next(count)
