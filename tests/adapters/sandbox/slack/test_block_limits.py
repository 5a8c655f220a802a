"""Every limit of Block Kit: at the limit a payload is taken, one over it is refused with a pointer and a sentence."""

from dataclasses import dataclass
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.adapters.sandbox.conftest import post, refusal
from tests.adapters.sandbox.slack.payloads import (
    Json,
    actions,
    asking,
    button,
    cell,
    chart,
    mrkdwn,
    option,
    options,
    plain,
    rich_text,
    section,
    table,
    typing,
)


@dataclass(frozen=True, slots=True)
class Limit:
    """Blocks that are just right, blocks that are just wrong, and how the latter are refused."""

    name: str
    right: list[Json]
    wrong: list[Json]
    sentence: str


def less(characters: int, pointer: str) -> str:
    """Return Slack's sentence about a text that is too long."""
    return f"must be less than {characters + 1} characters [json-pointer:{pointer}]"


def fewer(items: int, pointer: str) -> str:
    """Return Slack's sentence about too many items."""
    return f"no more than {items} items allowed [json-pointer:{pointer}]"


def select(**more: object) -> Json:
    """Return a section with a static select."""
    return section(accessory={"type": "static_select", "action_id": "pick", **more})


DIVIDER: Json = {"type": "divider"}
FIRST = "/blocks/0"
GROUPS = [{"label": plain("g"), "options": options(1)}]
CHECKS = {"type": "checkboxes", "action_id": "c"}
LONG_ID = "i" * 255
PICTURE: Json = {"type": "image", "image_url": "https://example.com/a.png"}
DATA_ROW = [cell(), cell()]

