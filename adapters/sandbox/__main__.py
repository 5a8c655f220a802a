"""``python -m adapters.sandbox``: the sandbox as a process of its own.

Prints one line of JSON, ``{"url": …, "settings": {…}, "sections": {"slack": {…}, "discord": {…}}}``, once it listens;
`settings` are those of Slack alone. Ends on SIGINT or SIGTERM.
"""

import argparse
import asyncio
import json
import signal
import sys

from adapters.sandbox.server import Sandbox


async def serve(port: int, *, limits: bool, http_target: str) -> None:
    """Serve until the process is told to end."""
    ended = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, ended.set)
    async with Sandbox(port, limits=limits, http_target=http_target) as sandbox:
        sys.stdout.write(
            json.dumps({"url": sandbox.url, "settings": sandbox.settings, "sections": sandbox.sections}) + "\n"
        )
        sys.stdout.flush()
        await ended.wait()


def main() -> None:
    """Read the arguments and serve."""
    parser = argparse.ArgumentParser(prog="python -m adapters.sandbox", description="Local twins of Slack and Discord.")
    parser.add_argument("--port", type=int, default=0, help="0 takes a free port (default)")
    parser.add_argument(
        "--no-limits", action="store_true", help="answer as fast as asked, without the platforms' rate limits"
    )
    parser.add_argument(
        "--http-target", default="", help="deliver Slack's events over HTTP to this address instead of Socket Mode"
    )
    options = parser.parse_args()
    asyncio.run(serve(options.port, limits=not options.no_limits, http_target=options.http_target))


if __name__ == "__main__":
    main()
