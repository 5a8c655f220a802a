"""Keep together what the conversations of a zygote write to, so that few of the pages they share are copied.

A reference that is counted is a write. What was imported for the agent lies all over the memory with holes between;
what conversations create would go into those holes, and each would copy the pages around them.
"""

from __future__ import annotations

import gc
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

SIZES = range(16, 512 + 1, 16)
"""Bytes of the objects that Python's own allocator serves, each size from pools of its own (Objects/obmalloc.c)."""
POOL = 1 << 14
NEW = 0.95
"""The share of a pool that we fill if it is new: in any other there is something, or it would have been let go."""
MOST_POOLS = 16
"""Of each size, if no new pool is ever seen, as with another allocator. The holes that pandas leaves fill four."""
_filling: list[object] = []


def pack() -> None:
    """Let what is created from now on lie in new pools: the holes in the others are filled for good.

    And let the types forget which methods were looked up: each of a conversation's look-ups would replace one.
    """
    gc.collect()
    forget: Callable[[], object] | None = getattr(sys, "_clear_type_cache", None)
    if forget is not None:
        forget()
    for size in SIZES:
        _fill(size, _maker(size))


def _maker(size: int) -> Callable[[], object]:
    length = size - sys.getsizeof(b"")
    if length > 0:
        return lambda: bytes(length)
    return object if size == SIZES[0] else lambda: float("0.5")


def _fill(size: int, make: Callable[[], object]) -> None:
    """Until a whole pool is full of them: that one was new, and so is the next."""
    counts: dict[int, int] = {}
    for _ in range(MOST_POOLS * POOL // size):
        new = make()
        _filling.append(new)
        pool = id(new) // POOL
        counts[pool] = counts.get(pool, 0) + 1
        if counts[pool] * size > NEW * POOL:
            return
