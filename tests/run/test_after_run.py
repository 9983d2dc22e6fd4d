"""What check says in the light of the newest run: evidence that came later, measures whose cause is not confirmed."""

from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import pytest

from diagnostics.data.handoff import write_records
from diagnostics.model.root_cause import Evidence, Hypothesis
from diagnostics.run import after_run
from diagnostics.run.workspace import Run

SEEN = Evidence(kind="document", supports=True, text="表", by="li", at=date(2025, 7, 5))
CAUSE = Hypothesis(id="no_reward", title="干好干坏一个样", category="people", kpi="revenue", evidence=(SEEN,))


@pytest.fixture
def told(make_engagement, ledger_of, tmp_path, monkeypatch):
    """Codes and variants that check finds after a run with a verdict and an as-of day; none without them."""

    def make(verdict="", as_of="", today=date(2025, 12, 31), cause="no_reward"):
        run = None
        if as_of:
            run = Run(tmp_path / "run", SimpleNamespace(as_of=as_of))
            write_records(run.folder, "causes", {"causes": [{"cause": "no_reward", "verdict": verdict}]})
        monkeypatch.setattr(after_run, "newest_run", lambda engagement: run)
        entry = ledger_of.entry("A-001", "2025-03-20", "planned", cause=cause)
        client = replace(make_engagement([entry]), causes=(CAUSE,))
        return [(each.code, each.variant) for each in after_run.findings_after_run(client, today)]

    return make


def test_before_the_first_run_only_what_is_dated_after_today_is_told(told):
    assert told() == []
    assert told(today=date(2025, 7, 4)) == [("PD236", "late")]


def test_a_measure_on_an_unconfirmed_cause_is_told_and_evidence_after_the_as_of_day(told):
    assert told("open", "2025-07-31") == [("PI108", "open")]
    assert told("confirmed", "2025-06-30") == [("PD236", "late")]


def test_a_measure_on_a_cause_that_nobody_registered_needs_no_run_to_be_told(told):
    assert told(cause="别的原因") == [("PI108", "none")]


def test_without_a_register_nothing_is_told(make_engagement):
    assert list(after_run.findings_after_run(make_engagement([]), date(2025, 1, 1))) == []


def test_the_newest_run_is_that_of_the_latest_day(tmp_path, monkeypatch):
    for name in ("2025-05", "2025-06"):
        (tmp_path / "runs" / name).mkdir(parents=True)
    monkeypatch.setattr(
        after_run.Workspace,
        "current",
        lambda self: Run(
            self.runs / "r", SimpleNamespace(as_of="2025-07-15" if self.period == "2025-05" else "2025-06-30")
        ),
    )
    assert after_run.newest_run(SimpleNamespace(folder=tmp_path)).folder.parent.name == "2025-05"
