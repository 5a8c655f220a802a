"""A model whose form has all that forms have: presets, a field that hides, five hundred options, a grouping."""

import json
from pathlib import Path

META = {
    "model_id": "kiln",
    "model_name": "Kiln",
    "model_version": "1.0",
    "inputs": [
        {"name": "ware", "type": "category", "required": True, "constraints": {"options": ["tile", "bowl"]}},
        {
            "name": "depth",
            "type": "int",
            "default": 5,
            "depends_on": {"input_name": "ware", "mapping": {"tile": {"hidden": True}}},
        },
        {"name": "glaze", "type": "category", "constraints": {"options": [f"glaze {n:03}" for n in range(500)]}},
        {"name": "note", "type": "string"},
    ],
    "input_presets": [
        {"input_preset": "usual", "presets": [{"name": "Floor", "values": {"ware": "tile", "note": "matt"}}]}
    ],
    "input_groupings": [{"grouping": "finish", "inputs": ["glaze", "note"]}],
}
HANDLER = """
def model_fn(model_dir): return None
def input_fn(request_data): return request_data
def predict_fn(input_data, model): return input_data
def output_fn(predictions, original_data):
    return [{"type": "section", "items": [{"type": "text", "text": f"fired {sorted(predictions.items())}"}]}]
"""


def make_kiln(place: Path) -> Path:
    """The model's folder."""
    folder = place / "kiln"
    folder.mkdir()
    (folder / "model_meta.json").write_text(json.dumps(META), encoding="utf-8")
    (folder / "handler_io.py").write_text(HANDLER, encoding="utf-8")
    return folder
