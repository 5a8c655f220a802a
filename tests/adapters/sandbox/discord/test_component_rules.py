"""What the components of a message may be: at each limit taken, one over it refused with path, code and sentence."""

from typing import Any

import discord
import pytest
from discord import ui
from hypothesis import given
from hypothesis import strategies as st

from adapters.sandbox.discord.component_rules import check_components, displayed, find, numbered, walk
from adapters.sandbox.discord.emoji import is_emoji
from adapters.sandbox.discord.grammar import Report
from adapters.sandbox.discord.message_rules import check_message
from tests.adapters.sandbox.discord.bodies import (
    ANY_JSON,
    MISSING,
    NOT_FOUND,
    Json,
    at_least,
    at_most,
    between,
    button,
    container,
    file,
    gallery,
    link,
    message_flaws,
    most,
    one_of,
    options,
    plain,
    row,
    section,
    select,
    text,
    thumbnail,
    v2,
)

FIRST = "components.0.components.0"
BOTH = "BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE"
TWICE = "COMPONENT_CUSTOM_ID_DUPLICATED"
TOO_WIDE = ("COMPONENT_LAYOUT_WIDTH_EXCEEDED", "The specified component exceeds the maximum width")
PRESET = {"id": "1", "type": "user"}
SEPARATOR = {"type": 14, "divider": True, "spacing": 1}


def picking(**more: object) -> Json:
    """Return a message with a string select."""
    return plain(row(select(**more)))


def pressing(**more: Any) -> Json:
    """Return a message with one button."""
    return plain(row(button(**more)))


def people(**more: object) -> Json:
    """Return a message with a user select."""
    return plain(row({"type": 5, "custom_id": "u", **more}))


def channels(*types: int) -> Json:
    """Return a message with a channel select for these types."""
    return plain(row({"type": 8, "custom_id": "c", "channel_types": list(types)}))


def defaults(count: int, **more: object) -> Json:
    """Return a message with a select of which some options are chosen beforehand."""
    return picking(options=[{**option, "default": True} for option in options(count)] + options(5)[count:], **more)


def preset(*values: Json, **more: object) -> Json:
    """Return a message with a user select with people chosen beforehand."""
    return people(default_values=list(values), **more)


