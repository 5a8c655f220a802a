"""The Discord adapter: `bridge.ports.Adapter` for one bot."""

import asyncio
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import discord

from adapters.charts import Drawer
from adapters.discord import commands
from adapters.discord.connection import Connection
from adapters.discord.download import Downloads
from adapters.discord.exchanges import Exchanges
from adapters.discord.forms.drafts import Drafts
from adapters.discord.intake import Intake
from adapters.discord.message import DiscordMessage
from adapters.discord.outbound import Opener, Outbound
from adapters.discord.places import Places
from adapters.discord.rendering.render import render
from adapters.discord.sending import Sending
from adapters.discord.settings import DiscordSettings, read_settings
from adapters.discord.threads import Threads
from adapters.discord.typing_line import Typing
from adapters.discord.unread import Unread
from bridge.interaction.values import RemoteFile
from bridge.ports import Capabilities, Inbox, MessageRef, Person, Question, Reply, Said, Thread, Utterance

DOWNLOAD_TIMEOUT = 300.0
"""Seconds for one file a person gave."""


class DiscordAdapter:
    """One bot in its servers."""

    name = "discord"
    # Discord allows five edits in five seconds in a channel (observed); this leaves room for the posts between them.
    capabilities = Capabilities(edit_interval=1.5)

    def __init__(self, settings: Mapping[str, object]) -> None:
        """Take the raw ``[discord]`` section.

        Raises:
            ConfigError: naming the key that is wrong.
        """
        self._settings: DiscordSettings = read_settings(settings)
        self._exchanges = Exchanges()
        self._outbound: Outbound | None = None
        self._downloads: Downloads | None = None
        self._typing: Typing | None = None

    @asynccontextmanager
    async def run(self, inbox: Inbox) -> AsyncGenerator[None]:
        """Be connected: see `bridge.ports.Adapter.run`.

        Raises:
            ConfigError: if Discord does not accept the token or the intents.
            DeliveryError: if Discord cannot be reached.
        """
        drafts = Drafts(inbox.drafts)

        async def take_message(message: discord.Message) -> None:
            client = connection.client
            if client.reads_content or not await unread.note(message):
                await intake.message(message, _ours(client, message))

        async def take_interaction(interaction: discord.Interaction) -> None:
            await intake.interaction(interaction)

        connection = Connection(self._settings, take_message, take_interaction)
        places, threads = Places(lambda: connection.client), Threads(lambda: connection.client)
        unread = Unread(lambda: connection.client)
        intake = Intake(inbox, places, threads, drafts, self._exchanges)
        timeout = aiohttp.ClientTimeout(total=DOWNLOAD_TIMEOUT)
        async with aiohttp.ClientSession(timeout=timeout) as session, Drawer() as drawer:
            self._outbound = Outbound(lambda: connection.client, Sending(drawer.draw), threads, drafts)
            self._downloads = Downloads(lambda: connection.client, session, self._settings.api_url)
            self._typing = Typing(self._outbound.show_typing)
            try:
                async with connection.connected():
                    registering = asyncio.create_task(commands.register(connection.client))
                    try:
                        yield
                    finally:
                        registering.cancel()
                        await intake.drained()
                        await self._typing.close()
            finally:
                self._outbound = self._downloads = self._typing = None

    def render(self, reply: Reply) -> Sequence[DiscordMessage]:
        return render(reply)

    async def post(self, thread: Thread, payload: DiscordMessage, key: str = "") -> MessageRef:
        return await self._out.post(thread, payload, key)

    async def posted(self, thread: Thread, turn: str) -> Mapping[str, MessageRef]:
        return await self._out.posted(thread, turn)

    async def missed(self, thread: Thread, after: float) -> Sequence[Said]:
        return await self._out.missed(thread, after)

    async def edit(self, message: MessageRef, payload: DiscordMessage) -> None:
        await self._out.edit(message, payload)

    async def delete(self, message: MessageRef) -> None:
        await self._out.delete(message)

    async def show_status(self, thread: Thread, status: str) -> None:
        """Discord has no words for it, only a typing line."""
        assert self._typing is not None, "the adapter is used inside run()"
        if status:
            self._typing.begin(thread)
        else:
            self._typing.end(thread)

    async def tell(self, thread: Thread, person: Person, text: str, *, restart: bool = False) -> None:
        exchange = self._exchanges.of(thread, person)
        await self._out.tell(thread, text, exchange, restart=restart)

    async def open_form(self, opener: object, thread: Thread, question: Question) -> None:
        assert isinstance(opener, Opener), "an opener is what a click of this adapter gave"
        await self._out.open_form(opener, question)

    async def history(self, thread: Thread, before: MessageRef) -> Sequence[Utterance]:
        return await self._out.history(thread, before)

    async def download(self, file: RemoteFile, target: Path) -> None:
        assert self._downloads is not None, "the adapter is used inside run()"
        await self._downloads.save(file, target)

    @property
    def _out(self) -> Outbound:
        assert self._outbound is not None, "the adapter is used inside run()"
        return self._outbound


def _ours(client: discord.Client, message: discord.Message) -> frozenset[str]:
    """The ids that mean the bot: its own, and that of the role it was installed with, which looks the same in the
    client's list of mentions.
    """
    role = message.guild.self_role if message.guild else None
    found = (client.user, role)
    return frozenset(str(each.id) for each in found if each is not None)
