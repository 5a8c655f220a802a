"""What intents let through: events of guilds and DMs, and the content of messages."""

from typing import Any

import pytest

from adapters.sandbox.clock import ManualClock
from adapters.sandbox.discord.intents import IN_DIRECT_MESSAGES, IN_GUILDS, KNOWN, TO_EVERY_APP, Intent, shown
from tests.adapters.sandbox.discord.portal import ANN, BEN, BOT, GUILD, App, Apps, Json, Server, member, message

pytestmark = pytest.mark.requirement("discord-twin-intents")

ALL = KNOWN
BLANK = {"content": "", "embeds": [], "attachments": [], "components": []}
PAIRS = [
    (event, intent, place)
    for table, place in ((IN_GUILDS, {"guild_id": GUILD}), (IN_DIRECT_MESSAGES, {}))
    for intent, events in table.items()
    for event in events
]


def data_of(event: str, place: Json) -> Json:
    """Return enough data for an event."""
    return {"id": GUILD, "members": [], "user": {"id": ANN}, "added_members": [{"user_id": BOT}], **place}


def test_the_intents_are_discords() -> None:
    """All 21 documented bits, and the bridge's are known."""
    assert KNOWN == 0b11_0011_0001_1111_1111_1111_1111
    assert Intent(46593) == (
        Intent.GUILDS
        | Intent.GUILD_MESSAGES
        | Intent.GUILD_MESSAGE_REACTIONS
        | Intent.DIRECT_MESSAGES
        | Intent.DIRECT_MESSAGE_REACTIONS
        | Intent.MESSAGE_CONTENT
    )


@pytest.mark.parametrize(("event", "intent", "place"), PAIRS)
def test_an_event_needs_its_intent(event: str, intent: Intent, place: Json) -> None:
    """With only that intent it comes; with every intent that has nothing to do with it, it does not."""
    others = ALL & ~sum({each for name, each, where in PAIRS if name == event and where == place})
    assert shown(event, data_of(event, place), intent.value, BOT) is not None
    assert shown(event, data_of(event, place), others, BOT) is None


@pytest.mark.parametrize("event", TO_EVERY_APP)
def test_some_events_need_none(event: str) -> None:
    """Interactions above all."""
    assert shown(event, {}, 0, BOT) == {}


def test_an_event_that_nobody_knows_is_an_error() -> None:
    """A misspelt event is not silently lost."""
    with pytest.raises(ValueError, match=r"'MESSAGE_CREATED' is no gateway event"):
        shown("MESSAGE_CREATED", {}, ALL, BOT)


def test_the_bots_own_membership_is_always_told() -> None:
    """GUILD_MEMBER_UPDATE of the bot needs no intent."""
    update = {"guild_id": GUILD, "user": {"id": BOT}}
    assert shown("GUILD_MEMBER_UPDATE", update, 0, BOT) == update


def test_without_the_members_intent_threads_tell_of_the_bot_alone() -> None:
    """THREAD_MEMBERS_UPDATE names the bot, or does not come."""
    both = [{"user_id": BOT}, {"user_id": ANN}]
    update: Json = {"guild_id": GUILD, "added_members": both, "removed_member_ids": [BEN]}
    assert shown("THREAD_MEMBERS_UPDATE", update, Intent.GUILDS.value, BOT) == {
        "guild_id": GUILD,
        "added_members": [{"user_id": BOT}],
        "removed_member_ids": [],
    }
    update["added_members"] = both[1:]
    assert shown("THREAD_MEMBERS_UPDATE", update, Intent.GUILDS.value, BOT) is None
    assert shown("THREAD_MEMBERS_UPDATE", update, Intent.GUILD_MEMBERS.value, BOT) is update


def test_without_presences_a_guild_comes_with_the_bot_alone() -> None:
    """Members other than the bot are in GUILD_CREATE only with the presences intent."""
    guild = {"id": GUILD, "members": [member(BOT), member(ANN)]}
    assert shown("GUILD_CREATE", guild, Intent.GUILDS.value, BOT) == {"id": GUILD, "members": [member(BOT)]}
    assert shown("GUILD_CREATE", guild, (Intent.GUILDS | Intent.GUILD_PRESENCES).value, BOT) is guild


@pytest.mark.parametrize("event", ["MESSAGE_CREATE", "MESSAGE_UPDATE"])
@pytest.mark.parametrize(
    ("said", "content", "mentions_me", "readable"),
    [
        ({}, 0, False, False),
        ({}, 0, True, True),
        ({}, Intent.MESSAGE_CONTENT.value, False, True),
        ({"author": BOT}, 0, False, True),
        ({"guild": False}, 0, False, True),
    ],
)
def test_content_needs_an_intent_but_for_what_is_for_the_bot(
    event: str, said: dict[str, Any], content: int, mentions_me: bool, readable: bool
) -> None:
    """Own messages, DMs and mentions can be read without it; of others only who, where and when."""
    intents = Intent.GUILD_MESSAGES.value | Intent.DIRECT_MESSAGES.value | content
    whole = message(1, poll={"question": {}}, **said)
    seen = shown(event, whole, intents, BOT, mentions_me=mentions_me)
    assert seen is not None
    if readable:
        assert seen is whole
    else:
        assert seen == {key: value for key, value in whole.items() if key != "poll"} | BLANK
        assert seen["mentions"] == []


def test_a_quoted_message_is_blank_by_itself() -> None:
    """A reply that pings the bot can be read; what it replies to only if that is the bot's, or mentions it."""
    quotes = {
        BOT: message(1, BOT),
        ANN: message(2, ANN),
        BEN: message(3, BEN, mentions=[{"id": BOT}]),
    }
    contents: dict[str, str] = {}
    for author, quoted in quotes.items():
        reply = message(4, referenced_message=quoted)
        seen = shown("MESSAGE_CREATE", reply, Intent.GUILD_MESSAGES.value, BOT, mentions_me=True)
        assert seen is not None
        assert seen["content"] == "number 4"
        contents[author] = seen["referenced_message"]["content"]
    assert contents == {BOT: "number 1", ANN: "", BEN: "number 3"}


async def test_each_app_gets_what_its_intents_allow(gateway: Server, apps: Apps, clock: ManualClock) -> None:
    """The same event reaches two apps differently, and a third not at all; an ephemeral one goes by the DM intent."""
    asked = (Intent.GUILD_MESSAGES | Intent.MESSAGE_CONTENT, Intent.GUILD_MESSAGES, Intent.DIRECT_MESSAGES)
    listening: list[App] = []
    for intents in asked:
        app = await apps.greeted()
        await app.identify(intents=intents.value)
        listening.append(app)
        clock.advance(5)
    gateway.gateway.dispatch("MESSAGE_CREATE", message(1))
    gateway.gateway.dispatch("MESSAGE_CREATE", message(2, BOT, guild=False, flags=64))
    got = [[(frame["s"], frame["d"]["content"]) for frame in await app.ack()] for app in listening]
    assert got == [[(2, "number 1")], [(2, "")], [(2, "number 2")]]
