"""What helps to answer a question, in words: what the agent says about it, its unit, bounds and files."""

from collections.abc import Iterator

from bridge.interaction.choices import FileInteraction
from bridge.interaction.form import AnyInteraction
from bridge.interaction.kinds import NumberInteraction
from bridge.interaction.numbers import written


def hint(asked: AnyInteraction) -> str:
    """One line for beside the field; empty if there is nothing to say."""
    return " ".join(_sentences(asked))


def _sentences(asked: AnyInteraction) -> Iterator[str]:
    for words in (asked.prompt, asked.description):
        if words:
            yield words
    if isinstance(asked, NumberInteraction):
        unit = f" {asked.unit}" if asked.unit else ""
        if asked.min is not None and asked.max is not None:
            yield f"From {written(asked.min)} to {written(asked.max)}{unit}."
        elif asked.min is not None:
            yield f"At least {written(asked.min)}{unit}."
        elif asked.max is not None:
            yield f"At most {written(asked.max)}{unit}."
        elif unit:
            yield f"In{unit}."
        if asked.step is not None:
            yield f"In steps of {written(asked.step)}."
    if isinstance(asked, FileInteraction):
        if asked.extensions:
            yield f"Files ending in {', '.join('.' + end.lstrip('.') for end in asked.extensions)}."
        if asked.max_size is not None:
            yield f"At most {asked.max_size:,} bytes each."


def invitation(asked: AnyInteraction) -> str:
    """What helps to answer by a plain message, in one line: the agent's prompt, description and example."""
    details = [asked.prompt, asked.description, getattr(asked, "placeholder", None)]
    return " · ".join(" ".join(detail.split()) for detail in details if detail and detail.strip())
