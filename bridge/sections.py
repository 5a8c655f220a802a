"""A raw section of the configuration → a frozen model, or one `ConfigError` that names the wrong key."""

import difflib
from collections.abc import Mapping
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from bridge.errors import ConfigError

Section = TypeVar("Section", bound=BaseModel)


def read_section(name: str, raw: Mapping[str, object], model: type[Section]) -> Section:
    """Check the raw section.

    Raises:
        ConfigError: naming the key, what was found and what is expected.
    """
    try:
        return model.model_validate(dict(raw))
    except ValidationError as wrong:
        raise ConfigError(_sentence(name, model, wrong)) from None


def _sentence(name: str, model: type[BaseModel], wrong: ValidationError) -> str:
    first = wrong.errors(include_input=False)[0]
    key = ".".join(str(part) for part in first["loc"])
    if first["type"] == "extra_forbidden":
        near = difflib.get_close_matches(key, model.model_fields, n=1)
        hint = f'; did you mean "{near[0]}"?' if near else f"; known are {', '.join(model.model_fields)}."
        return f"[{name}] {key}: unknown key{hint}"
    return f"[{name}] {key}: {first['msg']}."
