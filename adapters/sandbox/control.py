"""The control API: what the page does on behalf of a person, and the world it shows.

Guarantee: both platforms take the same way, and the people are the same people, by name.
"""

from collections.abc import Awaitable, Callable
from dataclasses import asdict
from typing import Final

from aiohttp import web

from adapters.sandbox.coverage import rows
from adapters.sandbox.discord.control import DiscordControl
from adapters.sandbox.discord.coverage import COVERAGE as OF_DISCORD
from adapters.sandbox.discord.twin import DiscordTwin
from adapters.sandbox.operations import answering
from adapters.sandbox.slack.control import SlackControl
from adapters.sandbox.slack.coverage import COVERAGE as OF_SLACK
from adapters.sandbox.slack.twin import SlackTwin
from adapters.sandbox.wire import Json

ROOT: Final = "/sandbox"
Half = SlackControl | DiscordControl


class Control:
    """The routes under /sandbox/, but for the feed."""

    def __init__(self, slack: SlackTwin, discord: DiscordTwin) -> None:
        self._slack = slack
        self._discord = discord
        self._halves = {"slack": SlackControl(slack), "discord": DiscordControl(discord, self._names)}

    def routes(self) -> list[web.RouteDef]:
        """Return every address of the control API."""
        routes = [
            web.get(f"{ROOT}/state", answering(self._state)),
            web.get(f"{ROOT}/coverage", answering(self._coverage)),
        ]
        for platform, half in self._halves.items():
            place = f"{ROOT}/{platform}"
            routes += [web.get(f"{place}/{name}", answering(operation)) for name, operation in half.reads().items()]
            routes += [web.post(f"{place}/{name}", answering(operation)) for name, operation in half.writes().items()]
            routes.append(web.post(f"{place}/upload", _upload(half)))
        return routes

    async def _state(self, _: Json) -> Json:
        slack, discord = self._slack.world, self._discord.world
        problems = [
            {"platform": platform, **problem}
            for platform, world in (("slack", slack), ("discord", discord))
            for problem in world.problems
        ]
        return {
            "people": [asdict(person) for person in slack.people.values()],
            **{platform: half.state() for platform, half in self._halves.items()},
            "problems": sorted(problems, key=lambda problem: problem["at"]),
            "connected": slack.connected,
        }

    async def _coverage(self, _: Json) -> Json:
        return {"slack": rows(OF_SLACK), "discord": rows(OF_DISCORD)}

    def _names(self) -> dict[str, str]:
        """Return the people's names by the ids that the page knows them under."""
        return {person.id: person.name for person in self._slack.world.people.values()}


def _upload(half: Half) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def receive(request: web.Request) -> web.Response:
        content = await request.read()

        async def keep(asked: Json) -> Json:
            return await half.upload(asked, content)

        return await answering(keep)(request)

    return receive