LIMITS: list[tuple[str, Json, Json, str, tuple[str, str]]] = [
    ("buttons of a row", plain(row(*[button(f"{n}") for n in range(5)])),
     plain(row(*[button(f"{n}") for n in range(6)])), "components.0.components", between(1, 5)),
    ("a row holds something", plain(row(button())), plain(row()), "components.0.components", between(1, 5)),
    ("a select fills a row", plain(row(select()), row(button())), plain(row(select(), button())),
     "components.0.components.1", TOO_WIDE),
    ("only rows without V2", v2(text()), plain(text()), "components.0", one_of(1)),
    ("a row holds no texts", v2(row(button())), v2(row(text())), FIRST, one_of(2, 3, 5, 6, 7, 8)),
    ("a component has a type", pressing(), plain(row({"style": 1})), f"{FIRST}.type", MISSING),
    ("custom_id", pressing(custom_id="x" * 100), pressing(custom_id="x" * 101), f"{FIRST}.custom_id", between(1, 100)),
    ("custom_ids differ", plain(row(button("a"), button("b"))), plain(row(button("a"), button("a", disabled=True))),
     "components.0.components.1.custom_id", (TWICE, "Component custom id cannot be duplicated")),
    ("ids differ", plain(row(button(id=2), id=1)), plain(row(button(id=7), id=7)), f"{FIRST}.id",
     ("COMPONENT_ID_DUPLICATED", "Component id cannot be duplicated")),
    ("id", pressing(id=2**31 - 1), pressing(id=2**31), f"{FIRST}.id", at_most(2**31 - 1)),
    ("label", pressing(label="x" * 80), pressing(label="x" * 81), f"{FIRST}.label", most(80)),
    ("style", pressing(style=4), pressing(style=7), f"{FIRST}.style",
     ("BASE_TYPE_CHOICES", "Value must be one of (1, 2, 3, 4, 5, 6).")),
    ("a button says something", pressing(label=None, emoji={"name": "👍"}), pressing(label=None), f"{FIRST}.label",
     MISSING),
    ("a button has a custom_id", pressing(), pressing(custom_id=None), f"{FIRST}.custom_id",
     ("BUTTON_COMPONENT_CUSTOM_ID_REQUIRED", "A custom id is required")),
    ("a button has no url", pressing(), pressing(url="https://a.b"), f"{FIRST}.url",
     (BOTH, "A custom id and url cannot both be specified")),
    ("a link has no custom_id", plain(row(link())), plain(row(link(custom_id="a"))), f"{FIRST}.custom_id",
     (BOTH, "A custom id and url cannot both be specified")),
    ("a link has a url", plain(row(link())), plain(row(link(url=None))), f"{FIRST}.url",
     ("BUTTON_COMPONENT_URL_REQUIRED", "A url is required")),
    ("a link's url", plain(row(link(url=f"https://a.b/{'x' * 500}"))), plain(row(link(url=f"https://a.b/{'x' * 501}"))),
     f"{FIRST}.url", most(512)),
    ("a link's scheme", plain(row(link(url="discord://-/x"))), plain(row(link(url="steam://x"))), f"{FIRST}.url",
     ("URL_TYPE_INVALID_SCHEME",
      "Scheme \"steam\" is not supported. Scheme must be one of ('http', 'https', 'discord').")),
    ("a premium button", plain(row({"type": 2, "style": 6, "sku_id": "5"})),
     plain(row({"type": 2, "style": 6, "sku_id": "5", "label": "x"})), f"{FIRST}.label",
     ("BUTTON_COMPONENT_PREMIUM_FIELD", "A premium button cannot have a label")),
    ("emoji", pressing(emoji={"name": "👍", "id": None}), pressing(emoji={"name": "▲"}), f"{FIRST}.emoji.name",
     ("COMPONENT_INVALID_EMOJI", "Invalid emoji")),
    ("own emoji", pressing(emoji={"name": "x" * 32, "id": 5}), pressing(emoji={"name": "x" * 33, "id": 5}),
     f"{FIRST}.emoji.name", most(32)),
    ("options", picking(options=options(25)), picking(options=options(26)), f"{FIRST}.options", between(1, 25)),
    ("a select has options", picking(), picking(options=[]), f"{FIRST}.options", between(1, 25)),
    ("option label", picking(options=[{"label": "x" * 100, "value": "v"}]),
     picking(options=[{"label": "x" * 101, "value": "v"}]), f"{FIRST}.options.0.label", between(1, 100)),
    ("option value", picking(options=[{"label": "l", "value": "x" * 100}]),
     picking(options=[{"label": "l", "value": "x" * 101}]), f"{FIRST}.options.0.value", between(1, 100)),
    ("option description", picking(options=[{**options(1)[0], "description": "x" * 100}]),
     picking(options=[{**options(1)[0], "description": "x" * 101}]), f"{FIRST}.options.0.description", most(100)),
    ("option values differ", picking(options=options(2)), picking(options=options(1) * 2), f"{FIRST}.options.1",
     ("SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", "The specified option value is already used")),
    ("placeholder", picking(placeholder="x" * 150), picking(placeholder="x" * 151), f"{FIRST}.placeholder", most(150)),
    ("least values", picking(min_values=0), picking(min_values=-1), f"{FIRST}.min_values", at_least(0)),
    ("least of many values", picking(options=options(25), min_values=25, max_values=25),
     picking(options=options(25), min_values=26, max_values=25), f"{FIRST}.min_values", at_most(25)),
    ("most values", picking(options=options(25), max_values=25), picking(max_values=26), f"{FIRST}.max_values",
     at_most(25)),
    ("no more values than options", picking(max_values=3), picking(max_values=4), f"{FIRST}.options",
     ("BASE_TYPE_MIN_LENGTH", "Must be 4 or more in length.")),
    ("least and most values", picking(min_values=2, max_values=2), picking(min_values=3, max_values=2),
     f"{FIRST}.min_values", ("NUMBER_TYPE_MAX", "min_values value should be less than or equal to 2.")),
    ("options chosen beforehand", defaults(2, max_values=2), defaults(3, max_values=2), f"{FIRST}.options",
     ("SELECT_COMPONENT_TOO_MANY_DEFAULT_VALUES",
      "The specified number of default values exceeds the specified maximum values")),
    ("people chosen beforehand", preset(PRESET), preset(PRESET, {"id": 2, "type": "user"}), f"{FIRST}.default_values",
     ("SELECT_COMPONENT_TOO_MANY_DEFAULT_VALUES",
      "The specified number of default values exceeds the specified maximum values")),
    ("many people chosen beforehand", preset(*[PRESET] * 25, max_values=25), preset(*[PRESET] * 26, max_values=25),
     f"{FIRST}.default_values", most(25)),
    ("channel types", channels(0, 16), channels(0, 6), f"{FIRST}.channel_types.1",
     ("BASE_TYPE_CHOICES", "Value must be one of (0, 1, 2, 3, 4, 5, 10, 11, 12, 13, 14, 15, 16).")),
    ("no role among people", preset(PRESET), preset({"id": "1", "type": "role"}), f"{FIRST}.default_values.0.type",
     ("BASE_TYPE_CHOICES", "Value must be one of ('user',).")),
    ("texts of a section", v2(section(text(), text(), text())), v2(section(text(), text(), text(), text())),
     "components.0.components", between(1, 3)),
    ("a section's accessory", v2(section(accessory=button())), v2(section(accessory=None)), "components.0.accessory",
     MISSING),
    ("a section's accessory is small", v2(section()), v2(section(accessory=select())), "components.0.accessory",
     one_of(2, 11)),
    ("thumbnail url", v2(section(accessory=thumbnail(f"https://a.b/{'x' * 2036}"))),
     v2(section(accessory=thumbnail(f"https://a.b/{'x' * 2037}"))), "components.0.accessory.media.url", most(2048)),
    ("thumbnail description", v2(section(accessory=thumbnail(description="x" * 1024))),
     v2(section(accessory=thumbnail(description="x" * 1025))), "components.0.accessory.description", between(1, 1024)),
    ("text", v2(text("x" * 4000)), v2(text("")), "components.0.content", MISSING),
    ("texts together", v2(text("x" * 2000), container(text("x" * 2000))),
     v2(text("x" * 2000), container(text("x" * 2001))), "components",
     ("COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED", "Components displayable text size exceeds maximum size of 4000")),
    ("gallery", v2(gallery(10)), v2(gallery(11)), "components.0.items", between(1, 10)),
    ("gallery description", v2(gallery(description="x" * 1024)), v2(gallery(description="x" * 1025)),
     "components.0.items.0.description", between(1, 1024)),
    ("separator", v2(SEPARATOR), v2({**SEPARATOR, "spacing": 3}), "components.0.spacing",
     ("BASE_TYPE_CHOICES", "Value must be one of (1, 2).")),
    ("a container is not in a container", v2(container(row(button()))), v2(container(container(text()))), FIRST,
     one_of(1, 9, 10, 12, 13, 14)),
    ("a container holds something", v2(container(text())), v2(container()), "components.0.components", between(1, 40)),
    ("colour", v2(container(text(), accent_color=0xFFFFFF)), v2(container(text(), accent_color=-1)),
     "components.0.accent_color", at_least(0)),
    ("components", v2(*[SEPARATOR] * 37, section()), v2(*[SEPARATOR] * 38, section()), "components",
     ("COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED", "The total number of components in this message exceeds 40")),
]  # fmt: skip


