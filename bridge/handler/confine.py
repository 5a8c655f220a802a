"""What the agent's process may use and may touch: set before its first line, inherited by all that it starts.

Guarantees what the kernel gives, no more: `bridge.host.containment` says for this machine what that is. Nothing here
fails: a session runs with the bounds that could be set.
"""

from __future__ import annotations

import os
import resource
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

LINUX = sys.platform == "linux"
_hardened = False


def harden(zygote: int = 0) -> None:
    """What holds for every session of an agent: said once, before anything that the agent wants is imported.

    `zygote` is the process that sessions are forked from, if they are.
    """
    global _hardened
    if _hardened:
        return
    _hardened = True
    _limit(resource.RLIMIT_CORE, 0)
    if not LINUX:
        return
    try:
        from . import kernel  # it imports ctypes, which takes milliseconds and is missing in some Pythons
    except ImportError as error:
        sys.stderr.write("chatbridge: this Python cannot be confined beyond its limits: %s\n" % error)
        return
    kernel.give_up_privileges()
    bridge = os.getppid()
    kernel.spare({bridge, zygote or bridge}, {os.getpgid(bridge), zygote or bridge})


def confine(limits: dict[str, Any]) -> None:
    """What holds for this session: `limits` has memory, processes and open_files; 0 is no limit."""
    harden()
    for kind, wanted in (
        (resource.RLIMIT_AS, limits["memory"]),
        (resource.RLIMIT_NPROC, limits["processes"]),
        (resource.RLIMIT_NOFILE, limits["open_files"]),
    ):
        if wanted:
            _limit(kind, wanted)
    adopt()
    kernel = _kernel()
    if kernel is not None:
        kernel.stay_apart()


def adopt() -> None:
    """What our children leave behind becomes ours, so that it can be found and ended."""
    kernel = _kernel()
    if kernel is not None:
        kernel.keep_orphans()


def _kernel() -> Any:
    """The module, if `harden` could import it."""
    return sys.modules.get("%s.kernel" % __package__)


def begin_turn(cpu: float) -> None:
    """Allow the process so many seconds of processor time from now on. SIGXCPU then ends it."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    soft = int(used.ru_utime + used.ru_stime + cpu) + 1
    if hard != resource.RLIM_INFINITY:
        soft = min(soft, hard)
    resource.setrlimit(resource.RLIMIT_CPU, (soft, hard))


def _limit(kind: int, wanted: int) -> None:
    """Bound for good: a limit that is lower already stays."""
    _, hard = resource.getrlimit(kind)
    if hard != resource.RLIM_INFINITY:
        wanted = min(wanted, hard)
    resource.setrlimit(kind, (wanted, wanted))
