"""What a person is told about a form they sent, alone: which step comes next, or what is wrong in it. Pure."""

from collections.abc import Iterator, Mapping, Sequence

from adapters.discord.components import Style, button, row
from adapters.discord.forms.modal import ModalId
from adapters.discord.limits import EMBED_DESCRIPTION, EMBED_TEXT, ERROR_COLOR
from adapters.discord.message import DiscordMessage, Json
from adapters.discord.rendering.literal import literal
from adapters.discord.rendering.measure import pieces, short, units
from bridge.interaction.form import Form
from bridge.interaction.kinds import StringInteraction
from bridge.ports import Press, Pressed

MORE = "…and {count} more, which you are told when these are corrected."


def continues(sent: ModalId, following: int) -> DiscordMessage:
    """Say that a step is kept, with a button that opens the step `following`. Discord opens no modal from a modal."""
    where = "the next one" if following == sent.step + 1 else f"step {following + 1}"
    return DiscordMessage(
        content=f"Step {sent.step + 1} of {sent.steps} is kept. Continue with {where}.",
        components=(_opener("Continue…", sent.question, following),),
    )


def corrections(question: str, errors: Mapping[str, str], step: int, form: Form | None = None) -> DiscordMessage:
    """List what is wrong, with a button that opens the form again as it was filled in.

    Args:
        question: `Question.id`.
        errors: sentences by field name; a name that is no field's, such as "", stands for the form as a whole.
        step: the step to open (`Draft.step_of`).
        form: what was asked, if that is known; after a restart a field is called by its name in words.
    """
    labels = _labels(form)
    lines = [_line(labels.get(name) or _in_words(name), error) for name, error in errors.items()]
    embeds = pieces("\n".join(_told(lines)), EMBED_DESCRIPTION)
    return DiscordMessage(
        embeds=tuple({"description": text, "color": ERROR_COLOR} for text in embeds),
        components=(_opener("Correct…", question, step),),
    )


def refused(
    errors: Mapping[str, str], entered: Mapping[str, object], form: Form | None = None
) -> tuple[DiscordMessage, ...]:
    """Say why a form is not taken at all, and repeat all that was typed, which the closed modal took away.

    Args:
        errors: the reason, by any field name.
        entered: raw values by field name; what was picked or uploaded can be picked again.
        form: what was asked, if that is known.
    """
    labels = _labels(form)
    reasons = [literal(error) for error in errors.values()]
    typed = [(name, value) for name, value in entered.items() if isinstance(value, str) and value.strip()]
    lines = [*reasons, *(_line(labels.get(name) or _in_words(name), value) for name, value in typed)]
    texts = pieces("\n".join(lines), EMBED_DESCRIPTION)
    return tuple(DiscordMessage(embeds=({"description": text, "color": ERROR_COLOR},)) for text in texts)


def _labels(form: Form | None) -> Mapping[str, str]:
    return {asked.value_key: asked.label for asked in form.fields} if form else {}


def _told(lines: Sequence[str]) -> Iterator[str]:
    """The lines that fit into a message, and how many do not."""
    room = EMBED_TEXT - units(MORE)
    for number, line in enumerate(lines):
        if number and units(line) > room:
            yield MORE.format(count=len(lines) - number)
            return
        whole = short(line, room)
        room -= units(whole) + len("\n")
        yield whole


def _line(label: str, error: str) -> str:
    return f"**{literal(label)}**: {literal(error)}" if label else literal(error)


def _in_words(name: str) -> str:
    return StringInteraction(value_key=name).label if name else ""


def _opener(text: str, question: str, step: int) -> Json:
    return row(button(text, Pressed(Press.OPEN, question, step), Style.PRIMARY))
