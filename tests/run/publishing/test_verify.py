"""perfloop verify: every difference named, nothing said of what is as it was."""

import json
import os
import re
import shutil
import sqlite3

import pytest

from diagnostics.dictionary.load import load_engagement
from diagnostics.errors import UnknownNameError
from diagnostics.run.carry_out import carry_out
from diagnostics.run.manifest import FILE as RUN
from diagnostics.run.publishing.faults import document_faults
from diagnostics.run.publishing.placing import ROOM
from diagnostics.run.publishing.publication import CRATE, FILE
from diagnostics.run.publishing.publish import Asked, publish
from diagnostics.run.publishing.verify import run_faults, verify
from tests.run.publishing.conftest import PERIOD

PAGE = f"reports/{PERIOD}/retrospective.html"


def faults(folder, period="all"):
    return [str(each) for each in verify(load_engagement(folder), period).faults]


def test_what_is_as_it_was_published_has_no_fault(done):
    found = verify(load_engagement(done))
    assert (found.faults, found.told, found.documents, found.runs, found.periods) == ((), (), 1, 1, 1)


def test_a_digit_that_was_edited_is_found_and_the_file_named(done):
    (done / PAGE).write_text("page 2", encoding="utf-8")
    assert faults(done) == [f"{PAGE}: it is not as it was published: its content was changed since"]


@pytest.mark.parametrize(("change", "told"), [
    (lambda reports, run: (reports / "retrospective.html").unlink(), "retrospective.html: it was published and is not"),
    (lambda reports, run: (reports / "x.html").touch(), "x.html: it was not published by perfloop"),
    (lambda reports, run: (reports / FILE).unlink(), f"{FILE}: there is no manifest"),
    (lambda reports, run: os.truncate(reports / FILE, 700), f"{FILE}: 2025-06/{FILE} can't be read as what perfloop"),
    (lambda reports, run: os.truncate(reports / FILE, 0), f"{FILE}: 2025-06/{FILE} can't be read as what perfloop"),
    (lambda reports, run: (run / "results" / "track.json").write_text("9"), "track.json: it is not as the run wrote it"),
    (lambda reports, run: (run / "work" / "align.txt").unlink(), "align.txt: the run wrote it and it is not there"),
    (lambda reports, run: os.truncate(run / "run.json", 50), "run.json: .*can't be read as a run of perfloop"),
    (lambda reports, run: (run.parent / "current.json").write_text("{}"), "current.json: it names no run"),
    (lambda reports, run: (run.parent / "current.json").unlink(), "current.json: it is not there; run again"),
])  # fmt: skip
def test_each_difference_is_named_with_its_file(done, reports, change, told):
    change(reports, next((done / "runs" / PERIOD).glob("2*")))
    assert any(re.search(told, each) for each in faults(done)), faults(done)


def test_a_run_that_is_not_the_current_one_is_looked_at_too_and_a_pointer_that_was_set_back_is_known(done):
    runs = done / "runs" / PERIOD
    first = json.loads((runs / "current.json").read_text(encoding="utf-8"))["run"]
    # Runs are told apart by the second in which they began.
    (runs / first).rename(runs / "20200101T000000Z-000000")
    (runs / "current.json").write_text('{"run": "20200101T000000Z-000000"}', encoding="utf-8")
    second = carry_out(done, PERIOD, given={"seed": "7"}).run
    assert faults(done) == []
    (runs / "20200101T000000Z-000000" / "results" / "align.json").write_text("9", encoding="utf-8")
    assert faults(done) == [f"runs/{PERIOD}/20200101T000000Z-000000/results/align.json: it is not as the run wrote it"]
    shutil.copyfile(
        second.folder / "results" / "align.json", runs / "20200101T000000Z-000000" / "results" / "align.json"
    )
    (runs / "current.json").write_text('{"run": "20200101T000000Z-000000"}', encoding="utf-8")
    (told,) = faults(done)
    assert told.startswith(
        f"runs/{PERIOD}/current.json: it names 20200101T000000Z-000000, and {second.folder.name}, made"
    )


def test_an_edited_manifest_is_no_manifest(done, reports):
    text = (reports / FILE).read_text(encoding="utf-8")
    (reports / FILE).write_text(text.replace('"as_of": "2025-06-30"', '"as_of": "2025-06-29"'), encoding="utf-8")
    assert "was edited: what" in faults(done)[0]


