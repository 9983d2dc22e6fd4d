"""A published period keeps its figures: changed with a reason only, and the next page says so."""

import json
import re
from pathlib import Path

import pytest

from diagnostics.data.handoff import read_records, write_records, write_table
from diagnostics.data.observe import observe
from diagnostics.dictionary.load import load_engagement
from diagnostics.errors import InputError, UnknownNameError
from diagnostics.run import carry_out as carrying
from diagnostics.run.carry_out import carry_out
from diagnostics.run.listing import restatement_lines, standing_lines
from diagnostics.run.pinning import STEP, determinants, published_run, restated, standing
from diagnostics.run.plan import make_plan
from diagnostics.run.restating import Reason, reason_of
from diagnostics.run.steps import NAMES
from tests.without_kernels import without_kernels

WHY = Reason("南店漏报", "2025-07-05", "li")
LATER = "date,store,orders,visits\n2025-05-03,north,10,100\n2025-06-03,north,12,100\n2025-06-04,south,14,100\n"


@pytest.fixture
def steps(steps, monkeypatch):
    """Steps without kernels, of which one observes as the diagnose step does and one judges a measure."""
    plain = steps.execute
    steps.verdict = "no_evidence"

    def execute(step, staging, engagement, parameters, on_cell):
        if step.name == STEP:
            table = observe(load_engagement(engagement), until=parameters["period"]).table
            write_table(staging, "observations", table)
        seconds = plain(step, staging, engagement, parameters, on_cell)
        if step.name == "track":
            write_records(staging, "tracking", {"effects": [{"intervention": "m1", "verdict": steps.verdict}]})
        return seconds

    monkeypatch.setattr(carrying, "execute", execute)
    return steps


@pytest.fixture
def published(small, steps, said):
    """A small engagement with a page of June."""
    carry_out(small, "2025-06", progress=said)
    return small


def change(folder, text=LATER):
    (folder / "data" / "visits.csv").write_text(text, encoding="utf-8")


def told(folder, period="2025-06"):
    return read_records(published_run(folder.resolve(), period).folder, "restatement")


def test_a_rerun_with_nothing_changed_is_never_refused(published, said):
    assert carry_out(published, "2025-06", progress=said).ran == ()
    assert carry_out(published, "2025-06", given={"seed": "7"}, progress=said).ran == ("track", "close")


def test_changed_data_that_change_no_figure_need_no_reason(published, said):
    change(published, LATER.replace("south,14", "south,9") + "2025-07-01,south,5,10\n")
    outcome = carry_out(published, "2025-06", progress=said)
    assert "diagnose" in outcome.ran
    assert outcome.run.manifest.restated == ()
    assert not (outcome.run.folder / "results" / "restatement.json").exists()


def test_a_changed_figure_is_refused_and_nothing_is_written(published, steps, said):
    change(published)
    before = sorted(published.rglob("*"))
    message = (
        r"The page of 2025-06 is published, and 1 published figure differs now \(1 of conversion_rate; 2025-06; 3"
        r" compared\); the largest change: conversion_rate of south, 2025-06: 0.09 → 0.14 \(\+55.6%\); changed since:"
        r" data visits.csv. Give the reason with --restate REASON"
    )
    with pytest.raises(InputError, match=message):
        carry_out(published, "2025-06", progress=said)
    assert sorted(published.rglob("*")) == before
    assert steps.ran == list(NAMES)


def test_a_reason_goes_on_the_page_and_the_earlier_run_stays(published, steps, said):
    first = published_run(published.resolve(), "2025-06")
    change(published)
    steps.verdict = "worked"
    outcome = carry_out(published, "2025-06", progress=said, restate=WHY)
    (entry,) = outcome.run.manifest.restated
    assert (entry.reason, entry.by, entry.on, entry.figures) == ("南店漏报", "li", "2025-07-05", 1)
    assert (entry.replaced_run, entry.replaced_page) == (first.folder.name, first.manifest.page.sha256)
    assert entry.causes == ("data visits.csv",)
    assert first.folder.is_dir()
    assert first.page_intact()
    (record,) = told(published)["restatements"]
    assert [(each["entity"], each["old"], each["new"]) for each in record["figures"]] == [("south", 0.09, 0.14)]
    assert record["verdicts"] == [{"intervention": "m1", "old": "no_evidence", "new": "worked"}]


