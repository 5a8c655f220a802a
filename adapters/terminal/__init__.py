"""The same conversation in a terminal, and questions asked there from code. Nothing is loaded until it is asked for."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from adapters.terminal.app import TerminalAdapter
    from adapters.terminal.interaction import CLIInteractionTransport

__all__ = ["CLIInteractionTransport", "TerminalAdapter"]


def __getattr__(name: str) -> object:
    if name == "TerminalAdapter":
        from adapters.terminal.app import TerminalAdapter

        return TerminalAdapter
    if name == "CLIInteractionTransport":
        from adapters.terminal.interaction import CLIInteractionTransport

        return CLIInteractionTransport
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
