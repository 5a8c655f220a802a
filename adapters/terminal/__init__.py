"""The same conversation in a terminal. Nothing of it is loaded until the adapter is asked for."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from adapters.terminal.app import TerminalAdapter

__all__ = ["TerminalAdapter"]


def __getattr__(name: str) -> object:
    if name == "TerminalAdapter":
        from adapters.terminal.app import TerminalAdapter

        return TerminalAdapter
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
