"""Run one function of the agent, whatever kind of function it is, and pass on its responses as they come."""

from __future__ import annotations

import types

TYPE_CHECKING = False
if TYPE_CHECKING:
    from asyncio import AbstractEventLoop
    from collections.abc import AsyncGenerator, Callable, Coroutine, Generator
    from typing import Any

    from .stopping import Interrupts

    Emit = Callable[[object, bool], None]


def run(result: object, interrupts: Interrupts, loop: Callable[[], AbstractEventLoop], emit: Emit) -> None:
    """`emit(response, last)` every response of a call; exactly the final one is the last.

    Plain functions, generators, coroutines and async generators are told apart by what the call returned.

    Args:
        result: what the agent's function returned.
        interrupts: see `stopping`; raises `Stopped` inside the agent's code.
        loop: returns the conversation's event loop, made on first use.
        emit: takes a response and whether it is the last.
    """
    if isinstance(result, types.GeneratorType):
        _generator(result, interrupts, loop, emit)
    elif isinstance(result, types.CoroutineType):
        # What a coroutine returned may be a generator in turn.
        run(_in_loop(result, interrupts, loop()), interrupts, loop, emit)
    elif isinstance(result, types.AsyncGeneratorType):
        _in_loop(_async_generator(result, emit), interrupts, loop())
    else:
        emit(result, True)


def ends_turn(response: object) -> bool:
    """Whether nothing is read after this response."""
    return isinstance(response, dict) and (response.get("next_inputs") is not None or response.get("done") is True)


def _generator(
    generator: Generator[object, object, object],
    interrupts: Interrupts,
    loop: Callable[[], AbstractEventLoop],
    emit: Emit,
) -> None:
    """A coroutine that it yields is run, and its result sent back: `model` calls functions of either kind so."""
    result: object = None
    try:
        while True:
            try:
                with interrupts:
                    response = generator.send(result)
            except StopIteration as end:
                emit(end.value if isinstance(end.value, dict) else {}, True)
                return
            result = None
            if isinstance(response, types.CoroutineType):
                result = _in_loop(response, interrupts, loop())
                continue
            last = ends_turn(response)
            emit(response, last)
            if last:
                return
    finally:
        generator.close()


async def _async_generator(generator: AsyncGenerator[object, None], emit: Emit) -> None:
    # One task for the whole generator: a timeout or task group of the agent may reach over its yields.
    try:
        async for response in generator:
            last = ends_turn(response)
            emit(response, last)
            if last:
                return
        emit({}, True)
    finally:
        await generator.aclose()


def _in_loop(coroutine: Coroutine[Any, Any, object], interrupts: Interrupts, loop: AbstractEventLoop) -> object:
    """Run a coroutine in the conversation's loop; being stopped cancels it."""
    task = loop.create_task(coroutine)
    interrupts.cancel = lambda: loop.call_soon_threadsafe(task.cancel)
    interrupts.watch(loop)
    try:
        with interrupts:
            return loop.run_until_complete(task)
    finally:
        interrupts.leave(loop)
        interrupts.cancel = None
