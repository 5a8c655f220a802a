"""What a model project says in `model_meta.json` (agent contract, 6), and what a conversation with it begins with.

Guarantee: a model that was read can be asked for: its form has every input it names, and every preset fits.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bridge.errors import AgentError
from bridge.interaction import Form
from bridge.interaction.definitions import parse_inputs

FORM_KEYS = ("inputs", "input_presets", "input_groupings")
MODEL_KEYS = (
    "model_id",
    "model_name",
    "model_version",
    "description_short",
    "description",
    "links",
    "tags",
    "outputs",
    *FORM_KEYS,
    "python_environment",
    "allow_feedback",
)
LARGEST = 100_000
"""Bytes of what a process is told of its model: Linux takes 128 KiB in one argument (execve(2), MAX_ARG_STRLEN)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Where to read more: an address, or a file of the folder."""

    name: str
    target: str
    description: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """A model.

    Attributes:
        form: what each submission fills in.
        opening: what a conversation's process is told (`bridge.handler.model`): what it greets with, and the form as
            its author wrote it.
        outputs: what it computes, in its author's words.
    """

    id: str
    form: Form
    opening: Mapping[str, object]
    outputs: tuple[Mapping[str, Any], ...] = ()
    links: tuple[Link, ...] = ()


def read_model(raw: Mapping[str, Any], file: Path, title: str, description: str) -> Model:
    """Read what is a model's own in its manifest. Title and description are what it greets with.

    Raises:
        AgentError: something is not as expected; the text names file, key, found and expected.
    """
    if not isinstance(raw.get("inputs"), list) or not raw["inputs"]:
        found = "nothing" if "inputs" not in raw else repr(raw["inputs"])
        raise AgentError(f"{file}: inputs: found {found}, expected a list of at least one input definition")
    asks = {key: raw[key] for key in FORM_KEYS if raw.get(key)}
    form, errors = parse_inputs(asks, place="")
    if errors:
        first, more = errors[0], f" (and {len(errors) - 1} more)" if len(errors) > 1 else ""
        raise AgentError(f"{file}: {first.where}: {first.error}{more}")
    assert form is not None, "there are inputs, and all are as expected"
    links = tuple(_link(link, f"{file}: links[{index}]") for index, link in enumerate(_list(raw, "links", file)))
    opening = {"greeting": _greeting(title, description, links), "form": asks}
    _check_size(opening, file)
    return Model(
        id=str(raw.get("model_id") or file.parent.name),
        form=form,
        opening=opening,
        outputs=tuple(_objects(raw, "outputs", file)),
        links=links,
    )


def _greeting(title: str, description: str, links: Sequence[Link]) -> list[object]:
    items = [{"type": "text", "text": description}] if description else []
    if links:
        items.append({"type": "markdown", "content": "\n".join(map(_drawn, links))})
    return [{"type": "section", "title": title, "items": items}]


def _check_size(told: Mapping[str, object], file: Path) -> None:
    size = len(json.dumps(told, ensure_ascii=False).encode())
    if size > LARGEST:
        raise AgentError(
            f"{file}: description, links, inputs, presets and groupings have {size:,} bytes, expected at most "
            f"{LARGEST:,}; have fewer options or presets"
        )


def _link(raw: object, place: str) -> Link:
    """A link is an object with name and url or file_name; the address alone is accepted too."""
    if isinstance(raw, str) and raw:
        return Link(name=raw, target=raw)
    target = (raw.get("url") or raw.get("file_name")) if isinstance(raw, Mapping) else None
    if not isinstance(raw, Mapping) or not isinstance(target, str):
        raise AgentError(f'{place}: found {raw!r}, expected an object such as {{"name": "Paper", "url": "https://…"}}')
    return Link(name=str(raw.get("name") or target), target=target, description=str(raw.get("description") or ""))


def _drawn(link: Link) -> str:
    name, description = (re.sub(r"([\\`*_\[\]<>])", r"\\\1", text) for text in (link.name, link.description))
    where = f"[{name}](<{link.target}>)" if "://" in link.target else f"{name}: `{link.target}`"
    return f"- {where} – {description}" if description else f"- {where}"


def _objects(raw: Mapping[str, Any], key: str, file: Path) -> Sequence[Mapping[str, Any]]:
    values = _list(raw, key, file)
    for index, value in enumerate(values):
        if not isinstance(value, Mapping):
            raise AgentError(f"{file}: {key}[{index}]: found {value!r}, expected an object with name and type")
    return values


def _list(raw: Mapping[str, Any], key: str, file: Path) -> Sequence[Any]:
    values = raw.get(key) or []
    if not isinstance(values, list):
        raise AgentError(f"{file}: {key}: found {values!r}, expected a list")
    return values
