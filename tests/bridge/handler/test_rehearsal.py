"""What a zygote does to keep shared memory shared changes nothing that a session could see."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from bridge.handler import boot
from tests.bridge.host.handlers import VERSIONS

LOOK = """
import json, os, signal, sys, tempfile, types
package = types.ModuleType("_chatbridge_handler"); package.__path__ = [sys.argv[1]]
sys.modules["_chatbridge_handler"] = package
tempfile.tempdir = sys.argv[2]
handler = sys.modules["handler_io"] = types.ModuleType("handler_io")
from _chatbridge_handler import packing, rehearsal
def seen():
    here = {name for name in sys.modules if name == "handler_io"}
    files = len(os.listdir("/proc/self/fd")), os.listdir(sys.argv[2])
    return [repr(signal.getsignal(signal.SIGIO)), sorted(here), sys.modules.get("handler_io") is handler, files,
            len(sys.meta_path), sys.path, sys.argv, os.getcwd()]
before = seen()
rehearsal.rehearse()
with_handler = seen() == before
del sys.modules["handler_io"]
before = seen()
rehearsal.rehearse()
packing.pack()
beside = [object() for _ in range(4)]
print(json.dumps([with_handler, seen() == before, [id(b) - id(a) for a, b in zip(beside, beside[1:])]]))
"""


@pytest.mark.requirement("rehearsal")
@pytest.mark.parametrize("python", {"this one": Path(sys.executable), **VERSIONS}.values(), ids=["this one", *VERSIONS])
def test_a_rehearsal_leaves_everything_as_it_was(python: Path, tmp_path: Path) -> None:
    """Files, signals, modules and paths; and what is created after the packing lies side by side."""
    command = [python, "-I", "-c", LOOK, str(Path(boot.__file__).parent), str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.stderr == ""
    assert json.loads(done.stdout) == [True, True, [16, 16, 16]]