LIMITS = [
    Limit("section text", [section(text=mrkdwn("x" * 3000))], [section(text=mrkdwn("x" * 3001))],
          less(3000, f"{FIRST}/text/text")),
    Limit("section field", [section(fields=[plain("x" * 2000)])], [section(fields=[plain("x" * 2001)])],
          less(2000, f"{FIRST}/fields/0/text")),
    Limit("section fields", [section(fields=[plain()] * 10)], [section(fields=[plain()] * 11)],
          fewer(10, f"{FIRST}/fields")),
    Limit("empty text", [section(text=mrkdwn("x"))], [section(text=mrkdwn(""))],
          f"must be more than 0 characters [json-pointer:{FIRST}/text/text]"),
    Limit("section without content", [section()], [{"type": "section"}],
          f"missing required field: text [json-pointer:{FIRST}]"),
    Limit("header", [{"type": "header", "text": plain("x" * 150)}], [{"type": "header", "text": plain("x" * 151)}],
          less(150, f"{FIRST}/text/text")),
    Limit("header is plain", [{"type": "header", "text": plain()}], [{"type": "header", "text": mrkdwn()}],
          f"unsupported type: mrkdwn [json-pointer:{FIRST}/text/type]"),
    Limit("block_id", [section(block_id=LONG_ID)], [section(block_id=LONG_ID + "i")], less(255, f"{FIRST}/block_id")),
    Limit("block_id is unique", [section(block_id="a"), section(block_id="b")],
          [section(block_id="a"), section(block_id="a")], "duplicate block_id: a [json-pointer:/blocks/1/block_id]"),
    Limit("an empty block_id is an id", [section(block_id=""), section()], [section(block_id=""), section(block_id="")],
          "duplicate block_id:  [json-pointer:/blocks/1/block_id]"),
    Limit("unknown key", [section(expand=True)], [section(colour="red")],
          f"invalid additional property: colour [json-pointer:{FIRST}]"),
    Limit("unknown block", [DIVIDER], [{"type": "sector"}], f"unsupported type: sector [json-pointer:{FIRST}/type]"),
    Limit("modal-only block", [DIVIDER], [{"type": "alert", "text": plain()}],
          f"unsupported type: alert [json-pointer:{FIRST}/type]"),
    Limit("blocks", [DIVIDER] * 50, [DIVIDER] * 51, fewer(50, "/blocks")),
    Limit("button text", [actions(button(text=plain("x" * 75)))], [actions(button(text=plain("x" * 76)))],
          less(75, f"{FIRST}/elements/0/text/text")),
    Limit("button value", [actions(button(value="x" * 2000))], [actions(button(value="x" * 2001))],
          less(2000, f"{FIRST}/elements/0/value")),
    Limit("button url", [actions(button(url="x" * 3000))], [actions(button(url="x" * 3001))],
          less(3000, f"{FIRST}/elements/0/url")),
    Limit("button style", [actions(button(style="danger"))], [actions(button(style="default"))],
          f"value must be one of: primary, danger [json-pointer:{FIRST}/elements/0/style]"),
    Limit("action_id", [actions(button(action_id=LONG_ID))], [actions(button(action_id=LONG_ID + "i"))],
          less(255, f"{FIRST}/elements/0/action_id")),
    Limit("action_id is unique in its block", [actions(button(), button(action_id="b"))], [actions(button(), button())],
          f"duplicate action_id: go [json-pointer:{FIRST}/elements/1/action_id]"),
    Limit("actions", [actions(*(button(action_id=str(n)) for n in range(25)))],
          [actions(*(button(action_id=str(n)) for n in range(26)))], fewer(25, f"{FIRST}/elements")),
    Limit("no actions", [actions(button())], [actions()],
          f"must provide at least 1 items [json-pointer:{FIRST}/elements]"),
    Limit("multi-select in a message's actions",
          [section(accessory={"type": "multi_static_select", "action_id": "m", "options": options(1)})],
          [actions({"type": "multi_static_select", "action_id": "m", "options": options(1)})],
          f"unsupported element: multiselect [json-pointer:{FIRST}/elements/0]"),
    Limit("an input is no action", [asking(typing())], [actions(typing())],
          f"unsupported type: plain_text_input [json-pointer:{FIRST}/elements/0/type]"),
    Limit("options", [select(options=options(100))], [select(options=options(101))],
          fewer(100, f"{FIRST}/accessory/options")),
    Limit("options or groups", [select(option_groups=GROUPS)], [select(options=options(1), option_groups=GROUPS)],
          f"must define exactly one of: options, option_groups [json-pointer:{FIRST}/accessory]"),
    Limit("option text", [select(options=[option("1", text=plain("x" * 75))])],
          [select(options=[option("1", text=plain("x" * 76))])], less(75, f"{FIRST}/accessory/options/0/text/text")),
    Limit("option value", [select(options=[{**option(), "value": "x" * 150}])],
          [select(options=[{**option(), "value": "x" * 151}])], less(150, f"{FIRST}/accessory/options/0/value")),
    Limit("option description", [select(options=[option(description=plain("x" * 75))])],
          [select(options=[option(description=plain("x" * 76))])],
          less(75, f"{FIRST}/accessory/options/0/description/text")),
    Limit("an option's url is for overflow",
          [section(accessory={"type": "overflow", "action_id": "o", "options": [option(url="https://a.example")]})],
          [select(options=[option(url="https://a.example")])],
          f"invalid additional property: url [json-pointer:{FIRST}/accessory/options/0]"),
    Limit("initial option", [select(options=options(2), initial_option=option("1"))],
          [select(options=options(2), initial_option=option("9"))],
          f"value must match one of the options [json-pointer:{FIRST}/accessory/initial_option]"),
    Limit("overflow", [section(accessory={"type": "overflow", "action_id": "o", "options": options(5)})],
          [section(accessory={"type": "overflow", "action_id": "o", "options": options(6)})],
          fewer(5, f"{FIRST}/accessory/options")),
    Limit("checkboxes", [asking({**CHECKS, "options": options(10)})], [asking({**CHECKS, "options": options(11)})],
          fewer(10, f"{FIRST}/element/options")),
    Limit("placeholder", [asking(typing(placeholder=plain("x" * 150)))], [asking(typing(placeholder=plain("x" * 151)))],
          less(150, f"{FIRST}/element/placeholder/text")),
    Limit("initial value", [asking(typing(initial_value="x" * 3000))], [asking(typing(initial_value="x" * 3001))],
          less(3000, f"{FIRST}/element/initial_value")),
    Limit("input label", [asking(typing(), label=plain("x" * 2000))], [asking(typing(), label=plain("x" * 2001))],
          less(2000, f"{FIRST}/label/text")),
    Limit("number_input is for modals", [asking(typing())],
          [asking({"type": "number_input", "action_id": "n", "is_decimal_allowed": True})],
          f"unsupported type: number_input [json-pointer:{FIRST}/element/type]"),
    Limit("file_input is for modals", [asking(typing())], [asking({"type": "file_input", "action_id": "f"})],
          f"unsupported type: file_input [json-pointer:{FIRST}/element/type]"),
    Limit("context", [{"type": "context", "elements": [plain()] * 10}],
          [{"type": "context", "elements": [plain()] * 11}],
          fewer(10, f"{FIRST}/elements")),
    Limit("alt text", [{**PICTURE, "alt_text": "x" * 2000}], [{**PICTURE, "alt_text": "x" * 2001}],
          less(2000, f"{FIRST}/alt_text")),
    Limit("alt text is required", [{**PICTURE, "alt_text": "a"}], [PICTURE],
          f"missing required field: alt_text [json-pointer:{FIRST}]"),
    Limit("an image Slack cannot reach", [{**PICTURE, "alt_text": "a"}],
          [{**PICTURE, "alt_text": "a", "image_url": "http://127.0.0.1:80/a.png"}],
          f"downloading image failed [json-pointer:{FIRST}/image_url]"),
    Limit("an image that was not uploaded", [{**PICTURE, "alt_text": "a"}],
          [{"type": "image", "alt_text": "a", "slack_file": {"id": "F0NOWHERE"}}],
          f"invalid slack file [json-pointer:{FIRST}/slack_file]"),
    Limit("markdown in all", [{"type": "markdown", "text": "x" * 6000}] * 2,
          [{"type": "markdown", "text": "x" * 6000}, {"type": "markdown", "text": "x" * 6001}],
          less(12_000, "/blocks/1")),
    Limit("markdown after expansion", [{"type": "markdown", "text": "# a\n" * 50}],
          [{"type": "markdown", "text": "# a\n" * 51}], fewer(50, "/blocks")),
    Limit("table rows", [table(rows=100)], [table(rows=101)], fewer(100, f"{FIRST}/rows")),
    Limit("table columns", [table(columns=20)], [table(columns=21)], fewer(20, f"{FIRST}/rows/0")),
    Limit("table cell", [table()], [table(text="")],
          f"must be more than 0 characters [json-pointer:{FIRST}/rows/0/0/text]"),
    Limit("table characters", [table(10, 10, "x" * 100)], [table(10, 10, "x" * 101)], less(10_000, FIRST)),
    Limit("data table is rectangular", [{"type": "data_table", "caption": "c", "rows": [DATA_ROW, DATA_ROW]}],
          [{"type": "data_table", "caption": "c", "rows": [DATA_ROW, [cell()]]}],
          f"must have 2 cells like the header [json-pointer:{FIRST}/rows/1]"),
    Limit("charts", [chart()] * 2, [chart()] * 3, "no more than 2 items allowed [json-pointer:/blocks/2]"),
    Limit("rich text holds text", [rich_text({"type": "text", "text": "x"})], [rich_text({"type": "text", "text": ""})],
          f"must be more than 0 characters [json-pointer:{FIRST}/elements/0/elements/0/text]"),
    Limit("plan title is a string", [{"type": "plan", "title": "p"}], [{"type": "plan", "title": plain("p")}],
          f"must provide a string [json-pointer:{FIRST}/title]"),
    Limit("card body", [{"type": "card", "body": plain("x" * 200)}], [{"type": "card", "body": plain("x" * 201)}],
          less(200, f"{FIRST}/body/text")),
    Limit("container children", [{"type": "container", "title": plain(), "child_blocks": [DIVIDER] * 10}],
          [{"type": "container", "title": plain(), "child_blocks": [DIVIDER] * 11}],
          fewer(10, f"{FIRST}/child_blocks")),
    Limit("carousel", [{"type": "carousel", "elements": [{"type": "card", "body": plain()}] * 10}],
          [{"type": "carousel", "elements": [{"type": "card", "body": plain()}] * 11}], fewer(10, f"{FIRST}/elements")),
]  # fmt: skip


