"""A choice's options → Slack's option objects and buttons.

Their value is the option's index, so that the agent's own values keep their JSON type.
"""

from adapters.slack.limits import OPTION_TEXT, OPTIONS
from adapters.slack.message import Json
from bridge.interaction.choices import ChoiceInteraction, Option
from bridge.interaction.labels import labels, shortened


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text, "emoji": True}


def option_objects(choices: tuple[Option, ...]) -> list[Json]:
    return [
        {
            "text": plain(label),
            "value": str(index),
            **_description(option),
        }
        for index, (option, label) in enumerate(zip(choices, labels(choices, OPTION_TEXT), strict=True))
    ]


def selection(objects: list[Json]) -> Json:
    """The `options` of a select, or its `option_groups` where there are more than a hundred."""
    if len(objects) <= OPTIONS:
        return {"options": objects}
    return {
        "option_groups": [
            {
                "label": plain(f"{start + 1} – {min(start + OPTIONS, len(objects))}"),
                "options": objects[start : start + OPTIONS],
            }
            for start in range(0, len(objects), OPTIONS)
        ]
    }


def chosen(asked: ChoiceInteraction[object]) -> list[Json]:
    """The option objects a fresh form has selected; each equals one that is offered, as Slack demands."""
    selected = [index for index, option in enumerate(asked.choices) if asked.is_default(option)]
    objects = option_objects(asked.choices) if selected else []
    return [objects[index] for index in selected]


def _description(option: Option) -> Json:
    described = shortened(option.description, OPTION_TEXT)
    return {"description": plain(described)} if described.strip() else {}
