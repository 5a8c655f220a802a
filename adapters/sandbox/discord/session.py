"""Gateway sessions: numbered events, and those kept for an app that comes back.

Guarantee: a session that is resumed gets every event it missed once, in order; what is kept is bounded, and a session
that fell behind is refused rather than resumed with a gap.
"""

import secrets
from collections import deque
from collections.abc import Iterator
from typing import Final, Protocol

from adapters.sandbox.clock import Cancel, Clock
from adapters.sandbox.discord import frames

EVENTS_KEPT: Final = 2000  # for each session
SESSIONS_KEPT: Final = 16  # that nobody is connected to
RESUMABLE_SECONDS: Final = 300.0  # Discord docs, "Initiating a Disconnect": sessions time out "after a few minutes"

Shard = tuple[int, int]


class Line(Protocol):
    """The connection of a session."""

    def send(self, frame: str) -> None:
        """Send a frame soon."""
        ...


class Session:
    """One app's stream of events: what it asked for, how far it got, and the connection it listens on, if any."""

    def __init__(self, intents: int, shard: Shard, me: str) -> None:
        self.id = secrets.token_hex(16)
        self.intents = intents
        self.me = me
        self.line: Line | None = None
        self.resumable = True
        self.seq = 0
        self._shard = shard
        self._kept: deque[str] = deque(maxlen=EVENTS_KEPT)

    def covers(self, guild: str) -> bool:
        """Whether events of a guild come to this session's shard; those outside of guilds come to the first."""
        number, count = self._shard
        return count == 1 or (int(guild or 0) >> 22) % count == number

    def send(self, event: str, data: str) -> None:
        """Number an event, keep it, and send it if the app is listening."""
        self.seq += 1
        frame = frames.dispatch(event, self.seq, data)
        self._kept.append(frame)
        if self.line is not None:
            self.line.send(frame)

    def missed(self, seq: int) -> list[str] | None:
        """Return the frames after `seq`, or None if some of them are gone."""
        start = len(self._kept) - (self.seq - seq)
        return list(self._kept)[start:] if start >= 0 else None


class Sessions:
    """The sessions that are connected or may be resumed."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._sessions: dict[str, Session] = {}
        self._expiring: dict[str, Cancel] = {}

    def __iter__(self) -> Iterator[Session]:
        return iter(self._sessions.values())

    def add(self, session: Session) -> None:
        """Remember a new session."""
        self._sessions[session.id] = session

    def find(self, session_id: object) -> Session | None:
        """Return a session that may be resumed."""
        session = self._sessions.get(session_id) if isinstance(session_id, str) else None
        return session if session is not None and session.resumable else None

    def attach(self, session: Session, line: Line) -> None:
        """Connect a session; it no longer expires."""
        session.line = line
        if cancel := self._expiring.pop(session.id, None):
            cancel()

    def leave(self, session: Session) -> None:
        """Keep a session that lost its connection for a few minutes."""
        session.line = None
        if not session.resumable:
            self.end(session)
            return
        self._expiring[session.id] = self._clock.call_later(RESUMABLE_SECONDS, lambda: self.end(session))
        if len(self._expiring) > SESSIONS_KEPT:
            self.end(self._sessions[next(iter(self._expiring))])

    def end(self, session: Session) -> None:
        """Forget a session."""
        self._sessions.pop(session.id, None)
        if cancel := self._expiring.pop(session.id, None):
            cancel()

    def forget(self) -> None:
        """Make every session one that cannot be resumed; those connected go on until their connection ends."""
        for session in tuple(self):
            session.resumable = False
            if session.line is None:
                self.end(session)
