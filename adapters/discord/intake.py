"""Everything Discord tells us → an event in the inbox, and for an interaction an answer in time.

Guarantee: every click, form and command of a person is answered, whether it is ours or not and whatever goes wrong.
"""

import asyncio
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, Final

import discord
import structlog

from adapters.discord import commands
from adapters.discord.calls import attempt
from adapters.discord.exchange import Exchange
from adapters.discord.exchanges import Exchanges
from adapters.discord.forms.corrections import continues, corrections, refused
from adapters.discord.forms.draft import Draft
from adapters.discord.forms.drafts import Drafts
from adapters.discord.forms.entered import values
from adapters.discord.forms.modal import ModalId
from adapters.discord.inbound import Place, is_spoken, person_of, to_called, to_clicked, to_said, to_submitted
from adapters.discord.message import DiscordMessage
from adapters.discord.outbound import Opener
from adapters.discord.places import Places
from adapters.discord.rendering.literal import literal
from adapters.discord.threads import Threads
from bridge.errors import DeliveryError, new_error_id
from bridge.interaction.form import Form
from bridge.ports import Inbox, Press, Pressed, Submitted, Thread

log = structlog.get_logger("chatbridge.discord")

NOT_OURS: Final = "This button is not in use any more."
NOT_TAKEN: Final = "This could not be taken just now. Please try again. (error {error_id})"
SENT: Final = "Sent."
CALLED: Final = "**{name}** calls an agent: {text}"


class Intake:
    """What arrives, one task each."""

    def __init__(self, inbox: Inbox, places: Places, threads: Threads, drafts: Drafts, exchanges: Exchanges) -> None:
        self._inbox = inbox
        self._places = places
        self._threads = threads
        self._drafts = drafts
        self._exchanges = exchanges
        self._open = True
        self._running: set[asyncio.Task[Any]] = set()

    async def message(self, message: discord.Message, ours: frozenset[str]) -> None:
        """Take a message. `ours` are the ids that mean the bot when they are mentioned."""
        if not self._open or not is_spoken(message):
            return
        with self._under_way():
            try:
                place = await attempt("look up a thread", lambda: self._places.of_message(message))
                said = to_said(message, place, ours)
                self._threads.note(place, said)
                await self._inbox.receive(said)
            except Exception:
                log.exception("discord_message_failed", message=message.id, error_id=new_error_id())

    async def interaction(self, interaction: discord.Interaction) -> None:
        """Take a click, a submitted form or a command."""
        if not self._open:
            return
        with self._under_way():
            exchange = Exchange(interaction)
            try:
                async with exchange.in_time():
                    await self._take(interaction, exchange)
            except Exception as wrong:
                error_id = new_error_id()
                log.exception("discord_interaction_failed", interaction=interaction.id, error_id=error_id)
                if not isinstance(wrong, DeliveryError):
                    await _tell(exchange, DiscordMessage(NOT_TAKEN.format(error_id=error_id)))

    async def drained(self) -> None:
        """Take nothing more, and wait for what was taken."""
        self._open = False
        while self._running:
            await asyncio.wait(self._running)

    async def _take(self, interaction: discord.Interaction, exchange: Exchange) -> None:
        data: Any = interaction.data or {}
        place = self._places.of_interaction(interaction)
        self._threads.note(place)
        self._exchanges.note(place.thread, person_of(interaction.user), exchange)
        match interaction.type:
            case discord.InteractionType.component:
                selected = data.get("values")
                pressed = Pressed.read(data["custom_id"], selected[0] if selected else None)
                if pressed is None:
                    await exchange.say(DiscordMessage(NOT_OURS))
                    return
                await self._inbox.receive(to_clicked(interaction, place, pressed, _opener(exchange, pressed)))
            case discord.InteractionType.modal_submit if (sent := ModalId.read(data["custom_id"])) is not None:
                await self._form(interaction, exchange, place, sent)
            case discord.InteractionType.application_command if data.get("name") == commands.NAME:
                await self._call(interaction, exchange, place, commands.words(data))
            case _:
                await exchange.say(DiscordMessage(NOT_OURS))

    async def _form(self, interaction: discord.Interaction, exchange: Exchange, place: Place, sent: ModalId) -> None:
        """A step of a form: kept until all are there, then sent as one answer."""
        data: Any = interaction.data
        person = person_of(interaction.user)
        entered = values(data["components"], data.get("resolved") or {})
        form = await self._asked(place, sent)
        draft = await self._drafts.after(sent, person.id, entered, form)
        missing = draft.missing(draft.steps)
        if missing is not None:
            await exchange.say(continues(replace(sent, steps=draft.steps), missing))
            return
        answer = draft.values if form is None else draft.answer(form)
        await self._answer(exchange, to_submitted(interaction, place, sent.question, answer), draft)

    async def _asked(self, place: Place, sent: ModalId) -> Form | None:
        """The form that a modal is of: after a restart it is asked for."""
        if (form := self._drafts.form(sent.question)) is not None:
            return form
        question = await self._inbox.question(place.thread, sent.question)
        return None if question is None else question.form

    async def _answer(self, exchange: Exchange, submitted: Submitted, draft: Draft) -> None:
        receipt = await self._inbox.receive(submitted)
        if receipt.final:
            form = self._drafts.form(submitted.question)
            for message in refused(receipt.errors, submitted.values, form):
                await exchange.say(message)
        elif receipt.errors:
            draft = await self._drafts.refused(submitted.question, submitted.person.id, draft, receipt.errors)
            form = self._drafts.form(submitted.question)
            await exchange.say(corrections(submitted.question, receipt.errors, draft.step_of(receipt.errors), form))
        else:
            self._drafts.forget(submitted.question, submitted.person.id)
            if exchange.from_whisper:
                await exchange.say(DiscordMessage(SENT))

    async def _call(self, interaction: discord.Interaction, exchange: Exchange, place: Place, text: str) -> None:
        """``/agent``: the answer that everybody sees is the message the conversation begins with."""
        person = person_of(interaction.user)
        anchor = await exchange.announce(CALLED.format(name=literal(person.name), text=literal(text) or "…"))
        if place.thread.root is not None and not place.inside:
            thread = Thread(place.thread.platform, place.thread.team, place.thread.channel, anchor.id)
            place = Place(thread, inside=False)
        said = to_called(interaction, place, text, anchor)
        self._threads.note(place, said)
        await self._inbox.receive(said)

    @contextmanager
    def _under_way(self) -> Generator[None]:
        """Have `drained` wait for the current task while inside."""
        task = asyncio.current_task()
        assert task is not None, "events are handled in tasks"
        self._running.add(task)
        try:
            yield
        finally:
            self._running.discard(task)


def _opener(exchange: Exchange, pressed: Pressed) -> Opener:
    if pressed.press is Press.PRESET:
        return Opener(exchange, preset=pressed.choice)
    return Opener(exchange, step=pressed.choice)


async def _tell(exchange: Exchange, message: DiscordMessage) -> None:
    try:
        await exchange.say(message)
    except DeliveryError as wrong:
        log.warning("discord_person_not_told", reason=str(wrong))
