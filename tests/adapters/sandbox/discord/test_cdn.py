"""Addresses of attachments: signed, good for one file, gone after 24 hours."""

from urllib.parse import parse_qs, urlsplit

import pytest
from aiohttp import web
from aiohttp.test_utils import make_mocked_request

from adapters.sandbox.clock import ManualClock
from adapters.sandbox.discord.cdn import Cdn
from adapters.sandbox.discord.wire import Refused

BASE = "http://127.0.0.1:8700"
DAY = 24 * 60 * 60


def asking(url: str) -> web.Request:
    """Return the request that a client makes for an address."""
    return make_mocked_request("GET", url.removeprefix(BASE))


@pytest.fixture
def clock() -> ManualClock:
    """Return time that stands still."""
    return ManualClock(1_800_000_000)


@pytest.fixture
def cdn(clock: ManualClock) -> Cdn:
    """Return the attachments of a sandbox."""
    return Cdn(clock, lambda: BASE)


def test_an_address_is_signed_for_a_day(cdn: Cdn) -> None:
    """`ex` and `is` are hexadecimal seconds a day apart, `hm` a hexadecimal signature."""
    address = urlsplit(cdn.url("1", "2", "a.png"))
    query = {key: values[0] for key, values in parse_qs(address.query).items()}
    assert address.path == "/discord/cdn/attachments/1/2/a.png"
    assert (int(query["is"], 16), int(query["ex"], 16) - int(query["is"], 16)) == (1_800_000_000, DAY)
    assert len(bytes.fromhex(query["hm"])) == 32
    assert urlsplit(cdn.url("1", "2", "a.png", ephemeral=True)).path == "/discord/cdn/ephemeral-attachments/1/2/a.png"


@pytest.mark.parametrize("ephemeral", [False, True])
def test_an_address_is_good_until_it_expires(cdn: Cdn, clock: ManualClock, ephemeral: bool) -> None:
    """To the last second it is read back; then it is 404, and a fresh one is good again."""
    url = cdn.url("1", "2", "a.png", ephemeral=ephemeral)
    clock.advance(DAY - 1)
    assert cdn.check(asking(url)) == ("1", "2", "a.png")
    clock.advance(1)
    with pytest.raises(Refused) as caught:
        cdn.check(asking(url))
    assert caught.value.status == 404
    assert cdn.check(asking(cdn.url("1", "2", "a.png"))) == ("1", "2", "a.png")


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("/2/", "/3/"),
        ("a.png", "b.png"),
        ("hm=", "hm=0"),
        ("?ex=", "?ex=f"),
        ("/attachments/", "/ephemeral-attachments/"),
    ],
)
def test_an_address_is_good_for_its_own_file_only(cdn: Cdn, wrong: str, right: str) -> None:
    """Another file, another time or another signature is 404, as is no signature at all."""
    url = cdn.url("1", "2", "a.png")
    assert wrong in url
    for altered in (url.replace(wrong, right), url.partition("?")[0], f"{BASE}/discord/cdn/attachments/1/2?hm=ü"):
        with pytest.raises(Refused) as caught:
            cdn.check(asking(altered))
        assert caught.value.status == 404


def test_a_name_comes_back_as_it_was(cdn: Cdn) -> None:
    """What has to be escaped in an address is read back unescaped."""
    assert cdn.check(asking(cdn.url("1", "2", "a%b c.png"))) == ("1", "2", "a%b c.png")
