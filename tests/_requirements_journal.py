"""What must not be lost, and how conversations share one machine: the promises of the journal and the sessions."""

from tests._requirement import Requirement

JOURNAL = (
    Requirement("journal-accepts-once", "an event is accepted once, by any bridge, before it counts", "durable 2"),
    Requirement("journal-drafts", "what was entered in a form of several steps outlives the bridge", "durable 1"),
    Requirement("feedback", "what people think of an answer is kept, and told to a handler that asks", "contract 2"),
    Requirement("view-kept", "what a person has chosen in place outlives the bridge", "durable 1, contract 4"),
    Requirement("journal-grouped", "writes are grouped, in order, and none blocks the loop", "durable 1"),
    Requirement("journal-settles", "what was written is on the disk a second later, or at once if asked", "durable"),
    Requirement("journal-keeps", "what has to be written is written once the database takes it", "durable: bad input"),
    Requirement("journal-migrations", "the tables are those the migrations make", "durable 1"),
    Requirement("journal-newer", "a journal of a newer version is refused and left alone", "durable: bad input"),
    Requirement("journal-trouble", "a full disk, a read-only folder, no database: a clear error", "durable: bad input"),
    Requirement("one-bridge", "two bridges on one data directory: the second one is refused", "durable: bad input"),
    Requirement("survives", "after a kill every accepted input is answered once and in order", "durable, show"),
    Requirement("in-doubt", "what was posted before a kill is not posted again", "durable 2"),
    Requirement("question-survives", "buttons and forms posted before a restart work after it", "design 6"),
    Requirement("state-survives", "the agent's own state survives; else the person is told once", "durable 3"),
    Requirement("sleeps", "an idle conversation is saved, its process ended; the next message wakes it", "durable 4"),
    Requirement("crash-kept", "after its process has died a conversation goes on from the last turn", "durable"),
    Requirement("gives-up", "an input that ends bridges again and again is given back to the person", "durable"),
    Requirement("fair", "at most `max_running` turns per agent and person; who waits sees it", "durable 8"),
    Requirement(
        "overlap", "queue, latest, collect, interrupt: each agent's own way with overlapping messages", "design 5"
    ),
    Requirement("catch-up", "what people wrote while no bridge was there is read back", "peers 49"),
    Requirement("drain", "a bridge that stops lets turns end, and leaves the rest to the next one", "durable 3"),
)
