"""What the options of a choice are called where a platform gives them little room.

A label that is too long is shortened and numbered, and stands whole in `legend`, which is shown above.
"""

from bridge.interaction.choices import Option


def labels(choices: tuple[Option, ...], limit: int) -> tuple[str, ...]:
    """What each option is called in at most `limit` characters; never empty."""
    long = any(_too_long(option, limit) for option in choices)
    names = [_name(option) for option in choices]
    return tuple(shortened(f"{number}. {name}" if long else name, limit) for number, name in enumerate(names, 1))


def legend(choices: tuple[Option, ...], limit: int) -> tuple[str, ...]:
    """The options in full, if any of them has to be shortened."""
    if not any(_too_long(option, limit) for option in choices):
        return ()
    return tuple(
        f"{number}. {_name(option)}{f' – {option.description}' if option.description else ''}"
        for number, option in enumerate(choices, 1)
    )


def shortened(text: str, limit: int) -> str:
    """The text, or its beginning and an ellipsis."""
    return text if len(text) <= limit else text[: limit - 1] + "…"


def _name(option: Option) -> str:
    return option.words.strip() or "(empty)"


def _too_long(option: Option, limit: int) -> bool:
    return len(_name(option)) > limit or len(option.description) > limit
