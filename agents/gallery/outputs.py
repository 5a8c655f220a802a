"""What an agent can show: one example for every type of output, by the type's name.

`handler_io.py` shows each as a page. Copy from here.
"""

# ── structure ─────────────────────────────────────────────────────────────────────────────────────────────────────────

section = {
    "type": "section",
    "title": "A section",
    "description": "Groups what belongs together. Sections stand inside sections, to any depth.",
    "color": "blue",
    "items": [
        {
            "type": "section",
            "title": "Side by side",
            "items_per_row": 2,
            "items": [
                {"type": "text", "title": "Left", "text": "Here, items_per_row is 2."},
                {"type": "text", "title": "Right", "text": "Where there is no room, they stand one below the other."},
            ],
        },
        "A bare string is text, too.",
    ],
}

collapsed_section = {
    "type": "section",
    "title": "The details",
    "collapsible": True,
    "collapsed": True,
    "items": [{"type": "text", "text": "This was closed at first. Opening it is not a turn of the agent."}],
}

# The person switches between the subsections in place; the agent hears nothing of it.
dropdown_section = {
    "type": "section",
    "title": "Mushrooms of the month",
    "dropdown": {
        "enabled": True,
        "default_selection": "summer",
        "options": [
            {"id": "summer", "label": "Summer", "description": "June to August"},
            {"id": "autumn", "label": "Autumn", "description": "September to November"},
        ],
    },
    "subsections": {
        "summer": {"items": [{"type": "text", "text": "Chanterelle, summer bolete"}], "items_per_row": 1},
        "autumn": {"items": [{"type": "text", "text": "Horn of plenty, parasol"}], "items_per_row": 1},
    },
}

# Replaced by the content of the file, relative to this folder. Such a file may refer to further ones.
reference = {"$href": "shared.json"}

# ── words ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

text = {
    "type": "text",
    "title": "Styled text",
    "content": [
        {"type": "paragraph", "text": "A plain paragraph."},
        {"type": "paragraph", "text": "Bold and red.", "style": {"fontWeight": "bold", "color": "red"}},
        {
            "type": "paragraph",
            "text": "Italic on yellow, large.",
            "style": {"italic": True, "backgroundColor": "yellow", "fontSize": "18px"},
        },
        {"type": "paragraph", "text": ["Several strings", "are as many lines."]},
        {
            "type": "bullet_list",
            "text": "Bullets, three deep:",
            "items": [
                {
                    "text": "Fungi",
                    "items": [
                        {
                            "text": "Boletes",
                            "style": {"bold": True},
                            "items": [{"text": "Penny bun"}, {"text": "Bay bolete"}],
                        },
                        {"text": "Chanterelles"},
                    ],
                },
                {"text": "Lichens", "style": {"italic": True}},
            ],
        },
    ],
}

markdown = {
    "type": "markdown",
    "content": """\
## Markdown, as on GitHub

**Bold**, *italic*, ~~struck~~, `code`, a [link](https://example.com) and https://example.com as it is.

| Mushroom    | Found |
|:------------|------:|
| Chanterelle |    12 |
| Penny bun   |     3 |

- [x] basket
- [ ] knife
  1. sharp
  2. clean

> Only eat what you know.

```python
def safe(mushroom):
    return mushroom in known
```
""",
}

html = {
    "type": "html",
    "content": "<h3>HTML</h3><p>Shown as far as the platform can: <b>bold</b>, a <a href='https://example.com'>link</a>"
    " and</p><ul><li>a list</li><li>of two</li></ul>",
}

error = {"type": "error", "title": "An error", "error": "The basket is full. Empty it, then go on."}

bullet_list = {
    "type": "bullet_list",  # the older spelling; new agents use `text`
    "title": "A list in the older spelling",
    "data": {"bullets": [{"text": "bold", "style": "bold"}, {"text": "italic", "style": "italic"}, {"text": "plain"}]},
}

# ── figures ───────────────────────────────────────────────────────────────────────────────────────────────────────────

