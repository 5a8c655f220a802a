"""What stands at the end of a reply: the question, or its answer, or why it is over; and Stop while a turn runs."""

from collections.abc import Iterator

from adapters.slack.blocks import context, context_pieces
from adapters.slack.controls import actions, button, selects
from adapters.slack.limits import BUTTONS_SHOWN, OPTION_TEXT, TEXT_OBJECT
from adapters.slack.message import Block, Json
from adapters.slack.options import plain
from adapters.slack.plain import escape
from adapters.slack.rich_text import Line, Run, bold, line_pieces
from adapters.slack.split import Piece
from bridge.content.splitting import split_text
from bridge.interaction.base import BaseInteraction
from bridge.interaction.choices import ChoiceInteraction
from bridge.interaction.form import AnyInteraction, Composer
from bridge.interaction.hints import invitation
from bridge.interaction.labels import labels, legend
from bridge.ports import Answer, Press, Pressed, Question, Reply

WORKING = "_working…_"


def composer_pieces(reply: Reply) -> Iterator[Piece]:
    if reply.rated:
        yield _thumbs(reply.turn)
    if reply.answer is not None:
        yield from _answered(reply.answer)
    elif reply.closed:
        yield from context_pieces(reply.closed)
        yield actions([button("Start again", Pressed(Press.RESTART, reply.turn))], "")
    elif reply.question is not None:
        yield from _asked(reply.question, alone=not reply.content)
    if reply.running:
        if not reply.content:
            yield from context([{"type": "mrkdwn", "text": WORKING}], "working…")
        stop = Pressed(Press.STOP, reply.turn)
        yield actions([button("Stop", stop)], "")


def _thumbs(turn: str) -> Piece:
    """Slack draws the thumbs; a value says which one it was."""
    thumbs = {
        "type": "feedback_buttons",
        "action_id": Pressed(Press.RATE, turn).token,
        "positive_button": {"text": plain("Good answer"), "value": "1"},
        "negative_button": {"text": plain("Bad answer"), "value": "0"},
    }
    return Piece(text="", blocks=({"type": "context_actions", "elements": [thumbs]},), chars=0)


def _asked(question: Question, *, alone: bool) -> Iterator[Piece]:
    form = question.form
    match form.composer:
        case Composer.TEXT:
            # A chat box needs no words under what the agent just said: people know that they can reply.
            if alone or form.chat_box is None:
                yield from _prompt(form.fields[0])
        case Composer.BUTTONS:
            yield from _choice(question)
        case Composer.FORM:
            yield from context_pieces(f"Asks for: {form.summary}")
            opener = button("Answer…", Pressed(Press.OPEN, question.id), style="primary")
            yield actions([opener], "[Answer…]")


def _prompt(asked: AnyInteraction) -> Iterator[Piece]:
    """One light line: what is wanted, in the agent's words."""
    words = invitation(asked)
    label: Json = {"type": "mrkdwn", "text": f"*{escape(asked.label)}*", "verbatim": True}
    if len(label["text"]) > TEXT_OBJECT or "\n" in asked.label:
        yield from line_pieces([bold(asked.label)])
        yield from context_pieces(words)
        return
    first, *more = list(split_text(words, TEXT_OBJECT)) or [""]
    elements: list[Block] = [label, plain(first)] if first else [label]
    yield from context(elements, f"{asked.label} — {first}" if first else asked.label)
    for part in more:
        yield from context_pieces(part)


def _choice(question: Question) -> Iterator[Piece]:
    asked = question.form.fields[0]
    assert isinstance(asked, ChoiceInteraction), "only a choice is asked by buttons"
    yield from _words_of(asked)
    yield from line_pieces([Line((Run(line),)) for line in legend(asked.choices, OPTION_TEXT)])
    names = labels(asked.choices, OPTION_TEXT)
    if len(names) <= BUTTONS_SHOWN:
        style = "primary" if len(names) == 1 else ""
        buttons = [
            button(name, Pressed(Press.ANSWER, question.id, index), style=style) for index, name in enumerate(names)
        ]
        yield actions(buttons, " ".join(f"[{name}]" for name in names))
        return
    every = list(selects(Pressed(Press.ANSWER, question.id), asked.choices))
    yield actions(every, " ".join(f"[{name}]" for name in names))


def _words_of(asked: BaseInteraction[object]) -> Iterator[Piece]:
    """What a choice is about, where the agent said so; its buttons say the rest."""
    lines = [bold(asked.title)] if asked.title else []
    lines += [Line((Run(words),)) for words in (asked.prompt, asked.description) if words]
    yield from line_pieces(lines)


def _answered(answer: Answer) -> Iterator[Piece]:
    """Who answered what, in the place of the buttons."""
    who = f"<@{answer.person.id}>"
    elements: list[Block] = [{"type": "mrkdwn", "text": who, "verbatim": True}]
    for line in answer.lines:
        parts = split_text(line, TEXT_OBJECT // 2)
        elements += [{"type": "plain_text", "text": part, "emoji": True} for part in parts]
    yield from context(elements, "\n".join(answer.lines))
