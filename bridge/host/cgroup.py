"""Control groups: what bounds and ends all processes of a session together, wherever they went.

Used where the kernel has them and this process may make some below its own: in version 1 or 2 of the interface, and
never outside what a service manager gave us (systemd marks that: `Delegate=yes`). Everything here blocks for a few
milliseconds (the kernel waits for a grace period when a process moves): to be called in a thread.
"""

import os
import signal
import time
from contextlib import suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path

ROOT = Path("/sys/fs/cgroup")
MOUNTS, OWN = Path("/proc/self/mountinfo"), Path("/proc/self/cgroup")
SYSTEMD = Path("/run/systemd/system")
NAME = "chatbridge-"
BRIDGE = f"{NAME}bridge"
"""The group of the bridge itself: in version 2 a group that bounds others has no processes of its own."""
END_WAIT = 5.0
"""Seconds until processes that were killed are gone; one that waits for a device may take longer, and is left."""
PAUSE = 0.002
VACATE_ROUNDS = 3
"""Looks at who is still in a group that has to be empty: one of them may have started another meanwhile."""
FILES = {
    "memory": {1: "memory.limit_in_bytes", 2: "memory.max"},
    "pids": {1: "pids.max", 2: "pids.max"},
}


class Cgroup:
    """One session's group: a folder in each hierarchy."""

    def __init__(self, folders: tuple[Path, ...]) -> None:
        self._folders = folders

    def take(self, pid: int) -> None:
        """Put a process in; what it starts from now on is in it too."""
        for folder in self._folders:
            with suppress(ProcessLookupError):
                (folder / "cgroup.procs").write_text(str(pid), encoding="ascii")

    def end(self) -> int:
        """Kill all that is in it and remove it; return how many processes that were."""
        for folder in self._folders:
            with suppress(OSError):
                (folder / "pids.max").write_text("0", encoding="ascii")  # from here on they cannot multiply
        killed: set[int] = set()
        deadline = time.monotonic() + END_WAIT
        while (pids := self._pids()) and time.monotonic() < deadline:
            for pid in pids:
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            killed.update(pids)
            time.sleep(PAUSE)
        for folder in self._folders:
            with suppress(OSError):
                folder.rmdir()
        return len(killed)

    def _pids(self) -> set[int]:
        found: set[int] = set()
        for folder in self._folders:
            with suppress(OSError):
                found.update(map(int, (folder / "cgroup.procs").read_text(encoding="ascii").split()))
        return found


@dataclass(frozen=True, slots=True)
class Cgroups:
    """Where groups can be made: the folder for each controller (`pids`, `memory`). `why` says what is missing."""

    folders: dict[str, Path]
    version: int = 2
    why: str = ""

    def make(self, memory: int | None, processes: int | None) -> Cgroup | None:
        """Make a group with these bounds; None where it cannot be. One without bounds still ends all that is in it."""
        name = f"{NAME}{os.getpid()}-{next(_numbers)}"
        bounds = {"pids": processes, "memory": memory}
        made = {
            controller: folder / name
            for controller, folder in self.folders.items()
            if bounds[controller] is not None or controller == min(self.folders, key=list(bounds).index)
        }
        if not made:
            return None
        group = Cgroup(tuple(dict.fromkeys(made.values())))
        try:
            for folder in dict.fromkeys(made.values()):
                folder.mkdir()
            for controller, bound in bounds.items():
                if bound is not None and controller in made:
                    (made[controller] / FILES[controller][self.version]).write_text(str(bound), encoding="ascii")
        except OSError:
            group.end()
            return None
        return group


NONE = Cgroups({})
_numbers = count(1)


