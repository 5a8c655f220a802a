"""What Slack's own clients refuse before a submission is sent, as data and pure functions.

Source: Slack docs, "Block elements" (min_length, max_length, number_input, email and URL inputs, file_input).
"""

import re
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from adapters.sandbox.slack.entries import state_key
from adapters.sandbox.slack.wire import Json

REQUIRED = "Please complete this required field."
FILE_BYTES: Final = 10 * 1024 * 1024
EMAIL: Final = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
URL: Final = re.compile(r"https?://\S+")


def refusal(block: Json, state: Json) -> str:
    """Return what the client says to the value of an input block; empty if it would send it."""
    element = block["element"]
    value = state.get(state_key(element["type"]))
    if value in (None, "", []):
        return "" if block["optional"] else REQUIRED
    check = CHECKS.get(element["type"])
    return check(element, value) if check else ""


def _text(element: Json, value: str) -> str:
    if len(value) < element.get("min_length", 0):
        return f"Must be at least {element['min_length']} characters."
    if len(value) > element.get("max_length", 3000):
        return f"Must be at most {element.get('max_length', 3000)} characters."
    return ""


def _number(element: Json, value: str) -> str:
    try:
        number = Decimal(value)
    except InvalidOperation:
        return "Must be a number."
    if not number.is_finite():
        return "Must be a number."
    if not element["is_decimal_allowed"] and number != number.to_integral_value():
        return "Must be a whole number."
    if "min_value" in element and number < Decimal(element["min_value"]):
        return f"Must be at least {element['min_value']}."
    if "max_value" in element and number > Decimal(element["max_value"]):
        return f"Must be at most {element['max_value']}."
    return ""


def _email(_: Json, value: str) -> str:
    return "" if EMAIL.fullmatch(value) else "Must be an email address."


def _url(_: Json, value: str) -> str:
    return "" if URL.fullmatch(value) else "Must be a URL."


def _files(element: Json, value: list[Json]) -> str:
    most, types = element.get("max_files", 10), element.get("filetypes")
    if len(value) > most:
        return f"Choose at most {most} files."
    for file in value:
        if types and file["name"].rpartition(".")[2].lower() not in types:
            return f"{file['name']} must be one of: {', '.join(types)}."
        if file["size"] > FILE_BYTES:
            return f"{file['name']} is larger than 10 MB."
    return ""


def _several(element: Json, value: list[object]) -> str:
    most = element.get("max_selected_items", len(value))
    return "" if len(value) <= most else f"Choose at most {most}."


CHECKS: Final[dict[str, Callable[[Json, Any], str]]] = {
    "plain_text_input": _text,
    "number_input": _number,
    "email_text_input": _email,
    "url_text_input": _url,
    "file_input": _files,
    "multi_static_select": _several,
    "multi_external_select": _several,
    "multi_users_select": _several,
    "multi_conversations_select": _several,
    "multi_channels_select": _several,
}
