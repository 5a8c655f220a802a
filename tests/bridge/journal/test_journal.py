"""What the bridge writes down, and finds again."""

import time
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest

from bridge.errors import JournalError
from bridge.interaction.values import Picked, RemoteFile
from bridge.journal import database
from bridge.journal.journal import DRAFT_SECONDS, KEPT_SECONDS, Journal, opened
from bridge.journal.ledger import Change
from bridge.journal.records import RunRecord, SessionRecord, Shown
from bridge.ports import Address, Clicked, Inbound, MessageRef, Person, Press, Said, Submitted, Thread
from tests.bridge.journal.conftest import OWNER

THREAD = Thread("fake", "team", "general", "1")
ANN = Person("ann", "Ann")
CSV = RemoteFile("a.csv", 3, "text/csv", {"id": "F1", "url": "https://files/a.csv"})
SAID = Said(
    id="e1", at=1.5, thread=THREAD, person=ANN, text="hi ☃", address=Address.MENTION,
    message=MessageRef("general", "1"), files=(CSV,),
)  # fmt: skip
CLICKED = Clicked(
    id="e2", at=2.0, thread=THREAD, person=ANN, press=Press.ANSWER, question="q", choice=3, opener=None,
    message=MessageRef("general", "2"),
)  # fmt: skip
SUBMITTED = Submitted(
    id="e3", at=3.0, thread=THREAD, person=ANN, question="q",
    values={"n": 10**30, "text": "x", "many": ["a", "b"], "file": CSV, "files": [CSV, CSV], "none": None,
            "one": Picked(2)},
)  # fmt: skip
SESSION = SessionRecord(
    id="s1", thread=THREAD, agent="echo", starter=ANN, since=1.5, history=({"role": "user", "content": "before"},)
)
RUN = RunRecord(
    id="t1", session="s1", number=1, function="initialize", person="ann", agent="echo", version="1", argument=None,
    inputs=[{"name": "message"}],
    words="", said=({"outputs": "Hello!", "next_inputs": [{"name": "message"}]},), status="asking", failure=None,
    accepted=1.5, started=2.0, ended=2.5,
)  # fmt: skip


@pytest.mark.requirement("journal-accepts-once")
@pytest.mark.parametrize("event", [SAID, CLICKED, SUBMITTED], ids=lambda event: type(event).__name__)
async def test_what_was_accepted_is_found_by_the_next_bridge_as_it_was(url: str, event: Inbound) -> None:
    """Every kind of event, with everything in it."""
    async with opened(url) as journal:
        assert await journal.accept(event, "turn", SESSION)
    async with opened(url) as journal:
        assert list(await journal.unfinished()) == [THREAD]
        found = await journal.find(THREAD)
        assert found is not None
        assert [(letter.event, letter.turn, letter.attempts) for letter in found.waiting] == [(event, "turn", 0)]
        assert found.session == replace(SESSION, history=list(SESSION.history))


@pytest.mark.requirement("journal-accepts-once")
async def test_an_event_is_accepted_once(url: str) -> None:
    """Whichever bridge it is delivered to, and although it was answered meanwhile."""
    async with opened(url) as journal:
        assert await journal.accept(SAID, "one", SESSION)
        assert not await journal.accept(SAID, "two", SESSION)
        journal.taken(SAID.id)
    async with opened(url) as journal:
        assert not await journal.accept(SAID, "three")
        assert list(await journal.unfinished()) == []


async def test_a_turn_that_has_ended_is_whole(url: str) -> None:
    """Its input, what it asks, how the conversation stands, and the messages that show it."""
    standing = replace(SESSION, state="open", question="t1")
    shown = {"0": Shown(MessageRef("general", "m1"), "abc"), "1": Shown(MessageRef("general", "m2"), "def")}
    async with opened(url) as journal:
        await journal.accept(SAID, "t1", SESSION)
        journal.shown(THREAD, "t1", shown)
        await journal.end(RUN, standing, events=(SAID.id,))
    async with opened(url) as journal:
        found = await journal.find(THREAD)
        assert found is not None
        assert (found.session.state, found.session.question, found.runs) == ("open", "t1", 1)
        assert found.run == replace(RUN, said=list(RUN.said))
        assert (found.shown, list(found.waiting)) == (shown, [])
        assert list(await journal.history("s1")) == [found.run]


async def test_a_message_that_shows_something_else_now_is_noted_and_one_that_is_gone_is_forgotten(url: str) -> None:
    """What stands in the thread is what the journal says."""
    async with opened(url) as journal:
        journal.shown(THREAD, "t1", {"0": Shown(MessageRef("c", "m"), "old"), "w": Shown(MessageRef("c", "w"), "")})
        journal.shown(THREAD, "t1", {"0": Shown(MessageRef("c", "m"), "new")})
        journal.gone("t1", "w")
        assert await journal.messages("t1") == {"0": Shown(MessageRef("c", "m"), "new")}


