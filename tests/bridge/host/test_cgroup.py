"""Where control groups can be made, by what the kernel says of this process. What they bound is in `test_limits`."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from bridge.host.cgroup import BRIDGE, MOUNTS, own_folders, vacate

VERSION_1 = """\
30 25 0:26 / /sys/fs/cgroup/memory rw,relatime shared:9 - cgroup cgroup rw,memory
31 25 0:27 / /sys/fs/cgroup/cpu,cpuacct rw,relatime shared:10 - cgroup cgroup rw,cpu,cpuacct
33 25 0:29 / /sys/fs/cgroup/pids rw,relatime shared:12 - cgroup cgroup rw,pids
"""
VERSION_2 = "29 23 0:26 / /sys/fs/cgroup rw,nosuid shared:4 - cgroup2 cgroup2 rw,nsdelegate\n"
IN_A_CONTAINER = "29 23 0:26 /docker/ab /sys/fs/cgroup ro,nosuid - cgroup2 cgroup rw\n"
OTHERS = "1 0 8:1 / / rw - ext4 /dev/vda rw\n2 1 0:5 / /proc rw - proc proc rw\n"


@pytest.mark.requirement("limits")
@pytest.mark.parametrize(
    ("mountinfo", "groups", "folders"),
    [
        (VERSION_1, "4:memory:/a\n8:pids:/\n", {"memory": "/sys/fs/cgroup/memory/a", "pids": "/sys/fs/cgroup/pids"}),
        (
            VERSION_1,
            "1:cpu,cpuacct:/b\n9:name=systemd:/b\n",
            dict.fromkeys(("cpu", "cpuacct"), "/sys/fs/cgroup/cpu,cpuacct/b"),
        ),
        (VERSION_2, "0::/system.slice/chat.service\n", {"": "/sys/fs/cgroup/system.slice/chat.service"}),
        (IN_A_CONTAINER, "0::/docker/ab/c\n", {"": "/sys/fs/cgroup/c"}),
        (VERSION_1 + VERSION_2, "8:pids:/\n0::/\n", {"pids": "/sys/fs/cgroup/pids", "": "/sys/fs/cgroup"}),
        ("", "0::/\n", {}),
    ],
)
def test_our_own_folder_is_found(mountinfo: str, groups: str, folders: dict[str, str]) -> None:
    """In either version of the interface, seen from inside a container too."""
    assert own_folders(OTHERS + mountinfo, groups) == {name: Path(folder) for name, folder in folders.items()}


@pytest.mark.requirement("limits")
def test_the_bridges_own_group_is_no_place_for_others() -> None:
    """In version 2 groups with processes bound no groups below them: a bridge that is in it already looks above it."""
    found = own_folders(OTHERS + VERSION_2, "0::/system.slice/chat.service/chatbridge-bridge\n")
    assert found == {"": Path("/sys/fs/cgroup/system.slice/chat.service")}


@pytest.fixture
def group() -> Iterator[Path]:
    """A group of version 2 of the interface, on this machine."""
    folder = own_folders(MOUNTS.read_text(), "0::/\n").get("", Path("/nowhere")) / f"chatbridge-test-{os.getpid()}"
    try:
        folder.mkdir()
    except OSError as error:
        pytest.skip(f"no group of version 2 can be made here: what becomes of its processes was not tested ({error})")
    yield folder
    for left in (folder / BRIDGE, folder):
        left.rmdir()


@pytest.mark.requirement("limits")
def test_who_shares_the_bridges_group_goes_with_it(group: Path) -> None:
    """A shell that has started it, a container's init: the kernel bounds nothing below a group with processes."""
    others = [subprocess.Popen(["sleep", "600"]) for _ in range(3)]
    try:
        for other in others:
            (group / "cgroup.procs").write_text(str(other.pid))
        vacate(group)
        assert (group / "cgroup.procs").read_text() == ""
        moved = (group / BRIDGE / "cgroup.procs").read_text().split()
        assert sorted(moved) == sorted(str(other.pid) for other in others)
    finally:
        for other in others:
            other.kill()
            other.wait()
