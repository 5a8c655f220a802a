"""The components of a message, as data: their keys and limits, and what may stand where.

Source: Discord docs, "Component Reference"; Discord's OpenAPI description; sentences as its users report them.
"""

from collections.abc import Mapping
from typing import Final

from adapters.sandbox.discord.emoji import is_emoji
from adapters.sandbox.discord.grammar import (
    HTTP,
    IMAGES,
    Choice,
    Flag,
    Id,
    Items,
    Link,
    Object,
    OneOf,
    Report,
    Rule,
    Shape,
    Text,
    Whole,
)
from adapters.sandbox.discord.wire import Path
from adapters.sandbox.wire import Json

ROW: Final = 1
BUTTON: Final = 2
STRING_SELECT: Final = 3
TEXT_INPUT: Final = 4
USER_SELECT: Final = 5
ROLE_SELECT: Final = 6
MENTIONABLE_SELECT: Final = 7
CHANNEL_SELECT: Final = 8
SECTION: Final = 9
TEXT_DISPLAY: Final = 10
THUMBNAIL: Final = 11
GALLERY: Final = 12
FILE: Final = 13
SEPARATOR: Final = 14
CONTAINER: Final = 17
LABEL: Final = 18
FILE_UPLOAD: Final = 19
RADIO_GROUP: Final = 21
CHECKBOX_GROUP: Final = 22
CHECKBOX: Final = 23

SELECTS: Final = (STRING_SELECT, USER_SELECT, ROLE_SELECT, MENTIONABLE_SELECT, CHANNEL_SELECT)
IN_CONTAINER: Final = (ROW, SECTION, TEXT_DISPLAY, GALLERY, FILE, SEPARATOR)
IN_MESSAGE: Final = (*IN_CONTAINER, CONTAINER)

ID: Final = Whole(0, 2**31 - 1)
CUSTOM_ID: Final = Text(100, 1)
COLOUR: Final = Whole(0, 0xFFFFFF)
ROW_WIDTH: Final = 5  # of which a button takes 1, and a select all
CHANNEL_TYPES: Final = (0, 1, 2, 3, 4, 5, 10, 11, 12, 13, 14, 15, 16)

# -- rules between keys ------------------------------------------------------------------------------------------------

STYLES: Final = (1, 2, 3, 4, 5, 6)  # primary, secondary, success, danger; link; premium
# What a button of a style must have; of the keys in BUTTON_KEYS it may have no other. Styles 1 to 4 need a custom_id.
STYLE_NEEDS: Final = {5: "url", 6: "sku_id"}
BUTTON_KEYS: Final = ("custom_id", "url", "sku_id")
PREMIUM: Final = 6


def _button_fits_its_style(button: Json, path: Path, report: Report) -> None:
    needed = STYLE_NEEDS.get(button["style"], "custom_id")
    if not button.get(needed):
        word = needed.replace("_", " ")
        report.add((*path, needed), f"BUTTON_COMPONENT_{needed.upper()}_REQUIRED", f"A {word} is required")
    for key in BUTTON_KEYS:
        if key != needed and button.get(key) is not None:
            pair = [known for known in BUTTON_KEYS if known in (needed, key)]
            code = f"BUTTON_COMPONENT_{'_'.join(pair).upper()}_MUTUALLY_EXCLUSIVE"
            words = " and ".join(pair).replace("_", " ")
            report.add((*path, key), code, f"A {words} cannot both be specified")
    shown = [key for key in ("label", "emoji") if button.get(key)]
    if button["style"] == PREMIUM:
        for key in shown:
            report.add((*path, key), "BUTTON_COMPONENT_PREMIUM_FIELD", f"A premium button cannot have a {key}")
    elif not shown:
        report.add((*path, "label"), "BASE_TYPE_REQUIRED", "This field is required")


def _emoji_is_real(emoji: Json, path: Path, report: Report) -> None:
    if emoji.get("id") is None and not is_emoji(emoji["name"]):
        report.add((*path, "name"), "COMPONENT_INVALID_EMOJI", "Invalid emoji")


def values_in_order(least: int, most: int, offered: int | None, path: Path, report: Report) -> None:
    """Refuse more values than there are options (`offered`, if they are listed), and a minimum over the maximum."""
    if least > (bound := most if offered is None else min(most, offered)):
        sentence = f"min_values value should be less than or equal to {bound}."
        report.add((*path, "min_values"), "NUMBER_TYPE_MAX", sentence)
    if offered is not None and most > offered:
        report.add((*path, "options"), "BASE_TYPE_MIN_LENGTH", f"Must be {most} or more in length.")


def options_differ(component: Json, path: Path, report: Report) -> None:
    """Refuse a value that an earlier option of the same component has."""
    seen: set[str] = set()
    for index, option in enumerate(component["options"]):
        if option["value"] in seen:
            code = "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED"
            report.add((*path, "options", index), code, "The specified option value is already used")
        seen.add(option["value"])


def defaults_fit(chosen: int, most: int, path: Path, report: Report) -> None:
    """Refuse more values chosen beforehand than may be chosen."""
    if chosen > most:
        sentence = "The specified number of default values exceeds the specified maximum values"
        report.add(path, "SELECT_COMPONENT_TOO_MANY_DEFAULT_VALUES", sentence)


