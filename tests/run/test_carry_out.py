"""A run from folder to page: the old whole stays until the new whole is there."""

import os

import pytest

from diagnostics.errors import InputError, StepFailedError, SurroundingsError, UnknownNameError
from diagnostics.run import carry_out as carrying
from diagnostics.run.carry_out import carry_out
from diagnostics.run.lock import hold
from diagnostics.run.steps import NAMES
from diagnostics.run.workspace import Workspace
from tests.seeds import LEDGER


def everything(folder):
    """All files of an engagement with their contents, the lock apart."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != ".lock"
    }


def lines(said):
    return said.stream.getvalue()


def test_a_run_leaves_results_manifest_pointer_and_page(small, steps, said):
    outcome = carry_out(small, "2025-06", progress=said)
    assert outcome.ran == NAMES
    assert outcome.page == small.resolve() / "reports" / "2025-06" / "retrospective.html"
    assert outcome.page.read_text(encoding="utf-8") == "page 1"
    assert Workspace(small.resolve(), "2025-06").current().folder == outcome.run.folder
    assert {each.name for each in outcome.run.folder.iterdir()} == {"work", "results", "notebooks", "logs", "run.json"}


def test_the_manifest_records_what_each_step_wrote(small, steps, said):
    manifest = carry_out(small, "2025-06", progress=said).run.manifest
    assert set(manifest.steps["track"].outputs) == {
        "logs/track.log",
        "notebooks/4_track.ipynb",
        "results/track.json",
        "work/track.txt",
    }
    assert manifest.period == "2025-06"
    assert manifest.as_of == "2025-06-30"
    assert manifest.page.file == "results/retrospective.html"


def test_a_rerun_with_nothing_changed_runs_nothing_and_says_so(small, steps, said):
    first = carry_out(small, "2025-06", progress=said)
    before = everything(small)
    again = carry_out(small, "2025-06", progress=said)
    assert again.ran == ()
    assert again.page == first.page
    assert steps.ran == list(NAMES)
    assert steps.rendered == 1
    assert "nothing to run" in lines(said)
    assert everything(small) == before


def test_unchanged_steps_are_copied_and_say_where_they_come_from(small, steps, said):
    first = carry_out(small, "2025-06", progress=said)
    second = carry_out(small, "2025-06", given={"seed": "7"}, progress=said)
    assert second.ran == ("track", "close")
    assert second.reused == ("align", "diagnose", "intervene")
    assert second.run.manifest.steps["align"].reused_from == first.run.folder.name
    assert (second.run.folder / "results" / "align.json").read_bytes() == (
        first.run.folder / "results" / "align.json"
    ).read_bytes()
    third = carry_out(small, "2025-06", given={"seed": "8"}, progress=said)
    assert third.run.manifest.steps["align"].reused_from == first.run.folder.name


def test_a_step_asked_for_brings_what_it_needs_and_no_page(small, steps, said):
    outcome = carry_out(small, "2025-06", frozenset({"intervene"}), progress=said)
    assert steps.ran == ["align", "diagnose", "intervene"]
    assert outcome.left_out == ("track", "close")
    assert outcome.page is None
    assert "track: left out" in lines(said)
    assert carry_out(small, "2025-06", progress=said).ran == ("track", "close")


def test_the_old_page_stays_when_only_some_steps_run(small, steps, said):
    page = carry_out(small, "2025-06", progress=said).page
    carry_out(small, "2025-06", frozenset({"track"}), given={"seed": "7"}, progress=said)
    assert page.read_text(encoding="utf-8") == "page 1"


@pytest.mark.parametrize("name", NAMES)
def test_a_failing_step_leaves_runs_and_page_as_they_were(small, steps, said, name):
    carry_out(small, "2025-06", progress=said)
    before = everything(small)
    with (small / "kpis.yaml").open("a", encoding="utf-8") as file:
        file.write("\n")
    steps.failing[name] = StepFailedError("x.ipynb, cell [3]: KeyError: 'a'")
    with pytest.raises(StepFailedError, match=r"x.ipynb, cell \[3\]: KeyError: 'a'\. Logs: .*\.failed/logs\."):
        carry_out(small, "2025-06", progress=said)
    after = everything(small)
    new = set(after) - set(before)
    assert {path: after[path] for path in before if path != "kpis.yaml"} == {
        path: content for path, content in before.items() if path != "kpis.yaml"
    }
    assert new
    kept = {path for path in new if "/.staging-" in path}
    assert not any(name in path for path in kept), "of the step that failed nothing is staged"
    assert all(".failed/logs/" in path or ".failed/notebooks/" in path for path in new - kept)
    assert any(path.endswith(f".failed/logs/{name}.log") for path in new)


def test_a_failed_run_keeps_no_figures_but_those_of_finished_steps_until_the_next_run(small, steps, said):
    steps.failing["track"] = StepFailedError("x")
    with pytest.raises(StepFailedError):
        carry_out(small, "2025-06", progress=said)
    figures = {path: each for path, each in everything(small).items() if "rows of people" in each.decode()}
    assert {path.split("/", 3)[3] for path in figures} == {
        f"work/{each}.txt" for each in ("align", "diagnose", "intervene")
    }
    assert all(path.startswith("runs/2025-06/.staging-") for path in figures)
    steps.failing.clear()
    run = carry_out(small, "2025-06", progress=said).run
    figures = {path for path, each in everything(small).items() if "rows of people" in each.decode()}
    assert all(path.startswith(f"runs/2025-06/{run.folder.name}/work/") for path in figures)


def test_a_run_that_fails_in_its_first_step_keeps_no_figures(small, steps, said):
    steps.failing["align"] = StepFailedError("x")
    with pytest.raises(StepFailedError):
        carry_out(small, "2025-06", progress=said)
    assert not any("rows of people" in content.decode() for content in everything(small).values())


def test_an_interrupted_run_leaves_runs_and_page_as_they_were(small, steps, said):
    page = carry_out(small, "2025-06", progress=said).page
    steps.failing["track"] = KeyboardInterrupt()
    with pytest.raises(KeyboardInterrupt):
        carry_out(small, "2025-06", given={"seed": "7"}, progress=said)
    assert page.read_text(encoding="utf-8") == "page 1"
    assert not list((small / "runs" / "2025-06").glob(".staging-*"))


def test_a_page_that_can_not_be_rendered_leaves_the_old_one(small, steps, said, monkeypatch):
    page = carry_out(small, "2025-06", progress=said).page

    def broken(staging, inputs, **_):
        raise InputError("a glyph is missing.")

    monkeypatch.setattr(carrying, "render", broken)
    with pytest.raises(InputError, match="a glyph is missing"):
        carry_out(small, "2025-06", given={"seed": "7"}, progress=said)
    assert page.read_text(encoding="utf-8") == "page 1"


def test_a_disk_that_fills_while_logs_are_kept_does_not_hide_the_error(small, steps, said, monkeypatch):
    steps.failing["align"] = StepFailedError("first.")

    def full(self, staging):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Workspace, "fail", full)
    with pytest.raises(StepFailedError, match="first. Logs: none, they could not be kept"):
        carry_out(small, "2025-06", progress=said)


def test_a_page_lost_between_run_and_publication_is_put_back(small, steps, said):
    page = carry_out(small, "2025-06", progress=said).page
    page.unlink()
    assert carry_out(small, "2025-06", progress=said).page.read_text(encoding="utf-8") == "page 1"
    assert steps.ran == list(NAMES)


def test_a_changed_template_renders_the_page_again_and_runs_no_step(small, steps, said, monkeypatch):
    carry_out(small, "2025-06", progress=said)
    monkeypatch.setattr("diagnostics.run.plan.page_inputs", lambda key, **_: {"step close": key, "template": "new"})
    outcome = carry_out(small, "2025-06", progress=said)
    assert steps.ran == list(NAMES)
    assert outcome.page.read_text(encoding="utf-8") == "page 2"


def test_what_changed_while_the_lock_was_waited_for_is_read_anew(small, steps, said, monkeypatch):
    from contextlib import contextmanager

    @contextmanager
    def late(folder, told):
        with hold(folder, told):
            path = small / "engagement.yaml"
            path.write_text(path.read_text(encoding="utf-8").replace("id: small", "id: other"), encoding="utf-8")
            yield

    monkeypatch.setattr(carrying, "hold", late)
    assert carry_out(small, "2025-06", progress=said).run.manifest.engagement == "other"


def test_leftovers_of_a_killed_run_are_swept(small, steps, said):
    Workspace(small.resolve(), "2025-06").stage()
    carry_out(small, "2025-06", progress=said)
    assert "removed what a killed run left" in lines(said)
    assert not list((small / "runs" / "2025-06").glob(".staging-*"))


def test_a_second_writer_is_refused_before_it_writes(small, steps, said):
    with hold(small.resolve(), "perfloop run"):
        before = everything(small)
        with pytest.raises(SurroundingsError, match=f"in use by process {os.getpid()}"):
            carry_out(small, "2025-06", progress=said)
    assert everything(small) == before
    assert steps.ran == []


@pytest.mark.parametrize(
    ("more", "error", "told"),
    [
        ({"given": {"sed": "1"}}, UnknownNameError, "Did you mean 'seed'"),
        ({"given": {"seed": "x"}}, InputError, "must be of type int"),
        ({"period": "2025-6"}, InputError, "no known form"),
    ],
)
def test_wrong_input_is_found_before_anything_is_written(small, steps, said, more, error, told):
    before = everything(small)
    period = more.pop("period", "2025-06")
    with pytest.raises(error, match=told):
        carry_out(small, period, progress=said, **more)
    assert everything(small) == before
    assert steps.ran == []


def test_seed_entries_reach_the_ledger_before_the_steps_and_once(small, steps, said):
    from diagnostics.dictionary.load import load_engagement
    from diagnostics.loop.intervene.ledger import open_ledger

    (small / "ledger.yaml").write_text(LEDGER, encoding="utf-8")
    carry_out(small, "2025-06", progress=said)
    assert carry_out(small, "2025-06", progress=said).ran == ()
    entries = open_ledger(load_engagement(small)).entries()
    assert [each.event for each in entries] == ["A-001"]
