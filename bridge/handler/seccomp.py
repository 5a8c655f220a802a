"""A filter of system calls, for kernels whose Landlock does not keep signals in.

It refuses what an agent has no use for and another process would suffer from: signals to the bridge, to the zygote or
to everything at once, and reading the memory of others. Everything else is allowed.
"""

from __future__ import annotations

import errno
import struct

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

LOAD, EQUALS, ATLEAST, RETURN = 0x20, 0x15, 0x35, 0x06  # BPF: ld abs; jeq; jge; ret
NUMBER, ARCHITECTURE, FIRST = 0, 4, 16  # offsets of seccomp_data: the call, the architecture, its first argument
ALLOW = 0x7FFF0000
REFUSE = 0x00050000 | errno.EPERM
X32 = 0x40000000
"""Calls of x86_64 from here on are those of another way to call; programs in use have none."""

# Architecture, then the calls: those with a process as their first argument, those refused whole.
CALLS = {
    # kill, tkill, tgkill, rt_sigqueueinfo, rt_tgsigqueueinfo, pidfd_open;
    # ptrace, process_vm_readv and _writev, pidfd_getfd
    "x86_64": (0xC000003E, (62, 200, 234, 129, 297, 434), (101, 310, 311, 438)),
    "aarch64": (0xC00000B7, (129, 130, 131, 138, 240, 434), (117, 270, 271, 438)),
}


def program(machine: str, processes: Iterable[int], groups: Iterable[int]) -> bytes:
    """Return the filter's code for this machine, empty if its calls are not known.

    Args:
        machine: as `platform.machine` names it.
        processes: what no signal may be sent to. In a container those outside of it are 0, which nobody can name.
        groups: the process groups that no signal may be sent to.
    """
    if machine not in CALLS:
        return b""
    architecture, aimed, refused = CALLS[machine]
    aims = (-1, *sorted(processes), *(-group for group in sorted(groups)))
    targets = [number & 0xFFFFFFFF for number in aims if number]  # 0 is one's own group
    # Laid out so that every jump goes forward: checks, then the targets, then `allow`, then `refuse`.
    calls = [(number, "targets") for number in aimed] + [(number, "refuse") for number in refused]
    targets_at = 4 + (machine == "x86_64") + len(calls) + 1
    allow_at = targets_at + 1 + len(targets)
    places = {"targets": targets_at, "allow": allow_at, "refuse": allow_at + 1}
    code = [(LOAD, 0, 0, ARCHITECTURE), (EQUALS, 1, 0, architecture), (RETURN, 0, 0, ALLOW), (LOAD, 0, 0, NUMBER)]
    if machine == "x86_64":
        code.append((ATLEAST, places["refuse"] - len(code) - 1, 0, X32))
    for number, place in calls:
        code.append((EQUALS, places[place] - len(code) - 1, 0, number))
    code.append((RETURN, 0, 0, ALLOW))
    code.append((LOAD, 0, 0, FIRST))
    for target in targets:
        code.append((EQUALS, places["refuse"] - len(code) - 1, 0, target))
    code.append((RETURN, 0, 0, ALLOW))
    code.append((RETURN, 0, 0, REFUSE))
    return b"".join(struct.pack("HBBI", *step) for step in code)
