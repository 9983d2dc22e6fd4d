"""What speaks against a measure arriving on time is told before it is late."""

from datetime import date
from types import SimpleNamespace

import pytest

from diagnostics.loop.track import with_warnings
from diagnostics.loop.track.board import board
from diagnostics.loop.track.risks import behind_line, risks, warned_measures
from diagnostics.model.alert import Alert
from diagnostics.model.period import Calendar

STEPS = [
    {"name": {"zh": "样板", "en": "Pilot"}, "due": "2025-05-31", "progress": 0.5, "reached": "2025-06-04"},
    {"name": {"zh": "全员", "en": "Everyone"}, "due": "2025-06-30", "progress": 1, "reached": None},
]
UNSIGNED = {"agreement": {"unsigned": [{"party": "wang"}]}}
OBJECTION = {"agreement": {"objections_open": 1}}
MISSED = {"check_ins": {"due": 3, "held": 1, "overdue": 2, "last_missed": True, "next": "2025-06-30"}}
WAITING = {"state": "planned", "started": None, "planned_start": "2025-06-20", "due": "2025-12-31"}


@pytest.mark.parametrize(
    ("fields", "day", "state", "why"),
    [
        ({"progress": 0.9}, "2025-06-10", "in_progress", ()),
        ({"progress": 0.5}, "2025-06-10", "at_risk", ("behind",)),
        ({"progress": 0.1}, "2025-05-20", "in_progress", ()),
        ({"progress": 0.1, "due": "2025-12-31"}, "2025-06-10", "in_progress", ()),
        ({"progress": 0.55, "milestones": STEPS}, "2025-06-03", "in_progress", ()),
        ({"progress": 0.55, "milestones": STEPS}, "2025-06-15", "at_risk", ("behind",)),
        ({"progress": 0.9, **MISSED}, "2025-06-10", "at_risk", ("check_in",)),
        ({"progress": 0.9, **OBJECTION}, "2025-06-10", "at_risk", ("objection",)),
        ({"progress": 0.9, **UNSIGNED}, "2025-06-10", "at_risk", ("unsigned",)),
        ({**WAITING, **UNSIGNED}, "2025-06-10", "at_risk", ("unsigned",)),
        ({**WAITING, **UNSIGNED}, "2025-06-01", "planned", ()),
        ({**WAITING}, "2025-06-10", "planned", ()),
        ({"progress": 0.5, **MISSED}, "2025-07-01", "lagging", ("check_in",)),
        ({"state": "completed", "ended": "2025-06-01", **MISSED}, "2025-06-10", "done", ()),
        ({"progress": 0.2, "external": True, **MISSED}, "2025-06-10", "in_progress", ()),
    ],
)
def test_a_measure_is_at_risk_for_a_reason_that_is_told(case, fields, day, state, why):
    (row,) = board([case.record(**fields)], date.fromisoformat(day))
    assert (row.state, row.risks) == (state, why)


def test_a_warning_on_its_kpi_puts_a_measure_under_way_at_risk(case):
    record = case.record(progress=0.9)
    assert board([record], date(2025, 6, 10), warned=["pay_link"])[0].risks == ("warning",)
    assert risks(case.record(**WAITING), date(2025, 6, 1), warned=True) == ()


def test_each_milestone_tells_when_it_was_reached_and_how_late(case):
    (row,) = board([case.record(progress=0.6, milestones=STEPS)], date(2025, 7, 10))
    assert [(each.reached, each.slip_days) for each in row.milestones] == [("2025-06-04", 4), ("", 10)]
    (known,) = board([case.record(progress=0.6, milestones=[{**STEPS[0], "reached": None}])], date(2025, 7, 10))
    assert [each.slip_days for each in known.milestones] == [0]


def test_reports_due_and_missing_stand_on_the_board(case):
    (row,) = board([case.record(progress=0.9, **MISSED)], date(2025, 6, 10))
    assert (row.check_ins_due, row.check_ins_held, row.check_ins_overdue) == (3, 1, 2)
    assert row.next_check_in == "2025-06-30"


@pytest.mark.parametrize(("day", "behind"), [("2025-05-01", 0), ("2025-06-01", 0.5), ("2025-06-29", 0.95)])
def test_the_line_begins_at_the_start(case, day, behind):
    record = case.record(progress=0.0)
    assert behind_line(record, date.fromisoformat(day)) == pytest.approx(behind, abs=0.04)


def test_a_measure_without_a_start_is_behind_no_line(case):
    assert behind_line(case.record(started=None, planned_start=None), date(2025, 6, 10)) == 0


@pytest.mark.parametrize(
    ("alert", "found"),
    [
        ({}, {"pay_link"}),
        ({"since": "2025-04"}, set()),
        ({"against": None}, set()),
        ({"against": False}, set()),
        ({"kpi": ""}, set()),
        ({"measures": ["other"]}, set()),
    ],
)
def test_only_what_turned_bad_after_a_start_speaks_against_it(case, alert, found):
    alert = {"kpi": "revenue", "against": True, "since": "2025-05", "measures": ["pay_link"], **alert}
    records = [case.record(), case.record("other", started=None, state="planned")]
    assert warned_measures([alert], records, Calendar()) == found


def test_a_board_takes_warnings_of_its_run_for_risks(followed, case, engagement, tmp_path):
    record = case.record(due="2026-12-31", progress=0.4)
    tracking = followed([record])
    alert = Alert(
        id="e1", rules=("misses",), kpi="revenue", entity="s1", against=True, since="2025-09", measures=("pay_link",)
    )
    warned = with_warnings(tracking, SimpleNamespace(alerts=(alert,)), engagement, tmp_path / "run")
    assert [each.board[0].state for each in (tracking, warned)] == ["in_progress", "at_risk"]
    assert warned.record()["board"][0]["risks"] == ["warning"]
