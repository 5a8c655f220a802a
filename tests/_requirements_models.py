"""What model projects promise, and the forms they ask."""

from tests._requirement import Requirement

MODELS = (
    Requirement("form-groupings", "a form's fields stand in the order of its groupings, each under one", "contract 6"),
    Requirement("form-presets", "a preset fills fields in, and leaves the others as they are", "contract 6"),
    Requirement(
        "form-arrangement-errors",
        "what is wrong with presets and groupings is named with its place, and costs nothing else",
        "contract 6",
    ),
)
