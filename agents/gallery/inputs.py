"""What an agent can ask: one example for every type of input, by the type's name.

`handler_io.py` asks each on a page of its own and shows the typed value that arrives. Copy from here.
"""

string = {
    "name": "string",
    "label": "Where did you look?",
    "type": "string",
    "description": "One line of text. Asked alone, the next message is the answer.",
    "constraints": {"placeholder": "In the beech wood", "min_length": 2, "max_length": 80},
}

textarea = {
    "name": "textarea",
    "label": "What did you see?",
    "type": "textarea",
    "constraints": {"placeholder": "As many lines as you like", "rows": 4},
}

integer = {
    "name": "int",
    "label": "How many?",
    "type": "int",
    "required": True,
    "default": 3,
    "constraints": {"min": 0, "max": 1000},
}

decimal = {
    "name": "float",
    "label": "How heavy?",
    "type": "float",
    "unit": "kg",
    "default": 0.5,
    "constraints": {"min": 0, "max": 50, "step": 0.05},
}

boolean = {"name": "boolean", "label": "I know this mushroom", "type": "boolean", "default": False}

category = {
    "name": "category",
    "label": "Which one?",
    "type": "category",
    "required": True,
    "default": 1,
    "constraints": {
        # Values keep their JSON type: the agent gets the number, the person reads the label.
        "options": [
            {"value": 1, "label": "Chanterelle", "description": "smells of apricots"},
            {"value": 2, "label": "Penny bun", "description": "a thick stem with a net"},
            {"value": 3, "label": "Parasol", "description": "tall, with a ring that moves"},
        ]
    },
}

several = {
    "name": "several",
    "label": "Which ones are in the basket?",
    "type": "category",
    "default": ["Chanterelle"],
    "constraints": {"options": ["Chanterelle", "Penny bun", "Parasol"], "multiple": True},
}

button = {
    "name": "button",
    "label": "Which way?",
    "type": "button",
    "constraints": {"options": [{"value": "left", "label": "Left"}, {"value": "right", "label": "Right"}]},
}

yes_no = {
    "name": "yes_no",
    "label": "Take it home?",
    "type": "yes_no",
    "constraints": {"yes_label": "Into the basket", "no_label": "Leave it", "yes_value": "take", "no_value": "leave"},
}

file = {
    "name": "file",
    "label": "A picture of it, or notes",
    "type": "file",
    "required": True,
    "constraints": {"extensions": [".png", ".jpg", ".txt", ".csv"], "max_size": 5000000},
}

# The second field changes with the first: without a find there is nothing to count.
found = {"name": "found", "label": "Did you find any?", "type": "boolean", "default": True}
count = {
    "name": "count",
    "label": "How many?",
    "type": "int",
    "depends_on": {"input_name": "found", "mapping": {"true": {"required": True}, "false": {"hidden": True}}},
}

# ── pages: every type once, then several in one form ──────────────────────────────────────────────────────────────────

PAGES = {
    "string": [string],
    "textarea": [textarea],
    "int": [integer],
    "float": [decimal],
    "boolean": [boolean],
    "category": [category],
    "button": [button],
    "yes_no": [yes_no],
    "file": [file],
    "several in one form": [string, integer, several, found, count, yes_no],
}
