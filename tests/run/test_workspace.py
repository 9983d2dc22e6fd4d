"""Where runs and pages lie: the old whole or the new whole."""

import json

import pytest

from diagnostics.errors import InputError
from diagnostics.run.manifest import Manifest, PageRecord, StepRecord, hash_file, read_manifest
from diagnostics.run.workspace import CURRENT, FOLDERS, Workspace, run_id


@pytest.fixture
def workspace(tmp_path):
    return Workspace(tmp_path, "2025-06")


def manifest(staging, **more):
    return Manifest(
        run=run_id(staging), engagement="small", period="2025-06", as_of="2025-06-30", started="", finished="",
        perfloop="0", python="3", packages=(), steps={}, **more,
    )  # fmt: skip


def complete(workspace, text="page"):
    staging = workspace.stage()
    page = staging / "results" / "retrospective.html"
    page.write_text(text, encoding="utf-8")
    record = PageRecord(file="results/retrospective.html", sha256=hash_file(page), key="", inputs={})
    return workspace.complete(staging, manifest(staging, page=record))


def test_a_staged_run_is_no_run_yet(workspace):
    staging = workspace.stage()
    assert {each.name for each in staging.iterdir()} == set(FOLDERS)
    assert workspace.current() is None


def test_a_complete_run_becomes_the_current_one(workspace):
    first, second = complete(workspace), complete(workspace)
    assert first.folder.is_dir()
    assert workspace.current().folder == second.folder
    assert read_manifest(second.folder).run == second.folder.name


def test_the_manifest_is_the_last_file_of_a_run(workspace, monkeypatch):
    staging = workspace.stage()
    monkeypatch.setattr("diagnostics.run.workspace.sync_tree", lambda path: (_ for _ in ()).throw(OSError(28, "full")))
    with pytest.raises(OSError, match="full"):
        workspace.complete(staging, manifest(staging))
    assert not (staging / "run.json").exists()
    assert workspace.current() is None


def test_what_a_killed_run_left_is_swept(workspace):
    done = complete(workspace)
    workspace.stage()
    workspace.stage()
    (workspace.runs / f".{CURRENT}.77.new").write_text("half", encoding="utf-8")
    assert workspace.sweep() == 2
    assert {each.name for each in workspace.runs.iterdir()} == {CURRENT, done.folder.name}


def test_of_a_failed_run_only_logs_and_notebooks_stay(workspace):
    staging = workspace.stage()
    (staging / "work" / "people.parquet").write_text("pay", encoding="utf-8")
    (staging / "logs" / "align.log").write_text("traceback", encoding="utf-8")
    kept = workspace.fail(staging)
    assert kept.name.endswith(".failed")
    assert {each.name for each in kept.iterdir()} == {"logs", "notebooks"}
    assert workspace.sweep() == 0


def test_of_failed_runs_the_last_three_are_kept(workspace):
    kept = [workspace.fail(workspace.stage()) for _ in range(5)]
    there = {each.name for each in workspace.runs.iterdir()}
    assert len(there) == 3
    assert kept[-1].name in there


@pytest.mark.parametrize("content", ["", "{", "[]", '{"run": "gone"}', '{"run": "../elsewhere"}', '{"run": null}'])
def test_a_broken_pointer_means_no_current_run(workspace, content):
    complete(workspace)
    (workspace.runs / CURRENT).write_text(content, encoding="utf-8")
    assert workspace.current() is None


def test_a_run_of_a_newer_perfloop_is_not_read(workspace):
    run = complete(workspace)
    content = json.loads((run.folder / "run.json").read_text(encoding="utf-8"))
    content["schema"]["version"] = 99
    (run.folder / "run.json").write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(InputError, match="can't be read as a run"):
        read_manifest(run.folder)
    assert workspace.current() is None


def test_changed_outputs_are_noticed(workspace):
    staging = workspace.stage()
    (staging / "results" / "gaps.json").write_text("1", encoding="utf-8")
    record = StepRecord(
        key="", inputs={}, parameters={}, outputs={"results/gaps.json": hash_file(staging / "results" / "gaps.json")}
    )
    run = workspace.complete(staging, manifest(staging).model_copy(update={"steps": {"diagnose": record}}))
    assert run.intact("diagnose")
    (run.folder / "results" / "gaps.json").write_text("2", encoding="utf-8")
    assert not run.intact("diagnose")


def test_a_draft_is_placed_beside_the_page(workspace):
    old, new = complete(workspace, "old"), complete(workspace, "new")
    workspace.page.parent.mkdir(parents=True)
    workspace.page.write_text("page", encoding="utf-8")
    assert workspace.place_draft(old).read_text(encoding="utf-8") == "old"
    assert workspace.place_draft(new).read_text(encoding="utf-8") == "new"
    assert workspace.page.read_text(encoding="utf-8") == "page"


def test_a_run_without_a_page_places_no_draft(workspace):
    staging = workspace.stage()
    run = workspace.complete(staging, manifest(staging))
    with pytest.raises(InputError, match="has no page"):
        workspace.place_draft(run)
