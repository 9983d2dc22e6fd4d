"""perfloop verify --replay: computed anew beside what is there, byte by byte; what is published stays untouched."""

import shutil

import pytest

from diagnostics.data.handoff import read_records, write_records
from diagnostics.run.carry_out import carry_out
from diagnostics.run.publishing.publish import Asked, publish
from diagnostics.run.publishing.replay import replay
from diagnostics.run.restating import Correcting
from tests.run.publishing.conftest import PERIOD
from tests.run.test_carry_out import everything


@pytest.fixture
def replaying(steps, monkeypatch):
    """Pages of the replay come from the stand-in too."""
    monkeypatch.setattr("diagnostics.run.publishing.replay.render", steps.render)
    steps.rendered = 0
    return steps


def test_the_same_inputs_give_the_same_bytes_and_nothing_is_written(done, notebook, replaying, said):
    publish(done, PERIOD, Asked("track"), said)
    before = everything(done)
    # The stand-in's retrospective is no page of the publishing notebook.
    found = replay(done, PERIOD, said)
    assert [str(each) for each in found.faults] == [
        f"reports/{PERIOD}/retrospective.html: it came out otherwise: its bytes differ"
    ]
    assert found.told == "13 of 14 files equal"
    assert everything(done) == before


def test_a_page_of_another_run_is_not_replayed_and_that_is_said(done, notebook, replaying, said):
    publish(done, PERIOD, Asked("track"), said)
    # The stand-in counts its pages: that of the second run is another one.
    replaying.rendered = 1
    carry_out(done, PERIOD, given={"seed": "7"}, progress=said)
    faults = [str(each) for each in replay(done, PERIOD, said).faults]
    assert f"reports/{PERIOD}/track.html: it was not replayed: it is of another run; publish it again" in faults


def test_what_comes_out_otherwise_is_named(done, notebook, replaying, said, monkeypatch):
    real = replaying.execute

    def execute(step, staging, *given):
        told = real(step, staging, *given)
        if step.name == "track":
            (staging / "results" / "track.json").write_text("otherwise", encoding="utf-8")
        return told

    monkeypatch.setattr("diagnostics.run.carry_out.execute", execute)
    faults = [str(each) for each in replay(done, PERIOD, said).faults]
    assert any("results/track.json: it came out otherwise: its bytes differ" in each for each in faults)


def test_with_changed_inputs_nothing_is_computed_and_they_are_named(done, replaying, said):
    with (done / "kpis.yaml").open("a", encoding="utf-8") as file:
        file.write("\n")
    ran = len(replaying.ran)
    (fault,) = replay(done, PERIOD, said).faults
    assert fault.told == "it can't be replayed, these have changed since: kpis.yaml"
    assert len(replaying.ran) == ran


def test_a_period_without_a_complete_run_is_said(done, replaying, said):
    shutil.rmtree(done / "runs")
    (fault,) = replay(done, PERIOD, said).faults
    assert fault.told == "no complete run is there to be replayed"


def test_what_a_run_tells_of_corrections_is_taken_over_byte_by_byte(tmp_path):
    """What was found when figures changed can't be found again: they have changed."""
    told = {"period": PERIOD, "restatements": [{"reason": "漏报", "verdicts": [{"measure": "a"}]}], "earlier": []}
    first, again = (write_records(tmp_path / each, "restatement", told) for each in ("first", "again"))
    again.unlink()
    Correcting(read_records(tmp_path / "first", "restatement")).write(tmp_path / "again")
    assert again.read_bytes() == first.read_bytes()
