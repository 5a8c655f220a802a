"""The components of a modal, as data: their keys and limits, and what may stand where.

Source: Discord docs, "Component Reference" and "Modal Structure"; Discord's OpenAPI description.
"""

from collections.abc import Mapping
from typing import Final

from adapters.sandbox.discord.component_tables import (
    CHECKBOX,
    CHECKBOX_GROUP,
    COMPONENTS,
    CUSTOM_ID,
    FILE_UPLOAD,
    ID,
    LABEL,
    OPTION,
    RADIO_GROUP,
    ROW,
    SELECTS,
    TEXT_DISPLAY,
    TEXT_INPUT,
    bounds,
    defaults_fit,
    options_differ,
    values_in_order,
)
from adapters.sandbox.discord.grammar import Choice, Flag, Items, Object, OneOf, Report, Rule, Shape, Text, Whole
from adapters.sandbox.discord.wire import Path
from adapters.sandbox.wire import Json

IN_LABEL: Final = (TEXT_INPUT, *SELECTS, FILE_UPLOAD, RADIO_GROUP, CHECKBOX_GROUP, CHECKBOX)
IN_MODAL: Final = (ROW, TEXT_DISPLAY, LABEL)
# What `file_types` of a file upload may name, and the endings it then takes (Discord docs, August 2026).
FILE_TYPES: Final[Mapping[str, tuple[str, ...]]] = {
    "image": ("png", "jpg", "jpeg", "gif", "webp", "avif", "heic", "bmp", "svg"),
    "video": ("mp4", "mov", "webm", "mkv", "avi"),
    "audio": ("mp3", "wav", "ogg", "m4a", "flac", "opus"),
}

# -- rules between keys ------------------------------------------------------------------------------------------------


def is_required(component: Json) -> bool:
    """Return whether something has to be entered: yes, unless the component says no."""
    return component.get("required") is not False


def group_bounds(group: Json) -> tuple[int, int]:
    """Return how many boxes of a checkbox group are ticked, at least and at most; by default 1, and all."""
    least, most = group.get("min_values"), group.get("max_values")
    return 1 if least is None else least, len(group["options"]) if most is None else most


def _is_enabled(component: Json, path: Path, report: Report) -> None:
    if component.get("disabled"):
        report.add((*path, "disabled"), "COMPONENT_DISABLED_IN_MODAL", "A component of a modal cannot be disabled")


def _required_takes_one(component: Json, path: Path, report: Report) -> None:
    if is_required(component) and component.get("min_values") == 0:
        sentence = "min_values value should be greater than or equal to 1."
        report.add((*path, "min_values"), "NUMBER_TYPE_MIN", sentence)


def _lengths_in_order(field: Json, path: Path, report: Report) -> None:
    least, most = field.get("min_length"), field.get("max_length")
    if least is not None and most is not None and least > most:
        sentence = f"min_length value should be less than or equal to {most}."
        report.add((*path, "min_length"), "NUMBER_TYPE_MAX", sentence)


def _has_no_own_label(field: Json, path: Path, report: Report) -> None:
    if field.get("label") is not None:
        report.add((*path, "label"), "COMPONENT_LABEL_IN_LABEL", "A text input in a label cannot have its own label")


def _is_alone(row: Json, path: Path, report: Report) -> None:
    for index in range(1, len(row["components"])):
        sentence = "The specified component exceeds the maximum width"
        report.add((*path, "components", index), "COMPONENT_LAYOUT_WIDTH_EXCEEDED", sentence)


def _file_types_are_known(upload: Json, path: Path, report: Report) -> None:
    for index, kind in enumerate(upload.get("file_types") or ()):
        if kind not in FILE_TYPES and not (kind.startswith(".") and len(kind) > 1):
            sentence = f"Value must be one of {tuple(FILE_TYPES)}, or an ending such as .pdf."
            report.add((*path, "file_types", index), "BASE_TYPE_CHOICES", sentence)


def _upload_adds_up(upload: Json, path: Path, report: Report) -> None:
    values_in_order(*bounds(upload), None, path, report)


def _radio_has_one_default(group: Json, path: Path, report: Report) -> None:
    options_differ(group, path, report)
    defaults_fit(_preset(group), 1, (*path, "options"), report)


def _group_adds_up(group: Json, path: Path, report: Report) -> None:
    least, most = group_bounds(group)
    options_differ(group, path, report)
    values_in_order(least, most, len(group["options"]), path, report)
    defaults_fit(_preset(group), most, (*path, "options"), report)


def _preset(group: Json) -> int:
    return sum(bool(option.get("default")) for option in group["options"])


# -- the tables --------------------------------------------------------------------------------------------------------


def _field(fields: Mapping[str, Shape], required: tuple[str, ...], *rules: Rule) -> Object:
    common: dict[str, Shape] = {"id": ID, "custom_id": CUSTOM_ID, "required": Flag(), "disabled": Flag()}
    return Object({**common, **fields}, ("custom_id", *required), (_is_enabled, *rules))


TYPED: Final[dict[str, Shape]] = {
    "style": Choice((1, 2)),  # short, paragraph
    "label": Text(45, 1),
    "value": Text(4000),
    "placeholder": Text(100),
    "min_length": Whole(0, 4000),
    "max_length": Whole(1, 4000),
}
COUNTED: Final[dict[str, Shape]] = {"min_values": Whole(0, 10), "max_values": Whole(1, 10)}
PLAIN_OPTION: Final = Object(OPTION, ("label", "value"))

FIELDS: Final[dict[int, Object]] = {
    TEXT_INPUT: _field(TYPED, ("style",), _has_no_own_label, _lengths_in_order),
    FILE_UPLOAD: _field(
        {**COUNTED, "file_types": Items(Text(100, 1), 10, unique=True)},
        (),
        _required_takes_one,
        _upload_adds_up,
        _file_types_are_known,
    ),
    RADIO_GROUP: _field({"options": Items(PLAIN_OPTION, 10, 2)}, ("options",), _radio_has_one_default),
    CHECKBOX_GROUP: _field(
        {**COUNTED, "options": Items(PLAIN_OPTION, 10, 1)}, ("options",), _required_takes_one, _group_adds_up
    ),
    CHECKBOX: _field({"default": Flag()}, ()),
    **{
        kind: Object(select.fields, select.required, (*select.rules, _is_enabled, _required_takes_one))
        for kind, select in COMPONENTS.items()
        if kind in SELECTS
    },
}
# An action row in a modal is the old way to ask; there a text input has its own label.
OLD_FIELDS: Final = {TEXT_INPUT: _field(TYPED, ("style", "label"), _lengths_in_order)}

MODAL_COMPONENTS: Final[dict[int, Object]] = {
    TEXT_DISPLAY: COMPONENTS[TEXT_DISPLAY],
    ROW: Object({"id": ID, "components": Items(OneOf(OLD_FIELDS, (TEXT_INPUT,)), 5, 1)}, ("components",), (_is_alone,)),
    LABEL: Object(
        {"id": ID, "label": Text(45, 1), "description": Text(100, 1), "component": OneOf(FIELDS, IN_LABEL)},
        ("label", "component"),
    ),
}
# Discord's docs say five components, its OpenAPI description forty; the docs are stricter and its own advice.
MODAL: Final = Object(
    {"custom_id": CUSTOM_ID, "title": Text(45, 1), "components": Items(OneOf(MODAL_COMPONENTS, IN_MODAL), 5, 1)},
    ("custom_id", "title", "components"),
)