@pytest.mark.parametrize("name", [FILE, RUN])
def test_no_byte_of_a_manifest_can_be_edited_unseen(done, reports, name):
    path = reports / FILE if name == FILE else next((done / "runs" / PERIOD).glob(f"2*/{RUN}"))
    before = path.read_bytes()

    def found():
        return document_faults(path.parent)[1] if name == FILE else [*run_faults(path.parent)]

    assert not found()
    for at in range(0, len(before), len(before) // 60):
        edited = bytearray(before)
        edited[at] = edited[at] + 1 if edited[at] in b"012345678" else edited[at] ^ 1
        path.write_bytes(edited)
        assert found(), before[at - 20 : at + 20]


def test_a_page_that_was_taken_away_with_its_manifest_is_missed(done, reports):
    shutil.rmtree(reports)
    assert faults(done) == [f"{PAGE}: the latest run made it and it is not there; publish again"]


def test_pages_whose_manifest_was_taken_away_with_the_run_are_still_seen(done, reports):
    shutil.rmtree(done / "runs")
    (reports / FILE).unlink()
    (reports / "retrospective.html").rename(reports / "x.html")
    assert "there is no manifest" in faults(done)[0]


def test_a_set_of_which_a_kill_left_half_is_incomplete_and_the_next_run_finishes_it(done, reports, said):
    room = reports / ROOM
    room.mkdir()
    (room / "retrospective.html").write_text("page 1", encoding="utf-8")
    (room / "journal.json").write_text(
        json.dumps({"files": ["retrospective.html", FILE], "gone": []}), encoding="utf-8"
    )
    assert "incomplete; publish again" in faults(done)[0]
    carry_out(done, PERIOD, progress=said)
    assert faults(done) == []


def test_inputs_that_changed_since_are_told_and_are_no_fault(done):
    with (done / "kpis.yaml").open("a", encoding="utf-8") as file:
        file.write("\n")
    found = verify(load_engagement(done))
    assert found.faults == ()
    assert found.told == (f"{PAGE}: of earlier inputs; changed since: kpis.yaml",)


def test_a_run_of_some_steps_is_of_no_earlier_inputs_where_nothing_changed(small, steps, notebook, said):
    carry_out(small, PERIOD, frozenset({"align"}), progress=said)
    publish(small, PERIOD, Asked("align"), said)
    assert verify(load_engagement(small)).told == ()
    with (small / "kpis.yaml").open("a", encoding="utf-8") as file:
        file.write("\n")
    (told,) = verify(load_engagement(small)).told
    assert told == f"reports/{PERIOD}/align.html: of earlier inputs; changed since: kpis.yaml"


def test_a_page_of_an_earlier_run_is_told_where_no_input_changed(done, notebook, said):
    publish(done, PERIOD, Asked("track"), said)
    carry_out(done, PERIOD, given={"seed": "7"}, progress=said)
    found = verify(load_engagement(done))
    assert found.faults == ()
    assert found.told == (f"reports/{PERIOD}/track.html: of an earlier run than the latest; publish again",)


def test_a_ledger_that_was_cut_or_rewritten_after_the_page_was_out_is_found(small_ledger, steps, said):
    folder = small_ledger
    carry_out(folder, PERIOD, progress=said)
    assert faults(folder) == []
    with sqlite3.connect(folder / "ledger.db") as store:
        for (name,) in store.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            store.execute(f"DROP TRIGGER {name}")
        (last,) = store.execute("SELECT max(seq) FROM event").fetchone()
        store.execute("DELETE FROM event WHERE seq = ?", (last,))
    told = faults(folder)
    assert told
    assert all(each.startswith("ledger: ") for each in told)
    assert any(f"It stood so when {PERIOD} was published" in each or "was made" in each for each in told)


def test_a_run_that_is_not_here_any_more_is_told_and_its_documents_are_still_held_to_their_manifest(done):
    for each in (done / "runs" / PERIOD).glob("2*/run.json"):
        each.unlink()
    (done / "runs" / PERIOD / "current.json").unlink()
    found = verify(load_engagement(done))
    assert found.faults == ()
    assert "is not here; only they were looked at" in found.told[0]


def test_metadata_are_held_to_the_manifest_too(done, reports, notebook, said):
    publish(done, PERIOD, Asked(crate=True), said)
    assert faults(done) == []
    (reports / CRATE).write_text("{}", encoding="utf-8")
    assert faults(done) == [f"reports/{PERIOD}/{CRATE}: it is not as it was published: its content was changed since"]


def test_a_period_of_which_nothing_is_there_is_refused(done):
    with pytest.raises(UnknownNameError, match="Unknown period '2025-05'.*Known: 2025-06"):
        verify(load_engagement(done), "2025-05")


def test_the_command_ends_with_1_where_something_differs(done, perfloop_here):
    told = perfloop_here("verify", done)
    assert (told.code, told.out) == (0, "1 document, 1 run, the ledger: all as published\n")
    (done / PAGE).write_text("page 2", encoding="utf-8")
    told = perfloop_here("verify", done, "--period", PERIOD)
    assert told.code == 1
    assert told.out.startswith(PAGE)


def test_a_document_that_is_lost_is_not_counted_among_those_of_earlier_inputs(done, reports):
    with (done / "kpis.yaml").open("a", encoding="utf-8") as file:
        file.write("\n")
    (reports / "retrospective.html").unlink()
    assert not [each for each in verify(load_engagement(done)).told if "of earlier inputs" in each]
