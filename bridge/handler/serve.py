"""Serve the calls of one conversation until the bridge closes the wire."""

from __future__ import annotations

import atexit
import os
import signal
import sys

from . import calls
from .answer import Answer, TooLong
from .confine import begin_turn, confine
from .encoding import Encoder, encode
from .files import with_files
from .stopping import FINISH_GRACE, Interrupts, Stopped, exit_soon
from .wire import Closed, Wire

TYPE_CHECKING = False
if TYPE_CHECKING:
    from asyncio import AbstractEventLoop
    from collections.abc import Callable
    from typing import Any

    from .asking import Questions
    from .memory import Memory

current: Agent | None = None
"""That of this process."""
_streams_set_up = False
FEEDBACK = "on_feedback"
VARIABLE_KEYWORDS = 0x08  # inspect.CO_VARKEYWORDS; importing inspect would cost more than all of this


class Unusable(Exception):
    """The agent answered with something that cannot be shown. The text is a sentence."""


class Agent:
    """The agent's module and the conversation with it."""

    def __init__(self, wire: Wire, options: dict[str, Any], memory: Memory | None) -> None:
        self._wire = wire
        self._folder: str = options["folder"]
        self._output_bytes: int = options["output_bytes"]
        self._cpu: float = options["limits"]["cpu"]
        self._encode = Encoder()
        self._memory = memory
        self._saves_turns: bool = options["save_turns"]
        self._interrupts = Interrupts(wire, keeps=memory is not None)
        self._loop: AbstractEventLoop | None = None
        self._answer = Answer("", self._output_bytes)
        self._last: Answer | None = None
        self._function: Callable[[str], Callable[..., object]] = _function
        self._speakers: dict[str, str] = {}
        if "model" in options:
            from . import model

            self._function = model.Model(options["model"], self._folder, _function).function
            self._speakers = model.SPEAKERS
        if "tasks" in options:
            from . import tasks

            tasks.install(options["tasks"])
        self._questions: Questions | None = None
        self._begun = False  # whether there is anything to save: nothing saved is replaced by what has not begun

    def call(self, name: str, argument: object, turn: str) -> None:
        """Answer one call with frames; exactly one of them, the last, ends it."""
        self._answer = Answer(turn, self._output_bytes)
        self._begun = True
        if self._cpu:
            begin_turn(self._cpu)
        self._interrupts.begin(asks=True)
        try:
            with self._interrupts:
                function = self._function(name)
                result = _called(name, function, argument)
            calls.run(
                result, self._interrupts, self._event_loop, lambda response, last: self._emit(name, response, last)
            )
        except SystemExit:
            raise
        except BaseException as error:
            self._fail(error)
        self._last = self._answer
        if self._memory is not None and self._saves_turns:
            self._memory.after_turn(self._last, self.kind)

    def restore(self, history: object) -> None:
        """Go on with the conversation that was saved, and tell what came of it and what its last turn answered."""
        from .restoring import restored

        assert self._memory is not None, "what is restored has a folder"
        told, answer = restored(self._memory, self.run_silently, history, self._folder)
        self._last, self._begun = answer, True
        frames = answer.frames if answer is not None else []
        self._wire.send(encode({"restored": told, "frames": len(frames)}))
        for frame in frames:
            self._wire.send(frame)

    def save(self) -> None:
        """Save now, and tell what came of it."""
        assert self._memory is not None, "what is saved has a folder"
        nothing: dict[str, Any] = {"size": 0, "lost": [], "problem": ""}
        self._wire.send(encode({"saved": self._memory.save(self._last, self.kind) if self._begun else nothing}))

    def save_for_the_next_bridge(self) -> None:
        """Nobody listens any more."""
        if self._memory is not None and self._begun:
            exit_soon(FINISH_GRACE)
            told = self._memory.save(self._last, self.kind)
            if told["problem"]:
                sys.stderr.write("chatbridge: %s\n" % told["problem"])

    def kind(self) -> str:
        """How the handler is kept; see `state`."""
        from . import state

        return state.kind_of(_asks_for_history(self._function("initialize")))

    def run_silently(self, name: str, argument: object) -> None:
        """Call a function of the agent to its end. What it answers was seen already, or is not for anybody."""
        self._interrupts.begin()
        try:
            with self._interrupts:
                result = _called(name, self._function(name), argument)
            calls.run(result, self._interrupts, self._event_loop, lambda response, last: None)
        finally:
            self._interrupts.end()

    def questions(self) -> Questions:
        """What its code asks while a turn runs."""
        if self._questions is None:
            from .asking import Questions

            self._questions = Questions(self._wire, self._interrupts)
        return self._questions

    def next_frame(self) -> dict[str, Any]:
        """Wait for the bridge. The agent's background tasks go on meanwhile."""
        loop = self._loop
        if loop is not None and not loop.is_closed() and not self._wire.waits:
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
        if name == FEEDBACK:
            if not last:
                return
            response = {}  # nobody sees what it returns
        name = self._speakers.get(name, name)
        body = self._body(name, response)
        if len(body) > self._output_bytes:
            limit = f"more than the {self._output_bytes:,} bytes of limits.output_bytes"
            raise Unusable(f"{name} returned {len(body):,} bytes, {limit}")
        frame = b'{"part":%s,"last":%s}' % (body, b"true" if last else b"false")
        assert isinstance(response, dict), "it has a body"
        try:
            self._answer.add(response, frame, last)
        except TooLong as wrong:
            raise Unusable(f"{name} {wrong}") from None
        if last:
            self._interrupts.end()
        self._send(frame)

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

    def _send(self, frame: bytes) -> None:
        """Send a frame of a turn; a turn whose bridge is gone is finished for the next one."""
        try:
            self._wire.send(frame)
        except ConnectionError:
            if self._memory is None:
                raise

    def _fail(self, error: BaseException) -> None:
        """Report what the agent's code raised; after the answer, as in a generator's `finally`, to its log only."""
        from . import report

        if isinstance(error, Unusable):
            described = report.failure("unusable", str(error))
        else:
            described = report.raised(error, self._folder, "cancelled" if self._interrupts.stopped else "raised")
        if self._answer.whole:
            sys.stderr.write(described["traceback"])
        else:
            frame = encode({"failure": described})
            self._answer.fail(frame)
            self._interrupts.end()
            self._send(frame)


