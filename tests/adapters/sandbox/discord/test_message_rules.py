"""What a message may hold: at each limit it is taken, one over it is refused with Discord's path, code and sentence."""

import io
import json
from typing import Any

import discord
import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.sandbox.discord.message_rules import (
    COMPONENTS_V2,
    check_message,
)
from adapters.sandbox.discord.wire import Refused
from tests.adapters.sandbox.discord.bodies import (
    ANY_JSON,
    LEGACY,
    MISSING,
    STORED,
    Json,
    at_least,
    at_most,
    between,
    button,
    embed,
    file,
    flaws,
    message_flaws,
    most,
    plain,
    refusal,
    row,
    text,
    v2,
)

TWO = {"parse": ["users"], "users": ["1"]}


def image(**more: object) -> Json:
    """Return a message with an embed with an image."""
    return embed(image={"url": "https://example.com", **more})


def field(name: str = "n", value: str = "v") -> Json:
    """Return a message with one embed with one field."""
    return embed(fields=[{"name": name, "value": value}])


def saying(**more: object) -> Json:
    """Return a message with a text and more."""
    return {"content": "x", **more}


def listing(kind: str, count: int) -> Json:
    """Return a message that allows as many mentions of a kind."""
    return saying(allowed_mentions={kind: [str(number) for number in range(count)]})


def poll(count: int = 1, question: str = "q", answer: str = "a", **more: object) -> Json:
    """Return a poll."""
    return {"poll": {"question": {"text": question}, "answers": [{"poll_media": {"text": answer}}] * count, **more}}


