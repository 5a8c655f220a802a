"""What `chatbridge new` writes: the smallest agent of each kind that shows how it is done."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Template:
    """A manifest without name and version, and a handler."""

    manifest: Mapping[str, Any]
    handler: str


TALK = '''\
"""What this agent says and asks. Module-level variables live as long as the conversation."""

QUESTION = {"name": "message", "label": "Your message", "type": "string"}


def say(text):
    return {"type": "text", "content": [{"type": "paragraph", "text": text}]}


def initialize():
    """Called once when a conversation starts."""
    return {"outputs": [say("Hello! What would you like to tell me?")], "next_inputs": [QUESTION]}


def on_input(data):
    """Called with every answer; `data` holds the values by input name."""
    return {"outputs": [say(f"You said: {data['message']}")], "next_inputs": [QUESTION]}
'''

ESTIMATE = '''\
"""A model: what a person fills in goes through these functions, one after the other."""


def model_fn(model_dir):
    """Called once, before the first submission: load what takes long, from files beside this one."""
    return {"grams": 30, "each": 9}


def input_fn(request_data):
    """What a person filled in, by input name, becomes what the model takes."""
    return request_data["size"]


def predict_fn(input_data, model):
    return model["grams"] + model["each"] * input_data


def output_fn(predictions, original_data):
    """What the model says becomes what the person sees: a list of items."""
    text = f"A cap of {original_data['size']} cm weighs about {predictions} g."
    return [{"type": "text", "content": [{"type": "paragraph", "text": text}]}]
'''

INTERACTIVE = Template(
    manifest={"description_short": "Says what you said.", "python_environment": {"type": "system"}},
    handler=TALK,
)
MODEL = Template(
    manifest={
        "description_short": "Weighs a mushroom by its size.",
        "description": "Tell it how large the cap is, and it says what the mushroom weighs.",
        "inputs": [
            {
                "name": "size",
                "label": "Size of the cap",
                "type": "int",
                "required": True,
                "default": 5,
                "unit": "cm",
                "constraints": {"min": 1, "max": 40},
            }
        ],
        "outputs": [{"name": "weight", "label": "Weight", "type": "int", "unit": "g"}],
        "python_environment": {"type": "system"},
    },
    handler=ESTIMATE,
)
