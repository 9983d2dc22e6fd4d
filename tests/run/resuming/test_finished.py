"""A run that is killed at an operation on the disk: old or new whole, steps that had finished are taken over."""

import errno
import json
import shutil
from contextlib import suppress

import pytest

from diagnostics.dictionary.load import load_engagement
from diagnostics.errors import InputError, StepFailedError, SurroundingsError
from diagnostics.run.carry_out import carry_out
from diagnostics.run.listing import plan_lines
from diagnostics.run.plan import make_plan
from diagnostics.run.publishing.verify import verify
from diagnostics.run.resuming.finished import FOLDER
from diagnostics.run.steps import NAMES
from diagnostics.run.workspace import Workspace
from tests.run import dying
from tests.run.death_trials import documents, left_over, results
from tests.run.disk_points import Points, failing

PERIOD = "2025-06"
CHANGED = {"seed": "7"}
# Of the operations of a run those at which something takes its place, and some between them.
LANDS, EVERY = ("replace", "rename"), 83


class KilledError(BaseException):
    """Stands for SIGKILL: from then on the process changes nothing."""


def killed(name):
    raise KilledError


@pytest.fixture(scope="module")
def finished(shared_small):
    """An engagement with one complete run by steps whose results tell their parameters."""
    with pytest.MonkeyPatch.context() as patched:
        stand_in(patched)
        carry_out(shared_small, PERIOD)
    return shared_small.resolve()


def stand_in(patched):
    patched.setattr("diagnostics.run.carry_out.execute", dying.execute)
    patched.setattr("diagnostics.run.carry_out.render", dying.render)
    patched.setattr("diagnostics.data.engine.child.in_child", lambda function, *given, **_: function(*given))


@pytest.fixture
def room(finished, tmp_path, monkeypatch):
    """Where copies of it are broken, at the same place each time."""
    stand_in(monkeypatch)
    place = tmp_path.resolve() / "small"

    def fresh():
        shutil.rmtree(place, ignore_errors=True)
        return shutil.copytree(finished, place)

    return fresh


def broken(folder, at, happens, given=CHANGED):
    """Run with something happening at an operation; how many operations there were, and what they were."""
    points = Points((folder,), at, happens)
    with pytest.MonkeyPatch.context() as patched:
        points.install(patched.setattr)
        with suppress(KilledError):
            carry_out(folder, PERIOD, given=given)
    return points.names


def is_known_as_incomplete(folder):
    return any("incomplete" in str(each) for each in verify(load_engagement(folder)).faults)


def operations(names, what):
    return [at for at, name in enumerate(names, 1) if name.startswith(what) or at % EVERY == 0]


def test_killed_anywhere_the_page_is_old_or_new_and_the_next_run_comes_to_the_same_bytes(room):
    folder = room()
    old = documents(folder)
    names = broken(folder, 0, killed)
    new, run = documents(folder), results(folder)
    assert new != old
    points = operations(names, LANDS)
    assert len(points) > 7
    half = 0
    for at in points:
        folder = room()
        broken(folder, at, killed)
        mixed = documents(folder) not in (old, new)
        half += mixed
        assert not mixed or is_known_as_incomplete(folder), names[at - 1]
        carry_out(folder, PERIOD, given=CHANGED)
        assert (documents(folder), results(folder), left_over(folder)) == (new, run, []), names[at - 1]
    assert half


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO])
def test_a_disk_that_fails_ends_with_an_error_of_the_surroundings_and_keeps_the_page(room, number):
    folder = room()
    old, names = documents(folder), broken(room(), 0, killed)
    new = documents(folder)
    refused = 0
    for at in operations(names, "write .current")[:3]:
        folder = room()
        told = ""
        try:
            broken(folder, at, failing(number, stays=number == errno.ENOSPC))
        except (SurroundingsError, OSError) as error:
            told = str(error)
        refused += "No space" in told or "Input/output" in told
        assert documents(folder) in (old, new) or is_known_as_incomplete(folder)
        carry_out(folder, PERIOD, given=CHANGED)
        assert documents(folder) == new
    assert refused > 1


def kill_in(folder, step, monkeypatch):
    """Kill a run when a step has written half of what it writes."""
    at = next(at for at, name in enumerate(broken_names(folder, monkeypatch), 1) if name == f"write {step}.txt")
    broken(folder, at, killed)


def broken_names(folder, monkeypatch):
    twin = shutil.copytree(folder, folder.with_name("twin"))
    try:
        return broken(twin, 0, killed)
    finally:
        shutil.rmtree(twin)


