"""What a question may demand of its answers: no answer could fulfil a contradiction, so none can be made. Pure.

Each check is for a validator of an interaction's class. Whoever writes a question in code gets pydantic's
`ValidationError`; `definitions` asks an agent's field with what `Contradiction.instead` says, and names the problem.
"""

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from bridge.interaction.numbers import written

if TYPE_CHECKING:
    from bridge.interaction.choices import Option


class Contradiction(ValueError):  # noqa: N818 - names what is wrong; the base says it is an error
    """What a question demands cannot be fulfilled; one sentence. `instead` are the arguments to ask it with anyway."""

    def __init__(self, sentence: str, **instead: Any) -> None:
        super().__init__(sentence)
        self.instead = instead


def in_order(low_name: str, low: float | None, high_name: str, high: float | None) -> None:
    """Check that a lower bound is no higher than the upper one.

    Raises:
        Contradiction: it is.
    """
    if low is not None and high is not None and low > high:
        sentence = f"{low_name} is {written(low)}, which is more than {high_name}, {written(high)}"
        raise Contradiction(sentence, **{low_name: None, high_name: None})


def compiles(regex: str) -> None:
    """Check that a regular expression is one.

    Raises:
        Contradiction: it is none.
    """
    try:
        re.compile(regex)
    except (re.error, OverflowError, RecursionError) as wrong:
        raise Contradiction(f"its regex does not compile: {wrong}", regex=None) from wrong


def distinct(options: "Iterable[Option]") -> None:
    """Check that a person can tell options apart: no two have the same words.

    Raises:
        Contradiction: some have; it is asked with the first of each.
    """
    first: dict[tuple[str, str], Option] = {}
    again: list[str] = []
    for option in options:
        words = (option.words.strip().casefold(), option.description.strip())
        if words in first:
            again.append(option.words)
        first.setdefault(words, option)
    if again:
        named = ", ".join(f'"{words}"' for words in dict.fromkeys(again[:5]))
        raise Contradiction(
            f"several options are called {named}, so nobody can tell them apart", options=first.values()
        )
