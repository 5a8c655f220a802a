"""Whatever is sent as blocks or as a view, the answer is Slack's kind of answer, never a crash."""

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.sandbox.slack.block_rules import BLOCKS
from adapters.sandbox.slack.blocks import KnowsImage, accept_message, accept_view
from adapters.sandbox.slack.element_rules import ELEMENTS
from adapters.sandbox.slack.entries import placed_elements
from adapters.sandbox.slack.wire import Refused
from tests.adapters.sandbox.slack.payloads import (
    Json,
    actions,
    asking,
    button,
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

TYPES = sorted({*BLOCKS, *ELEMENTS, "plain_text", "mrkdwn"})
SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5)
TYPED = st.fixed_dictionaries({"type": st.sampled_from(TYPES)})
JUNK = st.recursive(
    SCALARS | TYPED, lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=5), inner, max_size=2)
)

# One of every block and most elements, all well-formed.
GALLERY: list[Json] = [
    section(accessory={"type": "static_select", "action_id": "s", "options": options(2)}),
    asking({"type": "radio_buttons", "action_id": "r", "options": options(2), "initial_option": option("1")}, "radio"),
    section(fields=[plain(), mrkdwn()]),
    {"type": "header", "text": plain()},
    {"type": "divider"},
    {"type": "image", "alt_text": "a", "image_url": "https://a.example/a.png", "title": plain()},
    actions(button(confirm={"title": plain(), "text": mrkdwn(), "confirm": plain("y"), "deny": plain("n")})),
    {"type": "context", "elements": [plain(), mrkdwn()]},
    asking(typing(min_length=1, max_length=5)),
    asking({"type": "checkboxes", "action_id": "c", "options": options(2), "initial_options": options(1)}, "checks"),
    rich_text({"type": "text", "text": "x", "style": {"bold": True}}, {"type": "link", "url": "https://a.example"}),
    {"type": "markdown", "text": "# a\n- b\n  - c"},
    table(2, 2),
    chart(),
    {"type": "card", "title": plain(), "actions": [button()]},
    {"type": "carousel", "elements": [{"type": "card", "body": mrkdwn(), "actions": [button()]}]},
    {"type": "container", "title": plain(), "child_blocks": [section(accessory=button())]},
    {"type": "plan", "title": "p", "tasks": [{"task_id": "1", "title": "t", "status": "complete"}]},
    {"type": "task_card", "task_id": "1", "title": "t", "details": rich_text({"type": "emoji", "name": "wave"})},
    {"type": "context_actions", "elements": [
        {"type": "feedback_buttons", "action_id": "f", "positive_button": {"text": plain("+"), "value": "1"},
         "negative_button": {"text": plain("-"), "value": "0"}}
    ]},
]  # fmt: skip


def no_image(_: Json) -> bool:
    """Know no uploaded image."""
    return False


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return the path of every value inside a payload."""
    keys = range(len(value)) if isinstance(value, list) else value if isinstance(value, dict) else ()
    return [found for key in keys for found in ((*path, key), *places(value[key], (*path, key)))]


def put(payload: Any, path: tuple[Any, ...], value: Any) -> Any:
    """Return a copy of a payload with one value replaced."""
    changed = copy.deepcopy(payload)
    holder = changed
    for key in path[:-1]:
        holder = holder[key]
    holder[path[-1]] = value
    return changed


def refused(accept: Callable[[Any, KnowsImage], Any], payload: Any) -> list[str] | None:
    """Return the sentences with which a payload is refused; None if it is taken, and what is stored is JSON."""
    try:
        stored = accept(payload, no_image)
    except Refused as refusal:
        return refusal.messages
    json.dumps(stored)
    return None


@pytest.mark.requirement("twin-limits")
def test_the_gallery_is_taken_and_left_alone() -> None:
    """One of every block is accepted, each gets an id, each element an action_id, and what was sent is not touched."""
    before = copy.deepcopy(GALLERY)
    stored = accept_message(GALLERY, no_image)
    assert before == GALLERY
    assert len({block["block_id"] for block in stored}) == len(stored)
    keys = [key for key, _, _ in placed_elements(stored)]
    assert len(keys) == len(set(keys)) == 9


@pytest.mark.requirement("twin-limits")
@settings(max_examples=400, deadline=None)
@given(path=st.sampled_from(places(GALLERY)), junk=JUNK)
def test_a_broken_message_is_refused_not_a_crash(path: tuple[Any, ...], junk: Any) -> None:
    """Any value replaced by any other is either taken, and can be sent on, or refused with sentences that point."""
    sentences = refused(accept_message, put(GALLERY, path, junk))
    assert sentences is None or sentences
    assert all("[json-pointer:/blocks" in sentence for sentence in sentences or ())


VIEW = {
    "type": "modal",
    "title": plain(),
    "submit": plain(),
    "private_metadata": "x",
    "notify_on_close": True,
    "blocks": [block for block in GALLERY if "V" in BLOCKS[block["type"]].surfaces],
}


@pytest.mark.requirement("twin-limits")
@settings(max_examples=200, deadline=None)
@given(path=st.sampled_from(places(VIEW)), junk=JUNK)
def test_a_broken_view_is_refused_not_a_crash(path: tuple[Any, ...], junk: Any) -> None:
    """The same holds for views."""
    sentences = refused(accept_view, put(VIEW, path, junk))
    assert sentences is None or sentences
    assert all("[json-pointer:/view" in sentence for sentence in sentences or ())


@given(junk=JUNK)
def test_what_is_no_list_is_no_blocks(junk: Any) -> None:
    """Blocks that are not an array are invalid_blocks_format."""
    if not isinstance(junk, list):
        with pytest.raises(Refused, match="invalid_blocks_format"):
            accept_message(junk, no_image)
