"""The calls to the Linux kernel that Python has no names for. What a kernel does not know is left out."""

from __future__ import annotations

import ctypes
import os
import platform
import struct

from . import seccomp

SET_DUMPABLE, SET_SECCOMP, CHILD_SUBREAPER, NO_NEW_PRIVS = 4, 22, 36, 38  # prctl(2)
SECCOMP_FILTER = 2
LANDLOCK_CREATE, LANDLOCK_RESTRICT = 444, 446  # the same on every architecture
SCOPE_SIGNAL = 1 << 1
LANDLOCK_SIGNALS = 6
"""The version of Landlock that keeps signals in (Linux 6.12)."""
CAPSET, CAPGET = {"x86_64": (126, 125), "aarch64": (91, 90)}.get(platform.machine(), (0, 0))
CAPABILITY_VERSION = 0x20080522

# Of what root may do: reading other processes, loading code into the kernel, and raising its own limits again.
GIVEN_UP = (12, 16, 17, 19, 21, 22, 24, 25, 27, 32, 33, 34, 38, 39, 40)
# net_admin, sys_module, sys_rawio, sys_ptrace, sys_admin, sys_boot, sys_resource, sys_time, mknod, mac_override,
# mac_admin, syslog, perfmon, bpf, checkpoint_restore

_libc = ctypes.CDLL(None, use_errno=True)
_domain = -1


def give_up_privileges() -> None:
    """No program that is started gains any (sudo, setuid); root loses those that reach into other processes."""
    _libc.prctl(NO_NEW_PRIVS, 1, 0, 0, 0)
    if not CAPSET:
        return
    header = struct.pack("Ii", CAPABILITY_VERSION, 0)
    sets = ctypes.create_string_buffer(24)  # twice: effective, permitted, inheritable; low words first
    if _libc.syscall(CAPGET, header, sets) == 0:
        words = list(struct.unpack("6I", sets.raw))
        for capability in GIVEN_UP:
            half, bit = divmod(capability, 32)
            for kind in range(3):
                words[half * 3 + kind] &= ~(1 << bit)
        _libc.syscall(CAPSET, header, struct.pack("6I", *words))


def spare(processes: set[int], groups: set[int]) -> None:
    """From here on no signal reaches these, or everything at once; no process is traced.

    Two ways: a filter of calls, which knows these few numbers only, and where the kernel has it a domain of signals,
    which each session enters by itself (`stay_apart`).
    """
    global _domain
    program = seccomp.program(platform.machine(), processes, groups)
    if program:
        code = ctypes.create_string_buffer(program, len(program))
        filtered = struct.pack("HP", len(program) // 8, ctypes.addressof(code))
        _libc.prctl(SET_SECCOMP, SECCOMP_FILTER, filtered, 0, 0)
    if _libc.syscall(LANDLOCK_CREATE, None, 0, 1) >= LANDLOCK_SIGNALS:
        rules = struct.pack("QQQ", 0, 0, SCOPE_SIGNAL)
        _domain = _libc.syscall(LANDLOCK_CREATE, rules, len(rules), 0)


def stay_apart() -> None:
    """Neither signals nor looks into any process but this one and what it starts."""
    global _domain
    if _domain >= 0:
        _libc.syscall(LANDLOCK_RESTRICT, _domain, 0)
        os.close(_domain)
        _domain = -1
    else:
        _libc.prctl(SET_DUMPABLE, 0, 0, 0, 0)


def keep_orphans() -> None:
    """What the agent's children leave behind stays below this process, where the bridge finds it at the end."""
    _libc.prctl(CHILD_SUBREAPER, 1, 0, 0, 0)
