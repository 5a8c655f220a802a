"""One promise of the project, as data."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Requirement:
    """One promise. `source` says who asked for it: an issue, the agent contract, the design, a platform's rule."""

    id: str
    promise: str
    source: str
