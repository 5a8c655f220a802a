"""What people have entered into elements and not yet sent, and how Slack reports it as `state.values`.

Guarantee: every stateful element of a payload is reported: what was entered, else its initial value, else null (or an
empty list where several values are possible). Buttons and overflow menus have no state (recorded payloads).
"""

from collections.abc import Iterator
from typing import Final

from adapters.sandbox.slack import echo
from adapters.sandbox.slack.wire import Json

# element type -> (key of its value, value when untouched, key of its initial value)
SINGLE: Final[dict[str, tuple[str, str]]] = {
    "static_select": ("selected_option", "initial_option"),
    "external_select": ("selected_option", "initial_option"),
    "radio_buttons": ("selected_option", "initial_option"),
    "users_select": ("selected_user", "initial_user"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "channels_select": ("selected_channel", "initial_channel"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
    "plain_text_input": ("value", "initial_value"),
    "email_text_input": ("value", "initial_value"),
    "url_text_input": ("value", "initial_value"),
    "number_input": ("value", "initial_value"),
    "rich_text_input": ("rich_text_value", "initial_value"),
}
SEVERAL: Final[dict[str, tuple[str, str]]] = {
    "checkboxes": ("selected_options", "initial_options"),
    "multi_static_select": ("selected_options", "initial_options"),
    "multi_external_select": ("selected_options", "initial_options"),
    "multi_users_select": ("selected_users", "initial_users"),
    "multi_conversations_select": ("selected_conversations", "initial_conversations"),
    "multi_channels_select": ("selected_channels", "initial_channels"),
    "file_input": ("files", "initial_files"),
}
STATEFUL: Final = SINGLE | SEVERAL

Key = tuple[str, str]  # block_id, action_id


def state_key(kind: str) -> str:
    """Return the key a kind of element keeps its value under; empty if it keeps none."""
    return STATEFUL[kind][0] if kind in STATEFUL else ""


def placed_elements(blocks: list[Json]) -> Iterator[tuple[Key, Json, Json]]:
    """Yield key, block and element of everything a person can act on."""
    for block in blocks:
        for element in echo.elements(block):
            if "action_id" in element:
                yield (_block_id(block, element), element["action_id"]), block, element


def _block_id(block: Json, element: Json) -> str:
    """Return the id of the innermost block that holds `element`."""
    for child in (*block.get("child_blocks", ()), *(block["elements"] if block["type"] == "carousel" else ())):
        if any(element is held for held in echo.elements(child)):
            return _block_id(child, element)
    return block["block_id"]


class Entries:
    """What was entered, per message and person or per view."""

    def __init__(self) -> None:
        self._entered: dict[tuple[str, ...], dict[Key, Json]] = {}

    def enter(self, container: tuple[str, ...], key: Key, state: Json) -> None:
        """Note what somebody entered into an element."""
        self._entered.setdefault(container, {})[key] = state

    def held(self, container: tuple[str, ...], key: Key) -> Json | None:
        """Return what was entered into an element."""
        return self._entered.get(container, {}).get(key)

    def carry(self, container: tuple[str, ...], before: list[Json], after: list[Json]) -> None:
        """Take entries over into an update. What stands in an element stays where its block_id and action_id do, an
        initial value included: that of the update counts for new elements only (Slack docs: views).
        """
        entered = self._entered.get(container, {})
        shown = {
            key: entered.get(key) or _untouched(element)
            for key, _, element in placed_elements(before)
            if element["type"] in STATEFUL
        }
        present = {key: state_key(element["type"]) for key, _, element in placed_elements(after)}
        self._entered[container] = {key: state for key, state in shown.items() if present.get(key) in state}

    def forget(self, container: tuple[str, ...]) -> None:
        """Forget what was entered in a container that is gone."""
        self._entered.pop(container, None)

    def values(self, container: tuple[str, ...], blocks: list[Json]) -> Json:
        """Return `state.values` of these blocks."""
        entered = self._entered.get(container, {})
        values: Json = {}
        for (block_id, action_id), _, element in placed_elements(blocks):
            if element["type"] in STATEFUL:
                state = entered.get((block_id, action_id)) or _untouched(element)
                values.setdefault(block_id, {})[action_id] = {"type": element["type"], **state}
        return values


def _untouched(element: Json) -> Json:
    kind = element["type"]
    key, initial = STATEFUL[kind]
    return {key: element.get(initial, [] if kind in SEVERAL else None)}
