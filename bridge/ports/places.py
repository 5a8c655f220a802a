"""Where and who: threads, people and messages, as their platform names them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Thread:
    """A place on a platform where one conversation happens. `root` is None where the channel itself is the thread."""

    platform: str
    team: str
    channel: str
    root: str | None = None

    @property
    def key(self) -> str:
        """The session key: one conversation per key."""
        return "/".join((self.platform, self.team, self.channel, self.root or ""))


@dataclass(frozen=True, slots=True)
class Person:
    """Someone on a platform. `name` is for display and may be empty."""

    id: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class MessageRef:
    """A message we posted, as the platform names it."""

    channel: str
    id: str
