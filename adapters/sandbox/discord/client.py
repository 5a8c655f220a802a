"""What a person does in a Discord client: speak, begin threads, correct, react, press and fill in.

Guarantee: what a person can do in a Discord client can be done here, by the same rules, and nothing else. Persons and
channels are given by name or id; every refusal is a `NotPossible` with a sentence.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from adapters.sandbox.discord.attachments import Attachments
from adapters.sandbox.discord.branches import Branches
from adapters.sandbox.discord.clicks import Clicks
from adapters.sandbox.discord.conversation import Conversation
from adapters.sandbox.discord.entities import Account, Channel, Kind, Thread
from adapters.sandbox.discord.modals import Modals
from adapters.sandbox.discord.reactions import Reactions
from adapters.sandbox.discord.speaker import Speaker
from adapters.sandbox.discord.starts import Starts
from adapters.sandbox.discord.world import World
from adapters.sandbox.wire import Json, NotPossible

NAME: Final = re.compile(r"(?<![\w@<])@([\w.-]*\w)")
CONTENT: Final = 2000


class Client:
    """Every person's client."""

    def __init__(
        self,
        world: World,
        branches: Branches,
        conversation: Conversation,
        starts: Starts,
        files: Attachments,
        reactions: Reactions,
        clicks: Clicks,
        modals: Modals,
    ) -> None:
        self.world = world
        self.conversation = conversation
        self._branches = branches
        self._starts = starts
        self._files = files
        self._reactions = reactions
        self._clicks = clicks
        self._modals = modals

    def place(self, user: str, channel: str, *needs: str) -> tuple[Account, Channel]:
        """Return a person, and a channel in which that person has these permissions.

        Raises:
            NotPossible: there is no such person or channel, or not for this person.
        """
        person, place = self.world.person(user), self.world.channel(channel)
        mine = place.recipient in ("", person.id)
        if not mine or not self.world.permissions.may(person.id, place, *needs):
            raise NotPossible("not_allowed", f"{person.username} may not do that in {place.name or 'this DM'}.")
        return person, place

    async def say(
        self, user: str, channel: str, text: str, *, reply_to: str = "", files: Sequence[str] = (), ping: bool = True
    ) -> str:
        """Speak, and return the message's id. ``@name`` of a person, the bot or a role becomes a mention."""
        person, place = self.place(user, channel)
        in_thread = isinstance(place, Thread)
        self.place(user, channel, "SEND_MESSAGES_IN_THREADS" if in_thread else "SEND_MESSAGES")
        if place.kind is Kind.FORUM:
            raise NotPossible("is_a_forum", f"{place.name} is a forum: begin a post.")
        if in_thread and place.locked and not self.world.permissions.may(person.id, place, "MANAGE_THREADS"):
            raise NotPossible("locked", f"{place.name} is locked.")
        parts = self._written(person, place, text, files)
        if reply_to:
            target = self._message(place, reply_to)
            parts |= self.conversation.reply(place, target, parts["mentions"], ping=ping)
        return self.conversation.post(place, person, parts, nonce=self.world.snowflakes.next())["id"]

    async def post(self, user: str, channel: str, name: str, text: str, files: Sequence[str] = ()) -> str:
        """Begin a post in a forum, and return its id: the thread's and its first message's."""
        person, forum = self.place(user, channel, "SEND_MESSAGES")
        if forum.kind is not Kind.FORUM:
            raise NotPossible("no_forum", f"{forum.name} is no forum.")
        return self._starts.post(forum, person, _named(name), self._written(person, forum, text, files)).id

    async def thread(self, user: str, channel: str, name: str, *, message: str = "") -> str:
        """Begin a public thread, from a message or without one, and return its id."""
        person, place = self.place(user, channel, "CREATE_PUBLIC_THREADS")
        if place.kind is not Kind.TEXT:
            raise NotPossible("no_threads", f"Threads are begun in text channels, and {place.name or 'a DM'} is none.")
        if not message:
            return self._starts.alone(place, person, _named(name)).id
        if message in self.world.channels:
            raise NotPossible("thread_exists", "There is a thread of this message already.")
        return self._starts.from_message(place, self._message(place, message), person, _named(name)).id

    async def edit(self, user: str, channel: str, message: str, text: str) -> None:
        """Change one's own message."""
        person, place, stored = self._own(user, channel, message)
        parts = self._written(person, place, text, [file["id"] for file in stored["attachments"]])
        self.conversation.change(place, message, {"content": parts["content"], **_mentions(parts)})

    async def delete(self, user: str, channel: str, message: str) -> None:
        """Take one's own message back."""
        _, place, _ = self._own(user, channel, message)
        self.conversation.delete(place, [message])

    async def react(self, user: str, channel: str, message: str, emoji: str) -> None:
        """Add an emoji to a message."""
        person, place = self.place(user, channel, "READ_MESSAGE_HISTORY", "ADD_REACTIONS")
        self._reactions.add(place, self._message(place, message), person, emoji)

    async def archive(self, channel: str, *, archived: bool = True, locked: bool | None = None) -> None:
        """Close or reopen a thread, as a moderator."""
        place = self.world.channel(channel)
        if not isinstance(place, Thread):
            raise NotPossible("no_thread", f"{place.name or 'A DM'} is no thread.")
        lock = {} if locked is None else {"locked": locked}
        self._branches.change(place, {"archived": archived, **lock})

    async def upload(self, user: str, name: str, content: bytes) -> Json:
        """Choose a file in the client; send it with `say(files=[…])` or hand it in with a modal."""
        return self._files.upload(self.world.person(user).id, name, content)

    async def act(self, user: str, channel: str, message: str, custom_id: str, values: Sequence[str] = ()) -> Json:
        """Press a button or choose from a select; returns when the bot has answered, or has failed to for 3 seconds."""
        return await self._clicks.act(*self.place(user, channel), message, custom_id, values)

    async def command(self, user: str, channel: str, name: str, options: Mapping[str, Any] | None = None) -> Json:
        """Enter a slash command."""
        person, place = self.place(user, channel, "USE_APPLICATION_COMMANDS")
        return await self._clicks.command(person, place, name, options or {})

    async def submit(self, user: str, modal: str, values: Mapping[str, object]) -> Json:
        """Send a modal; see `Modals.submit`."""
        return await self._modals.submit(self.world.person(user), modal, values)

    async def close_modal(self, user: str, modal: str) -> Json:
        """Close a modal without sending it."""
        self._modals.close(self.world.person(user), modal)
        return {"ok": True}

    def modal(self, user: str) -> Json | None:
        """Return the modal a person has open."""
        return self._modals.of(self.world.person(user))

    def _written(self, person: Account, place: Channel, text: str, files: Sequence[str]) -> Json:
        """Return the parts of a message that somebody wrote."""
        content = self._typed(text.strip())
        if not content and not files:
            raise NotPossible("no_text", "A message needs a text or a file.")
        if len(content) > CONTENT:
            raise NotPossible("too_long", f"A message has at most {CONTENT} characters; this one has {len(content)}.")
        attachments = self._files.chosen(person.id, list(files))
        speaker = Speaker(self.world, person, place)
        return {"content": content, "attachments": attachments, **speaker.mentions(content)}

    def _typed(self, text: str) -> str:
        """Return what a client sends for a typed text: names it completes are mentions."""
        world = self.world
        marks = {role.name: f"<@&{role.id}>" for role in world.roles.values() if role.id != world.guild_id}
        marks |= {person.username: f"<@{person.id}>" for person in (*world.people, world.bot)}
        return NAME.sub(lambda name: marks.get(name[1], name[0]), text)

    def _message(self, place: Channel, message: str) -> Json:
        if message not in place.messages:
            raise NotPossible("message_not_found", f"There is no message {message!r} in {place.name or 'this DM'}.")
        return place.messages[message]

    def _own(self, user: str, channel: str, message: str) -> tuple[Account, Channel, Json]:
        person, place = self.place(user, channel)
        stored = self._message(place, message)
        if stored["author"]["id"] != person.id:
            raise NotPossible("message_not_found", f"The message {message!r} is not by {person.username}.")
        return person, place, stored


def _named(name: str) -> str:
    if not 1 <= len(name.strip()) <= 100:
        raise NotPossible("bad_name", "A thread's name has 1 to 100 characters.")
    return name.strip()


def _mentions(parts: Json) -> dict[str, Any]:
    return {key: value for key, value in parts.items() if key.startswith("mention")}
