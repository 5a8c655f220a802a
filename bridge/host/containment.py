"""What this machine enforces between the bridge, an agent's sessions, and the agents among each other.

`enforced` says it for an operator, with what is missing and why: nothing is pretended. The session's own side is
`bridge.handler.confine`.
"""

import ctypes
import os
import platform
import sys
from dataclasses import dataclass

from bridge.host import cgroup
from bridge.host.cgroup import Cgroups
from bridge.host.zygotes import can_fork

SET_DUMPABLE = 4  # prctl(2)
LANDLOCK_CREATE = 444
LANDLOCK_SIGNALS = 6
FILTERED = ("x86_64", "aarch64")
LINUX = sys.platform == "linux"
READING = "the bridge's memory and environment"
SIGNALS = "signals to the bridge and to other sessions"


@dataclass(frozen=True, slots=True)
class Enforced:
    """One bound, how it is kept, and whether it is; `why` says what is missing, or what it does not reach."""

    what: str
    how: str
    holds: bool
    why: str = ""


def conceal() -> None:
    """Keep this process's memory and environment, with the tokens, from processes of the same user."""
    if LINUX:
        ctypes.CDLL(None).prctl(SET_DUMPABLE, 0, 0, 0, 0)


def enforced(cgroups: Cgroups | None = None) -> list[Enforced]:
    """Return what is enforced on this host, in the order of an operator's questions."""
    groups = cgroups if cgroups is not None else cgroup.find()
    landlock = _landlock()
    return [
        Enforced("turn_timeout, start_timeout", "asked to stop, then TERM, then KILL of all its processes", holds=True),
        _memory(groups),
        Enforced(
            "cpu",
            "RLIMIT_CPU, renewed for each turn",
            holds=True,
            why="for each process of a session by itself; a handler that handles SIGXCPU is left to turn_timeout",
        ),
        _processes(groups),
        Enforced("open_files", "RLIMIT_NOFILE", holds=True),
        Enforced("output_bytes", "counted before it is sent", holds=True),
        Enforced("environment", "an allow-list and what the agent's own settings say", holds=True),
        _tokens(landlock),
        _signals(landlock),
        Enforced(
            "no new privileges (sudo, setuid)",
            "PR_SET_NO_NEW_PRIVS; of root's privileges those that reach into other processes are given up",
            holds=LINUX,
            why="" if LINUX else _only_linux(),
        ),
        _left_behind(groups),
        _preload(),
        Enforced(
            "files",
            "the permissions of the user the bridge runs as",
            holds=False,
            why="a handler can read and write what that user can: Landlock would need a list of all that agents may "
            "open; run the bridge as a user of its own, and keep config.toml and data_dir out of the agents' reach",
        ),
        Enforced("network", "", holds=False, why="handlers may connect to anything this machine can reach"),
    ]


def _memory(groups: Cgroups) -> Enforced:
    if "memory" in groups.folders:
        how = f"RLIMIT_AS for each process, and the memory control group (v{groups.version}) for all of a session"
        return Enforced("memory", how, holds=True)
    why = f"each process of a session by itself only; no control group: {groups.why or 'memory is not delegated'}"
    return Enforced("memory", "RLIMIT_AS", holds=True, why=why)


def _processes(groups: Cgroups) -> Enforced:
    if "pids" in groups.folders:
        return Enforced("processes", f"the pids control group (v{groups.version})", holds=True)
    missing = f"no control group: {groups.why or 'pids is not delegated'}"
    if os.getuid() == 0:
        return Enforced("processes", "", holds=False, why=f"{missing}; RLIMIT_NPROC does not bind root")
    why = f"counts all of this user's processes, from those there are at the start; {missing}"
    return Enforced("processes", "RLIMIT_NPROC", holds=True, why=why)


def _tokens(landlock: int) -> Enforced:
    what = READING
    if not LINUX:
        return Enforced(what, "", holds=False, why=_only_linux())
    if landlock >= LANDLOCK_SIGNALS:  # older ones are not entered
        return Enforced(what, "not dumpable; Landlock keeps sessions out of each other too", holds=True)
    return Enforced(what, "neither the bridge nor sessions are dumpable", holds=True, why="programs they start are")


def _signals(landlock: int) -> Enforced:
    what = SIGNALS
    if landlock >= LANDLOCK_SIGNALS:
        return Enforced(what, f"Landlock {landlock} keeps them in", holds=True)
    missing = "this kernel's Landlock does not keep signals in (Linux 6.12 does)" if LINUX else _only_linux()
    if LINUX and platform.machine() in FILTERED:
        why = f"the bridge, the zygote and kill(-1) are spared, other sessions are not: {missing}"
        return Enforced(what, "a filter of system calls (seccomp)", holds=True, why=why)
    return Enforced(what, "", holds=False, why=missing)


def _left_behind(groups: Cgroups) -> Enforced:
    what = "processes that a session leaves behind, in sessions of their own too"
    if not LINUX:
        return Enforced(what, "the process group", holds=False, why=_only_linux())
    how = "the process group, and what is found below it and its zygote"
    if groups.folders:
        return Enforced(what, f"{how}; the control group", holds=True)
    why = 'not of a program (preload = "off") that ended by itself before it was stopped'
    return Enforced(what, how, holds=True, why=why)


def _preload() -> Enforced:
    why = "" if can_fork() else "needs Linux 5.3; each session starts an interpreter"
    return Enforced("preload", "sessions are forked from a process that has the imports", holds=not why, why=why)


def _landlock() -> int:
    """The version of Landlock that this kernel has; 0 is none."""
    if not LINUX:
        return 0
    return max(0, ctypes.CDLL(None, use_errno=True).syscall(LANDLOCK_CREATE, None, 0, 1))


def _only_linux() -> str:
    return f"{platform.system()} has no such thing that we know how to use"
