"""What stands at the end of a reply: the question, or its answer, or why it is over; and Stop while a turn runs."""

from collections.abc import Iterator, Sequence
from itertools import count

from adapters.discord.components import Style, button, option_objects, room
from adapters.discord.limits import BUTTON_LABEL, BUTTONS, OPTION_TEXT, PLACEHOLDER_WORDS, ROW_BUTTONS
from adapters.discord.message import Json
from adapters.discord.rendering.chunks import SUBTEXT, Chunk, lines
from adapters.discord.rendering.dialect import styled
from adapters.discord.rendering.items import subtext
from adapters.discord.rendering.measure import short
from adapters.discord.rendering.pack import Part, Row
from adapters.discord.rendering.selects import selects
from bridge.interaction.choices import ChoiceInteraction
from bridge.interaction.form import AnyInteraction, Composer
from bridge.interaction.hints import invitation
from bridge.interaction.labels import labels, legend
from bridge.ports import Answer, Press, Pressed, Question, Reply

FILL_IN = "Fill in:"
WORKING = f"{SUBTEXT}*working…*"


def composer_parts(reply: Reply) -> Iterator[Part]:
    if reply.answer is not None:
        yield _answered(reply.answer)
    elif reply.closed:
        yield subtext(reply.closed)
        yield Row((button("Start again", Pressed(Press.RESTART, reply.turn)),))
    elif reply.question is not None:
        yield from _asked(reply.question, alone=not reply.content)
    if reply.rated:
        thumbs = (("👍", 1), ("👎", 0))
        yield Row(tuple(button(thumb, Pressed(Press.RATE, reply.turn, good)) for thumb, good in thumbs))
    if reply.running:
        if not reply.content:
            yield lines(WORKING)
        yield Row((button("Stop", Pressed(Press.STOP, reply.turn), Style.DANGER),))


def _asked(question: Question, *, alone: bool) -> Iterator[Part]:
    form = question.form
    match form.composer:
        case Composer.TEXT:
            # A chat box needs no words under what the agent just said: people know that they can reply.
            if alone or form.chat_box is None:
                yield from _prompt(form.fields[0])
        case Composer.BUTTONS:
            yield from _choice(question)
        case Composer.FORM:
            yield subtext(f"Asks for: {form.summary}")
            yield from _presets(question)
            yield Row((button("Answer…", Pressed(Press.OPEN, question.id), Style.PRIMARY),))


def _prompt(asked: AnyInteraction) -> Iterator[Part]:
    """What is wanted, in the agent's words: its name, and in small what helps."""
    yield Chunk(styled(asked.label, bold=True), heads=True)
    words = invitation(asked)
    if words:
        yield subtext(words)


def _choice(question: Question) -> Iterator[Part]:
    asked = question.form.fields[0]
    assert isinstance(asked, ChoiceInteraction), "only a choice is asked by buttons"
    if asked.title:
        yield Chunk(styled(asked.title, bold=True), heads=True)
    for words in (asked.prompt, asked.description):
        if words:
            yield Chunk(styled(words))
    few = len(asked.choices) <= BUTTONS
    limit = room(asked.choices, BUTTON_LABEL if few else OPTION_TEXT)
    full = legend(asked.choices, limit)
    if full:
        yield Chunk(styled("\n".join(full)))
    if few:
        yield from _buttons(question.id, labels(asked.choices, limit))
    else:
        yield from selects(Pressed(Press.ANSWER, question.id), option_objects(asked.choices, limit))


def _presets(question: Question) -> Iterator[Part]:
    """A select for each group of presets; all of it is offered, as nobody has entered anything yet."""
    for group in question.form.presets:
        full = legend(group.choices, room(group.choices, OPTION_TEXT))
        if group.description or full:
            yield Chunk(styled("\n".join((group.title, *filter(None, (group.description,)), *full))))
    places = count()
    for group in question.form.presets:
        objects = option_objects(group.choices, room(group.choices, OPTION_TEXT))
        placed: list[Json] = [{**each, "value": str(next(places))} for each in objects]
        pressed = Pressed(Press.PRESET, question.id, int(placed[0]["value"]))
        yield from selects(pressed, placed, short(f"{FILL_IN} {group.title}", PLACEHOLDER_WORDS))


def _buttons(question: str, names: Sequence[str]) -> Iterator[Row]:
    style = Style.PRIMARY if len(names) == 1 else Style.SECONDARY
    every = [button(name, Pressed(Press.ANSWER, question, index), style) for index, name in enumerate(names)]
    for start in range(0, len(every), ROW_BUTTONS):
        yield Row(tuple(every[start : start + ROW_BUTTONS]))


def _answered(answer: Answer) -> Chunk:
    """Who answered what, in the place of the buttons. Naming them does not ping: nothing of ours does."""
    first, *more = [line for entry in answer.lines for line in subtext(entry).lines] or [(SUBTEXT,)]
    return Chunk(((SUBTEXT, f"<@{answer.person.id}> ", *first[1:]), *more))
