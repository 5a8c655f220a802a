"""A choice's options → Slack's option objects and buttons.

Their value is the option's index, so that the agent's own values keep their JSON type. A label too long for Slack is
shortened and numbered, and stands whole in `legend`, which is shown above.
"""

from adapters.slack.limits import OPTION_TEXT, OPTIONS
from adapters.slack.message import Json
from bridge.interaction.choices import ChoiceInteraction, Option


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text, "emoji": True}


def labels(choices: tuple[Option, ...]) -> tuple[str, ...]:
    """What each option is called in at most 75 characters; never empty."""
    long = any(_too_long(option) for option in choices)
    names = [_name(option) for option in choices]
    return tuple(_short(f"{number}. {name}" if long else name) for number, name in enumerate(names, 1))


def legend(choices: tuple[Option, ...]) -> tuple[str, ...]:
    """The options in full, if any of them had to be shortened."""
    if not any(_too_long(option) for option in choices):
        return ()
    return tuple(
        f"{number}. {_name(option)}{f' – {option.description}' if option.description else ''}"
        for number, option in enumerate(choices, 1)
    )


def option_objects(choices: tuple[Option, ...]) -> list[Json]:
    return [
        {
            "text": plain(label),
            "value": str(index),
            **({"description": plain(_short(option.description))} if option.description.strip() else {}),
        }
        for index, (option, label) in enumerate(zip(choices, labels(choices), strict=True))
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
    objects = option_objects(asked.choices)
    return [offered for option, offered in zip(asked.choices, objects, strict=True) if asked.is_default(option)]


def _name(option: Option) -> str:
    return option.words.strip() or "(empty)"


def _too_long(option: Option) -> bool:
    return len(_name(option)) > OPTION_TEXT or len(option.description) > OPTION_TEXT


def _short(text: str) -> str:
    return text if len(text) <= OPTION_TEXT else text[: OPTION_TEXT - 1] + "…"
