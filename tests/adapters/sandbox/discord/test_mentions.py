"""Who is pinged: those the text names, as far as they are there and the sender allows it."""

import pytest

from adapters.sandbox.discord.mentions import IN_CHANNELS, IN_INTERACTIONS, Mentions, pings_author, resolve
from tests.adapters.sandbox.discord.bodies import Json


class Guild:
    """Two people, a role that can be mentioned and one that cannot; `everyone` is the author's permission."""

    def __init__(self, everyone: bool = True) -> None:
        self.everyone = everyone

    def is_user(self, user: str) -> bool:
        """Return whether there is this user."""
        return user in ("1", "2")

    def may_ping_role(self, role: str) -> bool:
        """Return whether this role can be mentioned."""
        return role == "10"

    def may_ping_everyone(self) -> bool:
        """Return whether the author may mention everyone."""
        return self.everyone


TEXT = "<@2> and <@!1> and <@2> of <@&10> and <@&11>, <@3>: @here"
ALL = Mentions(("2", "1"), ("10",), True)

CASES: list[tuple[str, Json | None, Mentions]] = [
    ("nothing said", None, ALL),
    ("everything parsed", {"parse": ["users", "roles", "everyone"]}, ALL),
    ("nothing parsed", {"parse": []}, Mentions()),
    ("an empty object", {}, Mentions()),
    ("only users", {"parse": ["users"]}, Mentions(("2", "1"))),
    ("one user", {"parse": ["roles"], "users": [1]}, Mentions(("1",), ("10",))),
    ("one role", {"roles": ["10", "11"]}, Mentions((), ("10",))),
    ("someone the text does not name", {"users": ["4"]}, Mentions()),
]


@pytest.mark.parametrize(("allowed", "found"), [pytest.param(*rest, id=name) for name, *rest in CASES])
def test_allowed_mentions_say_who_of_the_named_is_pinged(allowed: Json | None, found: Mentions) -> None:
    """Nobody is pinged whom the text does not name, who is not there, or whom the sender left out."""
    assert resolve(TEXT, allowed, default=IN_CHANNELS, world=Guild()) == found


def test_interactions_ping_users_only_unless_they_say_more() -> None:
    """Without allowed_mentions a channel message parses everything, an interaction's users."""
    assert resolve(TEXT, None, default=IN_INTERACTIONS, world=Guild()) == Mentions(("2", "1"))


def test_everyone_needs_the_permission_and_the_word() -> None:
    """@everyone and @here ping who may do it, as words of their own."""
    assert resolve("@everyone", None, default=IN_CHANNELS, world=Guild()).everyone
    assert not resolve("@everyone", None, default=IN_CHANNELS, world=Guild(everyone=False)).everyone
    assert not resolve("@everyones", None, default=IN_CHANNELS, world=Guild()).everyone


@pytest.mark.parametrize("code", ["`{}`", "``a ` {}``", "```py\n{}\n```"])
def test_nobody_is_pinged_from_code(code: str) -> None:
    """What stands in code is text."""
    assert resolve(code.format(TEXT), None, default=IN_CHANNELS, world=Guild()) == Mentions()


def test_a_reply_pings_its_author_unless_it_says_otherwise() -> None:
    """`replied_user` is false once allowed_mentions is given, and the ping is on without it."""
    assert pings_author(None)
    assert not pings_author({"parse": ["users"]})
    assert pings_author({"replied_user": True})