@pytest.mark.requirement("discord-twin-limits")
@pytest.mark.parametrize(("right", "wrong", "path", "said"), [pytest.param(*rest, id=name) for name, *rest in LIMITS])
def test_each_limit_of_components(right: Json, wrong: Json, path: str, said: tuple[str, str]) -> None:
    """A message at the limit is taken; one over it is refused, with nothing but that flaw."""
    check_message(right, {})
    assert message_flaws(wrong) == [(path, *said)]


def test_a_component_shows_a_file_of_its_own_message() -> None:
    """A file component takes nothing but an upload; a gallery also takes addresses; both refuse a name not there."""
    shown: Json = {"type": 13, "file": {"url": "attachment://a.txt"}}
    check_message(v2(shown, gallery(url="attachment://a.txt")), {0: file("a.txt")})
    assert [flaw[:2] for flaw in message_flaws(v2(shown))] == [("components.0.file.url", NOT_FOUND)]
    away = v2({"type": 13, "file": {"url": "https://example.com/a.txt"}})
    assert [flaw[:2] for flaw in message_flaws(away)] == [("components.0.file.url", "URL_TYPE_INVALID_SCHEME")]
    check_message(v2(section(accessory=thumbnail("attachment://a.png"))), {0: file("a.png")})
    wrong = v2(section(accessory=thumbnail("attachment://a.txt")))
    assert [flaw[:2] for flaw in message_flaws(wrong, {0: file("a.txt")})] == [
        ("components.0.accessory.media.url", "URL_TYPE_INVALID_URL")
    ]


def test_flaws_of_different_components_are_named_together() -> None:
    """Nothing hides anything: a label, an option list and a twin custom_id are all said."""
    body = plain(row(button("a", label="x" * 81), button("a")), row(select(options=[])))
    assert [flaw[:2] for flaw in message_flaws(body)] == [
        ("components.0.components.0.label", "BASE_TYPE_MAX_LENGTH"),
        ("components.1.components.0.options", "BASE_TYPE_BAD_LENGTH"),
        ("components.0.components.1.custom_id", TWICE),
    ]


