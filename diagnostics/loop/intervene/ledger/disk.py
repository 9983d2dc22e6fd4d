"""Whether a disk can hold a ledger file: not a network share, not read-only 「磁盘检查」."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from diagnostics.errors import SurroundingsError

# Locks and shared memory don't hold between the machines (or the host and the guest) that see such a disk.
SHARED = frozenset({
    "nfs", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "afpfs", "afs", "ncpfs", "webdav", "davfs", "9p", "v9fs",
    "drvfs", "vboxsf", "vmhgfs", "prl_fs", "ceph", "glusterfs", "lustre", "beegfs", "gpfs", "ocfs2", "gfs2", "unc",
    "fuse.sshfs", "fuse.s3fs", "fuse.rclone", "fuse.davfs2", "fuse.glusterfs", "fuse.ceph", "fuse.ceph-fuse",
    "fuse.vmhgfs-fuse", "fuse.gcsfuse", "fuse.cifs", "fuse.smbnetfs", "macfuse", "osxfuse",
})  # fmt: skip
_READ_ONLY = 1  # ST_RDONLY, which Windows' os lacks
_MOUNT_LINE = re.compile(r"^.* on (?P<point>/.*) \((?P<kind>[^,)]+)")


def check_disk(path: Path, *, write: bool) -> None:
    """Refuse a ledger file where a database can't keep its promises 「磁盘检查」.

    Parameters
    ----------
    path : Path
        The ledger's file; it need not exist.
    write : bool
        Whether it will be written.

    Raises
    ------
    SurroundingsError
        When it lies on a network share, or is to be written on a disk that is read-only.
    """
    folder = path.resolve().parent
    kind = filesystem(folder)
    if kind in SHARED:
        raise SurroundingsError(
            f"The ledger {path.name} lies on a network share ({kind}), where writers can't be kept apart; move the"
            " engagement to a disk of this machine, or name a PostgreSQL database (ledger: {url_from: …})."
        )
    if write and _is_read_only(folder):
        raise SurroundingsError(f"The ledger {path.name} can't be written: its disk is mounted read-only.")


def filesystem(folder: Path) -> str:
    """Kind of the filesystem a folder lies on, such as ``ext4`` or ``nfs4``; empty where the system doesn't say."""
    if sys.platform == "win32":
        return "unc" if str(folder).startswith("\\\\") else ""
    return kind_at(str(folder), _mounts())


def kind_at(folder: str, mounts: Iterator[tuple[str, str]]) -> str:
    """Kind of the innermost mount that holds a folder; of two at one point the later hides the earlier."""
    best, kind = "", ""
    for point, each in mounts:
        inside = folder == point or folder.startswith(point.rstrip("/") + "/")
        if inside and len(point) >= len(best):
            best, kind = point, each
    return kind


def _mounts() -> Iterator[tuple[str, str]]:
    try:
        if sys.platform == "darwin":
            told = subprocess.run(["/sbin/mount"], capture_output=True, text=True, timeout=10, check=False).stdout
            yield from told_by_mount(told)
        else:
            yield from told_by_mountinfo(Path("/proc/self/mountinfo").read_text(encoding="utf-8", errors="replace"))
    except (OSError, subprocess.SubprocessError):
        return


def told_by_mountinfo(text: str) -> Iterator[tuple[str, str]]:
    """Mount points and kinds from Linux's mountinfo 「挂载表」."""
    for line in text.splitlines():
        before, found, after = line.partition(" - ")
        fields = before.split()
        if found and len(fields) > 4 and after.split():
            # Spaces and the like stand as octal there.
            yield re.sub(r"\\([0-7]{3})", lambda each: chr(int(each[1], 8)), fields[4]), after.split()[0]


def told_by_mount(text: str) -> Iterator[tuple[str, str]]:
    """Mount points and kinds from what macOS' ``mount`` prints 「挂载表」."""
    for line in text.splitlines():
        if found := _MOUNT_LINE.match(line):
            yield found["point"], found["kind"]


def _is_read_only(folder: Path) -> bool:
    try:
        return bool(os.statvfs(folder).f_flag & _READ_ONLY)
    except (AttributeError, OSError):
        return False
