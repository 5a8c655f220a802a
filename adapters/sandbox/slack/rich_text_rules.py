"""What may stand in a ``rich_text`` block, as data. Source: Slack docs, "Rich text block"."""

from adapters.sandbox.slack.shapes import Anything, Entry, Flag, Items, Number, Object, OneOf, Shape, String

SOURCE = "Slack docs: rich text block"
STYLE = Object(dict.fromkeys(("bold", "italic", "strike", "code", "underline", "highlight", "unlink"), Flag()))

# inline element -> its own keys, and which of them must be there
INLINE_FIELDS: dict[str, tuple[dict[str, Shape], tuple[str, ...]]] = {
    "text": ({"text": String(least=1)}, ("text",)),
    "link": ({"url": String(3000, 1), "text": String(), "unsafe": Flag()}, ("url",)),
    "user": ({"user_id": String(least=1)}, ("user_id",)),
    "usergroup": ({"usergroup_id": String(least=1)}, ("usergroup_id",)),
    "channel": ({"channel_id": String(least=1)}, ("channel_id",)),
    "team": ({"team_id": String(least=1)}, ("team_id",)),
    "emoji": ({"name": String(least=1), "unicode": String(), "skin_tone": Number(1, 6)}, ("name",)),
    "date": ({"timestamp": Number(), "format": String(least=1), "url": String(), "fallback": String()}, ("timestamp",)),
    "broadcast": ({"range": String(choices=("here", "channel", "everyone"))}, ("range",)),
    "color": ({"value": String(least=1)}, ("value",)),
}

INLINE: dict[str, Entry] = {
    kind: Entry("MVH", Object({"type": Anything(), "style": STYLE, **fields}, required), SOURCE)
    for kind, (fields, required) in INLINE_FIELDS.items()
}

RICH_TEXT: dict[str, Entry] = {}


def _part(**fields: Shape) -> Entry:
    return Entry("MVH", Object({"type": Anything(), **fields}, ("elements",)), SOURCE)


BORDER = Number(0, 1)
RICH_TEXT["rich_text_section"] = _part(elements=Items(OneOf(INLINE)))
RICH_TEXT["rich_text_quote"] = _part(elements=Items(OneOf(INLINE)), border=BORDER)
# A language colours the text on desktop clients (measured for "diff").
RICH_TEXT["rich_text_preformatted"] = _part(
    elements=Items(OneOf(INLINE, ("text", "link"))), border=BORDER, language=String()
)
RICH_TEXT["rich_text_list"] = Entry(
    "MVH",
    Object(
        {
            "type": Anything(),
            "style": String(choices=("bullet", "ordered")),
            # A nested list is not an item: nesting is another list with a higher indent (measured).
            "elements": Items(OneOf(RICH_TEXT, ("rich_text_section",))),
            "indent": Number(0, 8),
            "offset": Number(0),
            "border": BORDER,
        },
        ("style", "elements"),
    ),
    SOURCE,
)

RICH_TEXT_BLOCK = Object(
    {"type": Anything(), "block_id": String(255), "elements": Items(OneOf(RICH_TEXT))}, ("elements",)
)