def find() -> Cgroups:
    """Find where this process may make groups. Only looks; `prepared` comes before the first of them."""
    try:
        places = own_folders(MOUNTS.read_text(encoding="utf-8"), OWN.read_text(encoding="utf-8"))
    except OSError as error:
        return Cgroups({}, why=f"this system has none that can be read: {error.strerror}")
    unified = places.pop("", None)
    if {"pids", "memory"} & places.keys():
        found, version = {name: places[name] for name in ("pids", "memory") if name in places}, 1
    elif unified is not None:
        found, version = dict.fromkeys(_controllers(unified), unified), 2
    else:
        return Cgroups({}, why="neither pids nor memory is mounted")
    usable = {name: folder for name, folder in found.items() if _is_ours(folder)}
    if not usable:
        return Cgroups({}, why=f"{next(iter(found.values()), ROOT)} was not given to this service (Delegate=yes)")
    return Cgroups(usable, version)


def prepared() -> Cgroups:
    """Find where groups can be made and make room for them: what bridges that are gone have left there goes."""
    found = find()
    for folder in set(found.folders.values()):
        for left in folder.glob(f"{NAME}*-*"):
            owner = left.name.removeprefix(NAME).partition("-")[0]
            if not Path("/proc", owner).exists():
                with suppress(OSError):
                    left.rmdir()
    if found.version == 1 or _gives_controllers(found):
        return found
    return Cgroups({}, why="the kernel does not let this process give its controllers to groups below it")


def own_folders(mountinfo: str, groups: str) -> dict[str, Path]:
    """Our own folder by controller; version 2 has one for all, under ''.

    A process that is in the group of the bridge itself (`_gives_controllers`) makes groups beside that: it is the same
    bridge, or one that was started by it.

    Args:
        mountinfo: the mounts of this process (proc(5), mountinfo).
        groups: the groups it is in (cgroups(7), /proc/[pid]/cgroup).
    """
    mounts: dict[str, tuple[Path, str]] = {}
    for line in mountinfo.splitlines():
        before, _, after = line.partition(" - ")
        kind, _, options = after.split(" ", 2)
        root, place = before.split(" ")[3:5]
        if kind == "cgroup2":
            mounts[""] = (Path(place), root)
        elif kind == "cgroup":
            mounts.update(dict.fromkeys(options.split(","), (Path(place), root)))
    folders: dict[str, Path] = {}
    for line in groups.splitlines():
        _, controllers, path = line.split(":", 2)
        for controller in controllers.split(","):
            if controller in mounts:
                place, root = mounts[controller]
                folder = place / os.path.relpath(path, root)
                folders[controller] = folder.parent if folder.name == BRIDGE else folder
    return folders


def _controllers(folder: Path) -> list[str]:
    """What of version 2 groups below this one can bound."""
    try:
        there = (folder / "cgroup.controllers").read_text(encoding="ascii").split()
    except OSError:
        return []
    return [name for name in FILES if name in there]


def vacate(folder: Path) -> None:
    """Have a group of version 2 without processes, as one that bounds others must be: all go into one below it.

    What has started this process is there too: a shell, the init of a container. The root of all groups may keep its.

    Raises:
        OSError: the kernel does not allow it.
    """
    own = folder / BRIDGE
    own.mkdir(exist_ok=True)
    for _ in range(VACATE_ROUNDS if (folder / "cgroup.type").exists() else 0):
        for pid in (folder / "cgroup.procs").read_text(encoding="ascii").split():
            with suppress(ProcessLookupError):
                (own / "cgroup.procs").write_text(pid, encoding="ascii")


def _gives_controllers(found: Cgroups) -> bool:
    wanted = " ".join(f"+{name}" for name in found.folders)
    try:
        for folder in set(found.folders.values()):
            vacate(folder)
            (folder / "cgroup.subtree_control").write_text(wanted, encoding="ascii")
    except OSError:
        return False
    return True


def _is_ours(folder: Path) -> bool:
    """Whether we may make groups there: it can be written, and no service manager keeps it for itself."""
    if not os.access(folder, os.W_OK):
        return False
    if not SYSTEMD.exists():
        return True
    for name in ("user.delegate", "trusted.delegate"):
        with suppress(OSError):
            if os.getxattr(folder, name) == b"1":
                return True
    return False
