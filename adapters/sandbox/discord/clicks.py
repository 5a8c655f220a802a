"""Pressing buttons, choosing from selects, entering slash commands; and what a person sees of the bot's answer.

Guarantee: only what is there and enabled can be pressed, and only what it offers chosen; the bot is told once, and the
person is told when it did not answer in time. Source: Discord docs, "Receiving Interactions"; recorded interaction.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from adapters.sandbox.discord.attachments import Attachments
from adapters.sandbox.discord.command_options import options_of
from adapters.sandbox.discord.commands import Commands
from adapters.sandbox.discord.component_rules import find, walk
from adapters.sandbox.discord.conversation import Conversation
from adapters.sandbox.discord.entities import Account, Channel, Kind, Thread
from adapters.sandbox.discord.interaction_payloads import payload, resolved
from adapters.sandbox.discord.interactions import Act, Interaction, Interactions
from adapters.sandbox.discord.world import World
from adapters.sandbox.wire import Json, NotPossible

FAILED: Final[Json] = {"ok": False, "error": "interaction_failed", "message": "This interaction failed"}
BUTTON: Final = 2
STRING_SELECT: Final = 3


class Clicks:
    """What people press and enter outside of modals."""

    def __init__(
        self,
        world: World,
        interactions: Interactions,
        conversation: Conversation,
        commands: Commands,
        files: Attachments,
    ) -> None:
        self._world = world
        self._interactions = interactions
        self._conversation = conversation
        self._commands = commands
        self._files = files

    async def act(
        self, person: Account, channel: Channel, message_id: str, custom_id: str, values: Sequence[str]
    ) -> Json:
        """Press a button or choose from a select."""
        message = self._message(person, channel, message_id)
        component = _component(message, custom_id)
        kind: int = component["type"]
        data: Json = {"component_type": kind, "custom_id": custom_id, "id": component["id"]}
        if kind == BUTTON and values:
            raise NotPossible("no_values", "A button takes no values.")
        if kind != BUTTON:
            chosen = _chosen(component, values)
            data["values"] = chosen
            if kind != STRING_SELECT:
                data["resolved"] = resolved(self._world, kind, chosen, person.id)
        interaction = self._interactions.begin(Act.COMPONENT, person, channel, clicked=message_id)
        return await self._send(interaction, data, self._conversation.shown(channel, message))

    async def command(self, person: Account, channel: Channel, name: str, options: Mapping[str, Any]) -> Json:
        """Enter a slash command."""
        if isinstance(channel, Thread) and channel.archived:
            raise NotPossible("archived", f"{channel.name} is archived: a command cannot be used there.")
        if channel.kind is Kind.FORUM:
            raise NotPossible("is_a_forum", f"{channel.name} is a forum: use commands in its posts.")
        command = self._commands.named(name, direct=not channel.in_guild)
        data: Json = {key: command[key] for key in ("id", "name", "type")}
        if "guild_id" in command:
            data["guild_id"] = command["guild_id"]
        entered, found = options_of(self._world, self._files, person, channel, command, options)
        if entered:
            data["options"] = entered
        if found:
            data["resolved"] = found
        interaction = self._interactions.begin(Act.COMMAND, person, channel, command=command["name"])
        return await self._send(interaction, data, None)

    async def _send(self, interaction: Interaction, data: Json, message: Json | None) -> Json:
        if await self._interactions.deliver(interaction, payload(self._world, interaction, data, message)):
            return {"ok": True}
        where = {"channel": interaction.channel.id, "message": interaction.clicked or None}
        frame = {"type": "interaction_failed", **where, "reason": FAILED["message"]}
        self._world.publish(frame, interaction.person.id)
        return FAILED

    def _message(self, person: Account, channel: Channel, message_id: str) -> Json:
        found = self._conversation.find(channel, message_id)
        if found is None or found[0] not in ("", person.id):
            where = channel.name or "this DM"
            raise NotPossible("message_not_found", f"There is no message {message_id!r} in {where}.")
        return found[1]


def _component(message: Json, custom_id: str) -> Json:
    found = find(message["components"], custom_id)
    if found is None:
        present = [part["custom_id"] for part, _ in walk(message["components"]) if "custom_id" in part]
        listed = ", ".join(present) or "none"
        raise NotPossible("component_not_found", f"There is no component {custom_id!r}; there are: {listed}.")
    if found.get("disabled"):
        raise NotPossible("component_disabled", f"The component {custom_id!r} is disabled.")
    return found


def _chosen(component: Json, values: Sequence[str]) -> list[str]:
    """Return the values, each once.

    Raises:
        NotPossible: they are too many, too few, or not offered.
    """
    chosen = list(dict.fromkeys(values))
    least, most = component.get("min_values", 1), component.get("max_values", 1)
    if not least <= len(chosen) <= most:
        raise NotPossible("bad_values", f"From {least} to {most} may be chosen, not {len(chosen)}.")
    offered = [option["value"] for option in component.get("options", ())]
    for value in chosen if component["type"] == STRING_SELECT else ():
        if value not in offered:
            raise NotPossible("option_not_found", f"{value!r} is not among the options: {', '.join(offered)}.")
    return chosen
