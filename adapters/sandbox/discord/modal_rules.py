"""What a modal must be, and what a person may enter in it.

Guarantee: `check_modal` takes any JSON whatever; it returns, or raises `Refused` with every flaw. `entered` refuses
what Discord's own client refuses before it sends anything, and builds a submission's components as Discord sends them.
Source: Discord docs, "Component Reference" (interaction responses of the modal components).
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

from adapters.sandbox.discord.body import FILE_BYTES
from adapters.sandbox.discord.component_rules import numbered, unique_ids, walk
from adapters.sandbox.discord.component_tables import (
    CHECKBOX,
    CHECKBOX_GROUP,
    FILE_UPLOAD,
    LABEL,
    RADIO_GROUP,
    SELECTS,
    STRING_SELECT,
    TEXT_DISPLAY,
    TEXT_INPUT,
    bounds,
)
from adapters.sandbox.discord.grammar import Report, check_object, length
from adapters.sandbox.discord.modal_tables import FILE_TYPES, MODAL, group_bounds, is_required
from adapters.sandbox.discord.wire import Path, invalid
from adapters.sandbox.wire import Json

REQUIRED: Final = "This field is required."
UNKNOWN: Final = "This form has no such field."
LONGEST: Final = 4000  # characters of a text input that names no `max_length`


def check_modal(data: Any, *, at: Path = ()) -> None:
    """Check a modal that is to be opened. `at` is where it stands in the request.

    Raises:
        Refused: 50035 with every flaw.
    """
    report = Report()
    check_object(MODAL, data, at, report)
    if isinstance(data, dict):
        unique_ids(data.get("components"), (*at, "components"), report)
    if report.flaws:
        raise invalid(report.flaws)


def entered(
    modal: Json, values: Mapping[str, object], uploads: Mapping[str, Json]
) -> tuple[list[Json], dict[str, str]]:
    """Return the components of a submission, and what the client says by `custom_id` to values it would not send.

    `values` are by `custom_id`: text, a list of values or of upload ids, a boolean, or None for emptied. A field that
    is not among them keeps what the modal shows at first. `uploads` are file objects by the ids of their uploads.
    """
    components = numbered(modal["components"])
    fields = {component["custom_id"]: component for component, _ in walk(components) if "custom_id" in component}
    errors = dict.fromkeys((custom_id for custom_id in values if custom_id not in fields), UNKNOWN)
    answers: dict[str, Json] = {}
    for custom_id, field in fields.items():
        value = values[custom_id] if custom_id in values else _shown_first(field)
        answer, error = ENTER[field["type"]](field, value, uploads)
        answers[custom_id] = {"type": field["type"], "id": field["id"], "custom_id": custom_id, **answer}
        if error:
            errors[custom_id] = error
    return [_submitted(component, answers) for component in components], errors


def _submitted(component: Json, answers: Mapping[str, Json]) -> Json:
    frame = {"type": component["type"], "id": component["id"]}
    if component["type"] == TEXT_DISPLAY:
        return frame
    if component["type"] == LABEL:
        return {**frame, "component": answers[component["component"]["custom_id"]]}
    return {**frame, "components": [answers[field["custom_id"]] for field in component["components"]]}


def _shown_first(field: Json) -> object:
    """Return what a field holds when the modal opens."""
    if field["type"] == TEXT_INPUT:
        return field.get("value")
    if field["type"] == CHECKBOX:
        return field.get("default")
    chosen = [option["value"] for option in field.get("options", ()) if option.get("default")]
    if field["type"] == RADIO_GROUP:
        return next(iter(chosen), None)
    return chosen or [str(preset["id"]) for preset in field.get("default_values", ())]


# -- one function for each kind of field: what is sent, and what the client says ---------------------------------------

Answer = tuple[Json, str]


def _text(field: Json, value: object, _: Mapping[str, Json]) -> Answer:
    if value is not None and not isinstance(value, str):
        return {"value": ""}, "A text is needed here."
    text = value or ""
    least, most = field.get("min_length", 0), field.get("max_length", LONGEST)
    if not text.strip() and is_required(field):
        error = REQUIRED
    elif text and length(text) < least:
        error = f"Must be at least {least} characters."
    elif length(text) > most:
        error = f"Must be at most {most} characters."
    else:
        error = ""
    return {"value": text}, error


def _several(value: object) -> list[str] | None:
    """Return the chosen values, or None if these are none at all."""
    if value is None or value == "":
        return []
    chosen: list[Any] = value if isinstance(value, list) else [value]
    return chosen if all(isinstance(item, str) for item in chosen) and len(set(chosen)) == len(chosen) else None


def _select(field: Json, value: object, _: Mapping[str, Json]) -> Answer:
    least, most = bounds(field)
    offered = [option["value"] for option in field["options"]] if field["type"] == STRING_SELECT else None
    return _chosen(field, value, offered, least, most)


def _group(field: Json, value: object, _: Mapping[str, Json]) -> Answer:
    least, most = group_bounds(field)
    return _chosen(field, value, [option["value"] for option in field["options"]], least, most)


def _chosen(field: Json, value: object, offered: list[str] | None, least: int, most: int) -> Answer:
    chosen = _several(value)
    if chosen is None:
        return {"values": []}, "Different options are needed here."
    return {"values": chosen}, _refusal(field, chosen, offered, least, most)


def _refusal(field: Json, chosen: list[str], offered: list[str] | None, least: int, most: int) -> str:
    strange = [item for item in chosen if offered is not None and item not in offered]
    if strange:
        return f"There is no option {strange[0]!r}."
    if not chosen:
        return REQUIRED if is_required(field) else ""
    if len(chosen) < least:
        return f"Choose at least {least}."
    return f"Choose at most {most}." if len(chosen) > most else ""


def _radio(field: Json, value: object, _: Mapping[str, Json]) -> Answer:
    if value is None:
        return {"value": None}, REQUIRED if is_required(field) else ""
    offered = [option["value"] for option in field["options"]]
    return {"value": value}, "" if value in offered else f"There is no option {value!r}."


def _checkbox(_field: Json, value: object, _: Mapping[str, Json]) -> Answer:
    return {"value": value is True}, "" if value is None or isinstance(value, bool) else "Either ticked or not."


def _files(field: Json, value: object, uploads: Mapping[str, Json]) -> Answer:
    chosen = _several(value)
    if chosen is None or any(item not in uploads for item in chosen):
        return {"values": []}, "There is no such upload."
    files = [uploads[item] for item in chosen]
    least, most = bounds(field)
    error = _refusal(field, chosen, None, least, most)
    error = error or next(filter(None, (_file_refusal(field, file) for file in files)), "")
    return {"values": [str(file["id"]) for file in files]}, error


def _file_refusal(field: Json, file: Json) -> str:
    name: str = file["filename"]
    kinds: list[str] = field.get("file_types", [])
    endings = [ending for kind in kinds for ending in FILE_TYPES.get(kind, (kind.removeprefix(".").lower(),))]
    if kinds and name.rpartition(".")[2].lower() not in endings:
        return f"{name} must be one of: {', '.join(kinds)}."
    return f"{name} is larger than 10 MB." if file["size"] > FILE_BYTES else ""


ENTER: Final[dict[int, Callable[[Json, object, Mapping[str, Json]], Answer]]] = {
    TEXT_INPUT: _text,
    **dict.fromkeys(SELECTS, _select),
    FILE_UPLOAD: _files,
    RADIO_GROUP: _radio,
    CHECKBOX_GROUP: _group,
    CHECKBOX: _checkbox,
}
