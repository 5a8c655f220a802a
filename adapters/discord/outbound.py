"""What we do in Discord: post, edit, delete, show that we work, tell, open a form, read a thread back."""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import discord

from adapters.discord.calls import attempt
from adapters.discord.exchange import Exchange
from adapters.discord.forms.drafts import Drafts
from adapters.discord.forms.modal import modal
from adapters.discord.inbound import SPOKEN, names
from adapters.discord.limits import FILE_BYTES
from adapters.discord.message import DiscordMessage
from adapters.discord.plain import readable
from adapters.discord.refusals import ARCHIVED, UNKNOWN_CHANNEL, UNKNOWN_MESSAGE, code_of
from adapters.discord.rendering.render import render
from adapters.discord.sending import Ready, Sending, in_some_form
from adapters.discord.threads import Destination, Threads
from bridge.content.items import Markdown
from bridge.errors import PlatformRefused
from bridge.ports import NO_TURN, MessageRef, Question, Reply, Thread, Utterance

HISTORY_MESSAGES: Final = 200
"""A longer thread is remembered by its last messages."""
NONCE_BYTES: Final = 12
"""A nonce holds 25 characters. With it, Discord takes a post that is repeated after a lost connection for the same."""


@dataclass(frozen=True, slots=True)
class Opener:
    """What opens a form: the click, and the step of the form it asks for."""

    exchange: Exchange
    step: int


class Outbound:
    def __init__(
        self, client: Callable[[], discord.Client], sending: Sending, threads: Threads, drafts: Drafts
    ) -> None:
        self._client = client
        self._sending = sending
        self._threads = threads
        self._drafts = drafts

    async def post(self, thread: Thread, message: DiscordMessage) -> MessageRef:
        """Post it, and return its last message if Discord took it only in several."""
        place = await self._threads.destination(thread)
        return await self._post(place, message)

    async def edit(self, message: MessageRef, payload: DiscordMessage) -> None:
        """Change a message; what a simpler form has too much for it is posted after it."""
        place = Destination(int(message.channel))
        edited = False

        async def send(part: DiscordMessage) -> discord.Message:
            nonlocal edited
            sent = await (self._post_one(place, part) if edited else self._edit_one(place, int(message.id), part))
            edited = True
            return sent

        await in_some_form(payload, send)

    async def delete(self, message: MessageRef) -> None:
        try:
            await attempt("delete a message", lambda: self._message(int(message.channel), int(message.id)).delete())
        except PlatformRefused as refused:
            if code_of(refused) not in (UNKNOWN_MESSAGE, UNKNOWN_CHANNEL):  # it is gone already: what we wanted
                raise

    async def show_typing(self, thread: Thread) -> None:
        """Send one typing notice."""
        place = await self._threads.destination(thread)

        async def show() -> None:
            await self._channel(place.channel).typing()

        await attempt("show that we are typing", show)

    async def tell(self, thread: Thread, text: str, exchange: Exchange | None, *, restart: bool) -> None:
        """Say it to the person alone if they have just clicked something; else where the conversation is, or as a
        reply to what they wrote: no other message is for one person's eyes.
        """
        told = Reply(turn=NO_TURN, closed=text) if restart else Reply(turn=NO_TURN, content=(Markdown(content=text),))
        for message in render(told):
            if exchange is not None:
                await exchange.say(message)
            elif self._threads.is_open(thread):
                await self.post(thread, message)
            else:
                await self._post(Destination(int(thread.channel), reply_to=int(thread.root or 0)), message)

    async def open_form(self, opener: Opener, question: Question) -> None:
        person = str(opener.exchange.interaction.user.id)
        await opener.exchange.open(modal(question, opener.step, self._drafts.opened(question, person).values))

    async def history(self, thread: Thread, before: MessageRef) -> Sequence[Utterance]:
        place = await self._threads.destination(thread)
        until = discord.Object(int(before.id))

        async def read() -> list[discord.Message]:
            past = self._channel(place.channel).history(limit=HISTORY_MESSAGES, before=until)
            return [message async for message in past]

        messages = [_starter(message) for message in reversed(await attempt("read the thread", read))]
        return tuple(self._utterance(message) for message in messages if message.type in SPOKEN)

    def _utterance(self, message: discord.Message) -> Utterance:
        me = self._client().user
        own = me is not None and message.author.id == me.id
        ours = frozenset({str(me.id)}) if me else frozenset[str]()
        embedded = [part for embed in message.embeds for part in (embed.title, embed.description) if part]
        words = "\n".join((message.content, *embedded)) if own else message.content
        return Utterance(own=own, text=readable(words, names(message), ours))

    # ── one message ───────────────────────────────────────────────────────────────────────────────────────────────────

    async def _post(self, place: Destination, message: DiscordMessage) -> MessageRef:
        *_, last = await in_some_form(message, lambda part: self._post_one(place, part))
        return MessageRef(str(place.channel), str(last.id))

    async def _post_one(self, place: Destination, message: DiscordMessage) -> discord.Message:
        ready = await self._sending.ready(message, self._file_limit(place.channel))
        nonce = secrets.token_hex(NONCE_BYTES)

        async def send() -> discord.Message:
            arguments: dict[str, Any] = {**ready.arguments, "files": ready.uploads(), "nonce": nonce}
            return await self._channel(place.channel).send(**arguments, **place.reference)

        sent = await attempt("post a message", send)
        self._sending.note(sent, ready.message)
        return sent

    async def _edit_one(self, place: Destination, message: int, payload: DiscordMessage) -> discord.Message:
        ready = await self._sending.ready(payload, self._file_limit(place.channel), edited=message)

        async def edit() -> discord.Message:
            target = self._message(place.channel, message)
            return await target.edit(**ready.arguments, attachments=_attachments(ready))

        try:
            edited = await attempt("edit a message", edit)
        except PlatformRefused as refused:
            if code_of(refused) != ARCHIVED:
                raise
            await self._unarchive(place.channel)
            edited = await attempt("edit a message", edit)
        self._sending.note(edited, ready.message)
        return edited

    async def _unarchive(self, thread: int) -> None:
        """Nothing can be edited in a thread that Discord has folded away."""
        found = await attempt("look up a thread", lambda: self._client().fetch_channel(thread))
        if isinstance(found, discord.Thread):
            await attempt("bring back a thread", lambda: found.edit(archived=False))

    def _channel(self, channel: int) -> discord.PartialMessageable:
        """Looked up for each attempt: the client may be another one after the connection broke for good."""
        return self._client().get_partial_messageable(channel)

    def _message(self, channel: int, message: int) -> discord.PartialMessage:
        return self._channel(channel).get_partial_message(message)

    def _file_limit(self, channel: int) -> int:
        """Bytes of one file; boosted servers take more."""
        known = self._client().get_channel(channel)
        guild = getattr(known, "guild", None)
        return guild.filesize_limit if isinstance(guild, discord.Guild) else FILE_BYTES


def _attachments(ready: Ready) -> list[discord.Attachment | discord.File]:
    """All files of the edited message: a list that leaves one out takes it away."""
    return [*ready.kept.values(), *ready.uploads()]


def _starter(message: discord.Message) -> discord.Message:
    """The first message of a thread stands in its channel; in the thread there is only a pointer to it."""
    pointed = message.reference.resolved if message.reference else None
    is_pointer = message.type is discord.MessageType.thread_starter_message
    return pointed if is_pointer and isinstance(pointed, discord.Message) else message
