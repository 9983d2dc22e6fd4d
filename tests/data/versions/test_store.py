"""A file becomes a new version of itself; killed anywhere, the old or the new is there whole."""

import os
import shutil
from datetime import date
from pathlib import Path

import pytest

from diagnostics.data.versions.index import read_history
from diagnostics.data.versions.store import Note, add_version, recover
from diagnostics.data.versions.verify import differences
from diagnostics.errors import InputError

NOTE = Note(date(2025, 7, 1), "li", "更正")
OLD, NEW, NEXT = b"a\n1\n", b"a\n2\n", b"a\n3\n"


class KilledError(BaseException):
    """Stands for SIGKILL: from then on the process changes nothing."""


@pytest.fixture
def folder(tmp_path):
    place = tmp_path / "data"
    place.mkdir()
    return place


@pytest.fixture
def bring(folder, tmp_path):
    """Bring content in under a name."""

    def add(content, name="sales.csv", check=lambda room, each: 1):
        file = tmp_path / "incoming.csv"
        file.write_bytes(content)
        return add_version(folder, file, name, NOTE, check)

    return add


def told(folder):
    return [(each.kind, each.name) for each in differences(read_history(folder))]


def test_a_new_name_becomes_version_one_and_is_kept(folder, bring):
    added = bring(OLD)
    assert (added.version.n, added.is_new, added.found) == (1, True, None)
    assert (folder / "sales.csv").read_bytes() == OLD
    history = read_history(folder)
    assert history.kept(added.version).read_bytes() == OLD
    assert history.in_force("sales.csv").reason == "更正"
    assert told(folder) == []


def test_what_lay_there_unrecorded_is_kept_before_it_is_replaced(folder, bring):
    (folder / "sales.csv").write_bytes(OLD)
    added = bring(NEW)
    assert (added.version.n, added.found.n, added.found.found) == (2, 1, True)
    assert read_history(folder).kept(added.found).read_bytes() == OLD
    assert (folder / "sales.csv").read_bytes() == NEW
    assert told(folder) == []


def test_what_was_edited_in_place_is_kept_before_it_is_replaced(folder, bring):
    bring(OLD)
    (folder / "sales.csv").write_bytes(NEXT)
    assert told(folder) == [("edited", "sales.csv")]
    added = bring(NEW)
    history = read_history(folder)
    assert [history.kept(each).read_bytes() for each in history.of("sales.csv")] == [OLD, NEXT, NEW]
    assert (added.version.n, told(folder)) == (3, [])


def test_the_same_content_again_adds_nothing(folder, bring):
    first = bring(OLD)
    index = (folder / "versions.jsonl").read_bytes()
    again = bring(OLD)
    assert (again.version, again.is_new) == (first.version, False)
    assert (folder / "versions.jsonl").read_bytes() == index


def test_going_back_to_an_earlier_content_is_a_new_version(folder, bring):
    bring(OLD)
    bring(NEW)
    assert bring(OLD).version.n == 3
    assert told(folder) == []


def test_a_file_that_the_sources_refuse_changes_nothing(folder, bring):
    bring(OLD)
    before = everything(folder)

    def refuse(room, name):
        assert (room / name).read_bytes() == NEW
        raise InputError("no such column")

    with pytest.raises(InputError, match="no such column"):
        bring(NEW, check=refuse)
    assert everything(folder) == before


def test_kept_versions_are_not_writable(folder, bring):
    kept = read_history(folder).kept(bring(OLD).version)
    assert kept.stat().st_mode & 0o222 == 0


@pytest.mark.parametrize(("make", "message"), [
    (lambda path: None, "is not there"), (Path.mkdir, "no regular file"), (Path.touch, "is empty"),
])  # fmt: skip
def test_what_is_no_file_with_content_is_refused(folder, tmp_path, make, message):
    path = tmp_path / "x.csv"
    make(path)
    with pytest.raises(InputError, match=message):
        add_version(folder, path, "x.csv", NOTE, lambda room, name: None)
    assert everything(folder) == {}


def everything(folder):
    return {each.relative_to(folder).as_posix(): each.read_bytes() for each in folder.rglob("*") if each.is_file()}


