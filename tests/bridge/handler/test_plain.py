"""What a handler returns becomes plain JSON where the meaning is plain, else an error item in its place."""

import dataclasses
import datetime
import decimal
import enum
import json
import math
import pathlib
import types
import uuid
from collections import OrderedDict, deque
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import pydantic
import pytest

from bridge.handler.encoding import LARGE, Encoder
from bridge.handler.plain import BIG, NotPlain, to_plain


class Color(enum.Enum):
    RED = "red"


class Level(enum.IntEnum):
    HIGH = 3


@dataclasses.dataclass
class Point:
    x: float
    when: datetime.date


class Model(pydantic.BaseModel):
    name: str
    price: decimal.Decimal


class Pair(NamedTuple):
    a: int
    b: int


VALUES: dict[str, tuple[Any, Any]] = {
    "NaN": (math.nan, None),
    "infinity": (-math.inf, None),
    "a datetime": (datetime.datetime(2024, 2, 29, 12, 30, tzinfo=datetime.UTC), "2024-02-29T12:30:00+00:00"),
    "a date": (datetime.date(2024, 2, 29), "2024-02-29"),
    "a time": (datetime.time(12, 30), "12:30:00"),
    "a timedelta": (datetime.timedelta(days=1, hours=2), "1 day, 2:00:00"),
    "a path": (pathlib.PurePosixPath("a/b.png"), "a/b.png"),
    "a decimal": (decimal.Decimal("12.50"), 12.5),
    "a whole decimal": (decimal.Decimal(7), 7),
    "a decimal that is none": (decimal.Decimal("NaN"), None),
    "an endless decimal": (decimal.Decimal("-Infinity"), None),
    "a uuid": (uuid.UUID(int=1), "00000000-0000-0000-0000-000000000001"),
    "an enum": (Color.RED, "red"),
    "an int enum": (Level.HIGH, 3),
    "a set": ({3, 1, 2}, [1, 2, 3]),
    "a frozenset": (frozenset({"b", "a"}), ["a", "b"]),
    "a tuple": ((1, (2, 3)), [1, [2, 3]]),
    "a named tuple": (Pair(1, 2), [1, 2]),
    "a range": (range(3), [0, 1, 2]),
    "a deque": (deque([1, 2]), [1, 2]),
    "keys in their order": ({"b": 1, "a": 2}.keys(), ["b", "a"]),
    "a mapping": (types.MappingProxyType({"a": 1}), {"a": 1}),
    "an ordered dict": (OrderedDict(a=1), {"a": 1}),
    "a dataclass": (Point(1.5, datetime.date(2024, 1, 1)), {"x": 1.5, "when": "2024-01-01"}),
    "a pydantic model": (Model(name="a", price=decimal.Decimal("1.5")), {"name": "a", "price": 1.5}),
    "a number too long": (2**70, str(2**70)),
    "half a surrogate pair": ("a\ud800", "a?"),
    "keys that are no text": ({1: "a", None: "b", 2.5: "c"}, {"1": "a", "null": "b", "2.5": "c"}),
    "keys as JSON spells them": (
        {False: 0, True: 1, datetime.date(2024, 1, 1): 1},
        {"false": 0, "true": 1, "2024-01-01": 1},
    ),
    "keys of several parts": ({("a", 1): 0}, {"('a', 1)": 0}),
    "a numpy int": (np.int64(3), 3),
    "a numpy float": (np.float64("nan"), None),
    "a small numpy float": (np.float32(0.5), 0.5),
    "a numpy bool": (np.bool_(True), True),
    "a numpy text": (np.str_("a"), "a"),
    "a numpy array": (np.array([[1.0, np.nan]]), [[1.0, None]]),
    "an array of dates": (np.array(["2024-02-29", "NaT"], dtype="datetime64[ns]"), ["2024-02-29T00:00:00", None]),
    "a numpy duration": (np.timedelta64(90, "s"), "0:01:30"),
    "a timestamp": (pd.Timestamp("2024-02-29 12:00"), "2024-02-29T12:00:00"),
    "no timestamp": (pd.NaT, None),
    "a column": (pd.Series([1, 2]), [1, 2]),
    "a frame": (pd.DataFrame({"a": [1, 2]}), {"headers": ["a"], "rows": [[1], [2]]}),
}


def encoded(response: dict[Any, Any]) -> Any:
    """As the handler side sends it: as it is where that is JSON, else converted."""
    try:
        return json.loads(Encoder()(response))
    except (TypeError, ValueError, RecursionError):
        return json.loads(json.dumps(to_plain(response, "on_input"), allow_nan=False))


@pytest.mark.requirement("plain-values")
@pytest.mark.parametrize(("value", "plain"), VALUES.values(), ids=VALUES)
def test_a_value_with_a_plain_meaning_is_shown_as_that(value: object, plain: object) -> None:
    """Wherever it stands: in an item, deep in one, in a question."""
    response = {"outputs": [{"type": "x", "data": [value]}], "next_inputs": [{"default": value}]}
    assert encoded(response) == {
        "outputs": [{"type": "x", "data": [plain]}],
        "next_inputs": [{"default": plain}],
    }


