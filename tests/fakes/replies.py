"""Any reply, for property tests of what renders them."""

import re
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from bridge.content.items import (
    Axis,
    Bar,
    BarChart,
    Bullet,
    BulletList,
    Column,
    Dropdown,
    DropdownOption,
    Error,
    Html,
    Image,
    Inline,
    Item,
    LineChart,
    LocalFile,
    Markdown,
    Paragraph,
    Plotly,
    Point,
    Section,
    Series,
    Style,
    Table,
    Text,
    WebAddress,
)
from bridge.interaction import ButtonInteraction, ConfirmInteraction, Form, IntegerInteraction, StringInteraction
from bridge.interaction.choices import Option
from bridge.ports import Answer, Person, Question, Reply

NUMBERS = st.integers(0, 10_000)
WORDS = NUMBERS.map(lambda n: f"word{n:05}")
SMALL = st.lists(WORDS, max_size=6).map(" ".join)
LARGE = st.tuples(WORDS, st.sampled_from([1, 1, 1, 40, 400, 2_000])).map(
    lambda pair: " ".join(f"{pair[0]}x{n}" for n in range(pair[1]))
)
PHRASES = st.one_of(SMALL, LARGE)
STYLES = st.builds(Style, bold=st.booleans(), italic=st.booleans(), color=st.sampled_from([None, "red"]))
SHOWN: dict[str, Any] = {"title": SMALL, "description": PHRASES, "comment": SMALL, "collapsed": st.booleans()}

BULLETS = st.recursive(
    st.builds(Bullet, SMALL, STYLES),
    lambda inner: st.builds(Bullet, SMALL, STYLES, st.lists(inner, max_size=3).map(tuple)),
    max_leaves=12,
)
TEXTS = st.builds(
    Text,
    content=st.lists(
        st.one_of(
            st.builds(Paragraph, PHRASES, STYLES),
            st.builds(BulletList, st.lists(BULLETS, max_size=5).map(tuple), SMALL),
        ),
        max_size=5,
    ).map(tuple),
    **SHOWN,
)
LINES = st.one_of(
    PHRASES,
    PHRASES.map("# {}".format),
    st.just("---"),
    st.just("==="),
    st.just(""),
    st.sampled_from(["```", "```python", "~~~~"]),
    PHRASES.map("- {}".format),
    PHRASES.map("> {}".format),
    st.tuples(SMALL, SMALL).map("|{0[0]}|{0[1]}|".format),
    st.sampled_from(
        ["|a|b|\n|-|-|", "<!channel> <@U01>", "@everyone <@1> <#2> <t:3:R>", "| a | b | c |\n|:-:|--|--:|"]
    ),
)
MARKDOWNS = st.builds(Markdown, content=st.lists(LINES, max_size=80).map("\n".join), **SHOWN)
CELLS = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), SMALL, st.just(""))


@st.composite
def tables(draw: st.DrawFn) -> Table:
    width = draw(st.sampled_from([0, 1, 3, 20, 25]))
    columns = tuple(Column(draw(SMALL), f"c{n}") for n in range(width))
    row = tuple(draw(CELLS) for _ in range(width))
    rows = draw(st.sampled_from([0, 1, 5, 99, 100, 300]))
    return Table(title=draw(SMALL), columns=columns, rows=(row,) * rows)


PNG = Inline(b"\x89PNG", "image/png")
IMAGES = st.builds(
    Image,
    source=st.sampled_from(
        [
            *(PNG, Inline(b"<svg/>", "image/svg+xml")),
            *(LocalFile(Path("/agent/plot.png")), LocalFile(Path("/agent/a.pdf"))),
            *(WebAddress("https://example.org/a.png"), WebAddress("https://example.org/" + "a" * 3_000)),
        ]
    ),
    caption=PHRASES,
    **SHOWN,
)
CHARTS = st.one_of(
    st.builds(BarChart, bars=st.lists(st.builds(Bar, SMALL, st.floats(0, 9)), max_size=4).map(tuple), **SHOWN),
    st.builds(
        LineChart,
        lines=st.lists(st.builds(Series, name=WORDS, points=st.just((Point(1, 2), Point(2, None)))), max_size=3).map(
            tuple
        ),
        axis=st.builds(Axis, SMALL, SMALL),
        **SHOWN,
    ),
)
OTHERS = st.one_of(
    st.builds(Error, error=PHRASES, where=st.sampled_from(["", "outputs[0]"])),
    st.builds(Html, content=SMALL.map("<p>{}</p>".format)),
    st.just(Plotly(data=({"type": "bar", "x": ["a"], "y": [1]},))),
)
LEAVES: st.SearchStrategy[Item] = st.one_of(TEXTS, MARKDOWNS, tables(), IMAGES, CHARTS, OTHERS)


def _dropdowns(inner: st.SearchStrategy[Item]) -> st.SearchStrategy[Dropdown]:
    """Few options with items, or more than a select holds without."""
    few = st.tuples(
        st.builds(DropdownOption, st.just("0"), PHRASES, SMALL, st.tuples(inner)),
        st.builds(DropdownOption, st.just("1"), WORDS),
    )
    many = st.integers(26, 120).map(lambda count: tuple(DropdownOption(str(n), f"option {n}") for n in range(count)))
    return st.one_of(few, many).map(lambda options: Dropdown(options, "0"))


ITEMS: st.SearchStrategy[Item] = st.recursive(
    LEAVES,
    lambda inner: st.builds(
        Section,
        items=st.lists(inner, max_size=4).map(tuple),
        color=st.sampled_from(["", "red", "#123456"]),
        dropdown=st.one_of(st.none(), st.none(), _dropdowns(inner)),
        **SHOWN,
    ),
    max_leaves=6,
)
OPTIONS = st.lists(
    st.builds(Option, NUMBERS, PHRASES, SMALL),
    min_size=1,
    max_size=130,
    unique_by=lambda option: (option.words.strip().casefold(), option.description.strip()),
)
FORMS = st.one_of(
    st.builds(lambda title: Form((StringInteraction(value_key="name", title=title),)), PHRASES),
    st.just(Form((StringInteraction(value_key="message"),))),
    st.just(Form((ConfirmInteraction(value_key="sure"),))),
    OPTIONS.map(lambda options: Form((ButtonInteraction(value_key="pick", options=tuple(options)),))),
    st.integers(2, 60).map(lambda n: Form(tuple(IntegerInteraction(value_key=f"number_{i}") for i in range(n)))),
)
ANSWERS = st.builds(
    Answer, st.just(Person("U01")), st.lists(st.tuples(SMALL, PHRASES), min_size=1, max_size=15).map(tuple)
)
REPLIES = st.builds(
    Reply,
    turn=st.just("t" * 32),
    content=st.lists(ITEMS, max_size=5).map(tuple),
    question=st.one_of(st.none(), FORMS.map(lambda form: Question("q" * 32, form))),
    answer=st.one_of(st.none(), ANSWERS),
    closed=st.one_of(st.just(""), SMALL),
    running=st.booleans(),
)


def words_of(reply: Reply) -> list[str]:
    """The words that any rendering of the reply's content has to hold."""
    return re.findall(r"word\d{5}(?:x\d+)?", repr(reply.content))