def test_the_note_stays_on_later_pages_and_a_rerun_runs_nothing(published, steps, said):
    change(published)
    carry_out(published, "2025-06", progress=said, restate=WHY)
    assert carry_out(published, "2025-06", progress=said).ran == ()
    later = carry_out(published, "2025-06", given={"seed": "7"}, progress=said)
    assert [each.reason for each in later.run.manifest.restated] == ["南店漏报"]
    assert len(told(published)["restatements"]) == 1
    change(published, LATER.replace("south,14", "south,15"))
    carry_out(published, "2025-06", progress=said, restate=Reason("再次更正", "2025-07-09"))
    assert [each["reason"] for each in told(published)["restatements"]] == ["南店漏报", "再次更正"]


def test_data_brought_back_need_no_reason(published, said):
    former = (published / "data" / "visits.csv").read_text(encoding="utf-8")
    change(published)
    with pytest.raises(InputError, match="--restate"):
        carry_out(published, "2025-06", progress=said)
    change(published, former)
    assert carry_out(published, "2025-06", progress=said).ran == ()


def test_a_correction_restates_too(published, said):
    (published / "corrections.yaml").write_text(
        "- {id: c1, source: visits, row: 4, column: orders, old: 9, new: 14, who: li, when: 2025-07-05, why: 漏报}\n",
        encoding="utf-8",
    )
    with pytest.raises(InputError, match="0.09 → 0.14.*changed since: corrections.yaml"):
        carry_out(published, "2025-06", progress=said)


def test_targets_of_the_period_are_published_figures(published, said):
    path = published / "scorecards.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("0.12", "0.2"), encoding="utf-8")
    with pytest.raises(InputError, match=r"conversion_rate \(target\) of .*0.12 → 0.2.*changed since: scorecards.yaml"):
        carry_out(published, "2025-06", progress=said)
    carry_out(published, "2025-06", progress=said, restate=WHY)
    (record,) = told(published)["restatements"]
    assert {(each["tier"], each["old"], each["new"]) for each in record["figures"]} == {("target", 0.12, 0.2)}
    assert {each["period"] for each in record["figures"]} == {"2025-06"}


def test_steps_that_make_no_page_need_no_reason(published, said):
    change(published)
    outcome = carry_out(published, "2025-06", frozenset({"diagnose"}), progress=said, restate=WHY)
    assert (outcome.page, outcome.run.manifest.restated) == (None, ())
    assert "these steps make no page" in said.stream.getvalue()
    with pytest.raises(InputError, match="0.09 → 0.14"):
        carry_out(published, "2025-06", progress=said)


def test_a_reason_without_need_says_so_and_leaves_no_note(small, steps, said):
    carry_out(small, "2025-06", progress=said, restate=WHY)
    assert "no page of 2025-06 is published" in said.stream.getvalue()
    outcome = carry_out(small, "2025-06", progress=said, restate=WHY)
    assert "every published figure is as it was published" in said.stream.getvalue()
    assert outcome.run.manifest.restated == ()


def test_the_page_of_another_period_is_not_refused_and_tells_of_the_earlier_one(published, said):
    change(published, LATER.replace("05-03,north,10", "05-03,north,11") + "2025-07-04,south,5,100\n")
    outcome = carry_out(published, "2025-07", progress=said)
    (earlier,) = told(published, "2025-07")["earlier"]
    assert (earlier["period"], earlier["count"]) == ("2025-06", 1)
    assert earlier["figures"][0]["period"] == "2025-06", "May was on the page of June as history only"
    assert outcome.run.manifest.restated == ()
    assert carry_out(published, "2025-07", progress=said).ran == ()


def test_once_the_earlier_period_is_restated_the_later_page_needs_no_note(published, said):
    change(published, LATER + "2025-07-04,south,5,100\n")
    carry_out(published, "2025-07", progress=said)
    carry_out(published, "2025-06", progress=said, restate=WHY)
    outcome = carry_out(published, "2025-07", progress=said)
    assert outcome.ran == ("close",)
    assert not (outcome.run.folder / "results" / "restatement.json").exists()


def test_published_figures_that_are_gone_cannot_be_changed_silently(published, said):
    run = published_run(published.resolve(), "2025-06")
    (run.folder / "work" / "observations.parquet").unlink()
    assert carry_out(published, "2025-06", given={"seed": "7"}, progress=said)
    change(published)
    run = published_run(published.resolve(), "2025-06")
    (run.folder / "work" / "observations.parquet").write_bytes(b"x")
    with pytest.raises(InputError, match="can't be compared any more"):
        carry_out(published, "2025-06", progress=said)
    carry_out(published, "2025-06", progress=said, restate=WHY)
    (record,) = told(published)["restatements"]
    assert (record["comparable"], record["figures"]) == (False, [])


