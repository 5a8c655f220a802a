"""One channel or thread: shown, changed, deleted.

Guarantee: who began a thread may rename and archive it, anybody who may speak in it may reopen it unless it is locked,
and all else needs MANAGE_THREADS; an archived thread must be reopened to be changed.
Source: Discord docs, "Modify Channel", "Threads: Editing & Deleting Threads".
"""

from typing import Final

from adapters.sandbox.discord.access import Access
from adapters.sandbox.discord.branches import Branches
from adapters.sandbox.discord.call import Answer, Call, Route
from adapters.sandbox.discord.channel_rules import CHANNEL, THREAD, check_fields
from adapters.sandbox.discord.entities import Channel, Thread
from adapters.sandbox.discord.throttle import Throttle
from adapters.sandbox.discord.wire import Refused
from adapters.sandbox.discord.world import World
from adapters.sandbox.wire import Json

OF_OWNER: Final = {"name", "archived", "auto_archive_duration", "invitable", "applied_tags"}
OF_THREAD: Final = {*OF_OWNER, "locked", "rate_limit_per_user", "flags"}
OF_CHANNEL: Final = ("name", "topic")


class Channels:
    """GET, PATCH and DELETE of /channels/{channel}."""

    def __init__(self, world: World, access: Access, throttle: Throttle, branches: Branches) -> None:
        self._world = world
        self._access = access
        self._throttle = throttle
        self._branches = branches

    def routes(self) -> list[Route]:
        """Return the addresses served here."""
        one = "/channels/{channel}"
        return [Route("GET", one, self.get), Route("PATCH", one, self.edit), Route("DELETE", one, self.delete)]

    def get(self, call: Call) -> Answer:
        """Get Channel."""
        return Answer(self._world.shape(self._access.channel(call["channel"])))

    def edit(self, call: Call) -> Answer:
        """Modify Channel."""
        channel = self._access.channel(call["channel"])
        if not channel.in_guild:
            raise Refused(403, 50003, "Cannot execute action on a DM channel")
        if isinstance(channel, Thread):
            self._edit_thread(channel, call)
        else:
            self._edit_channel(channel, call)
        return Answer(self._world.shape(channel))

    def delete(self, call: Call) -> Answer:
        """Delete/Close Channel. A DM is only closed: it stays."""
        channel = self._access.channel(call["channel"])
        shape = self._world.shape(channel)
        if isinstance(channel, Thread):
            self._access.need(channel, "MANAGE_THREADS")
            self._branches.delete(channel)
        elif channel.in_guild:
            self._access.need(channel, "MANAGE_CHANNELS")
            self._world.channel_gone(channel, "CHANNEL_DELETE", shape)
        return Answer(shape)

    def _edit_channel(self, channel: Channel, call: Call) -> None:
        self._access.need(channel, "MANAGE_CHANNELS")
        check_fields(CHANNEL, call.json)
        for name in OF_CHANNEL:
            if name in call.body:
                setattr(channel, name, call.body[name])
        self._world.channel_changed(channel, "CHANNEL_UPDATE")

    def _edit_thread(self, thread: Thread, call: Call) -> None:
        check_fields(THREAD, call.json)
        changes = {name: value for name, value in call.body.items() if name in OF_THREAD and value is not None}
        self._permit(thread, changes)
        if thread.archived and changes.get("archived") is not False:
            raise Refused(400, 50083, "Thread is archived")
        if changes.get("name", thread.name) != thread.name:
            self._throttle.rename(thread.id)
        if "applied_tags" in changes:
            changes["applied_tags"] = list(map(str, changes["applied_tags"]))
        self._branches.change(thread, changes)

    def _permit(self, thread: Thread, changes: Json) -> None:
        if self._access.has(thread, "MANAGE_THREADS"):
            return
        if thread.locked:
            raise Refused(403, 50013, "Missing Permissions")
        asked = set(changes)
        owns = thread.owner_id == self._world.bot.id and asked <= OF_OWNER
        reopens = changes == {"archived": False} and self._access.has(thread, "SEND_MESSAGES_IN_THREADS")
        if not owns and not reopens:
            raise Refused(403, 50013, "Missing Permissions")
