"""Application commands: registered for everywhere or for this server.

Source: Discord docs, "Application Commands". A command created again under its name is replaced (200 instead of 201);
PUT replaces all commands of a place at once.
"""

from typing import Any, Final

from adapters.sandbox.discord.access import Access
from adapters.sandbox.discord.call import NO_CONTENT, Answer, Call, Route
from adapters.sandbox.discord.command_rules import check_command, check_commands
from adapters.sandbox.discord.wire import Refused
from adapters.sandbox.discord.world import World
from adapters.sandbox.wire import Json, NotPossible

CHAT: Final = 1
EVERYWHERE: Final = ""
DEFAULTS: Final[Json] = {
    "type": CHAT,
    "description": "",
    "options": [],
    "default_member_permissions": None,
    "nsfw": False,
    "name_localizations": None,
    "description_localizations": None,
}
GLOBAL_DEFAULTS: Final[Json] = {"dm_permission": True, "contexts": None, "integration_types": [0]}


class Commands:
    """The commands by place: this server, or everywhere."""

    def __init__(self, world: World, access: Access) -> None:
        self._world = world
        self._access = access
        self._places: dict[str, dict[str, Json]] = {EVERYWHERE: {}, world.guild_id: {}}

    def routes(self) -> list[Route]:
        """Return the addresses served here, for everywhere and for a guild."""
        routes: list[Route] = []
        for place in ("/applications/{application}/commands", "/applications/{application}/guilds/{guild}/commands"):
            routes += [
                Route("GET", place, self.every),
                Route("PUT", place, self.replace),
                Route("POST", place, self.create),
                Route("GET", f"{place}/{{command}}", self.get),
                Route("PATCH", f"{place}/{{command}}", self.edit),
                Route("DELETE", f"{place}/{{command}}", self.delete),
            ]
        return routes

    @property
    def registered(self) -> list[Json]:
        """Every command, the server's own first."""
        return [command for place in reversed(self._places.values()) for command in place.values()]

    def named(self, name: str, *, direct: bool) -> Json:
        """Return the slash command with this name, as a person finds it in this server or in a DM.

        Raises:
            NotPossible: there is none.
        """
        offered = [command for command in self.registered if command["type"] == CHAT]
        offered = [command for command in offered if not direct or "guild_id" not in command]
        found = next((command for command in offered if command["name"] == name.removeprefix("/")), None)
        if found is None:
            known = ", ".join(f"/{command['name']}" for command in offered) or "none"
            raise NotPossible("unknown_command", f"There is no command {name!r}; there are: {known}.")
        return found

    def every(self, call: Call) -> Answer:
        """Get Global or Guild Application Commands."""
        return Answer([*self._place(call).values()])

    def get(self, call: Call) -> Answer:
        """Get one command."""
        return Answer(self._one(call))

    def create(self, call: Call) -> Answer:
        """Create Application Command."""
        place = self._place(call)
        check_command(call.json)
        command = self._stored(call, call.body)
        known = command["id"] in place
        place[command["id"]] = command
        return Answer(command, 200 if known else 201)

    def replace(self, call: Call) -> Answer:
        """Bulk Overwrite Application Commands; a command that keeps its name keeps its id."""
        place = self._place(call)
        check_commands(call.json)
        entries: Any = call.json
        stored = [self._stored(call, entry) for entry in entries]
        place.clear()
        place.update({command["id"]: command for command in stored})
        return Answer(stored)

    def edit(self, call: Call) -> Answer:
        """Edit Application Command."""
        found = self._one(call)
        edited = {**found, **call.body}
        check_command(edited)
        command = {**edited, "id": found["id"], "type": found["type"], "version": self._world.snowflakes.next()}
        self._place(call)[found["id"]] = command
        return Answer(command)

    def delete(self, call: Call) -> Answer:
        """Delete Application Command."""
        del self._place(call)[self._one(call)["id"]]
        return NO_CONTENT

    def _place(self, call: Call) -> dict[str, Json]:
        if call["application"] != self._world.app.id:
            raise Refused(403, 20012, "You are not authorized to perform this action on this application")
        guild = call.params.get("guild", EVERYWHERE)
        if guild:
            self._access.guild(guild)
        return self._places[guild]

    def _one(self, call: Call) -> Json:
        found = self._place(call).get(call["command"])
        if found is None:
            raise Refused(404, 10063, "Unknown application command")
        return found

    def _stored(self, call: Call, body: Json) -> Json:
        """Return a command as Discord keeps it."""
        given = {key: value for key, value in body.items() if value is not None}
        guild = call.params.get("guild", EVERYWHERE)
        kind, name = given.get("type", CHAT), given["name"]
        place = self._places[guild].values()
        same = next((known for known in place if (known["type"], known["name"]) == (kind, name)), None)
        return {
            **DEFAULTS,
            **({"guild_id": guild} if guild else GLOBAL_DEFAULTS),
            **given,
            "id": same["id"] if same else self._world.snowflakes.next(),
            "application_id": self._world.app.id,
            "version": self._world.snowflakes.next(),
        }
