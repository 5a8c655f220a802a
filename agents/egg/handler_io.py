"""How long an egg boils: a formula for heat that goes into a ball, with the constants of an egg.

The yolk's edge comes nearer to the water's temperature by the same fraction in each `tau` seconds, which grows with the
egg's weight to the power of two thirds (Charles D. H. Williams, University of Exeter).
"""

import json
import math
from pathlib import Path


def model_fn(model_dir):
    """Loaded once in a conversation, at the first egg."""
    return json.loads((Path(model_dir) / "egg.json").read_text())


def input_fn(request_data):
    """From what a person fills in to what the formula takes."""
    return {
        "weight": request_data["weight"],
        "start": request_data["start"],
        "yolk": request_data["yolk"],
        "water": 100 - request_data["altitude"] / 300,
    }


def predict_fn(input_data, model):
    tau = seconds_of(input_data["weight"], model)
    warmed = (input_data["water"] - input_data["start"]) * model["yolk_fraction"]
    missing = input_data["water"] - input_data["yolk"]
    seconds = tau * math.log(warmed / missing)
    times = [round(seconds * step / 10) for step in range(4, 15)]  # the formula says nothing about the beginning
    return {
        "seconds": seconds,
        "water": input_data["water"],
        "curve": [(time, input_data["water"] - warmed * math.exp(-time / tau)) for time in times],
    }


def output_fn(predictions, original_data):
    """What the person sees: a list of sections."""
    minutes, seconds = divmod(round(predictions["seconds"]), 60)
    return [
        {
            "type": "section",
            "title": f"{minutes} min {seconds:02} s",
            "items": [
                {
                    "type": "text",
                    "text": f"At {original_data['altitude']:,} m water boils at {predictions['water']:.1f} °C. "
                    f"Then the yolk has {original_data['yolk']} °C.",
                },
                {
                    "type": "line_chart",
                    "title": "How warm the yolk is at its edge",
                    "data": {
                        "lines": [
                            {
                                "id": "yolk",
                                "points": [
                                    {"x": round(time / 60, 2), "y": round(warmth, 1)}
                                    for time, warmth in predictions["curve"]
                                ],
                            }
                        ],
                        "axis": {"x": {"label": "minutes"}, "y": {"label": "°C"}},
                    },
                },
            ],
        }
    ]


def seconds_of(weight, model):
    """The time in which the difference to the water becomes smaller by a factor of e."""
    return (
        weight ** (2 / 3)
        * model["heat_capacity"]
        * model["density"] ** (1 / 3)
        / (model["conductivity"] * math.pi**2 * (4 * math.pi / 3) ** (2 / 3))
    )
