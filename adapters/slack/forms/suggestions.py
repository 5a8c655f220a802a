"""What is offered while a person types into a select of many options. Pure."""

from adapters.slack.limits import OPTIONS
from adapters.slack.message import Json
from adapters.slack.options import option_objects
from bridge.interaction.choices import ChoiceInteraction


def suggestions(asked: ChoiceInteraction[object], typed: str) -> list[Json]:
    """The options with these letters anywhere in their words, at most as many as Slack shows; those that begin with
    them first, so that typing on always leads to the one that is meant.
    """
    wanted = typed.strip().casefold()
    words = [option.words.casefold() for option in asked.choices]
    found = [index for index, word in enumerate(words) if wanted in word]
    found.sort(key=lambda index: (words[index] != wanted, not words[index].startswith(wanted)))
    objects = option_objects(asked.choices)
    return [objects[index] for index in found[:OPTIONS]]