FRAMES: dict[str, tuple[Any, list[str], list[list[Any]]]] = {
    "with numbered rows": (pd.DataFrame({"a": [1, 2], "b": ["x", None]}), ["a", "b"], [[1, "x"], [2, None]]),
    "with named rows": (pd.DataFrame({"a": [1]}, index=["first"]), ["", "a"], [["first", 1]]),
    "of groups": (
        pd.DataFrame({"k": ["x", "x"], "l": [1, 1], "v": [1.0, math.nan]}).groupby(["k", "l"]).sum(),
        ["k", "l", "v"],
        [["x", 1, 1.0]],
    ),
    "with two columns of one name": (pd.DataFrame([[1, 2]], columns=["a", "a"]), ["a", "a"], [[1, 2]]),
    "with dates": (pd.DataFrame({"d": pd.to_datetime(["2024-01-01", None])}), ["d"], [["2024-01-01T00:00:00"], [None]]),
    "of one column": (pd.Series({"x": 2, "y": 1}, name="count"), ["", "count"], [["x", 2], ["y", 1]]),
}


@pytest.mark.requirement("plain-values")
@pytest.mark.parametrize(("frame", "headers", "rows"), FRAMES.values(), ids=FRAMES)
def test_a_data_frame_is_a_table(frame: object, headers: list[str], rows: list[list[Any]]) -> None:
    """Where an item is expected it is one; its index is shown where it says more than the rows' numbers."""
    table = {"type": "table", "data": {"headers": headers, "rows": rows}}
    assert to_plain({"outputs": [frame, {"type": "section", "items": [frame]}]}, "on_input") == {
        "outputs": [table, {"type": "section", "items": [table]}]
    }


class Broken:
    """An object that fails when it is asked what it holds."""

    def tolist(self) -> list[object]:
        raise RuntimeError("no connection")


def itself() -> dict[str, object]:
    section: dict[str, object] = {"type": "section", "title": "around"}
    section["items"] = [section, section]
    return section


def deep() -> list[object]:
    nested: list[object] = []
    for _ in range(150):
        nested = [nested]
    return nested


UNSHOWABLE: dict[str, tuple[Any, str]] = {
    "an object": (object(), "outputs[1].data is a object, which has no plain meaning; return text, numbers or lists"),
    "bytes": (b"x", "outputs[1].data is a bytes, which has no plain meaning; return text, numbers or lists"),
    "a class": (Color, "outputs[1].data is a enum.EnumType, which has no plain meaning; return text, numbers or lists"),
    "deep in a list": ([1, [open]], "outputs[1].data[1][0] is a builtin_function_or_method, which has no plain "),
    "too deep": (deep(), f"outputs[1].data{'[0]' * 98} is nested more than 100 levels deep"),
    "one that fails": (Broken(), "outputs[1] could not be read: RuntimeError: no connection"),
}


@pytest.mark.requirement("plain-values")
@pytest.mark.parametrize(("value", "reason"), UNSHOWABLE.values(), ids=UNSHOWABLE)
def test_what_cannot_be_shown_is_an_error_in_its_place(value: object, reason: str) -> None:
    """Its neighbours stay."""
    outputs: Any = to_plain({"outputs": ["before", {"type": "x", "data": value}, "after"]}, "on_input")["outputs"]
    assert (outputs[0], outputs[1]["type"], outputs[2]) == ("before", "error", "after")
    assert outputs[1]["error"].startswith(f"on_input returned something that cannot be shown: {reason}")


def test_an_error_inside_a_section_leaves_the_section() -> None:
    """In a section's items and in the subsections of a dropdown, spelled as an object or as a list."""
    bad, good = object(), {"type": "text", "text": "good"}
    for subsections in ({"a": {"items": [bad, good]}}, [{"id": "a", "items": [bad, good]}]):
        section = {"type": "section", "items": [good, bad], "subsections": subsections}
        (plain,) = to_plain({"outputs": [section]}, "on_input")["outputs"]  # pyright: ignore[reportGeneralTypeIssues]
        held: Any = plain["subsections"]
        inner = held["a"]["items"] if isinstance(held, dict) else held[0]["items"]
        assert plain["items"][0] == inner[1] == good
        assert plain["items"][1]["type"] == inner[0]["type"] == "error"


def test_a_section_inside_itself_ends() -> None:
    """A cycle is named where it closes, however often it does."""
    (section,) = to_plain({"outputs": [itself()]}, "on_input")["outputs"]  # pyright: ignore[reportGeneralTypeIssues]
    assert section["title"] == "around"
    assert [item["error"] for item in section["items"]] == [
        f"on_input returned something that cannot be shown: outputs[0].items[{index}] contains itself"
        for index in range(2)
    ]


def test_what_cannot_be_asked_has_no_place_for_an_error() -> None:
    """Outside `outputs` there is nothing to show instead."""
    with pytest.raises(NotPlain, match=r"next_inputs\[0\].default is a object, which has no plain meaning"):
        to_plain({"next_inputs": [{"default": object()}]}, "on_input")


REFUSED: dict[str, Any] = {
    "a dataclass": Point(1.0, datetime.date(2024, 1, 1)),
    "a date": datetime.date(2024, 1, 1),
    "half a surrogate pair": "\ud800",
    "a number too long": BIG * 10,
    "a set": {1},
}


@pytest.mark.parametrize("value", REFUSED.values(), ids=REFUSED)
def test_both_encoders_refuse_the_same(value: object) -> None:
    """What an answer looks like does not depend on whether orjson is installed, or was used already."""
    encoder = Encoder()
    for _ in range(2):
        with pytest.raises((TypeError, ValueError)):
            encoder({"outputs": [value]})
        large = {"outputs": ["grün" * LARGE]}
        assert json.loads(encoder(large)) == large
