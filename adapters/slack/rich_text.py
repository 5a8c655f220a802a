"""Text items → ``rich_text`` blocks. Rich text shows every character as it is: no escaping, and nothing in it pings."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from adapters.slack.limits import LIST_INDENT, TEXT_OBJECT
from adapters.slack.message import Json
from adapters.slack.split import Piece
from bridge.content.items import Bullet, BulletList, Paragraph, Style, Text
from bridge.content.splitting import split_text


@dataclass(frozen=True, slots=True)
class Run:
    """A run of text. `style` holds Slack's own names: bold, italic, code."""

    text: str
    style: tuple[str, ...] = ()

    @property
    def element(self) -> Json:
        plain: Json = {"type": "text", "text": self.text}
        return {**plain, "style": dict.fromkeys(self.style, True)} if self.style else plain


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph, or one bullet at `indent`."""

    runs: tuple[Run, ...]
    indent: int | None = None

    @property
    def text(self) -> str:
        words = "".join(run.text for run in self.runs)
        return words if self.indent is None else f"{'  ' * self.indent}• {words}"


def text_pieces(text: Text) -> Iterator[Piece]:
    lines = [line for part in text.content for line in _lines(part)]
    return line_pieces(lines)


def line_pieces(lines: Iterable[Line]) -> Iterator[Piece]:
    """Yield rich texts of at most 3,000 characters, which is what any text object may hold, that show the lines."""
    held: list[Line] = []
    chars = 0
    for line in (short for long in lines for short in _shortened(long)):
        if held and chars + len(line.text) > TEXT_OBJECT:
            yield _piece(held)
            held, chars = [], 0
        held.append(line)
        chars += len(line.text)
    if held:
        yield _piece(held)


def bold(text: str) -> Line:
    return Line((Run(text, ("bold",)),))


def _lines(part: Paragraph | BulletList) -> Iterator[Line]:
    match part:
        case Paragraph():
            yield Line((Run(part.text, _style(part.style)),))
        case BulletList():
            if part.text:
                yield Line((Run(part.text, _style(part.style)),))
            for bullet in part.bullets:
                yield from _bullet_lines(bullet, part.style, 0)


def _bullet_lines(bullet: Bullet, inherited: Style, depth: int) -> Iterator[Line]:
    """Below Slack's deepest indent the lost depth is shown as arrows."""
    style = _style(bullet.style) or _style(inherited)
    deeper = "→ " * max(0, depth - LIST_INDENT)
    yield Line((Run(deeper + bullet.text, style),), min(depth, LIST_INDENT))
    for nested in bullet.nested:
        yield from _bullet_lines(nested, inherited, depth + 1)


def _style(style: Style) -> tuple[str, ...]:
    """Slack has neither colours nor sizes of text; bold and italic are what is left of a style."""
    return tuple(name for name in ("bold", "italic") if getattr(style, name))


def _shortened(line: Line) -> Iterator[Line]:
    """A line without empty runs, continued in further lines where it is too long for one rich text."""
    runs = tuple(run for run in line.runs if run.text)
    if not runs:
        return
    room = TEXT_OBJECT - 2 * (line.indent or 0) - 2
    if sum(len(run.text) for run in runs) <= room:
        yield Line(runs, line.indent)
        return
    for run in runs:
        for part in split_text(run.text, room):
            yield Line((Run(part, run.style),), line.indent)


def _piece(lines: list[Line]) -> Piece:
    text = "\n".join(line.text for line in lines)
    return Piece(text=text, blocks=({"type": "rich_text", "elements": list(_elements(lines))},), chars=len(text))


def _elements(lines: list[Line]) -> Iterator[Json]:
    """Bullets of one depth that follow each other are one list; a list cannot hold another (observed)."""
    listed: Json = {}
    for line in lines:
        section: Json = {"type": "rich_text_section", "elements": [run.element for run in line.runs]}
        if line.indent is None:
            listed = {}
            yield section
        elif listed.get("indent") == line.indent:
            listed["elements"].append(section)
        else:
            listed = {"type": "rich_text_list", "style": "bullet", "indent": line.indent, "elements": [section]}
            yield listed
