"""A program that holds a conversation where it is started, for tests that start it: ``python -m … [deaf]``.

Its agent echoes; ``wait`` runs until it is stopped, ``stream`` shows its work, ``bye`` ends. Deaf, nobody ever answers.
"""

import asyncio
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import structlog

from adapters.terminal import TerminalAdapter
from bridge.catalog.catalog import Catalog
from bridge.host.port import Frame, Part
from bridge.journal import database
from bridge.journal.journal import opened
from bridge.ports import Inbox
from bridge.router import Router
from bridge.session.conversation import House
from bridge.session.turnstiles import Turnstiles
from tests.fakes.host import FakeHost
from tests.fakes.inbox import RecordingInbox
from tests.fakes.talk import agent, asks


async def script(function: str, argument: object) -> AsyncIterator[Frame]:
    message = str(argument["message"]) if isinstance(argument, dict) else ""
    if function == "initialize":
        yield Part({"outputs": "Hello!", "next_inputs": asks()}, last=True)
    elif message == "wait":
        yield Part({"outputs": "Waiting", "status": "is waiting…"}, last=False)
        await asyncio.Event().wait()
    elif message == "stream":
        yield Part({"outputs": "ten percent"}, last=False)
        yield Part({"outputs": "all of it", "append": False, "next_inputs": asks()}, last=True)
    elif message == "bye":
        yield Part({"outputs": "Goodbye!", "next_inputs": []}, last=True)
    else:
        yield Part({"outputs": f"You said: {message}", "next_inputs": asks()}, last=True)


async def chat(adapter: TerminalAdapter, inbox: Inbox) -> None:
    async with adapter.run(inbox):
        sys.stderr.write("ready\n")
        await adapter.wait_closed()


async def main(deaf: bool) -> None:
    adapter = TerminalAdapter({})
    if deaf:
        return await chat(adapter, RecordingInbox())
    async with opened(database.MEMORY) as journal:
        nowhere = Path("/nowhere")
        host, stiles = FakeHost(script), Turnstiles()
        house = House(host=host, journal=journal, turnstiles=stiles, uploads=nowhere, states=nowhere)
        router = Router(Catalog({"echo": agent()}), house, {"terminal": adapter}, default_agent="")
        try:
            return await chat(adapter, router)
        finally:
            await router.close(0.0)


if __name__ == "__main__":
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))
    asyncio.run(main("deaf" in sys.argv))
