"""What an environment was made for, noted inside it: whether it is up to date is known without running anything.

What is asked for is its whole text: the contents of the files that requirements name, too. A local folder that is
installed (`./package`) is known by its name only.
"""

import json
import re
from hashlib import sha256
from pathlib import Path

from bridge.catalog.environment import Environment, Requirements, unfinished
from bridge.errors import AgentError

STAMP = "chatbridge.json"
NAMED_FILE = re.compile(r"^(?:-r|-c|--requirement|--constraint)(?:\s+|=)?(\S+)")


def asked(environment: Environment) -> str:
    """Return a digest of what the environment is asked to be.

    Raises:
        AgentError: a file of requirements cannot be read.
    """
    whole = {
        "kind": environment.kind,
        "python_version": environment.python_version,
        "channels": environment.channels,
        "requirements": _contents(environment.requirements, environment),
        "pip_requirements": _contents(environment.pip_requirements, environment),
    }
    return sha256(json.dumps(whole).encode()).hexdigest()


def found(place: Path) -> str:
    """Return the digest an environment was made for; "" if it was made by hand, or is not there."""
    try:
        noted = json.loads((place / STAMP).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return ""
    return str(noted.get("asked", "")) if isinstance(noted, dict) else ""


def note(place: Path, digest: str) -> None:
    """Note what the environment was made for."""
    written = place / f".{STAMP}.new"
    written.write_text(json.dumps({"asked": digest}) + "\n", encoding="utf-8")
    written.replace(place / STAMP)


def up_to_date(environment: Environment, place: Path) -> bool:
    """Whether the environment is whole, and is what is asked for now.

    Raises:
        AgentError: a file of requirements cannot be read.
    """
    whole = (place / "bin" / "python").exists() and not unfinished(place).exists()
    return whole and found(place) == asked(environment)


def _contents(requirements: Requirements, environment: Environment) -> list[list[str]]:
    """Every line with what the file it names holds; files name files."""
    seen: set[Path] = set()
    if isinstance(requirements, Path):
        return _file(requirements, environment, environment.folder, seen)
    return _lines(requirements, environment, environment.folder, seen)


def _file(file: Path, environment: Environment, base: Path, seen: set[Path]) -> list[list[str]]:
    if file in seen:
        return []
    seen.add(file)
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise AgentError(
            f"{environment.folder}: python_environment: the requirements in {file} cannot be read: {error}. "
            "Make the file, or name another one."
        ) from error
    return _lines(lines, environment, base, seen, file.parent)


def _lines(
    lines: list[str] | tuple[str, ...],
    environment: Environment,
    base: Path,
    seen: set[Path],
    beside: Path | None = None,
) -> list[list[str]]:
    """`base` is what pip takes local packages relative to, `beside` what it takes named files relative to."""
    contents: list[list[str]] = []
    for line in map(str.strip, lines):
        if named := NAMED_FILE.match(line):
            contents += [[line], *_file((beside or base) / named[1], environment, base, seen)]
        elif line and not line.startswith("#"):
            local = base / line.split(" ")[0]
            contents.append([line, sha256(local.read_bytes()).hexdigest()] if local.is_file() else [line])
    return contents
