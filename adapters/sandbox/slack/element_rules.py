"""Block Kit's interactive elements, as data: keys, limits, surfaces. Source: Slack docs, "Block elements"."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from adapters.sandbox.slack.rich_text_rules import RICH_TEXT_BLOCK
from adapters.sandbox.slack.shapes import (
    PLAIN,
    Anything,
    Entry,
    Flag,
    Items,
    Number,
    Object,
    OneOf,
    Report,
    Rule,
    Shape,
    String,
    Text,
)
from adapters.sandbox.slack.wire import Json

# -- composition objects -----------------------------------------------------------------------------------------------

CONFIRM = Object(
    {
        "title": Text(100, PLAIN),
        "text": Text(300),
        "confirm": Text(30, PLAIN),
        "deny": Text(30, PLAIN),
        "style": String(choices=("primary", "danger")),
    },
    ("title", "text", "confirm", "deny"),
)


def option(text: tuple[str, ...] = PLAIN, *, url: bool = False) -> Object:
    """Return the rule of an option; only checkboxes and radio buttons take mrkdwn, only overflow takes a url."""
    fields: dict[str, Shape] = {"text": Text(75, text), "value": String(150), "description": Text(75, text)}
    return Object({**fields, "url": String(3000)} if url else fields, ("text", "value"))


OPTION = option()
MARKED_OPTION = option(("plain_text", "mrkdwn"))
OPTION_GROUPS = Items(
    Object({"label": Text(75, PLAIN), "options": Items(OPTION, 100, 1)}, ("label", "options")), 100, 1
)
DISPATCH_ON = Object(
    {"trigger_actions_on": Items(String(choices=("on_enter_pressed", "on_character_entered")), 2, 1)},
    ("trigger_actions_on",),
)
FILTER = Object(
    {
        "include": Items(String(choices=("im", "mpim", "private", "public")), least=1),
        "exclude_external_shared_channels": Flag(),
        "exclude_bot_users": Flag(),
    }
)

# -- rules between keys ------------------------------------------------------------------------------------------------


def offered_options(element: Json) -> list[Json]:
    """Return every option of a select, of all its groups."""
    groups: list[Json] = element.get("option_groups") or []
    return [*(element.get("options") or ()), *(choice for group in groups for choice in group["options"])]


def _initial_is_offered(element: Json, pointer: str, report: Report) -> None:
    offered = [_bare(choice) for choice in offered_options(element)]
    for key in ("initial_option", "initial_options"):
        given = element.get(key) or []
        for chosen in given if isinstance(given, list) else [given]:
            if _bare(chosen) not in offered:
                report.add(f"{pointer}/{key}", "value must match one of the options")


def _bare(choice: Json) -> tuple[str, str]:
    return choice["text"]["text"], choice["value"]


def _numbers_in_order(element: Json, pointer: str, report: Report) -> None:
    numbers: dict[str, Decimal] = {}
    for key in ("min_value", "initial_value", "max_value"):
        if (written := element.get(key)) is not None:
            try:
                numbers[key] = Decimal(written)
            except InvalidOperation:
                report.add(f"{pointer}/{key}", "must provide a number as a string")
    ordered = list(numbers.values())
    if ordered != sorted(ordered):
        report.add(pointer, "min_value, initial_value and max_value must be in this order")


def _lengths_in_order(element: Json, pointer: str, report: Report) -> None:
    if element.get("min_length", 0) > element.get("max_length", 3000):
        report.add(f"{pointer}/min_length", "must not be greater than max_length")


# -- the table ---------------------------------------------------------------------------------------------------------

ELEMENTS: dict[str, Entry] = {}


def _element(
    kind: str,
    fields: Mapping[str, Shape],
    required: tuple[str, ...] = (),
    *,
    surfaces: str = "MVH",
    one_of: tuple[str, ...] = (),
    rules: tuple[Rule, ...] = (),
) -> None:
    shape = Object({"type": Anything(), "action_id": String(255), **fields}, required, one_of=one_of, rules=rules)
    ELEMENTS[kind] = Entry(surfaces, shape, f"Slack docs: {kind} element")


ASKED: dict[str, Shape] = {"confirm": CONFIRM, "focus_on_load": Flag()}
PICKED: dict[str, Shape] = {**ASKED, "placeholder": Text(150, PLAIN)}
TYPED: dict[str, Shape] = {
    "placeholder": Text(150, PLAIN),
    "focus_on_load": Flag(),
    "dispatch_action_config": DISPATCH_ON,
}
MANY: dict[str, Shape] = {"max_selected_items": Number(1)}
LABELLED: dict[str, Shape] = {"text": Text(75, PLAIN), "value": String(2000), "accessibility_label": String(75)}
STYLES = String(choices=("primary", "danger"))

_element(
    "button",
    {**LABELLED, "url": String(3000), "style": STYLES, "confirm": CONFIRM}
    | {"agent_prompt": String(4000), "agent_prompt_display": String(), "visible_to_user_ids": Items(String())},
    ("text",),
)
_element("workflow_button", {**LABELLED, "style": STYLES, "workflow": Anything()}, ("text", "workflow"), surfaces="M")
_element("overflow", {"options": Items(option(url=True), 5, 1), "confirm": CONFIRM}, ("options",))
_element(
    "checkboxes",
    {**ASKED, "options": Items(MARKED_OPTION, 10, 1), "initial_options": Items(MARKED_OPTION, 10, 1)},
    ("options",),
    rules=(_initial_is_offered,),
)
_element(
    "radio_buttons",
    {**ASKED, "options": Items(MARKED_OPTION, 10, 1), "initial_option": MARKED_OPTION},
    ("options",),
    rules=(_initial_is_offered,),
)

OFFERED: dict[str, Shape] = {**PICKED, "options": Items(OPTION, 100, 1), "option_groups": OPTION_GROUPS}
ONE: dict[str, Shape] = {"initial_option": OPTION}
SEVERAL: dict[str, Shape] = {"initial_options": Items(OPTION, 100, 1), **MANY}
SOURCES = ("options", "option_groups")
_element("static_select", {**OFFERED, **ONE}, one_of=SOURCES, rules=(_initial_is_offered,))
_element("multi_static_select", {**OFFERED, **SEVERAL}, one_of=SOURCES, rules=(_initial_is_offered,))
_element("external_select", {**PICKED, **ONE, "min_query_length": Number(0)})
_element("multi_external_select", {**PICKED, **SEVERAL, "min_query_length": Number(0)})

CONVERSATIONS: dict[str, Shape] = {"default_to_current_conversation": Flag(), "filter": FILTER}
for noun, more in (("user", {}), ("conversation", CONVERSATIONS), ("channel", {})):
    respond: dict[str, Shape] = {} if noun == "user" else {"response_url_enabled": Flag()}
    _element(f"{noun}s_select", {**PICKED, **more, **respond, f"initial_{noun}": String(least=1)})
    _element(f"multi_{noun}s_select", {**PICKED, **more, **MANY, f"initial_{noun}s": Items(String(least=1))})

_element("datepicker", {**PICKED, "initial_date": String(10, 10)})
_element("timepicker", {**PICKED, "initial_time": String(5, 5), "timezone": String()})
_element("datetimepicker", {**ASKED, "initial_date_time": Number(1_000_000_000, 9_999_999_999)})

_element(
    "plain_text_input",
    {**TYPED, "initial_value": String(3000), "multiline": Flag()}
    | {"min_length": Number(0, 3000), "max_length": Number(1, 3000)},
    rules=(_lengths_in_order,),
)
_element("email_text_input", {**TYPED, "initial_value": String()})
_element("url_text_input", {**TYPED, "initial_value": String()})
_element(
    "number_input",
    {**TYPED, "is_decimal_allowed": Flag(), "initial_value": String(), "min_value": String(), "max_value": String()},
    ("is_decimal_allowed",),
    surfaces="V",
    rules=(_numbers_in_order,),
)
_element(
    "rich_text_input",
    {**TYPED, "initial_value": RICH_TEXT_BLOCK, "min_lines": Number(1, 100), "max_lines": Number(1, 100)},
)
_element("file_input", {"filetypes": Items(String(least=1), least=1), "max_files": Number(1, 10)}, surfaces="V")

FEEDBACK = Object(LABELLED, ("text", "value"))
_element(
    "feedback_buttons",
    {"positive_button": FEEDBACK, "negative_button": FEEDBACK},
    ("positive_button", "negative_button"),
    surfaces="M",
)
_element(
    "icon_button",
    {**LABELLED, "icon": String(choices=("trash",)), "confirm": CONFIRM, "visible_to_user_ids": Items(String(), 10)},
    ("icon", "text"),
    surfaces="M",
)

# -- where they may stand ----------------------------------------------------------------------------------------------

SINGLE_SELECTS = ("static_select", "external_select", "users_select", "conversations_select", "channels_select")
MULTI_SELECTS = tuple(f"multi_{kind}" for kind in SINGLE_SELECTS)
SELECTS = (*SINGLE_SELECTS, *MULTI_SELECTS)
CHOICES = ("checkboxes", "radio_buttons")
PICKERS = ("datepicker", "timepicker")
INPUTS = ("plain_text_input", "email_text_input", "url_text_input", "number_input", "rich_text_input", "file_input")

IN_SECTION = OneOf(
    ELEMENTS,
    ("button", "overflow", "workflow_button", *CHOICES, *PICKERS, *SELECTS, "image"),
    schemas=True,
)
IN_ACTIONS = OneOf(
    ELEMENTS,
    ("button", "overflow", "workflow_button", *CHOICES, *PICKERS, "datetimepicker", *SELECTS, "rich_text_input"),
    schemas=True,
)
IN_INPUT = OneOf(ELEMENTS, (*INPUTS, *CHOICES, *PICKERS, "datetimepicker", *SELECTS), schemas=True)
IN_CONTEXT_ACTIONS = OneOf(ELEMENTS, ("feedback_buttons", "icon_button"), schemas=True)
BUTTON = OneOf(ELEMENTS, ("button",))
