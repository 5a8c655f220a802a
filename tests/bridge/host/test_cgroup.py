"""Where control groups can be made, by what the kernel says of this process. What they bound is in `test_limits`."""

from pathlib import Path

import pytest

from bridge.host.cgroup import own_folders

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
