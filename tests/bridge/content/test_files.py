"""File references of an agent: what lies inside its folder is found, everything else is refused in a sentence."""

from pathlib import Path

import pytest

from bridge.content import files
from bridge.content.files import MAX_INLINE_BYTES, MAX_TEXT_BYTES, resolve
from bridge.content.items import Inline, LocalFile, WebAddress

pytestmark = pytest.mark.requirement("content-files-safe")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    inside = tmp_path / "agent"
    (inside / "sub").mkdir(parents=True)
    (inside / "a.txt").write_bytes(b"\xef\xbb\xbfh\xc3\xa9\xff")
    (inside / "inner").symlink_to(inside / "a.txt")
    (inside / "outer").symlink_to(tmp_path / "secret.txt")
    (inside / "loop").symlink_to(inside / "loop")
    (tmp_path / "secret.txt").write_text("secret", "utf-8")
    return inside


@pytest.mark.parametrize("reference", ["a.txt", "./sub/../a.txt", "{folder}/a.txt", "file://{folder}/a.txt", "inner"])
def test_inside(reference: str, folder: Path) -> None:
    """A path inside the folder is found, however it is written, and comes out absolute and resolved."""
    assert resolve(reference.format(folder=folder), folder) == LocalFile(folder / "a.txt")


REFUSED = {
    "../secret.txt": "is outside the agent's folder",
    "outer": "is outside the agent's folder",
    "/etc/passwd": "is outside the agent's folder",
    "file:///etc/passwd": "is outside the agent's folder",
    "file://localhost/etc/passwd": "is outside the agent's folder",
    "none.txt": "There is no file",
    "sub": "is a folder",
    "loop": "is not a usable path",
    "a\0b": "is not a usable path",
    "a" * 5000: "is not a usable path",
    "https://": "is not a complete web address",
    "http://[": "is not a complete web address",
    "data:x": "has no comma",
    "data:;base64,!!": "is not base64",
}


@pytest.mark.parametrize(("reference", "reason"), REFUSED.items(), ids=[key[:20] for key in REFUSED])
def test_refused(reference: str, reason: str, folder: Path) -> None:
    """A reference that leads nowhere, outside or to no file is refused with the reason."""
    with pytest.raises(ValueError, match=reason):
        resolve(reference, folder)


DATA = {
    "data:image/png;base64,aGk=": Inline(b"hi", "image/png"),
    "data:image/png;base64,aGk": Inline(b"hi", "image/png"),
    "data:image/svg+xml;charset=utf-8,%3Csvg/%3E": Inline(b"<svg/>", "image/svg+xml"),
    "data:,hi": Inline(b"hi", "text/plain"),
}


@pytest.mark.parametrize(("reference", "source"), DATA.items())
def test_data(reference: str, source: Inline, folder: Path) -> None:
    """A data: address becomes its bytes and its media type."""
    assert resolve(reference, folder) == source


def test_web_address(folder: Path) -> None:
    """A web address stays an address, and is not read as text."""
    assert resolve("HTTPS://x.y/a b", folder) == WebAddress("HTTPS://x.y/a b")
    with pytest.raises(ValueError, match="is a web address"):
        files.read_text("https://x.y/a.md", folder)


def test_read_text(folder: Path) -> None:
    """Text is read as UTF-8, with or without its mark; what is no UTF-8 shows as U+FFFD."""
    assert files.read_text("a.txt", folder) == "hé\ufffd"
    assert files.read_text("data:,hi", folder) == "hi"


def test_sizes(folder: Path) -> None:
    """A file and a data: address over their limit are refused before they are held whole."""
    with (folder / "big").open("wb") as file:
        file.truncate(MAX_TEXT_BYTES + 1)
    with pytest.raises(ValueError, match="is over 5 MiB"):
        files.read_text("big", folder)
    with pytest.raises(ValueError, match="is over 20 MiB"):
        resolve("data:," + "x" * (MAX_INLINE_BYTES * 4 // 3 + 1), folder)
