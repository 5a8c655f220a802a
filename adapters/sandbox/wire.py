"""The words both twins share: JSON objects, and what the client cannot do."""

from typing import Any

Json = dict[str, Any]


class NotPossible(Exception):  # noqa: N818
    """What a person asked of the client cannot be done: there is no such button, message or modal.

    `error` is a short word for programs; the text is a sentence for people.
    """

    def __init__(self, error: str, message: str) -> None:
        super().__init__(message)
        self.error = error
