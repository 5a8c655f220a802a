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
    Requirement("terminal-arranged", "a terminal offers presets, and shows groupings as headings", "contract 6"),
    Requirement("model-manifest", "model_meta.json is read, and what is wrong in it is named", "contract 6"),
    Requirement("model-validate", "`validate` names functions of a model that are missing or do not fit", "contract 6"),
    Requirement(
        "model-turn", "each submission goes through the model's functions, and the form is asked again", "contract 6"
    ),
    Requirement("model-once", "a process loads its model once, before the first submission is read", "contract 6"),
    Requirement("model-errors", "what fails in a model's functions is told by name, and the form stands", "contract 6"),
    Requirement("model-chat", "a person talks to a model: description, form, answer, form again", "contract 6"),
    Requirement("example-egg", "the egg timer greets, offers breakfasts, and says how long", "issue: examples"),
    Requirement("model-docs", "the page about models runs as it stands, and names what there is", "design 2"),
    Requirement("model-state", "a model is loaded again on waking, never saved; what it counts is kept", "durable 3"),
)