# name, a body at the limit, a body one over it, where it is wrong, code and sentence
LIMITS: list[tuple[str, Json, Json, str, tuple[str, str]]] = [
    ("content", {"content": "x" * 2000}, {"content": "x" * 2001}, "content", most(2000)),
    ("content is counted in UTF-16", {"content": "😀" * 1000}, {"content": "😀" * 1000 + "x"}, "content", most(2000)),
    ("content beyond Nitro's", {"content": " " * 4000 + "x"}, {"content": "x" * 4001}, "content", most(4000)),
    ("embeds", {"embeds": [{"title": "x"}] * 10}, {"embeds": [{"title": "x"}] * 11}, "embeds", most(10)),
    ("title", embed(title="x" * 256), embed(title="x" * 257), "embeds.0.title", most(256)),
    ("a title is trimmed", embed(title=" " * 9 + "x" * 256), embed(title="x" * 257), "embeds.0.title", most(256)),
    ("description", embed(description="x" * 4096), embed(description="x" * 4097), "embeds.0.description", most(4096)),
    ("fields", embed(fields=[{"name": "n", "value": "v"}] * 25), embed(fields=[{"name": "n", "value": "v"}] * 26),
     "embeds.0.fields", most(25)),
    ("field name", field("x" * 256), field("x" * 257), "embeds.0.fields.0.name", most(256)),
    ("field value", field(value="x" * 1024), field(value="x" * 1025), "embeds.0.fields.0.value", most(1024)),
    ("a field has a value", field(value="\u200b"), field(value=" "), "embeds.0.fields.0.value", MISSING),
    ("footer", embed(footer={"text": "x" * 2048}), embed(footer={"text": "x" * 2049}), "embeds.0.footer.text",
     most(2048)),
    ("author", embed(author={"name": "x" * 256}), embed(author={"name": "x" * 257}), "embeds.0.author.name", most(256)),
    ("image description", image(description="x" * 4096), image(description="x" * 4097), "embeds.0.image.description",
     most(4096)),
    ("image placeholder", image(placeholder="x" * 64), image(placeholder="x" * 65), "embeds.0.image.placeholder",
     most(64)),
    ("provider", embed(title="x", provider={"name": "x" * 256}), embed(title="x", provider={"name": "x" * 257}),
     "embeds.0.provider.name", most(256)),
    ("url", embed(title="x", url=f"https://a.b/{'x' * 2036}"), embed(title="x", url=f"https://a.b/{'x' * 2037}"),
     "embeds.0.url", most(2048)),
    ("scheme", embed(title="x", url="http://a.b"), embed(title="x", url="ftp://a.b"), "embeds.0.url",
     ("URL_TYPE_INVALID_SCHEME", "Scheme \"ftp\" is not supported. Scheme must be one of ('http', 'https').")),
    ("an image has a url", embed(image={"url": "https://a.b"}), embed(image={}), "embeds.0.image.url", MISSING),
    ("a url is one", embed(image={"url": "https://a.b"}), embed(image={"url": "a.b"}), "embeds.0.image.url",
     ("URL_TYPE_INVALID_URL", "Not a well formed URL.")),
    ("colour", embed(title="x", color=0xFFFFFF), embed(title="x", color=0x1000000), "embeds.0.color",
     at_most(16777215)),
    ("timestamp", embed(timestamp="2026-01-05T00:49:57.143000+00:00"), embed(timestamp="soon"), "embeds.0.timestamp",
     ("DATE_TIME_TYPE_PARSE", "Could not parse soon. Should be ISO8601.")),
    ("all embeds together", {"embeds": [{"description": "x" * 3000}] * 2},
     {"embeds": [{"description": "x" * 3000}, {"description": "x" * 2999, "footer": {"text": "xx"}}]}, "embeds",
     ("MAX_EMBED_SIZE_EXCEEDED", "Embed size exceeds maximum size of 6000")),
    ("stickers", {"sticker_ids": ["1"] * 3}, {"sticker_ids": ["1"] * 4}, "sticker_ids", most(3)),
    ("nonce", saying(nonce="x" * 25), saying(nonce="x" * 26), "nonce",
     ("NONCE_TYPE_TOO_LONG", "Must be 25 or fewer characters long.")),
    ("nonce number", saying(nonce=2**63 - 1), saying(nonce=2**63), "nonce",
     ("NONCE_TYPE_OUT_OF_BOUNDS", "Must be between -9223372036854775808 and 9223372036854775807.")),
    ("nonce type", saying(nonce=5), saying(nonce=[]), "nonce",
     ("NONCE_TYPE_INVALID_TYPE", "This field must be a string or integer.")),
    ("allowed users", listing("users", 100), listing("users", 101), "allowed_mentions.users", most(100)),
    ("allowed roles", listing("roles", 100), listing("roles", 101), "allowed_mentions.roles", most(100)),
    ("parse or list", saying(allowed_mentions={**TWO, "users": []}), saying(allowed_mentions=TWO), "allowed_mentions",
     ("MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE", 'parse:["users"] and users: [ids...] are mutually exclusive.')),
    ("no user twice", saying(allowed_mentions={"users": ["1", "2"]}), saying(allowed_mentions={"users": ["1", "1"]}),
     "allowed_mentions.users.1", ("SET_TYPE_ALREADY_CONTAINS_VALUE", "The set already contains this value")),
    ("parse", saying(allowed_mentions={"parse": ["everyone"]}), saying(allowed_mentions={"parse": ["here"]}),
     "allowed_mentions.parse.0", ("BASE_TYPE_CHOICES", "Value must be one of ('users', 'roles', 'everyone').")),
    ("reference", saying(message_reference={"message_id": 1}), saying(message_reference={"message_id": "x"}),
     "message_reference.message_id", ("NUMBER_TYPE_COERCE", 'Value "x" is not snowflake.')),
    ("flags", saying(flags=4), saying(flags=-1), "flags", at_least(0)),
    ("poll answers", poll(10), poll(11), "poll.answers", between(1, 10)),
    ("poll question", poll(question="x" * 300), poll(question="x" * 301), "poll.question.text", between(1, 300)),
    ("poll answer", poll(answer="x" * 55), poll(answer="x" * 56), "poll.answers.0.poll_media.text", between(1, 55)),
    ("poll duration", poll(duration=768), poll(duration=769), "poll.duration", at_most(768)),
    ("content is text", {"content": "x"}, {"content": {"a": 1}}, "content",
     ("STRING_TYPE_CONVERT", 'Could not interpret "dict" as string.')),
    ("an embed is an object", embed(title="x"), {"embeds": [None]}, "embeds.0",
     ("LIST_ITEM_VALUE_REQUIRED", "List item values of ModelType are required")),
    ("rows", plain(*[row(button(f"{n}")) for n in range(5)]), plain(*[row(button(f"{n}")) for n in range(6)]),
     "components", most(5)),
    ("no text beside V2", v2(text(), content=None, embeds=[], poll=None), v2(text(), content="x"), "content",
     (LEGACY, "The 'content' field cannot be used when using MessageFlags.IS_COMPONENTS_V2")),
    ("no embeds beside V2", v2(text()), v2(text(), embeds=[{"title": "x"}]), "embeds",
     (LEGACY, "The 'embeds' field cannot be used when using MessageFlags.IS_COMPONENTS_V2")),
]  # fmt: skip


@pytest.mark.requirement("discord-twin-limits")
@pytest.mark.parametrize(("right", "wrong", "path", "said"), [pytest.param(*rest, id=name) for name, *rest in LIMITS])
def test_each_limit_of_a_message(right: Json, wrong: Json, path: str, said: tuple[str, str]) -> None:
    """A message at the limit is taken; one over it is refused, with nothing but that flaw."""
    check_message(right, {})
    assert message_flaws(wrong) == [(path, *said)]


