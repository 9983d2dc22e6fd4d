"""A ledger file on a disk that can't hold one is refused at opening."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from diagnostics.errors import SurroundingsError
from diagnostics.loop.intervene.ledger import disk, open_ledger, seed

MOUNTINFO = """\
22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
30 22 0:40 / /mnt/share rw,relatime - nfs4 server:/export rw,vers=4.2
31 22 0:41 / /mnt/my\\040share rw shared:7 master:2 - cifs //server/share rw
32 30 0:42 / /mnt/share/local rw - tmpfs tmpfs rw
33 22 0:43 / /home/li/remote rw,nosuid - fuse.sshfs li@host: rw
34 22 0:44 / /over rw - ext4 /dev/sdb1 rw
35 22 0:45 / /over rw - 9p host rw
"""


@pytest.mark.parametrize(
    ("folder", "kind"),
    [("/home/li/acme", "ext4"), ("/mnt/share", "nfs4"), ("/mnt/share/a/b", "nfs4"), ("/mnt/sharesome", "ext4"),
     ("/mnt/my share/acme", "cifs"), ("/mnt/share/local/acme", "tmpfs"), ("/home/li/remote/acme", "fuse.sshfs"),
     ("/over/acme", "9p")],
)  # fmt: skip
def test_the_innermost_and_latest_mount_tells_the_kind(folder, kind):
    assert disk.kind_at(folder, disk.told_by_mountinfo(MOUNTINFO)) == kind


def test_macos_tells_it_in_words():
    told = "/dev/disk1s1 on / (apfs, local)\n//li@nas/share on /Volumes/my share (smbfs, nodev)\nbroken\n"
    assert disk.kind_at("/Volumes/my share/acme", disk.told_by_mount(told)) == "smbfs"
    assert disk.kind_at("/Users/li", disk.told_by_mount(told)) == "apfs"


@pytest.mark.parametrize("kind", ["nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "9p"])
def test_a_network_share_is_refused_for_reading_and_writing(make_engagement, ledger_of, monkeypatch, kind):
    assert open_ledger(make_engagement()).entries() == ()
    seed(make_engagement(ledger_of.story()))
    monkeypatch.setattr(disk, "filesystem", lambda _: kind)
    for write in (False, True):
        with pytest.raises(SurroundingsError, match=rf"ledger.db lies on a network share \({kind}\)"):
            open_ledger(make_engagement(), write=write)


def test_a_read_only_disk_is_refused_to_a_writer_and_serves_a_reader(make_engagement, ledger_of, monkeypatch):
    seed(make_engagement(ledger_of.story()))
    monkeypatch.setattr(disk.os, "statvfs", lambda _: SimpleNamespace(f_flag=1), raising=False)
    with pytest.raises(SurroundingsError, match="can't be written: its disk is mounted read-only"):
        open_ledger(make_engagement(), write=True)
    assert open_ledger(make_engagement()).anchor().seq == 5


def test_a_system_that_tells_nothing_is_trusted(tmp_path, monkeypatch):
    monkeypatch.setattr(disk, "_mounts", lambda: iter(()))
    assert disk.filesystem(tmp_path) == ""
    disk.check_disk(tmp_path / "ledger.db", write=True)
