"""The life of threads: begun, joined, archived, woken, changed, deleted.

Guarantee: a thread in which nothing happens for as long as its `auto_archive_duration` is archived, on the sandbox's
clock. Whatever changes a thread, the bot hears of it by the same events as from Discord; of memberships, by those that
concern itself (Discord docs, "Threads": without the members intent, THREAD_MEMBERS_UPDATE is about the bot).
"""

from collections.abc import Mapping
from typing import Any, Final

from adapters.sandbox.clock import Cancel
from adapters.sandbox.discord import shapes
from adapters.sandbox.discord.entities import Channel, Kind, Thread
from adapters.sandbox.discord.snowflake import made_at, seconds_of
from adapters.sandbox.discord.world import World

DAY: Final = 1440  # minutes, the default of auto_archive_duration
MINUTE: Final = 60.0


class Branches:
    """Every thread of a world."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._clocks: dict[str, Cancel] = {}

    def begin(
        self,
        parent: Channel,
        owner: str,
        name: str,
        *,
        number: str = "",
        kind: Kind = Kind.PUBLIC_THREAD,
        **options: Any,
    ) -> Thread:
        """Add a thread, its owner in it; `options` are fields of `Thread`. `announce` follows when it is ready."""
        now = self._world.now()
        options.setdefault("auto_archive_duration", DAY)
        thread = Thread(
            number or self._world.snowflakes.next(),
            kind,
            name,
            parent_id=parent.id,
            owner_id=owner,
            created_at=now,
            archive_timestamp=now,
            **options,
        )
        self._world.channels[thread.id] = thread
        thread.members[owner] = now
        self._look_again(thread, thread.auto_archive_duration * MINUTE)
        return thread

    def announce(self, thread: Thread) -> None:
        """Tell of a new thread, and the bot that it is in it if it is."""
        self._world.publish({"type": "channel", "channel": self._world.shape(thread)})
        if not self._seen(thread):
            return
        self._world.announce("THREAD_CREATE", {**self._world.shape(thread), "newly_created": True})
        if self._world.bot.id in thread.members:
            self._tell_members(thread, added=self._world.bot.id)

    def change(self, thread: Thread, changes: Mapping[str, object]) -> None:
        """Set fields of a thread. Archiving, unarchiving and a new duration count as activity."""
        for name, value in changes.items():
            setattr(thread, name, value)
        if {"archived", "auto_archive_duration"} & set(changes):
            thread.archive_timestamp = self._world.now()
            self._look_again(thread, thread.auto_archive_duration * MINUTE)
        self._world.publish({"type": "channel", "channel": self._world.shape(thread)})
        if self._seen(thread):
            self._world.announce("THREAD_UPDATE", self._world.shape(thread))
            if changes.get("archived") is False and self._world.bot.id in thread.members:
                self._tell_own_membership(thread)

    def wake(self, thread: Thread) -> None:
        """Unarchive a thread in which somebody speaks."""
        if thread.archived:
            self.change(thread, {"archived": False})

    def join(self, thread: Thread, user_id: str) -> None:
        """Let somebody join; who is in stays in."""
        if user_id not in thread.members:
            thread.members[user_id] = self._world.now()
            if user_id == self._world.bot.id:
                self._tell_members(thread, added=user_id)

    def leave(self, thread: Thread, user_id: str) -> None:
        """Let somebody leave."""
        if thread.members.pop(user_id, None) and user_id == self._world.bot.id:
            self._tell_members(thread, removed=user_id)

    def delete(self, thread: Thread) -> None:
        """Remove a thread and what was said in it."""
        self._clocks.pop(thread.id)()
        self._world.channel_gone(thread, "THREAD_DELETE", shapes.thread_deleted(thread, self._world.guild_id))

    def _look_again(self, thread: Thread, seconds: float) -> None:
        """Look in `seconds` whether a thread has been idle for long enough to be archived."""
        self._clocks.pop(thread.id, lambda: None)()
        self._clocks[thread.id] = self._world.clock.call_later(seconds, lambda: self._archive_if_idle(thread))

    def _archive_if_idle(self, thread: Thread) -> None:
        if thread.archived or thread.id not in self._world.channels:
            return
        active = max(made_at(thread.last_message_id or thread.id), seconds_of(thread.archive_timestamp))
        left = active + thread.auto_archive_duration * MINUTE - self._world.clock.now()
        if left > 0:
            self._look_again(thread, left)
        else:
            self.change(thread, {"archived": True})

    def _seen(self, thread: Thread) -> bool:
        return self._world.permissions.may(self._world.bot.id, thread)

    def _tell_members(self, thread: Thread, *, added: str = "", removed: str = "") -> None:
        self._world.announce(
            "THREAD_MEMBERS_UPDATE",
            {
                "id": thread.id,
                "guild_id": self._world.guild_id,
                "member_count": min(len(thread.members), shapes.MEMBERS_COUNTED),
                "added_members": [shapes.thread_member(thread, added)] if added else [],
                "removed_member_ids": [removed] if removed else [],
            },
        )

    def _tell_own_membership(self, thread: Thread) -> None:
        membership = shapes.thread_member(thread, self._world.bot.id)
        self._world.announce("THREAD_MEMBER_UPDATE", {**membership, "guild_id": self._world.guild_id})