def kill_at(monkeypatch, number):
    """The process dies before its operation of this number; what it would do after that does not happen."""
    count = [0]
    for place, name in [
        (os, "replace"), (os, "fsync"), (os, "rename"), (os, "unlink"), (os, "chmod"), (shutil, "rmtree"),
        (Path, "unlink"), (Path, "replace"), (Path, "chmod"), (Path, "mkdir"),
    ]:  # fmt: skip
        real = getattr(place, name)

        def guarded(*arguments, _real=real, **named):
            count[0] += 1
            if count[0] >= number:
                raise KilledError
            return _real(*arguments, **named)

        monkeypatch.setattr(place, name, guarded)


def one_kill(tmp_path, number, before):
    """Folder after an add was killed at an operation, and whether it was."""
    folder = tmp_path / f"data{number}"
    folder.mkdir()
    before(folder)
    file = tmp_path / "new.csv"
    file.write_bytes(NEW)
    with pytest.MonkeyPatch.context() as patched:
        kill_at(patched, number)
        try:
            add_version(folder, file, "sales.csv", NOTE, lambda room, name: 1)
        except KilledError:
            return folder, True
    return folder, False


def _recorded(folder):
    file = folder.parent / "old.csv"
    file.write_bytes(OLD)
    add_version(folder, file, "sales.csv", NOTE, lambda room, name: 1)


def _unrecorded(folder):
    (folder / "sales.csv").write_bytes(OLD)


@pytest.mark.parametrize(
    "before", [_recorded, _unrecorded, lambda folder: None], ids=["recorded", "unrecorded", "none"]
)
def test_killed_anywhere_the_old_or_the_new_is_there_whole_and_on_record(tmp_path, before):
    had = before is not None and before in (_recorded, _unrecorded)
    number, seen = 0, set()
    while True:
        number += 1
        folder, killed = one_kill(tmp_path, number, before)
        path = folder / "sales.csv"
        content = path.read_bytes() if path.exists() else None
        seen.add(content)
        assert content in ({OLD, NEW} if had else {None, NEW}), number
        wrong = [each for each in told(folder) if each != ("unrecorded", "sales.csv")]
        assert wrong == [], number
        recover(folder)
        assert [each for each in told(folder) if each[0] != "unrecorded"] == [], number
        file = tmp_path / "next.csv"
        file.write_bytes(NEXT)
        add_version(folder, file, "sales.csv", NOTE, lambda room, name: 1)
        assert path.read_bytes() == NEXT
        assert told(folder) == [], number
        kept = read_history(folder)
        contents = [kept.kept(each).read_bytes() for each in kept.of("sales.csv")]
        assert contents == [*([OLD] if had else []), *([NEW] if content == NEW else []), NEXT], number
        if not killed:
            break
    assert number > 10
    assert seen == ({OLD, NEW} if had else {None, NEW})


@pytest.mark.parametrize("line", ["", "x", "[]", "{}", '{"n":0}'])
def test_an_index_that_was_edited_is_refused_by_line(folder, bring, line):
    bring(OLD)
    with (folder / "versions.jsonl").open("a", encoding="utf-8") as index:
        index.write(f"{line}\n")
    with pytest.raises(InputError, match=r"versions.jsonl:2.*never edited"):
        read_history(folder)


def test_a_line_cut_out_of_the_index_is_noticed(folder, bring):
    for content in (OLD, NEW, NEXT):
        bring(content)
    path = folder / "versions.jsonl"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text(lines[0] + lines[2], encoding="utf-8")
    with pytest.raises(InputError, match="version 3 of 'sales.csv' follows 1"):
        read_history(folder)


def test_everything_that_differs_is_named(folder, bring):
    bring(OLD)
    bring(NEW)
    bring(OLD, name="sub/costs.csv")
    (folder / "sub" / "costs.csv").unlink()
    (folder / "stray.csv").write_bytes(OLD)
    (folder / "notes.md").write_bytes(b"not data")
    history = read_history(folder)
    first, second, cost = history.versions
    history.kept(first).chmod(0o600)
    history.kept(first).write_bytes(NEXT)
    history.kept(second).unlink()
    (history.kept(cost).parent / "extra.csv").write_bytes(OLD)
    assert told(folder) == [
        ("missing", "sub/costs.csv"), ("unrecorded", "stray.csv"), ("kept_edited", "sales.csv"),
        ("kept_missing", "sales.csv"), ("kept_unknown", ".versions/sub/costs.csv/extra.csv"),
    ]  # fmt: skip
