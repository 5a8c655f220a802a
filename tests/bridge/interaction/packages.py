"""Packages as they lie in `site-packages` once they are installed, and programs that find them there."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path


def install(folder: Path, name: str, groups: Mapping[str, Mapping[str, str]], **modules: str) -> None:
    """Put a distribution into the folder: its modules, and what an installer writes beside them."""
    for module, source in modules.items():
        (folder / f"{module}.py").write_text(source, encoding="utf-8")
    info = folder / f"{name.replace('-', '_')}-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n", encoding="utf-8")
    lines: list[str] = []
    for group, entries in groups.items():
        lines += [f"[{group}]", *(f"{key} = {at}" for key, at in entries.items())]
    (info / "entry_points.txt").write_text("\n".join(lines), encoding="utf-8")


def run(*command: str | Path, site: Path, cwd: Path, stdin: str = "") -> subprocess.CompletedProcess[str]:
    """Run this Python with what is installed in `site` beside what it has."""
    path = os.pathsep.join(filter(None, (str(site), os.environ.get("PYTHONPATH", ""))))
    return subprocess.run(
        [sys.executable, *map(str, command)],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": path},
        input=stdin,
        capture_output=True,
        text=True,
        timeout=50,
        check=False,
    )
