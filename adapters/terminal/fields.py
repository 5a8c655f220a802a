"""How each kind of question is asked in a terminal, and what a typed line means. Pure but for looking at files.

A kind that is not in the table is asked as a line of text, which is what `BaseInteraction.parse` understands of any.
"""

import mimetypes
import shlex
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from bridge.interaction.base import BaseInteraction
from bridge.interaction.choices import ChoiceInteraction, DropdownInteraction, FileInteraction
from bridge.interaction.form import AnyInteraction
from bridge.interaction.kinds import BooleanInteraction, NumberInteraction, StringInteraction, TextareaInteraction
from bridge.interaction.values import Picked, RemoteFile

CONTINUES = "\\"
"""At the end of a line of a textarea: another line follows."""

MANY_LINES = f"(a {CONTINUES} at the end of a line: another one follows)"


def prompt(field: AnyInteraction) -> str:
    """What stands before the cursor: the label, and in brackets what an empty line means."""
    if field.default is not None:
        return f"{field.label} [{field.in_words(field.default)}]> "
    unit = f" ({field.unit})" if isinstance(field, NumberInteraction) and field.unit else ""
    return f"{field.label}{unit}> "


def hints(field: AnyInteraction) -> tuple[str, ...]:
    """The lines above the prompt: what the agent says about it, how to answer, and the options with their numbers."""
    asked = [words for words in (field.prompt, field.description) if words]
    how = next((hint(field) for kind, hint in HOW_TO.items() if isinstance(field, kind)), "")
    options = _numbered(field) if isinstance(field, ChoiceInteraction) else ()
    return (*asked, *([how] if how else []), *options)


def raw(field: AnyInteraction, line: str) -> object:
    """The raw answer (`BaseInteraction.parse`) that a typed line means.

    Raises:
        ValueError: with one sentence for the person, if no such file is there.
    """
    if not line.strip():
        return ""
    return next((read(field, line) for kind, read in READERS.items() if isinstance(field, kind)), line)


def keeps_default(field: AnyInteraction, line: str) -> bool:
    """Whether the line leaves the field as it was offered. An empty line does, if anything was offered."""
    return not line.strip() and field.default is not None


def chosen(field: ChoiceInteraction[Any], line: str) -> Picked | None:
    """The option a line names, by its label before its number: options may be called "3". None if it names none."""
    word = line.strip()
    labels = [option.words.casefold() for option in field.choices]
    if word.casefold() in labels:
        return Picked(labels.index(word.casefold()))
    if word.isdecimal() and 1 <= int(word) <= len(labels):
        return Picked(int(word) - 1)
    return None


# ── the kinds ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def _option(field: ChoiceInteraction[Any], line: str) -> object:
    return chosen(field, line) or line.strip()


def _options(field: DropdownInteraction, line: str) -> object:
    """One or several, separated by commas; a label may have a comma of its own."""
    whole = chosen(field, line)
    if not field.multiple or whole:
        return whole or line.strip()
    return [_option(field, part) for part in line.split(",") if part.strip()]


def _files(field: FileInteraction, line: str) -> object:
    """Paths as a shell would read them, which is also how a terminal writes a file that is dropped on it."""
    try:
        paths = [line.strip()] if Path(line.strip()).expanduser().is_file() else shlex.split(line)
    except ValueError as wrong:
        raise ValueError(f"A quote is missing in {line.strip()}.") from wrong
    files = [_file(Path(path).expanduser()) for path in paths]
    return files if field.multiple or len(files) > 1 else files[0]


def _file(path: Path) -> RemoteFile:
    if path.is_dir():
        raise ValueError(f"{path} is a folder. Give the path of a file.")
    if not path.is_file():
        raise ValueError(f"There is no file {path}. Give a path, from {Path.cwd()} or absolute.")
    media_type = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    return RemoteFile(name=path.name, size=path.stat().st_size, media_type=media_type, handle=str(path.absolute()))


def _numbered(field: ChoiceInteraction[Any]) -> tuple[str, ...]:
    """The options; what an empty line means is marked."""
    digits = len(str(len(field.choices)))
    return tuple(
        f"{'*' if field.is_default(option) else ' '} {number:>{digits}}) {option.words}"
        + (f" — {option.description}" if option.description else "")
        for number, option in enumerate(field.choices, 1)
    )


def _number_hint(field: NumberInteraction[Any]) -> str:
    low, high = (None if bound is None else f"{bound:g}" for bound in (field.min, field.max))
    match low, high:
        case None, None:
            return ""
        case low, None:
            return f"{low} or more"
        case None, high:
            return f"{high} or less"
        case _:
            return f"from {low} to {high}"


def _file_hint(field: FileInteraction) -> str:
    several = "paths of files, separated by spaces" if field.multiple else "the path of a file"
    kinds = ", ".join("." + extension.lstrip(".") for extension in field.extensions)
    return f"{several} ({kinds})" if kinds else several


READERS: Mapping[type[BaseInteraction[Any]], Callable[[Any, str], object]] = {
    DropdownInteraction: _options,
    ChoiceInteraction: _option,
    FileInteraction: _files,
}
"""What a line means, for the kinds where it is not the raw answer itself. The first kind that fits counts."""

HOW_TO: Mapping[type[BaseInteraction[Any]], Callable[[Any], str]] = {
    TextareaInteraction: lambda field: " ".join(filter(None, (field.placeholder, MANY_LINES))),
    StringInteraction: lambda field: field.placeholder or "",
    NumberInteraction: _number_hint,
    BooleanInteraction: lambda _: "yes or no",
    DropdownInteraction: lambda field: (
        "numbers or names, separated by commas" if field.multiple else "a number or a name"
    ),
    ChoiceInteraction: lambda _: "a number or a name",
    FileInteraction: _file_hint,
}
"""How to answer, in a few words."""
