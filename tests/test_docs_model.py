"""The page about models: its code is an agent, and it names what there is."""

import re
from pathlib import Path

import pytest

from bridge.catalog.check import check
from bridge.catalog.model import MODEL_KEYS
from bridge.catalog.signatures import CALLED
from tests.bridge.cli.command import chatbridge

PAGE = (Path(__file__).parent.parent / "docs" / "model.md").read_text(encoding="utf-8")


def block(language: str) -> str:
    (found,) = re.findall(rf"^```{language}\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    return found


@pytest.mark.requirement("model-docs", "model-chat")
def test_the_pages_model_is_valid_and_predicts(tmp_path: Path) -> None:
    """As it stands there, with a preset and without."""
    (tmp_path / "basket").mkdir()
    (tmp_path / "basket" / "model_meta.json").write_text(block("json"), encoding="utf-8")
    (tmp_path / "basket" / "handler_io.py").write_text(block("python"), encoding="utf-8")
    assert check(tmp_path / "basket") == ()
    talked = chatbridge("chat", "basket", cwd=tmp_path, stdin="Umbrella\n\n\n\n\n\n")
    assert talked.returncode == 0, talked.stderr
    said = ["Basket", "from the size of its cap", "How to measure a cap", "306 g", "A cap of 25 cm.", "75 g"]
    places = [talked.stdout.index(words) for words in said]
    assert places == sorted(places)


@pytest.mark.requirement("model-docs", "docs-agree")
def test_the_page_names_every_key_and_function() -> None:
    """Of `model_meta.json`, and of the handler."""
    named = set(re.findall(r"`(\w+)[`(]", PAGE))
    assert set(MODEL_KEYS) <= named
    assert set(CALLED) <= named
