"""Looks into a CSV file: a column's first values, its summary and a histogram.

The conversation is a small circle: file -> column -> what it holds -> another column, another file, or stop. Each turn
asks for one name, so the name that arrives says which step we are at.
"""

from histogram import bars_of

FIRST_ROWS = 5

# Module-level variables live as long as the conversation and are never shared with another one.
table = None
file_name = ""


def initialize():
    return {
        "outputs": [section("Explorer", paragraph("Give me a CSV file, and we will look at its columns one by one."))],
        "next_inputs": [ask_file()],
    }


def on_input(data):
    if "dataset" in data:
        return take_file(data["dataset"])
    if "column" in data:
        return show_column(data["column"])
    if data["next"] == "column":
        return ask_again(ask_column())
    if data["next"] == "file":
        return ask_again(ask_file())
    return {"outputs": [paragraph("Goodbye!")], "next_inputs": []}


def take_file(dataset):
    """Read the file. What cannot be read is said in one line, and asked for again."""
    global table, file_name
    # Imported here, so that the conversation starts at once, and also where pandas is missing.
    try:
        import pandas
    except ImportError:
        return ask_again(
            ask_file(),
            error(
                "The Python that runs this agent has no pandas. Install it there with `pip install pandas`, or name an"
                " environment that has it under `python_environment` in interactive.json; then send the file again."
            ),
        )

    name = dataset["name"]  # as a mapping …
    try:
        frame = pandas.read_csv(dataset)  # … and as a path: a file value is both
    except (pandas.errors.EmptyDataError, pandas.errors.ParserError, UnicodeDecodeError) as wrong:
        return ask_again(
            ask_file(), error(f"{name} could not be read as CSV: {str(wrong).strip()}. Give another file.")
        )
    if frame.empty:
        return ask_again(ask_file(), error(f"{name} has a header but no rows. Give another file."))

    table, file_name = frame, name
    return {
        "outputs": [
            section(
                name,
                paragraph(f"{counted(len(table), 'row')}, {counted(len(table.columns), 'column')}. It begins with:"),
                as_table(table.head(FIRST_ROWS)),
            )
        ],
        "next_inputs": [ask_column()],
    }


def show_column(column):
    values = table[column]
    present = values.dropna()
    chart = {
        "type": "bar_chart",
        "title": f"How often each value of {column} occurs",
        "data": {"bars": bars_of(present), "axis": {"x": {"label": column}, "y": {"label": "rows"}}},
    }
    return {
        "outputs": [
            section(
                f"{column} of {file_name}",
                as_table(values.describe().rename("value").rename_axis("summary").reset_index(), "Summary"),
                chart if len(present) else paragraph("Every value is missing, so there is nothing to draw."),
            )
        ],
        "next_inputs": [
            {
                "name": "next",
                "label": "What next?",
                "type": "button",
                "constraints": {
                    "options": [
                        {"value": "column", "label": "Another column"},
                        {"value": "file", "label": "Another file"},
                        {"value": "stop", "label": "Stop"},
                    ]
                },
            }
        ],
    }


# ── what is asked ─────────────────────────────────────────────────────────────────────────────────────────────────────


def ask_file():
    return {
        "name": "dataset",
        "label": "CSV file",
        "type": "file",
        "required": True,
        "constraints": {"extensions": [".csv"]},
    }


def ask_column():
    """The options are made from the data; each says what the column holds."""
    return {
        "name": "column",
        "label": "Column",
        "type": "category",
        "required": True,
        "constraints": {
            "options": [{"value": name, "label": name, "description": str(table[name].dtype)} for name in table.columns]
        },
    }


def ask_again(question, *items):
    return {"outputs": list(items), "next_inputs": [question]}


# ── what is shown ─────────────────────────────────────────────────────────────────────────────────────────────────────


def section(title, *items):
    return {"type": "section", "title": title, "items": list(items)}


def paragraph(text):
    return {"type": "text", "content": [{"type": "paragraph", "text": text}]}


def error(text):
    return {"type": "error", "error": text}


def as_table(frame, title=""):
    """A missing cell (NaN) is shown as an empty one."""
    return {
        "type": "table",
        "title": title,
        "data": {
            "headers": [str(name) for name in frame.columns],
            "rows": [[None if cell != cell else cell for cell in row] for row in frame.astype(object).values.tolist()],
        },
    }


def counted(number, noun):
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