def test_a_record_of_corrections_that_was_edited_is_refused(published, said):
    change(published)
    outcome = carry_out(published, "2025-06", progress=said, restate=WHY)
    path = outcome.run.folder / "results" / "restatement.json"
    path.write_text(path.read_text(encoding="utf-8").replace("南店", "北店"), encoding="utf-8")
    with pytest.raises(InputError, match="was changed on disk; it tells what was corrected"):
        carry_out(published, "2025-06", given={"seed": "7"}, progress=said)


def test_plan_and_data_restated_say_what_a_run_would_need(published):
    change(published)
    engagement = load_engagement(published)
    plan = make_plan(engagement, "2025-06")
    lines = list(standing_lines(standing(engagement, plan.period, plan.inputs_of(STEP))))
    assert lines[0].endswith("changed since: data visits.csv; a run needs --restate REASON")
    lines = list(restatement_lines(restated(published, "2025-06")))
    assert lines[1] == "  conversion_rate  south  2025-06  0.09 → 0.14 (+55.6%); points 75.0 → 116.7; missed → met"
    with pytest.raises(InputError, match="No page of 2025-05 is published"):
        restated(published, "2025-05")


def test_a_page_that_somebody_edited_is_that_of_the_newest_run(published):
    run = published_run(published.resolve(), "2025-06")
    (published / "reports" / "2025-06" / "retrospective.html").write_text("edited", encoding="utf-8")
    assert published_run(published.resolve(), "2025-06") == run


@pytest.mark.parametrize(("arguments", "message"), [
    ((" ", "", ""), "needs a reason"), (("a\nb", "", ""), "one line of plain text"), ((None, "li", ""), "go with --restate"),
    (("x", "", "2025-13-01"), "must be a day"), (("x" * 501, "", ""), "at most 500"),
])  # fmt: skip
def test_options_that_make_no_reason_are_refused(arguments, message):
    with pytest.raises(InputError, match=message):
        reason_of(*arguments, Path())


def test_a_reason_has_a_day_and_no_reason_is_none():
    assert reason_of(None, "", "", Path()) is None
    assert reason_of(" 漏报 ", "li", "2025-07-05", Path()) == Reason("漏报", "2025-07-05", "li")


def test_who_restates_is_one_of_the_people_where_some_are_named(published, said):
    change(published)
    with pytest.raises(UnknownNameError, match=r"Unknown person 'LI1' in --by .*Did you mean 'li'"):
        carry_out(published, "2025-06", progress=said, restate=Reason("漏报", "2025-07-05", "LI1"))
    outcome = carry_out(published, "2025-06", progress=said, restate=Reason("漏报", "2025-07-05", "li"))
    assert [each.by for each in outcome.run.manifest.restated] == ["li"]


def test_determinants_are_files_code_and_packages():
    inputs = dict.fromkeys(
        ["kpis.yaml", "changes.yaml", "code of perfloop", "data x", "notebook a", "parameter b"], "1"
    )
    assert set(determinants(inputs)) == {"kpis.yaml", "changes.yaml", "code of perfloop", "data x"}


@pytest.fixture
def real_steps(small, tmp_path, monkeypatch):
    """The loop's own notebooks, their cells run here."""
    monkeypatch.chdir(tmp_path)
    with without_kernels():
        yield


def test_the_real_command_refuses_restates_and_shows_it(small, tmp_path, perfloop_here, real_steps):
    assert perfloop_here("run", small, "--period", "2025-06").code == 0
    file = tmp_path / "new.csv"
    file.write_text(LATER, encoding="utf-8")
    told = perfloop_here("data", "add", small, file, "--as", "visits.csv", "--by", "li")
    assert told.code == 0, told.err
    assert told.last_line.startswith("visits.csv is now version 2")
    assert perfloop_here("data", "verify", small).code == 0
    refused = perfloop_here("run", small, "--period", "2025-06")
    assert refused.code == 2
    assert "0.09 → 0.14" in refused.err
    options = ("--restate", "南店<b>漏报</b>5 单", "--by", "li", "--on", "2025-07-05")
    done = perfloop_here("run", small, "--period", "2025-06", *options)
    assert done.code == 0, done.err
    page = (tmp_path / done.last_line).read_text(encoding="utf-8")
    assert "更正说明" in page
    assert "南店&lt;b&gt;漏报&lt;/b&gt;5 单" in page
    assert "（9.0% → 14.0%）" in re.sub(r"<[^>]+>", "", page)
    assert "未达标 → 达标" in page
    manifest = json.loads((published_run(small.resolve(), "2025-06").folder / "run.json").read_text(encoding="utf-8"))
    assert manifest["restated"][0]["replaced_fingerprint"] in page
    assert perfloop_here("run", small, "--period", "2025-06").last_line == done.last_line
    assert Path(tmp_path / done.last_line).read_text(encoding="utf-8") == page
