"""What a handler remembers, and how it comes back."""

from tests._requirement import Requirement

STATE = (
    Requirement("state-globals", "the module's own globals are saved together; what cannot be is named", "durable 3"),
    Requirement("state-own", "save_state and load_state are used where both are defined", "durable 3"),
    Requirement("state-history", "a handler that declares conversation_history gets it", "durable 3"),
    Requirement("state-answer", "the last answer is kept with the state", "durable 2"),
    Requirement("state-unusable", "a damaged, newer or other code's state is not used, and kept", "durable: bad input"),
    Requirement("state-private", "saved state is private, atomic and size-capped", "durable 3"),
    Requirement("state-bridge-gone", "a handler whose bridge is gone finishes its turn and saves", "durable 3"),
    Requirement("state-one-owner", "one process at a time has a conversation's state", "durable 2"),
    Requirement("state-no-wait", "what takes long is saved by a fork, and no turn waits for it", "durable 3"),
    Requirement("turn-bounded", "what a turn shows in all is bounded by output_bytes", "durable: hostile"),
)
