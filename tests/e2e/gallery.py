"""Block Kit payloads the page tests post: one block of each kind, and text that would like to be markup."""

from typing import Any

Json = dict[str, Any]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> Json:
    return {"type": "mrkdwn", "text": text}


def option(text: str) -> Json:
    return {"text": plain(text), "value": text.lower()}


def button(action_id: str, text: str, **more: Any) -> Json:
    return {"type": "button", "action_id": action_id, "text": plain(text), "value": action_id, **more}


def rich(text: str, **style: bool) -> Json:
    return {"type": "text", "text": text, **({"style": style} if style else {})}


def rich_section(*pieces: Json) -> Json:
    return {"type": "rich_text_section", "elements": [*pieces]}


def field(block_id: str, label: str, element: Json, **more: Any) -> Json:
    return {
        "type": "input",
        "block_id": block_id,
        "label": plain(label),
        "element": {"action_id": "value", **element},
        **more,
    }


HOSTILE = "<img src=x onerror=alert(1)> <script>alert(2)</script> &amp;lt;b&amp;gt;"
CITIES = [option("Ghent"), option("Lyon"), option("Oslo")]
CELLS = [["City", "People"], ["Ghent", "265 086"], ["Lyon", "522 250"]]


def show_everything(image_id: str, person_id: str) -> list[Json]:
    """Return one message's blocks: each kind that a message may hold and the page draws."""
    listed: Json = {
        "type": "rich_text_list",
        "style": "bullet",
        "indent": 1,
        "elements": [rich_section(rich("nested point"))],
    }
    rich_text: Json = {
        "type": "rich_text",
        "elements": [
            rich_section(rich("rich "), rich("loud", bold=True), {"type": "user", "user_id": person_id}),
            listed,
            {"type": "rich_text_quote", "elements": [rich("a quote")]},
            {"type": "rich_text_preformatted", "elements": [rich("print('hello')")]},
        ],
    }
    return [
        {"type": "header", "text": plain("Quarterly report")},
        {
            "type": "section",
            "text": mrkdwn("*Revenue* is up, see <https://example.org/sheet|the sheet>\n&gt; quoted"),
            "accessory": button("details", "Details"),
        },
        {"type": "section", "fields": [mrkdwn("*Owner*\nann"), mrkdwn("*Due*\nFriday")]},
        {"type": "divider"},
        rich_text,
        {"type": "table", "rows": [[{"type": "raw_text", "text": cell} for cell in row] for row in CELLS]},
        {
            "type": "container",
            "block_id": "log",
            "title": plain("Log"),
            "is_collapsible": True,
            "default_collapsed": True,
            "child_blocks": [{"type": "section", "text": mrkdwn("inside the log")}],
        },
        {"type": "image", "slack_file": {"id": image_id}, "alt_text": "a chart of sales"},
        {"type": "context", "elements": [mrkdwn("ran in 1.2 s")]},
        {
            "type": "actions",
            "block_id": "choices",
            "elements": [
                button("approve", "Approve", style="primary"),
                {"type": "static_select", "action_id": "city", "placeholder": plain("Pick a city"), "options": CITIES},
                {"type": "checkboxes", "action_id": "extras", "options": [option("Fast"), option("Cheap")]},
            ],
        },
    ]


def order_form() -> Json:
    """Return a modal view with inputs of several kinds; the name must have three letters for the bot to take it."""
    select: Json = {"type": "static_select", "placeholder": plain("Choose"), "options": CITIES}
    return {
        "type": "modal",
        "callback_id": "order",
        "title": plain("New order"),
        "submit": plain("Order"),
        "close": plain("Not now"),
        "blocks": [
            field("name", "Name", {"type": "plain_text_input"}, hint=plain("As on the invoice")),
            field("notes", "Notes", {"type": "plain_text_input", "multiline": True}, optional=True),
            field("city", "City", select),
            field(
                "size",
                "Size",
                {
                    "type": "radio_buttons",
                    "options": [option("Small"), option("Large")],
                    "initial_option": option("Small"),
                },
            ),
            field("data", "Data", {"type": "file_input", "filetypes": ["csv"], "max_files": 1}, optional=True),
        ],
    }
