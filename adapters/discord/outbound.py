"""What we do in Discord: post, edit, delete, show that we work, tell, open a form, read a thread back."""

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

import discord

from adapters.discord.calls import attempt
from adapters.discord.exchange import Exchange
from adapters.discord.forms.drafts import Drafts
from adapters.discord.forms.modal import modal
from adapters.discord.inbound import SPOKEN, Place, is_spoken, names, to_said
from adapters.discord.limits import FILE_BYTES
from adapters.discord.message import DiscordMessage
from adapters.discord.plain import readable
from adapters.discord.refusals import ARCHIVED, UNKNOWN_CHANNEL, UNKNOWN_MESSAGE, code_of
from adapters.discord.rendering.render import render
from adapters.discord.sending import Ready, Sending, in_some_form
from adapters.discord.threads import Destination, Threads
from bridge.content.items import Markdown
from bridge.errors import PlatformRefused
from bridge.ports import NO_TURN, MessageRef, Press, Pressed, Question, Reply, Said, Thread, Utterance

HISTORY_MESSAGES: Final = 200
"""A longer thread is remembered by its last messages."""
NONCE_BYTES: Final = 12
"""A nonce holds 25 characters. With it, Discord takes a post that is repeated after a lost connection for the same."""


@dataclass(frozen=True, slots=True)
class Opener:
    """What opens a form: the click, and the step of the form or the preset it asks for."""

    exchange: Exchange
    step: int = 0
    preset: int | None = None


class Outbound:
    def __init__(
        self, client: Callable[[], discord.Client], sending: Sending, threads: Threads, drafts: Drafts
    ) -> None:
        self._client = client
        self._sending = sending
        self._threads = threads
        self._drafts = drafts

    async def post(self, thread: Thread, message: DiscordMessage, key: str = "") -> MessageRef:
        """Post it, and return its last message if Discord took it only in several. The key is its nonce."""
        place = await self._threads.destination(thread)
        return await self._post(place, message, key)

    async def posted(self, thread: Thread, turn: str) -> Mapping[str, MessageRef]:
        """Nothing of a message tells its nonce, but the Stop button of the line that says that a turn runs names it.
        For everything else a post with the same key finds out, as long as Discord remembers it: some minutes.
        """
        place = await self._threads.destination(thread)
        found = [message for message in await self._past(place) if self._is_ours(message) and _stops(message, turn)]
        return {f"{turn}.w": MessageRef(str(place.channel), str(message.id)) for message in found}

    async def missed(self, thread: Thread, after: float) -> Sequence[Said]:
        """Where there is no thread of its own, the conversation's messages stand among all others, and are left out."""
        place = await self._threads.destination(thread)
        if place.reply_to is not None:
            return ()
        where = Place(thread, inside=thread.root is not None)
        moment = discord.Object(discord.utils.time_snowflake(datetime.fromtimestamp(after, UTC), high=True))
        heard = [message for message in await self._past(place, after=moment) if is_spoken(message)]
        me = self._client().user
        said = [to_said(message, where, frozenset({str(me.id)}) if me else frozenset[str]()) for message in heard]
        return [each for each in said if each.at > after]

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
        draft = await self._drafts.opened(question, person, opener.preset)
        asked = await draft.asked(question.form)
        await opener.exchange.open(modal(question, opener.step, draft.values, asked))

    async def history(self, thread: Thread, before: MessageRef) -> Sequence[Utterance]:
        place = await self._threads.destination(thread)
        past = await self._past(place, before=discord.Object(int(before.id)))
        messages = [_starter(message) for message in past]
        return tuple(self._utterance(message) for message in messages if message.type in SPOKEN)

    async def _past(self, place: Destination, **bounds: discord.Object) -> list[discord.Message]:
        """The last messages of a place, oldest first."""

        async def read() -> list[discord.Message]:
            past = self._channel(place.channel).history(limit=HISTORY_MESSAGES, oldest_first=False, **bounds)
            return [message async for message in past]

        return list(reversed(await attempt("read the thread", read)))

    def _is_ours(self, message: discord.Message) -> bool:
        me = self._client().user
        return me is not None and message.author.id == me.id

    def _utterance(self, message: discord.Message) -> Utterance:
        me, own = self._client().user, self._is_ours(message)
        ours = frozenset({str(me.id)}) if me else frozenset[str]()
        embedded = [part for embed in message.embeds for part in (embed.title, embed.description) if part]
        words = "\n".join((message.content, *embedded)) if own else message.content
        return Utterance(own=own, text=readable(words, names(message), ours))

    # ── one message ───────────────────────────────────────────────────────────────────────────────────────────────────

    async def _post(self, place: Destination, message: DiscordMessage, key: str = "") -> MessageRef:
        parts = 0

        async def send(part: DiscordMessage) -> discord.Message:
            nonlocal parts
            sent = await self._post_one(place, part, f"{key}-{parts}" if key and parts else key)
            parts += 1
            return sent

        *_, last = await in_some_form(message, send)
        return MessageRef(str(place.channel), str(last.id))

    async def _post_one(self, place: Destination, message: DiscordMessage, key: str = "") -> discord.Message:
        ready = await self._sending.ready(message, self._file_limit(place.channel))
        nonce = key or secrets.token_hex(NONCE_BYTES)

        async def send() -> discord.Message:
            arguments: dict[str, Any] = {**ready.arguments, "files": ready.uploads(), "nonce": nonce}
            return await self._channel(place.channel).send(**arguments, **place.reference)

        try:
            sent = await attempt("post a message", send)
        except PlatformRefused as refused:
            if not key or code_of(refused) != UNKNOWN_MESSAGE:
                raise
            # It was posted with this nonce and somebody has deleted it since: it is posted again.
            return await self._post_one(place, message)
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


def _stops(message: discord.Message, turn: str) -> bool:
    """Whether it has the button that stops this turn."""
    wanted = Pressed(Press.STOP, turn).token
    rows = [row for row in message.components if isinstance(row, discord.ActionRow)]
    return any(getattr(child, "custom_id", None) == wanted for row in rows for child in row.children)


def _attachments(ready: Ready) -> list[discord.Attachment | discord.File]:
    """All files of the edited message: a list that leaves one out takes it away."""
    return [*ready.kept.values(), *ready.uploads()]


def _starter(message: discord.Message) -> discord.Message:
    """The first message of a thread stands in its channel; in the thread there is only a pointer to it."""
    pointed = message.reference.resolved if message.reference else None
    is_pointer = message.type is discord.MessageType.thread_starter_message
    return pointed if is_pointer and isinstance(pointed, discord.Message) else message
