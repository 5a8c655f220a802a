"""The presets of a form: a select for each group, which fills fields in when it is used. Pure."""

import zlib
from collections.abc import Iterator, Mapping
from typing import Any

from adapters.slack.limits import OPTION_TEXT, TEXT_OBJECT
from adapters.slack.message import Json
from adapters.slack.options import option_objects, plain, selection
from bridge.content.splitting import split_text
from bridge.interaction.arrangement import Preset, PresetGroup
from bridge.interaction.form import Form
from bridge.interaction.labels import legend

PRESET = "preset"


def preset_blocks(form: Form, values: Mapping[str, Any]) -> Iterator[Json]:
    """Draw the groups of which something is offered while the form holds these values."""
    for number, group in enumerate(form.presets):
        if group.offered(values):
            yield from _group(number, group, group.offered(values))


def chosen_preset(form: Form, action: Json) -> Preset | None:
    """The preset that an entry of ``actions[]`` chooses; None if it chooses none."""
    kind, _, number = str(action.get("action_id", "")).partition(".")
    option = action.get("selected_option")
    if kind != PRESET or not option or not number.isdecimal() or int(number) >= len(form.presets):
        return None
    presets, index = form.presets[int(number)].presets, int(option["value"])
    return presets[index] if index < len(presets) else None


def _group(number: int, group: PresetGroup, offered: tuple[Preset, ...]) -> Iterator[Json]:
    shown = [
        drawn for preset, drawn in zip(group.presets, option_objects(group.choices), strict=True) if preset in offered
    ]
    words = "\n".join(filter(None, (group.title, group.description, *legend(group.choices, OPTION_TEXT))))
    *above, last = split_text(words, TEXT_OBJECT)
    for part in above:
        yield {"type": "section", "text": plain(part)}
    # Another offer is another block, so that nothing stays selected in it that is not offered.
    offer = zlib.crc32(repr([preset.name for preset in offered]).encode())
    select = {"type": "static_select", "action_id": f"{PRESET}.{number}", "placeholder": plain("Fill in…")}
    yield {
        "type": "section",
        "block_id": f"{PRESET}.{number}.{offer:08x}",
        "text": plain(last),
        "accessory": {**select, **selection(shown)},
    }
