"""A run that failed or was interrupted: the steps that it had finished wait for the next one, and nothing else of it."""

import errno
import shutil

import pytest

from diagnostics.dictionary.load import load_engagement
from diagnostics.errors import InputError, StepFailedError, SurroundingsError
from diagnostics.run.carry_out import carry_out
from diagnostics.run.listing import plan_lines
from diagnostics.run.plan import make_plan
from diagnostics.run.publishing.verify import verify
from diagnostics.run.resuming.finished import FOLDER
from diagnostics.run.resuming.what_is_left import lines_of_what_is_left
from diagnostics.run.workspace import Workspace
from tests.run import dying
from tests.run.death_trials import documents, left_over, results

PERIOD = "2025-06"
ENDS = [KeyboardInterrupt(), StepFailedError("x"), MemoryError()]


class Stopped:
    """Steps that ran, those to be ended at, and what is staged."""

    def __init__(self, folder):
        self.folder, self.ran, self.failing = folder.resolve(), [], {}

    def execute(self, step, staging, *more):
        self.ran.append(step.name)
        seconds = dying.execute(step, staging, *more)
        half = staging / "results" / f"half of {step.name}"
        half.mkdir()
        (half / "x.json").touch()
        if step.name in self.failing:
            raise self.failing[step.name]
        shutil.rmtree(half)
        return seconds

    def run(self, *, ends=None, at="", **given):
        self.ran.clear()
        self.failing = {at: ends}
        try:
            return carry_out(self.folder, PERIOD, given=given)
        except BaseException as error:
            if ends is None:
                raise
            return error

    def staged(self):
        return sorted((self.folder / "runs").glob("*/.staging-*"))


@pytest.fixture
def client(small, monkeypatch):
    """An engagement whose steps can be stopped."""
    stopped = Stopped(small)
    monkeypatch.setattr("diagnostics.run.carry_out.execute", stopped.execute)
    monkeypatch.setattr("diagnostics.run.carry_out.render", dying.render)
    return stopped


@pytest.mark.parametrize("ends", ENDS, ids=lambda each: type(each).__name__)
def test_what_had_finished_is_taken_over_and_comes_to_the_bytes_of_an_unbroken_run(client, tmp_path, ends):
    twin = shutil.copytree(client.folder, tmp_path / "twin" / "small")
    client.run(ends=ends, at="intervene")
    (left,) = client.staged()
    inside = {each.relative_to(left).as_posix() for each in left.rglob("*") if each.is_file()}
    assert {each for each in inside if "intervene" in each or "half" in each} == set()
    assert {f"{FOLDER}/align.json", "work/align.txt", "results/diagnose.json"} <= inside
    (failed,) = (client.folder / "runs" / PERIOD).glob("*.failed")
    assert {each.name for each in failed.iterdir()} == {"logs", "notebooks"}
    assert (failed / "logs" / "intervene.log").is_file()
    assert not any("half" in str(each) for each in client.folder.rglob("*"))
    outcome = client.run()
    assert client.ran == ["intervene", "track", "close"]
    assert (outcome.reused, left_over(client.folder)) == (("align", "diagnose"), [])
    assert not verify(load_engagement(client.folder)).faults
    told, made = results(client.folder), documents(client.folder)
    carry_out(twin, PERIOD)
    assert (results(twin), documents(twin)) == (told, made)


def test_a_plan_tells_it(client):
    client.run(ends=KeyboardInterrupt(), at="track")
    plan = make_plan(load_engagement(client.folder), PERIOD)
    assert "align      taken over from a run that did not end" in "\n".join(plan_lines(plan))
    first, second = lines_of_what_is_left(client.folder, plan)
    assert first.startswith("failed: the last run failed or was interrupted; its logs are in ")
    assert second == (
        f"failed: of {PERIOD} a run left finished steps; what it had finished is taken over (align, diagnose, intervene),"
        " the rest is removed by the next run"
    )
    elsewhere = make_plan(load_engagement(client.folder), "2025-05")
    assert "nothing of it is used" in next(lines_of_what_is_left(client.folder, elsewhere))