def test_steps_that_had_finished_are_taken_over_and_the_killed_one_is_done_again_whole(room, monkeypatch, said):
    folder = room()
    with (folder / "data" / "visits.csv").open("a", encoding="utf-8") as file:
        file.write("2025-06-05,south,9,90\n")
    kill_in(folder, "track", monkeypatch)
    (left,) = (folder / "runs" / PERIOD).glob(".staging-*")
    assert {each.stem for each in (left / FOLDER).iterdir()} == {"align", "diagnose", "intervene"}
    assert (left / "logs" / "track.log").exists()
    plan = make_plan(load_engagement(folder), PERIOD, given=CHANGED)
    assert [each.action for each in plan.steps] == ["reuse"] * 3 + ["run"] * 2
    assert "align      taken over from a run that did not end" in "\n".join(plan_lines(plan))
    (left / "results" / "intervene.json").write_text("edited", encoding="utf-8")
    ran = []
    monkeypatch.setattr(
        "diagnostics.run.carry_out.execute", lambda step, *more: ran.append(step.name) or dying.execute(step, *more)
    )
    outcome = carry_out(folder, PERIOD, given=CHANGED, progress=said)
    assert ran == ["intervene", "track", "close"]
    assert (outcome.ran, outcome.reused) == (("intervene", "track", "close"), ("align", "diagnose"))
    assert "align: finished by a run that did not end, taken over" in said.stream.getvalue()
    assert outcome.run.intact("align")
    assert left_over(folder) == []


def test_what_a_killed_run_finished_of_other_inputs_is_not_taken_over(room, monkeypatch):
    folder = room()
    kill_in(folder, "close", monkeypatch)
    plan = make_plan(load_engagement(folder), PERIOD, given={"seed": "8"})
    assert [(each.step.name, each.action) for each in plan.steps][3:] == [("track", "run"), ("close", "run")]
    carry_out(folder, PERIOD)
    assert left_over(folder) == [], "what is of no use stays no longer than the next run"


def test_a_record_that_can_not_be_read_counts_for_nothing(room, monkeypatch):
    folder = room()
    kill_in(folder, "close", monkeypatch)
    (record,) = (folder / "runs" / PERIOD).glob(f".staging-*/{FOLDER}/track.json")
    told = json.loads(record.read_text("utf-8"))
    told["record"]["outputs"] = {}
    # Cut off, or edited: what it no longer names would be missing in the run.
    for text in (json.dumps({"key": "x"}), json.dumps(told)):
        record.write_text(text, encoding="utf-8")
        plan = make_plan(load_engagement(folder), PERIOD, given=CHANGED)
        assert plan.steps[3].action == "run"


def test_a_manifest_that_leads_out_of_its_run_is_none(room):
    run = Workspace(room(), PERIOD).current()
    text = (run.folder / "run.json").read_text("utf-8").replace("results/align.json", "../../../stolen.json")
    (run.folder / "run.json").write_text(text, encoding="utf-8")
    assert Workspace(run.folder.parents[2], PERIOD).current() is None


def test_a_step_that_fails_after_a_kill_leaves_its_logs_and_what_is_taken_over_again(room, monkeypatch):
    folder = room()
    kill_in(folder, "close", monkeypatch)

    def fails(*_):
        raise StepFailedError("x")

    monkeypatch.setattr("diagnostics.run.carry_out.execute", fails)
    with pytest.raises(StepFailedError):
        carry_out(folder, PERIOD, given=CHANGED)
    (left,) = (folder / "runs" / PERIOD).glob(f".staging-*/{FOLDER}")
    assert [each.name for each in left.iterdir()] == ["track.json"], "what was killed is gone, what it gave is kept"
    assert [each.name.endswith(".failed") for each in sorted(Workspace(folder, PERIOD).runs.glob("2*"))] == [
        False,
        True,
    ]
    assert set(NAMES) == set(Workspace(folder, PERIOD).current().manifest.steps)


def saved_by_somebody(folder, monkeypatch, what):
    """Have somebody save a file while the step diagnose runs."""
    path = folder / "data" / "visits.csv"

    def execute(step, *more):
        if step.name == "diagnose":
            path.write_bytes(path.read_bytes() + what)
        return dying.execute(step, *more)

    monkeypatch.setattr("diagnostics.run.carry_out.execute", execute)


def test_a_file_that_is_saved_while_a_run_is_under_way_ends_it_and_the_page_stays(room, monkeypatch):
    folder = room()
    with (folder / "data" / "visits.csv").open("a", encoding="utf-8") as file:
        file.write("2025-06-06,south,9,90\n")
    old = documents(folder)
    saved_by_somebody(folder, monkeypatch, b"2025-06-05,south,9,90\n")
    with pytest.raises(InputError, match=r"data visits\.csv changed while the run was under way"):
        carry_out(folder, PERIOD, given=CHANGED)
    assert documents(folder) == old
    plan = make_plan(load_engagement(folder), PERIOD, given=CHANGED)
    assert {each.left for each in plan.steps} == {None}, "the file is read by all steps: none is taken over"
    monkeypatch.setattr("diagnostics.run.carry_out.execute", dying.execute)
    carry_out(folder, PERIOD, given=CHANGED)
    assert left_over(folder) == []


def test_a_file_that_is_saved_anew_with_the_same_content_ends_nothing(room, monkeypatch):
    folder = room()
    (folder / "evidence").mkdir()
    (folder / "evidence" / "of nobody.txt").touch()
    with (folder / "data" / "visits.csv").open("a", encoding="utf-8") as file:
        file.write("2025-06-06,south,9,90\n")
    saved_by_somebody(folder, monkeypatch, b"")
    assert carry_out(folder, PERIOD, given=CHANGED).ran
