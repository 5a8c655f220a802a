"""What an app suggests for an external select: accepted as a client would, and remembered until it is chosen.

Guarantee: nothing is chosen that was not suggested in that place, or stood there already (Slack docs: select menu of an
external data source).
"""

from typing import Final

from adapters.sandbox.slack.element_rules import OPTION, OPTION_GROUPS
from adapters.sandbox.slack.entries import Key
from adapters.sandbox.slack.shapes import Items, Report, check
from adapters.sandbox.slack.wire import Json, NotPossible

MOST: Final = 100
EXTERNAL: Final = ("external_select", "multi_external_select")
LEAST_QUERY: Final = 3  # Slack docs: min_query_length, "The default value is 3."
SHAPES: Final = {"options": Items(OPTION, MOST), "option_groups": OPTION_GROUPS}

Words = tuple[str, str]  # an option's text and value


def words(option: Json) -> Words:
    """Return what tells options apart."""
    return option["text"]["text"], option.get("value", "")


class Suggestions:
    """What was suggested, per container and element."""

    def __init__(self) -> None:
        self._suggested: dict[tuple[tuple[str, ...], Key], set[Words]] = {}

    def check_query(self, key: Key, element: Json, typed: str) -> None:
        """A client asks the app for external selects only, and once enough is typed.

        Raises:
            NotPossible: it would not ask.
        """
        if element["type"] not in EXTERNAL:
            raise NotPossible("not_external", f"{'/'.join(key)} is a {element['type']}: it does not ask the app.")
        least = element.get("min_query_length", LEAST_QUERY)
        if len(typed) < least:
            raise NotPossible("query_too_short", f"The client asks the app from {least} characters on.")

    def accept(self, container: tuple[str, ...], key: Key, answer: Json) -> tuple[str, list[str]]:
        """Note what the app answered; return which key of it counts, or "" and what is wrong with it."""
        given = [name for name in SHAPES if name in answer]
        if len(given) != 1:
            return "", ["exactly one of options and option_groups was expected"]
        (name,) = given
        report = Report("V", lambda _: False)
        check(SHAPES[name], answer[name], f"/{name}", report)
        if report.errors:
            return "", report.errors
        options = answer[name] if name == "options" else [one for group in answer[name] for one in group["options"]]
        self._suggested.setdefault((container, key), set()).update(map(words, options))
        return name, []

    def offered(self, container: tuple[str, ...], key: Key, element: Json) -> set[Words]:
        """Return what can be chosen in an external select."""
        initial = [*element.get("initial_options", ()), *filter(None, [element.get("initial_option")])]
        return self._suggested.get((container, key), set()) | set(map(words, initial))
