"""What the bodies that begin or change channels and threads may hold, as data.

Source: Discord docs, "Modify Channel", "Start Thread from Message", "Start Thread without Message", "Start Thread in
Forum or Media Channel"; Discord's OpenAPI description.
"""

from typing import Any, Final

from adapters.sandbox.discord.grammar import Choice, Flag, Id, Items, Number, Object, Report, Text, Whole, check_object
from adapters.sandbox.discord.wire import Path, invalid

NAME: Final = Text(100, 1)
MINUTES: Final = Choice((60, 1440, 4320, 10080))
SLOWMODE: Final = Whole(0, 21600)
TAGS: Final = Items(Id(), 5)

FROM_MESSAGE: Final = Object(
    {"name": NAME, "auto_archive_duration": MINUTES, "rate_limit_per_user": SLOWMODE}, ("name",)
)
ALONE: Final = Object({**FROM_MESSAGE.fields, "type": Choice((10, 11, 12)), "invitable": Flag()}, ("name",))
POST: Final = Object({**FROM_MESSAGE.fields, "applied_tags": TAGS}, ("name", "message"))
THREAD: Final = Object(
    {
        **FROM_MESSAGE.fields,
        "archived": Flag(),
        "locked": Flag(),
        "invitable": Flag(),
        "flags": Number(),
        "applied_tags": TAGS,
    }
)
CHANNEL: Final = Object({"name": NAME, "topic": Text(4096), "rate_limit_per_user": SLOWMODE})


def check_fields(rules: Object, body: Any, *, at: Path = ()) -> None:
    """Check a request body, or what stands `at` a place in one.

    Raises:
        Refused: 50035 with every flaw.
    """
    report = Report()
    check_object(rules, body, at, report)
    if report.flaws:
        raise invalid(report.flaws)