table = {
    "type": "table",
    "title": "Finds",
    "comment": "An empty cell is a missing value.",
    "data": {
        "columns": [
            {"header": "Mushroom", "field": "name"},
            {"header": "Found", "field": "found"},
            {"header": "Weight in kg", "field": "weight"},
        ],
        "rows": [
            {"name": "Chanterelle", "found": 12, "weight": 0.4},
            {"name": "Penny bun", "found": 3, "weight": 1.25},
            {"name": "Parasol", "found": 1, "weight": None},
        ],
    },
}

table_of_lists = {
    "type": "table",
    "title": "The same, written as lists",
    "data": {"headers": ["Mushroom", "Found"], "rows": [["Chanterelle", 12], ["Penny bun", 3]]},
}

bar_chart = {
    "type": "bar_chart",
    "title": "Finds per month",
    "data": {
        "bars": [
            {"label": "July", "value": 4},
            {"label": "August", "value": 9},
            {"label": "September", "value": 14, "color": "orange"},
        ],
        "axis": {"x": {"label": "month"}, "y": {"label": "finds"}},
    },
}

horizontal_bar_chart = {
    "type": "bar_chart",
    "title": "Change against last year",
    "data": {
        "orientation": "horizontal",
        "bars": [{"label": "Chanterelle", "value": 3}, {"label": "Penny bun", "value": -2}],
    },
}

line_chart = {
    "type": "line_chart",
    "title": "Growth of two caps",
    "data": {
        "lines": [
            {
                "id": "in the shade",
                "points": [{"x": 0, "y": 1}, {"x": 1, "y": 2.5}, {"x": 2, "y": 6}, {"x": 3, "y": 8}],
            },
            {
                "id": "in the sun",
                "points": [{"x": 0, "y": 1}, {"x": 1, "y": 2}, {"x": 2, "y": 2.5}, {"x": 3, "y": 2.6}],
                "style": {"color": "orange", "width": 3, "dash": "dashed"},
            },
        ],
        "axis": {"x": {"label": "days"}, "y": {"label": "cm"}},
    },
}

line_chart_of_dates = {
    "type": "line_chart",
    "title": "Rain",
    "description": "x may be a number, a label or an ISO date.",
    "data": {
        "lines": [
            {
                "id": "mm",
                "points": [{"x": "2026-09-01", "y": 0}, {"x": "2026-09-05", "y": 12}, {"x": "2026-09-20", "y": 3}],
            },
        ],
    },
}

scatter_plot = {
    "type": "scatter_plot",
    "title": "Cap and stem",
    "data": {
        "datasets": [
            {"id": "chanterelles", "points": [{"x": 3, "y": 4}, {"x": 5, "y": 5}, {"x": 6, "y": 7}]},
            {
                "id": "penny buns",
                "points": [{"x": 9, "y": 10}, {"x": 14, "y": 12}, {"x": 18, "y": 15}],
                "style": {"color": "brown", "size": 12, "opacity": 0.6},
            },
        ],
        "axis": {"x": {"label": "cap in cm"}, "y": {"label": "stem in cm"}},
    },
}

plotly = {
    "type": "plotly",
    "title": "A Plotly figure",
    "data": [{"type": "bar", "x": ["dry", "wet"], "y": [2, 11], "name": "finds"}],
    "layout": {"xaxis": {"title": "weather"}, "yaxis": {"title": {"text": "finds"}}, "height": 300},
}

image = {
    "type": "image",
    "title": "A picture",
    "file_path": "chanterelle.png",  # relative to this folder; an https:// address and a data: URI work, too
    "caption": "A chanterelle, as far as 96 pixels allow",
}

# ── pages: every type once, with its variants ─────────────────────────────────────────────────────────────────────────

PAGES = {
    "section": [section, collapsed_section, dropdown_section, reference],
    "text": [text],
    "markdown": [markdown],
    "table": [table, table_of_lists],
    "bar_chart": [bar_chart, horizontal_bar_chart],
    "line_chart": [line_chart, line_chart_of_dates],
    "scatter_plot": [scatter_plot],
    "plotly": [plotly],
    "image": [image],
    "html": [html],
    "error": [error],
    "bullet_list": [bullet_list],
}
