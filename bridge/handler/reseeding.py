"""Random numbers of a fork's own: numpy's global generator, which otherwise draws the same in every conversation.

`random` reseeds itself in a fork. Seeding numpy by its own function touches, and so copies, dozens of pages; here its
state is overwritten where it lies, if it lies as numpy says.
"""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

WORDS = 624
"""Words of 32 bits in the state of a Mersenne twister; behind them stands how many of them are used up."""
SIZE = WORDS * 4


class Reseeding:
    """Prepared before the forks; `now` is called in each."""

    def __init__(self) -> None:
        numbers = sys.modules.get("numpy.random")
        self._seed: Callable[[], object] | None = None
        self._move: Callable[..., object] | None = None
        self._address = 0
        self._used_up = WORDS.to_bytes(4, sys.byteorder)
        if numbers is not None:
            self._seed = numbers.seed
            numbers.seed()  # and no half of a pair of normal numbers is left over
            try:
                self._find(numbers)
            except Exception:
                self._move = None  # another numpy than we know: the slower way

    def now(self) -> None:
        """Seed anew."""
        if self._move is not None:
            self._move(self._address, os.urandom(SIZE) + self._used_up, SIZE + 4)
        elif self._seed is not None:
            self._seed()

    def _find(self, numbers: Any) -> None:
        """Where the state is, made sure of by comparing it with what numpy tells of it."""
        import ctypes

        generator = numbers.mtrand._rand._bit_generator
        told = generator.state["state"]
        expected = told["key"].tobytes() + int(told["pos"]).to_bytes(4, sys.byteorder)
        address = generator.ctypes.state_address
        if generator.state["bit_generator"] == "MT19937" and ctypes.string_at(address, SIZE + 4) == expected:
            self._address, self._move = address, ctypes.memmove
