"""Documents are placed all or none, killed anywhere; whoever verifies a half set is told."""

import json
import os
import shutil
from pathlib import Path

import pytest

from diagnostics.errors import InputError, SurroundingsError
from diagnostics.run.manifest import hash_bytes
from diagnostics.run.publishing.faults import document_faults
from diagnostics.run.publishing.placing import JOURNAL, ROOM, is_half, place, settle, settle_all
from diagnostics.run.publishing.publication import FILE, Document, MadeOf, Publication

BASIS = MadeOf(
    as_of="2025-06-30", perfloop="0", python="3", code="c", templates="t", notebooks="n", packages="p", installed=(),
    inputs={"data a.csv": "1"}, parameters={}, results={}, schemas={},
)  # fmt: skip


def a_set(text, *names):
    """Documents with the manifest that fits them."""
    files = {name: f"{name} {text}".encode() for name in names}
    documents = {
        name: Document(audience="leadership", step="close", form="html", sha256=hash_bytes(each), made_of=BASIS.key)
        for name, each in files.items()
    }
    manifest = Publication(engagement="x", period="2025-06").with_documents(documents, BASIS)
    return {**files, FILE: manifest.content()}


OLD, NEW = a_set("old", "a.html", "b/c.html", "e.html"), a_set("new", "a.html", "b/c.html", "d.html")
GONE = ["e.html"]


class KilledError(BaseException):
    """Stands for SIGKILL: from then on the process changes nothing."""


def fail_at(monkeypatch, number, error=KilledError, *, once=False):
    count = [0]
    for place_, name in [
        (os, "replace"), (os, "fsync"), (os, "rename"), (os, "unlink"), (os, "rmdir"), (shutil, "rmtree"),
        (Path, "unlink"), (Path, "replace"), (Path, "mkdir"), (Path, "write_bytes"),
    ]:  # fmt: skip
        real = getattr(place_, name)

        def guarded(*arguments, _real=real, **named):
            count[0] += 1
            if count[0] == number or (count[0] > number and not once):
                raise error
            return _real(*arguments, **named)

        monkeypatch.setattr(place_, name, guarded)


def there(folder):
    return {
        each.relative_to(folder).as_posix(): each.read_bytes() for each in sorted(folder.rglob("*")) if each.is_file()
    }


def test_documents_and_manifest_are_placed_and_nothing_else(tmp_path):
    place(tmp_path, OLD)
    place(tmp_path, NEW, GONE)
    assert there(tmp_path) == NEW
    assert not settle(tmp_path)


def test_killed_before_any_operation_old_or_new_is_whole_and_a_half_set_is_known(tmp_path, monkeypatch):
    """Where verify finds no fault, the set is that of before or that of after, whole; settling always gives one."""
    # What reaches the disk is not what a killed process leaves.
    monkeypatch.setattr(os, "fsync", lambda *_: None)
    half = 0
    for number in range(1, 500):
        folder = tmp_path / str(number)
        place(folder, OLD)
        with monkeypatch.context() as patched:
            fail_at(patched, number)
            try:
                place(folder, NEW, GONE)
            except KilledError:
                pass
            else:
                break
        faults = document_faults(folder)[1]
        half += is_half(folder)
        shown = {name: each for name, each in there(folder).items() if not name.startswith(ROOM)}
        assert faults or shown in (OLD, NEW), number
        assert not is_half(folder) or any("incomplete; publish again" in str(each) for each in faults), number
        settle(folder)
        assert there(folder) in (OLD, NEW), number
        assert document_faults(folder)[1] == [], number
    assert number > 15
    assert half > 3, "no kill fell between the first document and the manifest"


@pytest.mark.parametrize("content", [
    "", "{", '{"files": 3}', '{"files": ["../../x"], "gone": []}', '{"files": [], "gone": ["/x"]}',
])  # fmt: skip
def test_a_journal_that_was_edited_is_refused(tmp_path, content):
    place(tmp_path, OLD)
    (tmp_path / ROOM).mkdir()
    (tmp_path / ROOM / JOURNAL).write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match="publish again"):
        settle(tmp_path)


