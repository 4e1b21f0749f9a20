"""Whether a folder lies on a disk of this machine, where locks of files hold."""

from __future__ import annotations

import os
import re
import subprocess
import sys

# Shared with other machines, or with the host of a container or a virtual machine. Any other name
# that has `fuse.` in front is a program's: it may be a network, too.
_SHARED = frozenset(
    (
        "9p",
        "afpfs",
        "afs",
        "beegfs",
        "ceph",
        "cifs",
        "coda",
        "davfs",
        "drvfs",
        "fakeowner",
        "fuse",
        "ftp",
        "glusterfs",
        "gpfs",
        "grpcfuse",
        "lustre",
        "macfuse",
        "ncpfs",
        "nfs",
        "nfs4",
        "ocfs2",
        "osxfuse",
        "prl_fs",
        "smb",
        "smb2",
        "smb3",
        "smbfs",
        "vboxsf",
        "virtiofs",
        "vmhgfs",
        "webdav",
    )
)
_OCTAL = re.compile(r"\\([0-7]{3})")
_MAC = re.compile(r"^.* on (?P<point>/.*) \((?P<kind>\w+)")
_REMOTE_DRIVE = 4


def is_local(folder: str) -> bool:
    """Whether a folder lies on a disk of this machine; what can't be told counts as one."""
    folder = os.path.realpath(folder)
    if sys.platform == "win32":
        return _is_local_drive(folder)
    kind = kind_in(_mounts(), folder)
    return not (kind in _SHARED or kind.startswith("fuse."))


def kind_in(mounts: list[tuple[str, str]], folder: str) -> str:
    """The file system of a folder by a list of mounts, each (where, kind); a later one hides those before it."""
    kind, length = "", -1
    for point, each in mounts:
        inside = folder == point or folder.startswith(point.rstrip("/") + "/")
        if inside and len(point) >= length:
            kind, length = each, len(point)
    return kind


def linux_mounts(text: str) -> list[tuple[str, str]]:
    """The mounts in the text of `/proc/self/mounts`."""
    rows = [line.split(" ") for line in text.split("\n")]
    return [
        (_OCTAL.sub(lambda code: chr(int(code[1], 8)), row[1]), row[2])
        for row in rows
        if len(row) > 2
    ]


def mac_mounts(text: str) -> list[tuple[str, str]]:
    """The mounts in what macOS's `mount` prints."""
    return [
        (found["point"], found["kind"]) for line in text.split("\n") if (found := _MAC.match(line))
    ]


def _mounts() -> list[tuple[str, str]]:
    try:
        if sys.platform == "darwin":
            listed = subprocess.run(["/sbin/mount"], capture_output=True, timeout=5, check=True)
            return mac_mounts(os.fsdecode(listed.stdout))
        with open("/proc/self/mounts", "rb") as stream:
            return linux_mounts(os.fsdecode(stream.read()))
    except (OSError, subprocess.SubprocessError):
        return []


def _is_local_drive(folder: str) -> bool:
    if folder.startswith("\\\\"):
        return False
    import ctypes  # only there

    kernel = getattr(ctypes, "windll").kernel32  # noqa: B009  # other systems have none
    drive: int = kernel.GetDriveTypeW(os.path.splitdrive(folder)[0] + "\\")
    return drive != _REMOTE_DRIVE