def test_a_layout_has_forty_components_at_its_top_too() -> None:
    """More are wrong twice: as a list, and in all."""
    assert [flaw[:2] for flaw in message_flaws(v2(*[SEPARATOR] * 41))] == [
        ("components", "BASE_TYPE_MAX_LENGTH"),
        ("components", "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED"),
    ]


async def test_what_discord_py_builds_is_taken() -> None:
    """Views of both kinds pass as discord.py writes them, with its nulls, defaults and keys of modals."""
    view = ui.View()
    view.add_item(ui.Button(label="a", emoji="👍", style=discord.ButtonStyle.danger))
    view.add_item(ui.Button(label="l", url="https://example.com"))
    view.add_item(ui.Button(emoji=discord.PartialEmoji(name="own", id=5), disabled=True))
    view.add_item(ui.Select(options=[discord.SelectOption(label="a", emoji="✅")], required=False, placeholder="p"))
    view.add_item(ui.ChannelSelect(channel_types=[discord.ChannelType.text]))
    view.add_item(ui.MentionableSelect(max_values=2))
    view.add_item(ui.UserSelect(default_values=[discord.SelectDefaultValue.from_user(discord.Object(1))]))
    check_message(plain(*view.to_components()), {})

    layout = ui.LayoutView()
    layout.add_item(ui.TextDisplay("# Title"))
    layout.add_item(
        ui.Container(
            ui.Section("a", "b", accessory=ui.Thumbnail("attachment://a.png")),
            ui.Section("c", accessory=ui.Button(label="x")),
            ui.Separator(spacing=discord.SeparatorSpacing.large),
            ui.MediaGallery(discord.MediaGalleryItem("attachment://a.png", description="d", spoiler=True)),
            ui.File("attachment://a.png"),
            ui.ActionRow(ui.RoleSelect()),
            accent_colour=discord.Colour.red(),
        )
    )
    check_message(v2(*layout.to_components(), content=None), {0: file("a.png")})


# -- what the twin does with accepted components -----------------------------------------------------------------------


def test_components_are_numbered_depth_first_from_one() -> None:
    """A missing or zero id becomes the lowest free number, a parent's before its children's; given ones stay."""
    stored = numbered([row(button("a"), button("b", id=0)), container(section(id=3, accessory=button("c")), text())])
    assert [component["id"] for component, _ in walk(stored)] == [1, 2, 4, 5, 3, 6, 7, 8]
    assert numbered(stored) == stored


def test_stored_components_have_no_null_keys_and_the_given_ones_are_left_alone() -> None:
    """What discord.py sends as null is not provided, so it is not stored."""
    given = [row(button(label=None, emoji={"name": "👍"}))]
    assert "label" not in numbered(given)[0]["components"][0]
    assert "id" not in given[0]


def test_components_are_found_by_custom_id_however_deep() -> None:
    """A click names a custom_id only."""
    inner = button("deep")
    components = [row(button("a")), container(section(accessory=inner))]
    assert find(components, "deep") is inner
    assert find(components, "other") is None
    assert list(displayed([text("a"), container(text("b"))])) == ["a", "b"]


@pytest.mark.parametrize(("text", "real"), [("👍", True), ("❤️", True), ("👩🏽‍💻", True), ("🇩🇪", True), ("1️⃣", True),
                                            ("x", False), ("👍👍", False), ("⏻", False), ("1", False)])  # fmt: skip
def test_an_emoji_is_one_of_the_unicode_standard(text: str, real: bool) -> None:
    """What only looks like an emoji costs a bot its whole message."""
    assert is_emoji(text) is real


SOME = st.sampled_from([button(), select(), row(button()), section(), container(text()), gallery(), thumbnail()])
KEYS = (
    "type",
    "id",
    "components",
    "accessory",
    "component",
    "custom_id",
    "options",
    "items",
    "media",
    "emoji",
    "style",
)
TORN = st.builds(lambda whole, torn: {**whole, **torn}, SOME,
                 st.dictionaries(st.sampled_from(KEYS), ANY_JSON | SOME | st.lists(SOME, max_size=3)))  # fmt: skip


@given(components=ANY_JSON | st.lists(TORN, max_size=4), layout=st.booleans())
def test_any_components_are_accepted_or_reported(components: Any, layout: bool) -> None:
    """The rules are total: what passes them can be stored and searched."""
    report = Report()
    check_components(components, (), report, v2=layout)
    if not report.flaws:
        assert find(numbered(components), "nothing has this id") is None