def bounds(component: Json) -> tuple[int, int]:
    """Return how many values a select takes, at least and at most; both are 1 if nothing is said."""
    least, most = component.get("min_values"), component.get("max_values")
    return 1 if least is None else least, 1 if most is None else most


def _string_select_adds_up(select: Json, path: Path, report: Report) -> None:
    least, most = bounds(select)
    options_differ(select, path, report)
    values_in_order(least, most, len(select["options"]), path, report)
    defaults_fit(sum(bool(option.get("default")) for option in select["options"]), most, (*path, "options"), report)


def _select_adds_up(select: Json, path: Path, report: Report) -> None:
    least, most = bounds(select)
    values_in_order(least, most, None, path, report)
    chosen = select.get("default_values") or []
    defaults_fit(len(chosen), most, (*path, "default_values"), report)
    if chosen and len(chosen) < least:
        sentence = "The specified number of default values is below the specified minimum values"
        report.add((*path, "default_values"), "SELECT_COMPONENT_TOO_FEW_DEFAULT_VALUES", sentence)


def _row_is_not_too_wide(row: Json, path: Path, report: Report) -> None:
    width = 0
    for index, component in enumerate(row["components"]):
        width += ROW_WIDTH if component["type"] in SELECTS else 1
        if width > ROW_WIDTH:
            sentence = "The specified component exceeds the maximum width"
            report.add((*path, "components", index), "COMPONENT_LAYOUT_WIDTH_EXCEEDED", sentence)


# -- the tables --------------------------------------------------------------------------------------------------------

EMOJI: Final = Object({"id": Id(), "name": Text(32), "animated": Flag()}, ("name",), (_emoji_is_real,))
COMPONENTS: Final[dict[int, Object]] = {}


def _component(
    kind: int, fields: Mapping[str, Shape], required: tuple[str, ...] = (), rules: tuple[Rule, ...] = ()
) -> None:
    COMPONENTS[kind] = Object({"id": ID, **fields}, required, rules)


_component(
    BUTTON,
    {"style": Choice(STYLES), "custom_id": CUSTOM_ID, "label": Text(80), "emoji": EMOJI, "disabled": Flag()}
    | {"url": Link(512, (*HTTP, "discord")), "sku_id": Id()},
    ("style",),
    (_button_fits_its_style,),
)

PICKED: Final[dict[str, Shape]] = {
    "custom_id": CUSTOM_ID,
    "placeholder": Text(150),
    "min_values": Whole(0, 25),
    "max_values": Whole(1, 25),
    "disabled": Flag(),
    "required": Flag(),  # of modals; ignored in a message, where discord.py sends it too
}
OPTION: Final[dict[str, Shape]] = {
    "label": Text(100, 1),
    "value": Text(100, 1),
    "description": Text(100),
    "default": Flag(),
}
SELECT_OPTION: Final = Object({**OPTION, "emoji": EMOJI}, ("label", "value"))
_component(
    STRING_SELECT,
    {**PICKED, "options": Items(SELECT_OPTION, 25, 1)},
    ("custom_id", "options"),
    (_string_select_adds_up,),
)
for _kind, _names in (
    (USER_SELECT, ("user",)),
    (ROLE_SELECT, ("role",)),
    (MENTIONABLE_SELECT, ("user", "role")),
    (CHANNEL_SELECT, ("channel",)),
):
    _preset = Object({"id": Id(), "type": Choice(_names)}, ("id", "type"))
    _more: dict[str, Shape] = {"default_values": Items(_preset, 25)}
    if _kind == CHANNEL_SELECT:
        _more["channel_types"] = Items(Choice(CHANNEL_TYPES), len(CHANNEL_TYPES), unique=True)
    _component(_kind, {**PICKED, **_more}, ("custom_id",), (_select_adds_up,))

_component(
    ROW,
    {"components": Items(OneOf(COMPONENTS, (BUTTON, *SELECTS)), 5, 1)},
    ("components",),
    (_row_is_not_too_wide,),
)
_component(TEXT_DISPLAY, {"content": Text(4000, 1)}, ("content",))
_component(SEPARATOR, {"divider": Flag(), "spacing": Choice((1, 2))})


def _media(*files: str, schemes: tuple[str, ...] = HTTP) -> Object:
    return Object({"url": Link(2048, schemes, files)}, ("url",))


DESCRIBED: Final[dict[str, Shape]] = {"description": Text(1024, 1), "spoiler": Flag()}
_component(THUMBNAIL, {"media": _media(*IMAGES), **DESCRIBED}, ("media",))
_component(GALLERY, {"items": Items(Object({"media": _media("*"), **DESCRIBED}, ("media",)), 10, 1)}, ("items",))
_component(FILE, {"file": _media("*", schemes=("attachment",)), "spoiler": Flag()}, ("file",))
_component(
    SECTION,
    {"components": Items(OneOf(COMPONENTS, (TEXT_DISPLAY,)), 3, 1)}
    | {"accessory": OneOf(COMPONENTS, (BUTTON, THUMBNAIL))},
    ("components", "accessory"),
)
_component(
    CONTAINER,
    {"components": Items(OneOf(COMPONENTS, IN_CONTAINER), 40, 1), "accent_color": COLOUR, "spoiler": Flag()},
    ("components",),
)
