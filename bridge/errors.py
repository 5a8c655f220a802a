"""Every error chatbridge raises on purpose, and what each means to the one who reads it.

    BridgeError                 says what happened, where, and what to do next
      ConfigError               the operator's configuration is wrong        (file, key, found, expected)
      AgentError                an agent's folder cannot be used             (file, key, found, expected)
      HostError                 a handler process could not be started or spoken to
        AgentPaused             …because the agent's processes keep ending; try again after `retry_after` seconds
      JournalError              what must not be lost cannot be written or read
      DeliveryError             the platform refused what we sent
        PlatformRefused         …for good: the thread, the token or the payload
        PlatformBusy            …for now: try again after `retry_after` seconds
      InteractionError          a question in code could not be asked or answered
        UnknownKind             …because nobody registered a kind of that name
        DuplicateKind           …two classes claim one name
        RendererMissing         …nobody says how to draw this kind of question on this transport
        DefaultRefused          …because what it offers is no answer to it
        AnswerRefused           …every answer was refused, as often as it was allowed
        NobodyAnswers           …the person is gone, or their input has ended
      TaskError                 a workflow cannot be run as it is written
        TasksFailed             …tasks of it failed when they ran; `failed` holds their errors

What an *agent's code* does wrong is not an exception here: it is a `Failure` frame (bridge.host.port), shown in the
thread as one line with an id and logged with its traceback. What a *person* enters wrong is a `ValueError` of
`BaseInteraction.parse`, shown beside the field.
"""

import secrets
from collections.abc import Mapping


class BridgeError(Exception):
    """Base of all errors raised on purpose. Its text is one readable sentence for the operator."""


class ConfigError(BridgeError):
    """The configuration cannot be used. The text names file, key, what was found and what was expected."""


class AgentError(BridgeError):
    """An agent's folder cannot be used. Other agents are not affected."""


class HostError(BridgeError):
    """A handler process could not be started, or the wire to it broke."""


class AgentPaused(HostError):  # noqa: N818 - names what happened; the base says it is an error
    """The agent's processes ended unexpectedly too often. `retry_after` is in seconds."""

    def __init__(self, message: str, retry_after: float) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class JournalError(BridgeError):
    """The journal cannot be used. The text names the place, what was found, and what to do."""


class DeliveryError(BridgeError):
    """The platform did not take what we sent."""


class PlatformRefused(DeliveryError):  # noqa: N818 - names what happened; the base says it is an error
    """The platform will not take this, however often it is sent. `code` is the platform's own word for it."""

    def __init__(self, message: str, code: str) -> None:
        super().__init__(message)
        self.code = code


class PlatformBusy(DeliveryError):  # noqa: N818
    """The platform asks to wait. `retry_after` is in seconds."""

    def __init__(self, message: str, retry_after: float) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class InteractionError(BridgeError):
    """A question in code (`BaseInteractionTransport.ask`) could not be asked, or was not answered."""


class UnknownKind(InteractionError):  # noqa: N818 - names what is wrong; the base says it is an error
    """No kind of that name is registered. The text names the nearest one, and plugins that could not be loaded."""


class DuplicateKind(InteractionError):  # noqa: N818
    """Two classes claim one name. The text names both."""


class RendererMissing(InteractionError):  # noqa: N818
    """No renderer for this pair of transport and interaction. The text names both, and how to register one."""


class DefaultRefused(InteractionError):  # noqa: N818
    """The question refuses its own default. `__cause__` says why."""


class AnswerRefused(InteractionError):  # noqa: N818
    """None of the answers could be parsed; `__cause__` is the last refusal."""


class NobodyAnswers(InteractionError):  # noqa: N818
    """The input ended while the question waited."""


class TaskError(BridgeError):
    """A workflow cannot be run as it is written. The text names the task."""


class TasksFailed(TaskError):  # noqa: N818
    """Tasks raised while the workflow ran. `failed` holds their errors by task name."""

    def __init__(self, message: str, failed: Mapping[str, BaseException]) -> None:
        super().__init__(message)
        self.failed = failed


def new_error_id() -> str:
    """Return the short id that ties the line a person sees to the operator's log entry."""
    return secrets.token_hex(4)