def test_nothing_edited_and_nothing_of_other_inputs_is_taken_over(client):
    client.run(ends=StepFailedError("x"), at="track")
    (client.staged()[0] / "results" / "diagnose.json").write_text("edited", encoding="utf-8")
    client.run(ends=StepFailedError("x"), at="track")
    assert client.ran == ["diagnose", "track"]
    with (client.folder / "data" / "visits.csv").open("a", encoding="utf-8") as file:
        file.write("2025-06-05,south,9,90\n")
    client.run()
    assert client.ran[0] == "align"
    assert left_over(client.folder) == []


def test_of_runs_that_fail_one_after_the_other_the_last_alone_is_staged(client):
    for step in ("diagnose", "intervene", "track", "close"):
        client.run(ends=StepFailedError("x"), at=step)
        assert (client.ran[-1], len(client.ran)) == (step, 2), "the step that failed before, and this one"
        assert len(client.staged()) == 1
    assert len(list((client.folder / "runs" / PERIOD).glob("*.failed"))) == 3


def test_what_had_finished_waits_while_a_run_is_refused_and_goes_once_it_is_of_no_use(client, monkeypatch):
    client.run(ends=KeyboardInterrupt(), at="track")
    with monkeypatch.context() as patched:
        patched.setattr("diagnostics.run.carry_out.make_plan", lambda *_, **__: (_ for _ in ()).throw(InputError("x")))
        client.run(ends=InputError("x"))
    assert len(client.staged()) == 1
    # Every step reads it: all keys are others.
    with (client.folder / "kpis.yaml").open("a", encoding="utf-8") as file:
        file.write("\n")
    client.run(ends=KeyboardInterrupt(), at="align")
    assert client.staged() == []


def test_a_run_of_another_period_removes_it(client):
    client.run(ends=KeyboardInterrupt(), at="track")
    client.failing.clear()
    carry_out(client.folder, "2025-05")
    assert client.staged() == []


@pytest.mark.parametrize("wrapped", [True, False])
def test_of_a_full_disk_only_logs_and_notebooks_stay(client, wrapped):
    ends = OSError(errno.ENOSPC, "No space left on device")
    if wrapped:
        inner, ends = ends, SurroundingsError("full")
        ends.__cause__ = inner
    client.run(ends=ends, at="track")
    assert client.staged() == []
    assert len(list((client.folder / "runs" / PERIOD).glob("*.failed/logs/track.log"))) == 1


def test_without_room_for_logs_beside_what_had_finished_the_logs_stay(client, monkeypatch):
    def full(*_, **__):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("diagnostics.run.workspace.shutil.copytree", full)
    client.run(ends=StepFailedError("x"), at="track")
    assert client.staged() == []
    assert len(list((client.folder / "runs" / PERIOD).glob("*.failed/logs/track.log"))) == 1


def test_interrupted_again_while_it_tidies_up_a_run_leaves_what_a_killed_one_would(client, monkeypatch):
    def again(*_, **__):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("diagnostics.run.workspace.shutil.copytree", again)
        client.run(ends=StepFailedError("x"), at="track")
    client.run()
    assert client.ran == ["track", "close"]
    assert left_over(client.folder) == []


def test_links_that_a_step_made_are_removed_and_not_what_they_lead_to(client, tmp_path):
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "own.txt").touch()
    staging = Workspace(client.folder, PERIOD).stage()
    (staging / "work" / "link").symlink_to(outside)
    (staging / "work" / "kept.txt").touch()
    Workspace(client.folder, PERIOD).fail(staging, {"work/kept.txt"})
    assert [each.name for each in staging.rglob("*") if each.is_file()] == ["kept.txt"]
    assert (outside / "own.txt").exists()
