"""Run `chatbridge` as a person does: in a process of its own."""

import os
import subprocess
import sys
from pathlib import Path

CHATBRIDGE = (sys.executable, "-c", "from bridge.cli import main; main()")


def chatbridge(
    *arguments: str | Path, cwd: Path, stdin: str = "", **environ: str | Path
) -> subprocess.CompletedProcess[str]:
    """Run it to its end; `environ` changes what it sees of ours."""
    return subprocess.run(
        [*CHATBRIDGE, *map(str, arguments)],
        cwd=cwd,
        env={**os.environ, **{name: str(value) for name, value in environ.items()}},
        input=stdin,
        capture_output=True,
        text=True,
        timeout=50,
        check=False,
    )
