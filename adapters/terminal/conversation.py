"""A conversation at a terminal: what waits is asked, what is typed is sent, one after the other.

Guarantees: a line is read only when it is the person's turn to speak, so that answers from a pipe meet their questions;
a question that is withdrawn stops being asked; Ctrl-C stops what runs, and leaves where nothing does.
"""

import asyncio
import secrets
import time
from dataclasses import replace
from typing import assert_never

from adapters.terminal import floor
from adapters.terminal.asking import Asker, Chosen, Filled, Reaction, Typed
from adapters.terminal.floor import Floor
from adapters.terminal.lines import Lines
from adapters.terminal.payload import TerminalMessage
from adapters.terminal.screen import Screen, Tone
from bridge.errors import PlatformRefused
from bridge.ports import (
    Address,
    Clicked,
    Inbound,
    Inbox,
    MessageRef,
    Person,
    Press,
    Question,
    Receipt,
    Said,
    Submitted,
    Thread,
)

THREAD = Thread("terminal", "local", "terminal")
PERSON = Person("local")
STOPPING = "Stopping. Press Ctrl-C again to leave."


class Conversation:
    """The one conversation of a terminal. `run` lasts until it is over; the other methods tell it what happened."""

    def __init__(self, inbox: Inbox, lines: Lines, screen: Screen) -> None:
        self._inbox = inbox
        self._screen = screen
        self._asker = Asker(lines, screen)
        self._floor = Floor()
        self._changed = asyncio.Event()
        self._asking: asyncio.Task[Reaction] | None = None
        self._stopping: asyncio.Task[Receipt] | None = None

    # ── what happened ─────────────────────────────────────────────────────────────────────────────────────────────────

    def shown(self, at: MessageRef, message: TerminalMessage) -> None:
        """A message of ours was posted or edited."""
        self._move(floor.shown(self._floor, at, message))

    def removed(self, at: MessageRef) -> None:
        """A message of ours was taken back."""
        self._move(floor.removed(self._floor, at))

    def told(self) -> None:
        """The person was told something: what they sent last was no answer."""
        self._move(floor.came_back(self._floor))

    def interrupt(self) -> None:
        """Ctrl-C: stop the turn that runs; leave where none does, and where it was asked to stop already."""
        if self._floor.awaiting and self._stopping is None:
            self._screen.say(STOPPING, Tone.QUIET)
            self._stopping = asyncio.create_task(self._inbox.receive(_clicked(Press.STOP, self._floor.turn)))
        else:
            self.leave()

    def leave(self) -> None:
        """The person is gone, or wants to be."""
        self._move(replace(self._floor, over=True))

    def _move(self, to: Floor) -> None:
        withdrawn = to.over or to.question != self._floor.question
        self._floor = to
        if withdrawn and self._asking is not None:
            self._asking.cancel()
        self._changed.set()

    # ── the conversation ──────────────────────────────────────────────────────────────────────────────────────────────

    async def run(self) -> None:
        """Begin the conversation, and hold it until it is over or nobody reads it any more."""
        try:
            begun = await self._send(_said(""))
            while begun.accepted and not self._floor.over:
                if self._floor.awaiting:
                    await self._changed.wait()
                    self._changed.clear()
                else:
                    await self._speak(self._floor.question)
            self._screen.rest()
        except PlatformRefused:
            self.leave()
        finally:
            await self._end_stopping()

    async def _speak(self, question: Question | None) -> None:
        """Ask, and send what the person makes of it."""
        await self._end_stopping()
        try:
            reaction = await self._ask(question)
        except EOFError:
            self.leave()
            return
        if reaction is None:
            return
        receipt = await self._send(_event(reaction, question))
        if not receipt.accepted and question is not None:
            self._asker.refuse(question, receipt.errors)

    async def _ask(self, question: Question | None) -> Reaction | None:
        """What the person makes of the question; None if it was withdrawn meanwhile."""
        self._asking = asyncio.create_task(self._asker.ask(question))
        try:
            await asyncio.wait({self._asking})
        finally:
            asking, self._asking = self._asking, None
            asking.cancel()
            await asyncio.wait({asking})
        return None if asking.cancelled() else asking.result()

    async def _send(self, event: Inbound) -> Receipt:
        self._floor = floor.sent(self._floor)  # before it is received: its answer may come at once
        receipt = await self._inbox.receive(event)
        if not receipt.accepted:
            self._floor = floor.came_back(self._floor)
        return receipt

    async def _end_stopping(self) -> None:
        if self._stopping is not None:
            await self._stopping
            self._stopping = None


# ── what is sent ──────────────────────────────────────────────────────────────────────────────────────────────────────


def _event(reaction: Reaction, question: Question | None) -> Inbound:
    match reaction:
        case Typed(text):
            return _said(text)
        case Chosen(index):
            return _clicked(Press.ANSWER, question.id if question else "", index)
        case Filled(values):
            return Submitted(
                id=_identity(),
                at=time.time(),
                thread=THREAD,
                person=PERSON,
                question=question.id if question else "",
                values=values,
            )
        case _:
            assert_never(reaction)


def _said(text: str) -> Said:
    identity = _identity()
    message = MessageRef(THREAD.channel, identity)
    return Said(
        id=identity, at=time.time(), thread=THREAD, person=PERSON, text=text, address=Address.DIRECT, message=message
    )


def _clicked(press: Press, question: str, choice: int = 0) -> Clicked:
    identity = _identity()
    return Clicked(
        id=identity,
        at=time.time(),
        thread=THREAD,
        person=PERSON,
        press=press,
        question=question,
        message=MessageRef(THREAD.channel, identity),
        opener=None,
        choice=choice,
    )


def _identity() -> str:
    """Unique across runs: the core remembers what it has seen."""
    return secrets.token_hex(8)
