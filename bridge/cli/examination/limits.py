"""What of the limits is enforced on this host. One that an agent asks for and does not get is wrong, others a note."""

from collections.abc import Iterator
from dataclasses import fields

from bridge.cli.examination.row import Row, State
from bridge.config import Settings
from bridge.host.containment import Enforced, enforced
from bridge.host.port import Limits


def limits(settings: Settings | None) -> Iterator[Row]:
    """What the host says of itself, as this process: the service's own may have more, or less."""
    asked = _asked(settings)
    for bound in enforced():
        yield _row(bound, sorted(asked & {name.strip() for name in bound.what.split(",")}))


def _row(bound: Enforced, asked: list[str]) -> Row:
    if bound.holds:
        text = f"{bound.how} ({bound.why})" if bound.why else bound.how
        return Row("limits", bound.what, State.OK, text)
    text = f"not enforced: {bound.why}"
    if not asked:
        return Row("limits", bound.what, State.NOTE, text)
    do = f"Give the bridge what is missing, or leave {', '.join(asked)} out of [agents.limits]: it promises too much."
    return Row("limits", bound.what, State.WRONG, text, do)


def _asked(settings: Settings | None) -> set[str]:
    """The limits that some agent sets to something else than we would."""
    usual = Limits()
    entries = settings.agents if settings else ()
    return {
        limit.name
        for limit in fields(Limits)
        if any(getattr(entry.limits, limit.name) != getattr(usual, limit.name) for entry in entries)
    }
