"""Raw values that need a name of their own before they are parsed."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Picked:
    """The option at this index was chosen. Platforms send an index, so that option values keep their JSON type."""

    index: int


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """A file a person gave, still on the platform. `handle` is what the adapter needs to download it, as JSON: it is
    written down before it is used. `size` is in bytes.
    """

    name: str
    size: int
    media_type: str
    handle: object
