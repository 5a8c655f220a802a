"""The whole contract an adapter sees: what it reports, what it is asked to show, and what it must promise.

An adapter turns its platform's payloads into `Inbound` events and hands them to the `Inbox`; it turns a `Reply` into
its own payloads (`render`, pure) and sends those. A member of `Adapter` exists only where two platforms have the
concept.
"""

from bridge.interaction.values import RemoteFile
from bridge.ports.adapter import Adapter, Capabilities, Drafts, Inbox, Utterance
from bridge.ports.inbound import Address, Clicked, Event, Inbound, Press, Pressed, Receipt, Said, Submitted
from bridge.ports.places import MessageRef, Person, Thread
from bridge.ports.shown import NO_TURN, Answer, Ask, Question, Reply

__all__ = [
    "NO_TURN",
    "Adapter",
    "Address",
    "Answer",
    "Ask",
    "Capabilities",
    "Clicked",
    "Drafts",
    "Event",
    "Inbound",
    "Inbox",
    "MessageRef",
    "Person",
    "Press",
    "Pressed",
    "Question",
    "Receipt",
    "RemoteFile",
    "Reply",
    "Said",
    "Submitted",
    "Thread",
    "Utterance",
]