async def test_attempts_are_counted(url: str) -> None:
    """So that what ends a bridge does not do so for ever."""
    async with opened(url) as journal:
        await journal.accept(SAID, "t1", SESSION)
        await journal.again(["t1"])
        await journal.again(["t1"])
        found = await journal.find(THREAD)
        assert found is not None
        assert [letter.attempts for letter in found.waiting] == [2]


async def test_recent_threads_are_the_newest_with_the_time_of_what_was_last_said(url: str) -> None:
    """Where there may be more to read."""
    async with opened(url) as journal:
        other = replace(THREAD, root="2")
        await journal.accept(SAID, "t1", SESSION)
        await journal.accept(
            replace(SAID, id="e9", thread=other, at=9.0), "t9", replace(SESSION, id="s9", thread=other)
        )
        assert list(await journal.recent(0.0, 5)) == [(other, 9.0), (THREAD, 1.5)]
        assert list(await journal.recent(0.0, 1)) == [(other, 9.0)]


async def test_old_identities_are_forgotten_and_what_waits_is_not(url: str) -> None:
    """No platform delivers again what is a day old; what was not answered is never old."""
    async with opened(url) as journal:
        await journal.accept(SAID, "t1", SESSION)
        await journal.accept(CLICKED, "t2")
        journal.taken(SAID.id)
        await journal.prune()
        assert not await journal.accept(SAID, "t3")
        await journal.prune(now=time.time() + KEPT_SECONDS + 1)
        assert await journal.accept(SAID, "t3")
        assert not await journal.accept(CLICKED, "t4")


@pytest.mark.requirement("journal-drafts")
async def test_what_was_entered_in_a_form_is_there_again(url: str) -> None:
    """Each person's own, files and picked options too; until it is sent, or nobody has gone on with it for long."""
    entered = {"values": {"file": CSV, "many": [Picked(1), CSV], "text": "x"}, "done": [0]}
    async with opened(url) as journal:
        await journal.keep_draft("q", "ann", {"values": {}})
        await journal.keep_draft("q", "ann", entered)
        await journal.keep_draft("q", "ben", {"values": {"text": "y"}})
    async with opened(url) as journal:
        assert await journal.draft("q", "ann") == entered
        assert await journal.draft("other", "ann") is None
        journal.forget_draft("q", "ann")
        assert await journal.draft("q", "ann") is None
        assert await journal.draft("q", "ben") == {"values": {"text": "y"}}
        await journal.prune(now=time.time() + DRAFT_SECONDS + 1)
        assert await journal.draft("q", "ben") is None


@pytest.mark.requirement("journal-trouble", "journal-keeps")
async def test_a_full_disk_takes_nothing_more_and_loses_nothing(tmp_path: Path) -> None:
    """SQLite is given no more pages: what is new is refused, what has to be written waits until there is room."""

    def room(pages: int) -> Change[None]:
        return lambda connection: connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}") and None

    large = replace(SAID, id="large", text="x" * 100_000)
    async with opened(database.default_url(tmp_path)) as journal:
        await journal.accept(SAID, "t1", SESSION)
        await journal._ledger.do(room(1))  # that is: no more than there are
        with pytest.raises(JournalError, match="the disk is full; nothing was lost, but nothing more is taken"):
            await journal.accept(large, "t9")
        ended = journal.end(replace(RUN, words="y" * 100_000), replace(SESSION, state="open", question="t1"))
        assert await journal.find(THREAD) is not None, "what was written can be read"
        await journal._ledger.do(room(1_000_000))
        await ended
        assert await journal.accept(large, "t9")
        found = await journal.find(THREAD)
        assert found is not None
        assert found.session.question == "t1"


@pytest.mark.requirement("journal-trouble", "journal-keeps")
async def test_a_connection_that_is_lost_is_made_again(server: str) -> None:
    """The server ended it, in an update, say: one input is refused, the next is taken, and what is kept is kept."""
    url = f"postgresql+psycopg://{OWNER}@/postgres?host={server}"
    async with opened(url) as journal:
        await _cut(journal, server)
        with pytest.raises(JournalError, match="terminating connection"):
            await journal.accept(SAID, "t1", SESSION)
        assert await journal.accept(SAID, "t1", SESSION)
        await _cut(journal, server)
        await journal.keep(replace(SESSION, state="open"))
        found = await journal.find(THREAD)
        assert found is not None
        assert found.session.state == "open"


async def _cut(journal: Journal, server: str) -> None:
    pid = await journal._ledger.do(lambda connection: connection.exec_driver_sql("SELECT pg_backend_pid()").scalar())
    with psycopg.connect(f"host={server} user={OWNER} dbname=postgres", autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s)", [pid])
