"""HTML as a tree, however broken: nothing raises and no text is lost.

Not a browser's tree: it closes what is commonly left open, and that is enough to read the words in order.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser

SILENT = frozenset({"script", "style", "template"})
"""Elements whose content nobody sees."""

VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"})
"""Elements without content (HTML Living Standard, 13.1.2)."""

_CELL_ENDS = frozenset({"td", "th", "tr"})
_TERM_ENDS = frozenset({"dt", "dd"})
_ITEM_ENDS = frozenset({"li"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})

CLOSED_BY: Mapping[str, frozenset[str]] = {
    "li": _ITEM_ENDS,
    "p": _CELL_ENDS | _TERM_ENDS | _ITEM_ENDS | _HEADINGS | {"p", "div", "ul", "ol", "table", "pre", "blockquote"},
    "dt": _TERM_ENDS,
    "dd": _TERM_ENDS,
    "td": _CELL_ENDS,
    "th": _CELL_ENDS,
    "tr": frozenset({"tr"}),
    "option": frozenset({"option"}),
}
"""Elements whose end tag may be left out, with what closes them."""

MAX_DEPTH = 100
"""Elements inside each other; what is deeper stands on this level."""


@dataclass(frozen=True, slots=True)
class Element:
    tag: str
    attributes: Mapping[str, str]
    children: list["Node"] = field(default_factory=list["Node"])

    def within(self, tag: str) -> Iterator["Element"]:
        """The outermost elements of this name inside, in order."""
        for child in self.children:
            if isinstance(child, Element):
                if child.tag == tag:
                    yield child
                else:
                    yield from child.within(tag)


Node = Element | str


def tree(html: str) -> Sequence[Node]:
    """The nodes of an HTML page or fragment."""
    reader = _Reader()
    reader.feed(html.replace("<![", "&lt;!["))  # HTMLParser asserts on unknown marked sections; as text they are safe
    reader.close()
    return reader.root.children


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("", {})
        self._path = [self.root]
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in SILENT
        while tag in CLOSED_BY.get(self._path[-1].tag, ()):
            self._path.pop()
        element = Element(tag, {name: value or "" for name, value in attrs})
        self._path[-1].children.append(element)
        if tag not in VOID and len(self._path) < MAX_DEPTH:
            self._path.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        self._silent = max(0, self._silent - (tag in SILENT))
        depth = next((n for n in range(len(self._path) - 1, 0, -1) if self._path[n].tag == tag), None)
        if depth is not None:
            del self._path[depth:]

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self._path[-1].children.append(data)