def test_every_flaw_is_named_at_once_in_the_nested_tree() -> None:
    """A refusal's body mirrors the request, down to a list of errors at each place that is wrong."""
    body = {"content": "x" * 2001, "embeds": [{"title": "x"}, {"title": "x" * 257}], "tts": 1}
    refused = refusal(lambda: check_message(body, {}, at=("data",)))
    tree = refused.body()
    assert tree["code"] == 50035
    assert tree["errors"] == {
        "data": {
            "content": {"_errors": [dict(zip(("code", "message"), most(2000), strict=True))]},
            "embeds": {"1": {"title": {"_errors": [dict(zip(("code", "message"), most(256), strict=True))]}}},
            "tts": {"_errors": [{"code": "BOOLEAN_TYPE_CONVERT", "message": "Must be either true or false."}]},
        }
    }


NOTHING: list[Json] = [
    {},
    {"content": ""},
    {"content": " \n"},
    {"content": None, "embeds": None, "components": [], "attachments": []},
    {"embeds": [{"color": 5, "type": "rich"}]},
    {"flags": COMPONENTS_V2, "components": []},
]


@pytest.mark.parametrize("body", NOTHING)
def test_an_empty_message_is_refused(body: Json) -> None:
    """Without anything to see there is no message: 50006."""
    refused = refusal(lambda: check_message(body, {}))
    assert (refused.status, refused.code, refused.message) == (400, 50006, "Cannot send an empty message")


def test_a_file_or_a_forward_alone_is_a_message() -> None:
    """A file needs no text, and a forward only names what it forwards; V2 shows a file only where a component does."""
    check_message({}, {0: file()})
    check_message({"message_reference": {"type": 1, "message_id": 1, "channel_id": 2}}, {})
    assert refusal(lambda: check_message(v2(), {0: file()})).code == 50006


def test_an_interaction_ignores_what_only_a_channel_takes() -> None:
    """A nonce, a reference and stickers mean nothing to a webhook: neither content nor flaw."""
    channels: Json = {"nonce": [], "message_reference": 5, "sticker_ids": {}}
    check_message(saying(**channels), {}, surface="interaction")
    assert refusal(lambda: check_message(channels, {}, surface="interaction")).code == 50006
    assert {path for path, *_ in message_flaws(saying(**channels))} == set(channels)
    assert message_flaws({"content": "x" * 4001}, surface="interaction") == [("content", *most(2000))]


# -- what discord.py sends, and what nobody sends ----------------------------------------------------------------------


def test_what_discord_py_sends_is_taken() -> None:
    """A full embed, allowed mentions, a poll and a reference as discord.py builds them are right."""
    made = discord.Embed(title="t", description="d", colour=discord.Colour.blurple(), url="https://example.com")
    made.timestamp = discord.utils.utcnow()
    made.set_author(name="a", url="https://example.com", icon_url="https://example.com/i.png").set_footer(text="f")
    made.set_image(url="attachment://a.png").set_thumbnail(url="https://example.com/t.png").add_field(name="n", value=1)
    kept = {"id": 5, "filename": "k.txt", "size": 1, "url": "u", "proxy_url": "p", "spoiler": False}
    uploaded = discord.File(io.BytesIO(b"x"), "a.png", description="text")
    body = saying(
        embeds=[made.to_dict()],
        tts=False,
        components=[],
        nonce="123",
        enforce_nonce=True,
        allowed_mentions=discord.AllowedMentions(everyone=False, users=[discord.Object(1)]).to_dict(),
        message_reference={"message_id": 1, "channel_id": 2, "guild_id": 3, "fail_if_not_exists": True},
        attachments=[uploaded.to_dict(0), kept],
        flags=0,
    )
    check_message(body, {0: file()}, current={**STORED, "attachments": [{"id": "5", "filename": "k.txt"}]})


KEYS = ("content", "embeds", "components", "allowed_mentions", "flags", "attachments", "poll", "message_reference")
BODIES = ANY_JSON | st.fixed_dictionaries({}, optional=dict.fromkeys((*KEYS, "nonce", "tts", "sticker_ids"), ANY_JSON))


@given(body=BODIES, editing=st.booleans(), interaction=st.booleans())
def test_any_json_is_accepted_or_refused(body: Any, editing: bool, interaction: bool) -> None:
    """Whatever a bot sends, the answer is yes, or a refusal that can be written as JSON."""
    surface = "interaction" if interaction else "channel"
    try:
        check_message(body, {0: file()}, current=STORED if editing else None, surface=surface)
    except Refused as refused:
        json.dumps(refused.body())


@given(given=st.text(max_size=12))
def test_unknown_keys_are_ignored(given: str) -> None:
    """A key that Discord does not know changes nothing."""
    check_message({"content": "x", f"x-{given}": {"a": 1}}, {})


def test_endless_nesting_is_refused_too() -> None:
    """Depth is no way around the rules, nor a way to break them; JSON as deep as it can be read is walked."""
    deep: Json = {"type": 17, "components": []}
    for _ in range(900):
        deep = {"type": 17, "components": [deep]}
    assert ("components.0.components.0", "UNION_TYPE_CHOICES") in [
        (path, code) for path, code, _ in flaws(lambda: check_message(v2(deep), {}))
    ]
