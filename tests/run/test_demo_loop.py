"""The whole loop over demo A, as people run it: two commands, real kernels, one page."""

from __future__ import annotations

import json
import re
import shutil
from html import unescape

import nbformat
import pytest

from diagnostics.data.handoff import SCHEMAS, read_records, read_table
from diagnostics.run.made import files_of
from diagnostics.run.manifest import hash_file, read_manifest
from diagnostics.run.steps import NAMES, STEPS
from tests.without_kernels import loop_here

pytestmark = pytest.mark.kernels


def test_the_last_line_is_the_path_of_the_page(demo_a):
    assert demo_a.told.last_line.endswith("a/reports/2025-06/retrospective.html")
    assert demo_a.page.read_text(encoding="utf-8").startswith("<!doctype html>")


# A client without readings has no conflicts, a first page restates nothing, and neither a KPI system is built nor a line looked at here.
ONLY_WHERE_NEEDED = ("conflicts", "restatement", "kpi_build", "losses")


def test_progress_goes_to_standard_error_a_line_a_step(demo_a):
    assert demo_a.told.out.count("\n") == 1
    assert [line.split(":")[0] for line in demo_a.told.err.splitlines()] == list(NAMES)


def test_every_hand_off_is_there_with_its_schema(demo_a):
    for name, (file, _) in SCHEMAS.items():
        if name in ONLY_WHERE_NEEDED:
            assert not (demo_a.run / file).exists(), name
            continue
        assert (demo_a.run / file).is_file(), name
        read = read_records if file.endswith(".json") else read_table
        assert len(read(demo_a.run, name))


def test_the_monday_text_stands_beside_the_alerts_as_a_page_of_its_own(demo_a):
    page = unescape((demo_a.run / "results" / "monday.html").read_text(encoding="utf-8"))
    told = (demo_a.run / "results" / "monday.txt").read_text(encoding="utf-8")
    assert "default-src 'none'" in page
    assert told.splitlines()[-1][:8] in page


def test_every_cell_of_every_notebook_ran(demo_a):
    for step in STEPS:
        notebook = nbformat.read(demo_a.run / "notebooks" / step.file, as_version=4)
        assert {cell.metadata.papermill.status for cell in notebook.cells} == {"completed"}
        assert not any(out.output_type == "error" for cell in notebook.cells for out in cell.get("outputs", []))


def test_notebooks_show_figures(demo_a):
    """Figures are counted: a kernel can lose them all without an error."""
    for name in ("2_diagnose.ipynb", "4_track.ipynb"):
        notebook = nbformat.read(demo_a.run / "notebooks" / name, as_version=4)
        outputs = [out for cell in notebook.cells for out in cell.get("outputs", [])]
        assert sum("image/png" in out.get("data", {}) for out in outputs) == 1, name


def test_no_step_warned(demo_a):
    for log in (demo_a.run / "logs").glob("*.log"):
        assert "Warning" not in log.read_text(encoding="utf-8"), log.name


def test_the_manifest_tells_what_was_read_and_written(demo_a):
    manifest = read_manifest(demo_a.run)
    assert set(manifest.steps) == set(NAMES)
    assert {"engagement.yaml", "kpis.yaml", "scorecards.yaml", "data visits.csv"} <= set(
        manifest.steps["diagnose"].inputs
    )
    written = {name: digest for step in manifest.steps.values() for name, digest in step.outputs.items()}
    assert {file for name, (file, _) in SCHEMAS.items() if name not in ONLY_WHERE_NEEDED} <= set(written)
    assert all(hash_file(demo_a.run / name) == digest for name, digest in written.items())
    assert hash_file(demo_a.page) == manifest.page.sha256


def test_what_leaves_the_engagement_names_no_path(demo_a):
    for path in (demo_a.page, *(each for each in (demo_a.run / "results").rglob("*") if each.is_file())):
        content = path.read_bytes()
        assert str(demo_a.folder).encode() not in content, path.name
        assert b"/tmp/" not in content, path.name


def test_the_current_run_is_pointed_at(demo_a):
    pointer = demo_a.run.parent / "current.json"
    assert json.loads(pointer.read_text(encoding="utf-8")) == {"run": demo_a.run.name}


@pytest.fixture(scope="module")
def again(demo_a, tmp_path_factory):
    """The same client in another folder, run from nothing and without kernels."""
    folder = tmp_path_factory.mktemp("again") / "elsewhere"
    shutil.copytree(demo_a.folder, folder, ignore=shutil.ignore_patterns("runs", "reports", "ledger.db*", ".lock"))
    return folder, loop_here(folder, demo_a.period).run.folder


def test_the_same_client_gives_the_same_bytes_in_another_folder(demo_a, again):
    _, run = again
    for kind in ("results", "work"):
        names = set(files_of(demo_a.run / kind))
        assert names == set(files_of(run / kind))
        assert [name for name in names if hash_file(demo_a.run / kind / name) != hash_file(run / kind / name)] == []


def test_a_rerun_runs_nothing_and_says_so(again, demo_a, perfloop_here, monkeypatch):
    folder, run = again
    monkeypatch.chdir(folder.parent)
    done = perfloop_here("run", folder, "--period", demo_a.period)
    assert done.code == 0
    assert re.fullmatch(r"nothing to run: .*\n", done.err)
    assert done.last_line == f"elsewhere/reports/{demo_a.period}/retrospective.html"
    assert [each.parent for each in (folder / "runs").glob("*/*/run.json")] == [run]


def test_a_later_ledger_entry_leaves_align_and_diagnose_alone(again, demo_a, perfloop_here):
    folder, _ = again
    seeds = (folder / "ledger.yaml").read_bytes()
    (folder / "ledger.yaml").write_bytes(seeds + b"\n")
    done = perfloop_here("plan", folder, "--period", demo_a.period)
    (folder / "ledger.yaml").write_bytes(seeds)
    assert re.search(
        r"align +unchanged\n.*\n +diagnose +unchanged\n.*\n +intervene +would run +because: ledger.yaml", done.out
    )
