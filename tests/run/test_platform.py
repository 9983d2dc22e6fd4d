"""Locks, fsync and replace."""

import os

import pytest

from diagnostics.run.platform import sync_tree, try_lock, write_whole


def test_a_reader_sees_the_old_whole_when_writing_fails(tmp_path, monkeypatch):
    path = tmp_path / "page.html"
    path.write_bytes(b"old")

    def full(descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        write_whole(path, b"new")
    assert path.read_bytes() == b"old"
    assert [each.name for each in tmp_path.iterdir()] == ["page.html"]


def test_a_file_is_replaced_and_its_folder_made(tmp_path):
    path = tmp_path / "reports" / "2025-06" / "page.html"
    write_whole(path, b"old")
    write_whole(path, "新".encode())
    assert path.read_text(encoding="utf-8") == "新"


def test_a_tree_is_synced_to_its_leaves(tmp_path, monkeypatch):
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "a" / "b" / "leaf").write_text("x", encoding="utf-8")
    synced = []
    fsync = os.fsync
    monkeypatch.setattr(os, "fsync", lambda descriptor: (synced.append(os.fstat(descriptor).st_ino), fsync(descriptor)))
    sync_tree(tmp_path)
    expected = {path.stat().st_ino for path in (tmp_path, *tmp_path.rglob("*"))}
    assert set(synced) == expected


def test_two_handles_of_one_process_exclude_each_other(tmp_path):
    path = tmp_path / "lock"
    with path.open("a+", encoding="utf-8") as first, path.open("a+", encoding="utf-8") as second:
        assert try_lock(first)
        assert not try_lock(second)
