"""What people gave, as JSON and back: files and picked options stay what they are."""

from collections.abc import Mapping
from typing import Any

from bridge.interaction.values import Picked, RemoteFile

FILE, PICKED = "__remote_file__", "__picked__"
"""What marks them among the values of a form."""


def to_plain(value: object) -> Any:
    match value:
        case RemoteFile(name, size, media_type, handle):
            return {FILE: [name, size, media_type, handle]}
        case Picked(index):
            return {PICKED: index}
        case list() | tuple():
            return [to_plain(part) for part in value]
        case Mapping():
            return {key: to_plain(part) for key, part in value.items()}
        case _:
            return value


def to_rich(value: Any) -> Any:
    match value:
        case {"__remote_file__": [name, size, media_type, handle]}:
            return RemoteFile(name, size, media_type, handle)
        case {"__picked__": int(index)}:
            return Picked(index)
        case list():
            return [to_rich(part) for part in value]
        case dict():
            return {key: to_rich(part) for key, part in value.items()}
        case _:
            return value
