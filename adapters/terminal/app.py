"""The terminal's edge: implements `bridge.ports.Adapter` for one person at one shell.

Nothing is bound to the terminal until `run`; leaving it puts the signal handler back, and no thread is left behind.
"""

import asyncio
import itertools
import shutil
import signal
import sys
import threading
from collections.abc import AsyncGenerator, Callable, Generator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress
from pathlib import Path
from typing import IO, TextIO

from adapters.terminal.conversation import THREAD, Conversation
from adapters.terminal.draw import draw
from adapters.terminal.lines import Lines
from adapters.terminal.payload import TerminalMessage, message_of
from adapters.terminal.screen import Screen, Tone
from bridge.errors import ConfigError, DeliveryError, PlatformRefused
from bridge.interaction.values import RemoteFile
from bridge.ports import Capabilities, Inbox, MessageRef, Person, Question, Reply, Said, Thread, Utterance

EDIT_INTERVAL = 0.1
"""Seconds between two changes of a reply that is being written: as fast as it looks like typing."""


class TerminalAdapter:
    """A conversation where the program was started (`bridge.ports.Adapter`)."""

    def __init__(
        self,
        settings: Mapping[str, object],
        *,
        stdin: IO[str] | IO[bytes] | None = None,
        stdout: TextIO | None = None,
    ) -> None:
        """The streams are those of the process unless given.

        Raises:
            ConfigError: something is set; a terminal has nothing to set.
        """
        for key in settings:
            raise ConfigError(f"[terminal] {key}: found a setting, but the terminal has none. Remove it.")
        self._closed = asyncio.Event()
        self._stdin = stdin
        self._screen = Screen(stdout or sys.stdout)
        self._messages: dict[str, TerminalMessage] = {}
        self._numbers = itertools.count(1)
        self._conversation: Conversation | None = None

    @property
    def name(self) -> str:
        return "terminal"

    @property
    def capabilities(self) -> Capabilities:
        return Capabilities(edit_interval=EDIT_INTERVAL)

    @asynccontextmanager
    async def run(self, inbox: Inbox) -> AsyncGenerator[None]:
        """Hold the conversation: it begins at once, as nobody has to be called here."""
        self._conversation = Conversation(inbox, Lines(self._stdin or sys.stdin), self._screen)
        holding = asyncio.create_task(self._conversation.run(), name="terminal conversation")
        holding.add_done_callback(lambda _: self._closed.set())
        try:
            with _ctrl_c(self._conversation.interrupt):
                yield
        finally:
            holding.cancel()
            await asyncio.wait({holding})
        if not holding.cancelled():
            holding.result()

    async def wait_closed(self) -> None:
        """Wait until the person has left or the conversation has ended."""
        await self._closed.wait()

    def render(self, reply: Reply) -> Sequence[TerminalMessage]:
        return (message_of(reply),)

    async def post(self, thread: Thread, payload: TerminalMessage, key: str = "") -> MessageRef:
        message = MessageRef(THREAD.channel, str(next(self._numbers)))
        self._show(message, payload)
        return message

    async def posted(self, thread: Thread, turn: str) -> Mapping[str, MessageRef]:
        """A conversation in a terminal ends with its program."""
        return {}

    async def missed(self, thread: Thread, after: float) -> Sequence[Said]:
        return ()

    async def edit(self, message: MessageRef, payload: TerminalMessage) -> None:
        self._show(message, payload)

    async def delete(self, message: MessageRef) -> None:
        """What it asks is withdrawn; what a terminal has printed cannot be taken back."""
        if self._conversation is not None:
            self._conversation.removed(message)

    async def show_status(self, thread: Thread, status: str) -> None:
        with suppress(PlatformRefused):  # a courtesy; the next message will say that nobody is there
            self._screen.status(status)

    async def tell(self, thread: Thread, person: Person, text: str, *, restart: bool = False) -> None:
        with self._someone_there():
            self._screen.say(text, Tone.QUIET)
        if self._conversation is not None:
            self._conversation.told()

    async def open_form(self, opener: object, thread: Thread, question: Question) -> None:
        """Nothing to open: a form is asked field by field as soon as it is shown."""

    async def history(self, thread: Thread, before: MessageRef) -> Sequence[Utterance]:
        """Nothing was said before the program was started."""
        return ()

    async def download(self, file: RemoteFile, target: Path) -> None:
        """Copy the file whose path the person typed."""
        assert isinstance(file.handle, str), "the terminal's files are paths"
        try:
            await asyncio.to_thread(shutil.copyfile, file.handle, target)
        except OSError as error:
            raise DeliveryError(f"{file.handle} could not be copied to {target}: {error.strerror}.") from error

    def _show(self, message: MessageRef, payload: TerminalMessage) -> None:
        """Bring the message up to date, unless it looks the same: it may have been drawn for another width."""
        before = self._messages.get(message.id)
        self._messages[message.id] = payload
        if before is None or (before.content, before.note) != (payload.content, payload.note):
            look, (columns, _) = self._screen.look, self._screen.size
            text = draw(payload, columns - 1, look.colours) if look.styled else payload.text
            with self._someone_there():
                self._screen.show(message.id, text, whole=not payload.running)
        if self._conversation is not None:
            self._conversation.shown(message, payload)

    @contextmanager
    def _someone_there(self) -> Generator[None]:
        """Without anyone to read what is shown, the conversation is over."""
        try:
            yield
        except PlatformRefused:
            if self._conversation is not None:
                self._conversation.leave()
            raise


@contextmanager
def _ctrl_c(pressed: Callable[[], None]) -> Generator[None]:
    """Let Ctrl-C call `pressed`. Only the main thread hears signals (`signal.signal`); elsewhere nothing changes."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.getsignal(signal.SIGINT)
    asyncio.get_running_loop().add_signal_handler(signal.SIGINT, pressed)
    try:
        yield
    finally:
        asyncio.get_running_loop().remove_signal_handler(signal.SIGINT)
        signal.signal(signal.SIGINT, before)