def test_what_was_left_is_settled_in_every_period(tmp_path):
    for period in ("2025-05", "2025-06"):
        (tmp_path / period / ROOM).mkdir(parents=True)
        (tmp_path / period / ROOM / "a.html").write_text("half", encoding="utf-8")
    assert settle_all(tmp_path) == 2
    assert there(tmp_path) == {}


def refusal(folder):
    """What placing the new set says where it can't."""
    try:
        place(folder, NEW, GONE)
    except SurroundingsError as error:
        return str(error)
    return ""


def test_a_disk_that_is_full_at_any_operation_is_said_and_leaves_one_set_whole(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "fsync", lambda *_: None)
    nothing = 0
    for number in range(1, 500):
        folder = tmp_path / str(number)
        place(folder, OLD)
        with monkeypatch.context() as patched:
            fail_at(patched, number, OSError(28, "No space left on device"), once=True)
            told = refusal(folder)
        if not told:
            break
        assert "No space left" in told, number
        nothing += "nothing is published" in told
        assert "nothing is published" not in told or not is_half(folder), number
        settle(folder)
        assert there(folder) in (OLD, NEW), number
        assert document_faults(folder)[1] == [], number
    assert number > 10
    assert nothing > 3


def test_what_no_page_can_replace_stops_all_before_the_first_is_placed(tmp_path):
    place(tmp_path / "p", OLD)
    (tmp_path / "p" / "d.html" / "x").mkdir(parents=True)
    with pytest.raises(SurroundingsError, match=r"d\.html is a folder, nothing is published"):
        place(tmp_path / "p", NEW, GONE)
    assert there(tmp_path / "p") == OLD


def test_no_link_leads_pages_to_another_place_nor_stands_for_one(tmp_path):
    elsewhere, folder = tmp_path / "elsewhere", tmp_path / "p"
    place(elsewhere, OLD)
    place(folder, OLD)
    shutil.rmtree(folder / "b")
    (folder / "b").symlink_to(elsewhere / "b")
    (folder / "a.html").unlink()
    (folder / "a.html").symlink_to(elsewhere / "a.html")
    (folder / "lost").symlink_to(tmp_path / "nowhere")
    told = [str(each) for each in document_faults(folder)[1]]
    about = [each.partition(": ")[0] for each in told]
    assert about == [f"reports/p/{each}" for each in ("a.html", "b/c.html", "b", "lost")]
    assert all("link" in each for each in told[:2])
    with pytest.raises(SurroundingsError, match="is a link, nothing is published"):
        place(folder, NEW, GONE)
    assert there(elsewhere) == OLD


def test_a_link_in_place_of_the_room_goes_and_what_it_leads_to_stays(tmp_path):
    place(tmp_path / "elsewhere", NEW)
    (tmp_path / "elsewhere" / JOURNAL).write_text(json.dumps({"files": ["a.html"], "gone": []}), encoding="utf-8")
    place(tmp_path / "p", OLD)
    (tmp_path / "p" / ROOM).symlink_to(tmp_path / "elsewhere")
    assert not settle(tmp_path / "p")
    assert there(tmp_path / "p") == OLD
    assert (tmp_path / "elsewhere" / "a.html").is_file()


def test_of_a_page_that_goes_into_fewer_pictures_now_those_that_are_left_over_go():
    def drawn(*names):
        return {
            name: Document(audience="leadership", step="close", form="png", sha256="", made_of=BASIS.key)
            for name in names
        }

    before = Publication(engagement="x", period="2025-06").with_documents(drawn("a.png", "a-2.png"), BASIS)
    assert before.outdated(drawn("a.png")) == {"a-2.png"}
    assert set(before.with_documents(drawn("a.png"), BASIS).documents) == {"a.png"}
    assert before.outdated({"b.pdf": drawn("b")["b"].model_copy(update={"form": "pdf"})}) == set()
