"""The bridge's end of a zygote (`bridge.handler.zygote`): it has an agent's imports, and forks its sessions."""

import asyncio
import os
import socket
from collections import deque
from collections.abc import Callable, Mapping
from typing import Any

import orjson

from bridge.errors import HostError
from bridge.host.child import EXIT_WAIT, Child, Start
from bridge.host.leader import Leader, Watched

PACKET = 65536
AT_ONCE = 4
"""Requests that are under way: it answers one after the other, and the socket holds a few hundred only."""


class ZygoteGone(HostError):  # noqa: N818 - names what happened
    """It ended before it answered."""


class Zygote:
    """One zygote. `sessions` counts those that it forked and that were not reaped."""

    def __init__(self, child: Child, control: socket.socket, on_idle: Callable[["Zygote"], None]) -> None:
        self.sessions = 0
        self.alive = True
        self._child = child
        self._control = control
        self._on_idle = on_idle
        self._answers: deque[asyncio.Future[dict[str, Any]]] = deque([asyncio.get_running_loop().create_future()])
        self._room = asyncio.Semaphore(AT_ONCE)
        self._ending: asyncio.Task[str] | None = None
        control.setblocking(False)
        asyncio.get_running_loop().add_reader(control, self._readable)

    async def greet(self, seconds: float) -> str:
        """Wait until the imports are done; return why its sessions must not be forked, or nothing.

        Raises:
            HostError: it could not be started, ended, or was not ready in time.
        """
        greeting = self._answers[0]
        try:
            await self._child.started()
            async with asyncio.timeout(seconds):
                return str((await greeting)["unsafe"])
        except TimeoutError:
            raise HostError(f"its imports took longer than {seconds:g} s") from None
        except ZygoteGone:
            how = await self.close()
            said = " | ".join(self._child.output.last_lines) or "it printed nothing"
            raise HostError(f"its imports ended the process: {how}; {said}") from None
        finally:
            greeting.cancel()

    def forking(self, options: Mapping[str, object]) -> Start:
        """A session of its own, forked."""

        async def start(wire: socket.socket, output: int) -> Leader:
            try:
                answer = await self._ask({"fork": options}, [wire.fileno(), output])
            finally:
                wire.close()
                os.close(output)
            if "pid" not in answer:
                raise HostError(f"no process could be forked: {answer.get('error')}")
            self.sessions += 1
            return Forked(answer["pid"], self)

        return start

    async def reap(self, pid: int) -> int | None:
        """Let the number of a session that has ended go, and return its exit status, if that can still be known."""
        self.sessions -= 1
        try:
            return (await self._ask({"reap": pid}))["status"]
        except ZygoteGone:
            return None
        finally:
            if self.sessions == 0:
                self._on_idle(self)

    async def close(self) -> str:
        """End it. Its sessions go on, but how they end cannot be known."""
        return await asyncio.shield(self._begin_end())

    def _begin_end(self) -> asyncio.Task[str]:
        self._hang_up()
        if self._ending is None:
            self._ending = asyncio.create_task(self._child.end(EXIT_WAIT), name="end of a zygote")
        return self._ending

    async def _ask(self, request: Mapping[str, object], fds: list[int] | None = None) -> dict[str, Any]:
        async with self._room:
            if not self.alive:
                raise ZygoteGone("the zygote has ended")
            answer: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()
            try:
                socket.send_fds(self._control, [orjson.dumps(request)], fds or [])
            except OSError as error:
                raise ZygoteGone(f"the zygote does not listen: {error}") from error
            self._answers.append(answer)
            return await answer

    def _readable(self) -> None:
        try:
            text = self._control.recv(PACKET)
        except BlockingIOError:
            return
        except OSError:
            text = b""
        if not text:
            self._begin_end()
            return
        answer = self._answers.popleft()
        if not answer.done():
            answer.set_result(orjson.loads(text))

    def _hang_up(self) -> None:
        if not self.alive:
            return
        self.alive = False
        asyncio.get_running_loop().remove_reader(self._control)
        self._control.close()
        for answer in self._answers:
            if not answer.done():
                answer.set_exception(ZygoteGone("the zygote has ended"))
        self._answers.clear()


class Forked(Watched):
    """A session that a zygote forked: the zygote's child, which it reaps when asked."""

    def __init__(self, pid: int, zygote: Zygote) -> None:
        super().__init__(pid)
        self._zygote = zygote

    async def reap(self) -> int | None:
        self.forget()
        return await self._zygote.reap(self.pid)