@pytest.mark.requirement("twin-limits")
@pytest.mark.parametrize("limit", LIMITS, ids=lambda limit: limit.name)
async def test_a_limit_holds_exactly(client: AsyncWebClient, general: str, limit: Limit) -> None:
    """At the limit a message is posted; one over it nothing is, and the answer points at the place."""
    await post(client, channel=general, blocks=limit.right)
    error, sentences = await refusal(post(client, channel=general, blocks=limit.wrong))
    assert error == "invalid_blocks"
    assert f"[ERROR] {limit.sentence}" in sentences


@pytest.mark.requirement("twin-limits")
async def test_a_refusal_is_said_twice(client: AsyncWebClient, general: str) -> None:
    """Block errors stand in `errors` as they are, and in response_metadata.messages behind [ERROR]."""
    with pytest.raises(SlackApiError) as caught:
        await post(client, channel=general, blocks=[{"type": "section"}])
    answer: Any = caught.value.response
    assert answer["errors"] == ["missing required field: text [json-pointer:/blocks/0]"]
    assert answer["response_metadata"]["messages"] == [f"[ERROR] {sentence}" for sentence in answer["errors"]]


@pytest.mark.requirement("twin-limits")
async def test_one_table_of_ones_own_many_of_markdown(client: AsyncWebClient, general: str) -> None:
    """Two explicit tables are refused; two that come out of Markdown are taken."""
    error, sentences = await refusal(post(client, channel=general, blocks=[table(), table()]))
    assert (error, sentences) == ("invalid_attachments", ["[ERROR] only_one_table_allowed [json-pointer:/blocks/1]"])
    grid = "|a|\n|-|\n|b|\n"
    await post(client, channel=general, blocks=[{"type": "markdown", "text": f"{grid}\nand\n\n{grid}"}])
