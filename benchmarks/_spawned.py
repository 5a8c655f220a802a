"""What is usual: one interpreter for each session, line-delimited JSON over its standard streams, read with asyncio."""

import asyncio
import json
import sys
from pathlib import Path
from types import TracebackType
from typing import Any, Self

CHILD = """\
import json, sys
sys.path.insert(0, "")
sys.stdout, wire = sys.stderr, sys.stdout
import handler_io
for line in sys.stdin:
    request = json.loads(line)
    function = getattr(handler_io, request["function"])
    response = function() if request["function"] == "initialize" else function(request["data"])
    wire.write(json.dumps(response) + "\\n")
    wire.flush()
"""


class Spawned:
    """One session."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        assert process.stdin is not None
        assert process.stdout is not None
        self.pid = process.pid
        self._process = process
        self._stdin = process.stdin
        self._stdout = process.stdout

    @classmethod
    async def start(cls, folder: Path) -> Self:
        pipe = asyncio.subprocess.PIPE
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-c", CHILD, cwd=folder, stdin=pipe, stdout=pipe, limit=1 << 20
        )
        return cls(process)

    async def call(self, function: str, data: object = None) -> Any:
        self._stdin.write(json.dumps({"function": function, "data": data}).encode() + b"\n")
        return json.loads(await self._stdout.readline())

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stdin.close()
        await self._process.wait()
