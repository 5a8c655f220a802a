"""Serve the calls of one conversation until the bridge closes the wire."""

from __future__ import annotations

import atexit
import os
import signal
import sys

from . import calls
from .encoding import Encoder, encode
from .files import with_files
from .stopping import Interrupts, Stopped, exit_soon
from .wire import Closed, Wire

TYPE_CHECKING = False
if TYPE_CHECKING:
    from asyncio import AbstractEventLoop
    from collections.abc import Callable
    from typing import Any

VARIABLE_KEYWORDS = 0x08  # inspect.CO_VARKEYWORDS; importing inspect would cost more than all of this


class Unusable(Exception):
    """The agent answered with something that cannot be shown. The text is a sentence."""


class Agent:
    """The agent's module and the conversation with it."""

    def __init__(self, wire: Wire, folder: str, output_bytes: int) -> None:
        self._wire = wire
        self._folder = folder
        self._output_bytes = output_bytes
        self._encode = Encoder()
        self._interrupts = Interrupts(wire.fd)
        self._loop: AbstractEventLoop | None = None
        self._answered = False

    def call(self, name: str, argument: object) -> None:
        """Answer one call with frames; exactly one of them, the last, ends it."""
        self._answered = False
        self._interrupts.begin()
        try:
            with self._interrupts:
                function = _function(name)
                result = _called(name, function, argument)
            calls.run(
                result, self._interrupts, self._event_loop, lambda response, last: self._emit(name, response, last)
            )
        except SystemExit:
            raise
        except BaseException as error:
            self._fail(error)

    def next_frame(self) -> dict[str, Any]:
        """Wait for the bridge. The agent's background tasks go on meanwhile."""
        loop = self._loop
        if loop is not None and not loop.is_closed():
            readable = loop.create_future()
            loop.add_reader(self._wire.fd, lambda: readable.done() or readable.set_result(None))
            try:
                loop.run_until_complete(readable)
            finally:
                loop.remove_reader(self._wire.fd)
        return self._wire.receive()

    def _event_loop(self) -> AbstractEventLoop:
        """The conversation's event loop: tasks and clients of the agent outlive a turn."""
        if self._loop is None or self._loop.is_closed():
            import asyncio

            self._loop = asyncio.new_event_loop()
            asyncio.set_event_loop(self._loop)
        return self._loop

    def _emit(self, name: str, response: object, last: bool) -> None:
        if self._interrupts.stopped:
            raise Stopped  # what stopped code still says is not shown
        body = self._body(name, response)
        if len(body) > self._output_bytes:
            limit = f"more than the {self._output_bytes:,} bytes of limits.output_bytes"
            raise Unusable(f"{name} returned {len(body):,} bytes, {limit}")
        if last:
            self._answer(b'{"part":%s,"last":true}' % body)
        else:
            self._wire.send(b'{"part":%s,"last":false}' % body)

    def _body(self, name: str, response: object) -> bytes:
        if not isinstance(response, dict):
            what = type(response).__name__
            article = "an" if what[0].lower() in "aeiou" else "a"
            raise Unusable(f"{name} returned {article} {what}, expected a dict with outputs and next_inputs")
        try:
            return self._encode(response)
        except (TypeError, ValueError, RecursionError):
            from . import plain  # few need it, and it imports what some of them never do

            try:
                converted = plain.to_plain(response, name)
            except plain.NotPlain as wrong:
                raise Unusable(f"{name} returned something that cannot be shown: {wrong}") from None
            return encode(converted)

    def _answer(self, frame: bytes) -> None:
        """Send the frame that ends the call."""
        self._interrupts.end()
        self._answered = True
        self._wire.send(frame)

    def _fail(self, error: BaseException) -> None:
        """Report what the agent's code raised; after the answer, as in a generator's `finally`, to its log only."""
        from . import report

        if isinstance(error, Unusable):
            described = report.failure("unusable", str(error))
        else:
            described = report.raised(error, self._folder, "cancelled" if self._interrupts.stopped else "raised")
        if self._answered:
            sys.stderr.write(described["traceback"])
        else:
            self._answer(encode({"failure": described}))


def _function(name: str) -> Callable[..., object]:
    # Imported at the first call, so that its errors are that call's; `importlib` would add frames to their tracebacks.
    function = getattr(__import__("handler_io"), name, None)
    if not callable(function):
        raise AttributeError(f"handler_io.py defines no function {name}")  # noqa: TRY004 - it is not there
    return function


def _called(name: str, function: Callable[..., object], argument: object) -> object:
    """`initialize` takes the history only if its signature asks for it."""
    if name != "initialize":
        return function(with_files(argument))
    return function(conversation_history=argument) if _asks_for_history(function) else function()


def _asks_for_history(function: Any) -> bool:
    code = getattr(function, "__code__", None)
    if code is not None and not hasattr(function, "__wrapped__"):
        names = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
        return "conversation_history" in names or bool(code.co_flags & VARIABLE_KEYWORDS)
    import inspect  # for what is decorated, partial, or an object that can be called

    # A decorator's wrapper takes anything: what it wraps has to ask for the history, and it has to let it through.
    signatures = [inspect.signature(function, follow_wrapped=follow) for follow in (True, False)]
    return all(
        any(p.name == "conversation_history" or p.kind is p.VAR_KEYWORD for p in signature.parameters.values())
        for signature in signatures
    )


def _limit_memory(size: int) -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (size, size))


class OwnGroup:
    """Everything the agent started. The bridge ends it; when the bridge itself is gone, nobody else will."""

    def __init__(self) -> None:
        self.abandoned = False
        self._pid = os.getpid()
        atexit.register(self._end)  # before the agent registers anything, so this runs last

    def _end(self) -> None:
        if self.abandoned and os.getpid() == self._pid:  # a fork of the agent's is not us
            os.killpg(0, signal.SIGKILL)


def _was_dismissed(wire: Wire) -> bool:
    """Whether the bridge said that this is the end, rather than ended itself."""
    try:
        while "stop" not in wire.receive():
            pass
    except (Closed, ConnectionError):
        return False
    return True


def serve(fd: int, folder: str, output_bytes: int, memory: int) -> None:
    """Greet the bridge, then answer its calls. Returns at the end, so that `atexit` functions of the agent run."""
    wire = Wire(fd)
    streams: tuple[Any, Any] = (sys.stdout, sys.stderr)
    for stream in streams:
        stream.reconfigure(encoding="utf-8", errors="backslashreplace", line_buffering=True)
    if memory:
        _limit_memory(memory)
    sys.path.insert(0, folder)
    sys.argv[:] = [os.path.join(folder, "handler_io.py")]
    agent = Agent(wire, folder, output_bytes)
    group = OwnGroup()
    try:
        wire.send(encode({"ready": sys.version.split()[0]}))
        while "stop" not in (frame := agent.next_frame()):
            if "call" in frame:  # else it is a cancel that came after its turn had ended
                agent.call(frame["call"], frame["argument"])
    except (Closed, ConnectionError):
        group.abandoned = not _was_dismissed(wire)
    finally:
        wire.close()
        exit_soon()
