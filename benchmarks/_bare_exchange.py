"""The least that two processes can do on asyncio streams, for `benchmarks.handler_roundtrip`: an exchange of JSON.

The bytes of a turn over a socket pair, read and parsed at both ends (orjson here, the standard library's json there),
nothing else. Prints the seconds of one exchange. It is a program of its own, as the measured one would leave it an
allocator of other habits: asyncio's reads ask for a quarter of a megabyte each.

    python -m benchmarks._bare_exchange TURNS
"""

import asyncio
import socket
import sys
import time

import orjson

PEER = """\
import json, socket, sys
wire = socket.socket(fileno=int(sys.argv[1]))
reader = wire.makefile("rb")
while header := reader.read(4):
    data = json.loads(reader.read(int.from_bytes(header, "big")))["argument"]
    text = "You said: " + data["message"]
    inputs = [{"name": "message", "type": "string"}]
    part = {"outputs": [{"type": "text", "text": text}], "next_inputs": inputs}
    body = json.dumps({"part": part, "last": True}).encode()
    wire.sendall(len(body).to_bytes(4, "big") + body)
"""
QUESTION = {"message": "hello, how are you today?"}
WARM_UP = 50
"""Exchanges that are not measured: caches, branch predictors, the allocator."""
STANDING = 3600
"""Seconds of a timer that is set throughout and never comes, as in any program on asyncio: a loop without one waits
without a limit, which is cheaper for the kernel, and a turn has a limit.
"""


async def exchange(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    body = orjson.dumps({"call": "on_input", "argument": QUESTION})
    writer.write(len(body).to_bytes(4, "big") + body)
    length = int.from_bytes(await reader.readexactly(4), "big")
    assert orjson.loads(await reader.readexactly(length))["last"]


async def main(turns: int) -> None:
    ours, theirs = socket.socketpair()
    with theirs:
        child = await asyncio.create_subprocess_exec(
            sys.executable, "-I", "-c", PEER, str(theirs.fileno()), pass_fds=(theirs.fileno(),)
        )
    reader, writer = await asyncio.open_connection(sock=ours)
    asyncio.get_running_loop().call_later(STANDING, lambda: None)
    for _ in range(WARM_UP):
        await exchange(reader, writer)
    began = time.perf_counter()
    for _ in range(turns):
        await exchange(reader, writer)
    print((time.perf_counter() - began) / turns)
    writer.close()
    await child.wait()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
