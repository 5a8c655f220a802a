"""What a request carries, over real HTTP: JSON, a form, files; and how what is broken or too large is refused."""

import io
import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from adapters.sandbox.discord.body import FILE_BYTES, REQUEST_BYTES, Body, read_body, safe_name
from adapters.sandbox.discord.wire import Refused

JSON = {"Content-Type": "application/json"}
MULTIPART = {"Content-Type": "multipart/form-data; boundary=x"}
Read = tuple[int, int, Body | None]  # status and code of the answer, and what was read


class Reader:
    """A server that reads bodies, and a client that sends them."""

    def __init__(self) -> None:
        application = web.Application()
        application.router.add_post("/", self._read)
        self.client = TestClient(TestServer(application))
        self._body: Body | None = None

    async def _read(self, request: web.Request) -> web.Response:
        self._body = None
        try:
            self._body = await read_body(request)
        except Refused as refused:
            return web.json_response(refused.body(), status=refused.status)
        return web.json_response({"code": 0})

    async def send(self, data: Any = None, headers: dict[str, str] | None = None) -> Read:
        """Send a body, and return what came of it."""
        async with self.client.post("/", data=data, headers=headers) as answer:
            return answer.status, (await answer.json())["code"], self._body


@pytest.fixture
async def reader() -> AsyncIterator[Reader]:
    """Return a server and its client."""
    reader = Reader()
    async with reader.client:
        yield reader


def form(body: object, *files: tuple[str, str, bytes]) -> aiohttp.FormData:
    """Return multipart as discord.py writes it: `payload_json`, then files by field, name and content."""
    data = aiohttp.FormData(quote_fields=False)
    data.add_field("payload_json", json.dumps(body))
    for field, name, content in files:
        data.add_field(field, io.BytesIO(content), filename=name, content_type="application/octet-stream")
    return data


@pytest.mark.parametrize(
    ("data", "headers", "found"),
    [
        (None, None, {}),
        (b"", JSON, {}),
        (b'{"content": "\\u00e9", "n": 1}', JSON, {"content": "é", "n": 1}),
        (b"[1, 2]", {"Content-Type": "application/json; charset=utf-8"}, [1, 2]),
        ({"content": "a b", "empty": ""}, None, {"content": "a b", "empty": ""}),
        ({"payload_json": '{"a": [1]}'}, None, {"a": [1]}),
    ],
)
async def test_a_body_is_read(reader: Reader, data: Any, headers: dict[str, str] | None, found: object) -> None:
    """Nothing is an empty object; JSON may be anything; a form is its fields, or the JSON in `payload_json`."""
    assert await reader.send(data, headers) == (200, 0, Body(found, {}))


async def test_files_come_with_their_numbers_and_safe_names(reader: Reader) -> None:
    """Files keep the number of their part, their bytes and their type; their names are what Discord would keep."""
    body = {"content": "x", "attachments": [{"id": 0}, {"id": 3}]}
    status, _, read = await reader.send(form(body, ("files[0]", "ä b.png", b"\x00\xff"), ("files[3]", "c.txt", b"")))
    assert status == 200
    assert read is not None
    assert read.json == body
    assert [(number, file.filename, file.data) for number, file in read.uploads.items()] == [
        (0, "a_b.png", b"\x00\xff"),
        (3, "c.txt", b""),
    ]
    assert read.uploads[0].content_type == "application/octet-stream"


@pytest.mark.parametrize(
    "text", [b"{", b"nonsense", b"\xff\xfe", b'{"a": NaN}', b"[" * 100_000, b"9" * 5000, b'{"a": 1} {}']
)
async def test_what_is_no_json_is_refused(reader: Reader, text: bytes) -> None:
    """Broken JSON is 50109, also in a form."""
    assert await reader.send(text, JSON) == (400, 50109, None)
    data = aiohttp.FormData()
    data.add_field("payload_json", text.decode(errors="replace"))
    data.add_field("files[0]", io.BytesIO(b"x"), filename="a")
    assert (await reader.send(data))[:2] == (400, 50109)


async def test_a_file_is_refused_over_ten_mebibytes(reader: Reader) -> None:
    """At the limit a file is taken; a byte over it is 50045, whatever comes after."""
    status, _, read = await reader.send(form({}, ("files[0]", "a", b"x" * FILE_BYTES)))
    assert status == 200
    assert read is not None
    assert len(read.uploads[0].data) == FILE_BYTES
    large = form({}, ("files[0]", "a", b"x" * (FILE_BYTES + 1)), ("files[1]", "b", b"y"))
    assert await reader.send(large) == (400, 50045, None)


async def test_a_request_is_refused_over_its_limit(reader: Reader) -> None:
    """JSON or files of more than 25 MiB together are 413 and 40005, and the client can read so."""
    assert await reader.send(io.BytesIO(b" " * (REQUEST_BYTES + 1)), JSON) == (413, 40005, None)
    files = [(f"files[{number}]", "a", b"x" * (9 * 2**20)) for number in range(3)]
    assert await reader.send(form({}, *files)) == (413, 40005, None)


@pytest.mark.parametrize(
    "data",
    [b"", b"--y\r\n\r\n--y--", b"--x\r\nbroken", b"--x\r\nA" + b"b" * 9000 + b"\r\n\r\n--x--", b"--x\r\n: \r\n\r\n"],
)
async def test_broken_multipart_is_refused(reader: Reader, data: bytes) -> None:
    """What cannot be taken apart is an invalid form, never a failure of the server."""
    status, code, read = await reader.send(data, MULTIPART)
    assert (status, code) in ((400, 50035), (200, 0))
    assert read is None or read.uploads == {}


async def test_other_content_is_refused(reader: Reader) -> None:
    """A content type that Discord does not read is an invalid form; so is multipart that says no boundary."""
    assert await reader.send(b"x", {"Content-Type": "text/plain"}) == (400, 50035, None)
    assert await reader.send(b"x", {"Content-Type": "multipart/form-data"}) == (400, 50035, None)


async def test_a_file_part_has_a_number(reader: Reader) -> None:
    """Files are `files[n]`; another name is 50046."""
    assert await reader.send(form({}, ("image", "a.png", b"x"))) == (400, 50046, None)


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("plot-1_b.png", "plot-1_b.png"),
        ("my file (1).txt", "my_file_1.txt"),
        ("Größe.csv", "Groe.csv"),
        ("日本.png", "png"),
        ("../../etc/passwd", "etcpasswd"),
        ("💥", "unknown"),
        ("SPOILER_a.png", "SPOILER_a.png"),
    ],
)
def test_names_are_made_safe(name: str, kept: str) -> None:
    """Only ASCII letters, digits, dots, dashes and underscores stay; a name is never empty."""
    assert safe_name(name) == kept