def _memory(options: dict[str, Any]) -> Memory | None:
    if not options["state"]:
        return None
    from .memory import Memory

    return Memory(options)


def _function(name: str) -> Callable[..., object]:
    # Imported at the first call, so that its errors are that call's; `importlib` would add frames to their tracebacks.
    function = getattr(__import__("handler_io"), name, None)
    if function is None and name == FEEDBACK:
        return _ignore
    if not callable(function):
        raise AttributeError(f"handler_io.py defines no function {name}")  # noqa: TRY004 - it is not there
    return function


def _ignore(data: object) -> None:
    """What people think of an answer, where the agent does not want to know."""


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


class OwnGroup:
    """Everything the agent started. The bridge ends it; when the bridge itself is gone, nobody else will."""

    def __init__(self) -> None:
        self.abandoned = False
        self._pid = os.getpid()
        atexit.register(self._end)  # before the agent registers anything, so this runs last

    def _end(self) -> None:
        if self.abandoned and os.getpid() == self._pid:  # a fork of the agent's is not us
            os.killpg(0, signal.SIGKILL)


def _let_go(wire: Wire, memory: Memory | None) -> None:
    wire.close()
    if memory is not None:
        memory.close()


def _was_dismissed(wire: Wire) -> bool:
    """Whether the bridge said that this is the end, rather than ended itself."""
    try:
        while "stop" not in wire.receive():
            pass
    except (Closed, ConnectionError):
        return False
    return True


def set_up_streams() -> None:
    """What is printed is UTF-8, a line at a time. A zygote has done so for its conversations."""
    global _streams_set_up
    if not _streams_set_up:
        _streams_set_up = True
        streams: tuple[Any, Any] = (sys.stdout, sys.stderr)
        for stream in streams:
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", line_buffering=True)


def serve(fd: int, options: dict[str, Any]) -> None:
    """Greet the bridge, then answer its calls. Returns at the end, so that `atexit` functions of the agent run.

    `options` has the agent's folder, its limits and its version, the state folder of the conversation or "", and what a
    model project begins with (`model`).
    """
    wire = Wire(fd)
    set_up_streams()
    memory = _memory(options)  # it may have to end a process before us, which confined we could not
    confine(options["limits"])
    sys.path.insert(0, options["folder"])
    sys.argv[:] = [os.path.join(options["folder"], "handler_io.py")]
    global current
    agent = current = Agent(wire, options, memory)
    group = OwnGroup()
    # A process that the agent forks must neither answer for it, nor keep the wire and the folder when it has ended.
    os.register_at_fork(after_in_child=lambda: _let_go(wire, memory))
    try:
        wire.send(encode({"ready": sys.version.split()[0]}))
        while "stop" not in (frame := agent.next_frame()):
            if "call" in frame:  # else it may be a cancel that came after its turn had ended
                agent.call(frame["call"], frame["argument"], frame["turn"])
            elif "restore" in frame:
                agent.restore(frame["restore"])
            elif "save" in frame:
                agent.save()
    except (Closed, ConnectionError):
        group.abandoned = not _was_dismissed(wire)
        if group.abandoned:
            agent.save_for_the_next_bridge()
    finally:
        wire.close()
        exit_soon()
