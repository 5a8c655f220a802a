"""What an edit may leave and take away, and which files a message may name."""

import pytest

from adapters.sandbox.discord.attachment_rules import names
from adapters.sandbox.discord.message_rules import (
    COMPONENTS_V2,
    EPHEMERAL,
    SUPPRESS_EMBEDS,
    check_message,
    stored_flags,
)
from tests.adapters.sandbox.discord.bodies import (
    LEGACY,
    NOT_FOUND,
    STORED,
    Json,
    between,
    embed,
    file,
    message_flaws,
    most,
    refusal,
    text,
    v2,
)

KEPT: Json = {"id": "77", "filename": "old.png"}

# -- edits -------------------------------------------------------------------------------------------------------------


def test_an_edit_is_empty_only_if_nothing_is_left() -> None:
    """What an edit does not mention stays; what it takes away must leave something."""
    check_message({"embeds": []}, {}, current=STORED)
    assert refusal(lambda: check_message({"content": ""}, {}, current=STORED)).code == 50006
    check_message({"content": ""}, {}, current={**STORED, "attachments": [KEPT]})
    stickers: Json = {**STORED, "content": "", "sticker_items": [{"id": "1"}]}
    check_message({"embeds": []}, {}, current=stickers)
    assert refusal(lambda: check_message({"sticker_ids": []}, {}, current=stickers)).code == 50006
    bare = {"content": None, "attachments": []}
    assert refusal(lambda: check_message(bare, {}, current={**STORED, "attachments": [KEPT]})).code == 50006


def test_an_upgrade_to_v2_empties_the_old_fields_in_the_same_request() -> None:
    """A message with text becomes V2 only by an edit that takes the text away."""
    assert [(path, code) for path, code, _ in message_flaws(v2(text()), current=STORED)] == [("content", LEGACY)]
    check_message(v2(text(), content=None), {}, current=STORED)


def test_v2_is_never_taken_back() -> None:
    """Whatever flags an edit sends, a V2 message refuses the old fields."""
    stored = {**STORED, "content": "", "flags": COMPONENTS_V2, "components": [text()]}
    assert [path for path, *_ in message_flaws({"content": "x", "flags": 0}, current=stored)] == ["content"]
    check_message({"components": [text("y")]}, {}, current=stored)
    assert stored_flags({"flags": 0}, stored, "channel") == COMPONENTS_V2


def test_flags_are_taken_as_far_as_the_surface_lets_them_be_set() -> None:
    """EPHEMERAL is set by interactions only; an edit changes SUPPRESS_EMBEDS and nothing else."""
    asked = {"flags": EPHEMERAL | SUPPRESS_EMBEDS | 1}
    assert stored_flags(asked, None, "channel") == SUPPRESS_EMBEDS
    assert stored_flags(asked, None, "interaction") == SUPPRESS_EMBEDS | EPHEMERAL
    assert stored_flags({}, None, "channel") == 0
    assert stored_flags({"flags": EPHEMERAL}, {"flags": SUPPRESS_EMBEDS | 32}, "interaction") == 32
    assert stored_flags({}, {"flags": 36}, "channel") == 36


# -- files -------------------------------------------------------------------------------------------------------------


def test_attachments_name_files_of_the_request_or_of_the_message() -> None:
    """An entry is a file that is uploaded with it, or one that is kept; anything else is not found."""
    check_message({"attachments": [{"id": 0, "filename": "b.png"}, {"id": "77"}]}, {0: file()},
                  current={**STORED, "attachments": [KEPT]})  # fmt: skip
    wrong = {"content": "x", "attachments": [{"id": "0"}, {"id": 5, "description": "x" * 1025}]}
    assert message_flaws(wrong, {0: file()}) == [
        ("attachments.1.description", *most(1024)),
        ("attachments.1.id", "ATTACHMENT_NOT_FOUND", "Attachment data not found"),
    ]


@pytest.mark.parametrize(
    ("key", "limit", "said"),
    [("filename", 1024, between(1, 1024)), ("description", 1024, most(1024)), ("title", 1024, most(1024)),
     ("waveform", 400, most(400))],
)  # fmt: skip
def test_what_is_said_of_a_file_has_a_length(key: str, limit: int, said: tuple[str, str]) -> None:
    """Each text about an attachment is taken up to its limit."""
    check_message({"attachments": [{"id": 0, key: "x" * limit}]}, {0: file()})
    assert message_flaws({"attachments": [{"id": 0, key: "x" * (limit + 1)}]}, {0: file()}) == [
        (f"attachments.0.{key}", *said)
    ]


def test_a_message_holds_ten_files() -> None:
    """The eleventh is refused, be it listed, uploaded or kept."""
    ten = {number: file() for number in range(10)}
    check_message({}, ten)
    assert refusal(lambda: check_message({}, {**ten, 10: file()})).code == 30015
    assert refusal(lambda: check_message({}, ten, current={**STORED, "attachments": [KEPT]})).code == 30015
    check_message({"attachments": [{"id": number} for number in range(10)]}, ten,
                  current={**STORED, "attachments": [KEPT]})  # fmt: skip
    listed = {"attachments": [{"id": number} for number in range(11)]}
    assert message_flaws(listed, {**ten, 10: file()}) == [("attachments", *most(10))]


def test_an_attachment_address_names_a_file_of_this_message() -> None:
    """An image is found by the name it is stored under, whether uploaded now or kept; otherwise it is a flaw."""
    body = embed(image={"url": "attachment://a.png"})
    check_message(body, {0: file()})
    check_message(embed(image={"url": "attachment://old.png"}), {}, current={**STORED, "attachments": [KEPT]})
    renamed = {**body, "attachments": [{"id": 0, "filename": "b c.png"}]}
    assert names(renamed, {0: file()}) == {0: "b_c.png"}
    for wrong, uploads in ((body, {}), (renamed, {0: file()})):
        found = message_flaws(wrong, uploads)
        sentence = "Referenced attachment 'a.png' was not found in this message's attachments"
        assert found == [("embeds.0.image.url", NOT_FOUND, sentence)]
    assert message_flaws(embed(image={"url": "attachment://a.pdf"}), {0: file("a.pdf")})[0][1] == "URL_TYPE_INVALID_URL"
