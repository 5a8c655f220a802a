"""What a renderer makes of a field: its inputs, and the words around them."""

from dataclasses import dataclass

from adapters.discord.message import Json


@dataclass(frozen=True, slots=True)
class Drawn:
    """The inputs of one field, and its words.

    Attributes:
        reader: how a submission of it is read (`entered`).
        inputs: one component, or several selects that share the options.
        help: what helps to fill it in.
        above: the lines that stand above it because they do not fit into it.
        first: which part of the field the first of the inputs is (`InputId.part`).
        later: what is asked in later steps, now that this was entered.
    """

    reader: str
    inputs: tuple[Json, ...]
    help: str
    above: tuple[str, ...] = ()
    first: int = 0
    later: tuple["Drawn", ...] = ()
