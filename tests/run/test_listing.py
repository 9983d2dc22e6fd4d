"""Plans, findings and outcomes as lines for a terminal."""

from pathlib import Path
from types import SimpleNamespace

import pytest

from diagnostics.dictionary.load import load_engagement
from diagnostics.model.finding import Finding
from diagnostics.model.text import Text
from diagnostics.run.carry_out import Outcome, carry_out
from diagnostics.run.listing import finding_lines, outcome_lines, plan_lines
from diagnostics.run.plan import make_plan
from diagnostics.run.workspace import Run


def finding(severity, code="PD101", remedy=""):
    return Finding(code, severity, "scorecards.yaml:3", Text(zh="权重", en="Weights."), Text(en=remedy), "manager")


def test_findings_come_by_severity_and_are_counted():
    lines = list(finding_lines([finding("tip"), finding("error", remedy="Make them 1."), finding("warning")]))
    assert lines == [
        "scorecards.yaml:3: error PD101: Weights.",
        "    Make them 1.",
        "scorecards.yaml:3: warning PD101: Weights.",
        "scorecards.yaml:3: tip PD101: Weights.",
        "1 error, 1 warning, 1 tip",
    ]


def test_no_finding_is_said_too():
    assert list(finding_lines([])) == ["0 errors, 0 warnings, 0 tips"]


def test_a_plan_tells_per_step_what_would_happen_why_and_with_what(small):
    lines = list(plan_lines(make_plan(load_engagement(small), "2025-06", frozenset({"align"}))))
    assert lines[0] == "period 2025-06, as of 2025-06-30"
    assert lines[1] == "  align      would run   because: never run"
    assert lines[2] == "             with period='2025-06', build=False"
    assert lines[3] == "  diagnose   left out    because: never run"
    assert not any("page" in line for line in lines)


def test_a_plan_with_nothing_to_do_says_so(small, steps, said):
    run = carry_out(small, "2025-06", progress=said).run
    lines = list(plan_lines(make_plan(load_engagement(small), "2025-06")))
    assert "  align      unchanged" in lines
    assert "  page       unchanged" in lines
    assert lines[-1].endswith(run.folder.name)


def test_the_last_line_of_an_outcome_is_the_page_as_short_as_can_be(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    near = Outcome(None, tmp_path / "reports" / "page.html", (), (), ())
    far = Outcome(None, Path("/elsewhere/page.html"), (), (), ())
    assert list(outcome_lines(near)) == ["reports/page.html"]
    assert list(outcome_lines(far)) == ["/elsewhere/page.html"]


@pytest.mark.parametrize("by_playbook", [False, True])
@pytest.mark.parametrize("draft", [False, True])
def test_a_run_without_a_page_says_why_and_what_may_be_published(tmp_path, monkeypatch, draft, by_playbook):
    monkeypatch.chdir(tmp_path)
    manifest = SimpleNamespace(draft=draft, period="2025")
    outcome = Outcome(Run(tmp_path / "runs" / "x", manifest), None, ("align",), (), ("track", "close"))
    why = "no page of all steps: the playbook runs align and leaves out track, close"
    assert list(outcome_lines(outcome, by_playbook=by_playbook)) == [
        why if by_playbook else "no page: track, close left out and out of date; run with --steps all",
        "pages of single steps are published from a run without --draft"
        if draft
        else "a page of what is done: perfloop publish … --period 2025 --step align",
        "runs/x",
    ]
