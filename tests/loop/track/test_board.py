"""The board follows from the ledger and the day, and from nothing else."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnostics.loop.track.board import board

HALF = {"name": {"zh": "样板", "en": "Pilot"}, "due": "2025-05-31", "progress": 0.5}
WHOLE = {"name": {"zh": "全员", "en": "Everyone"}, "due": "2025-06-30", "progress": 1}


@pytest.mark.parametrize(
    ("fields", "day", "state", "slip"),
    [
        ({}, "2025-06-29", "at_risk", 0),
        ({}, "2025-06-30", "at_risk", 0),
        ({"progress": 0.95}, "2025-06-30", "in_progress", 0),
        ({}, "2025-07-01", "lagging", 1),
        ({"progress": 1.0}, "2025-09-30", "in_progress", 0),  # carried out; its trial runs until November
        ({"progress": 1.0, "milestones": [HALF, WHOLE]}, "2025-09-30", "in_progress", 0),
        ({"external": True}, "2025-09-30", "in_progress", 0),
        ({"external": True, "state": "completed", "ended": "2025-09-10"}, "2025-09-30", "done", 0),
        ({"state": "completed", "ended": "2025-06-20"}, "2025-08-01", "done", 0),
        ({"state": "completed", "ended": "2025-07-10"}, "2025-08-01", "done", 10),
        ({"state": "completed", "ended": "2025-12-31", "carried_out": "2025-06-30"}, "2026-01-31", "done", 0),
        ({"state": "stopped", "ended": "2025-05-20"}, "2025-08-01", "stopped", 0),
        ({"state": "planned", "started": None}, "2025-04-30", "planned", 0),
        ({"state": "planned", "started": None}, "2025-05-01", "planned", 0),
        ({"state": "planned", "started": None}, "2025-05-11", "lagging", 10),
        ({"state": "planned", "started": None, "planned_start": None}, "2025-05-11", "planned", 0),
        ({"state": "planned", "started": None, "planned_start": None}, "2025-07-02", "lagging", 2),
        ({"milestones": [HALF, WHOLE], "progress": 0.45}, "2025-05-31", "in_progress", 0),
        ({"milestones": [HALF, WHOLE], "progress": 0.4}, "2025-05-31", "at_risk", 0),
        ({"milestones": [HALF, WHOLE], "progress": 0.4}, "2025-06-05", "lagging", 5),
        ({"milestones": [HALF, WHOLE], "progress": 0.5}, "2025-06-05", "in_progress", 0),
        ({"milestones": [HALF, WHOLE], "progress": 0.5}, "2025-07-03", "lagging", 3),
    ],
)
def test_state_and_slip_follow_from_the_day(case, fields, day, state, slip):
    (row,) = board([case.record(**fields)], date.fromisoformat(day))
    assert (row.state, row.slip_days) == (state, slip)


def test_the_same_ledger_on_two_dates_gives_different_lagging_sets(case):
    records = [
        case.record("a", due="2025-05-31"),
        case.record("b", due="2025-06-30"),
        case.record("c", due="2025-07-31"),
    ]
    lagging = [
        {row.id for row in board(records, day) if row.state == "lagging"}
        for day in (date(2025, 6, 15), date(2025, 7, 15))
    ]
    assert lagging == [{"a"}, {"a", "b"}]


def test_a_missed_milestone_is_named(case):
    (row,) = board([case.record(milestones=[HALF, WHOLE], progress=0.4)], date(2025, 7, 15))
    assert row.missed.zh == "样板"
    assert row.slip_days == 45


@pytest.mark.parametrize(
    ("fields", "zh", "en"),
    [
        ({}, "2025年6月30日前完成", "Complete by 30 June 2025"),
        ({"due": "2025-06-09"}, "应在2025年6月9日前完成，还没有完成", "Was due by 9 June 2025; is not complete"),
        ({"state": "planned", "started": None}, "应在2025年5月1日启动，尚未启动", "Was to start on 1 May 2025; has not started"),
        ({"state": "planned", "started": None, "planned_start": "2025-06-20"}, "2025年6月20日启动", "Start on 20 June 2025"),
        ({"milestones": [HALF, WHOLE], "progress": 0.5}, "2025年6月30日前：全员", "By 30 June 2025: Everyone"),
        ({"state": "completed", "ended": "2025-06-20"}, "2025年11月30日决定是否继续", "Decide on 30 November 2025 whether it goes on"),
        ({"progress": 1.0}, "2025年11月30日决定是否继续", "Decide on 30 November 2025 whether it goes on"),
        ({"state": "completed", "ended": "2025-05-20", "decision": "2025-05-30"}, "", ""),
        ({"state": "stopped", "ended": "2025-05-20"}, "", ""),
        ({"external": True}, "", ""),
        (
            {"last_check_in": {"at": "2025-06-01", "next_step": {"zh": "补训", "en": "Train the rest"}}},
            "补训",
            "Train the rest",
        ),
    ],
)  # fmt: skip
def test_what_comes_next_is_what_the_owner_said_or_the_next_date(case, fields, zh, en):
    (row,) = board([case.record(**fields)], date(2025, 6, 10))
    assert (row.next.zh, row.next.en) == (zh, en)


def test_owner_and_last_report_stand_on_the_board(case):
    (row,) = board([case.record(last_check_in={"at": "2025-06-01", "next_step": {}})], date(2025, 6, 10))
    assert (row.owner, row.owner_name, row.due, row.last_check_in) == ("li", "李店长", "2025-06-30", "2025-06-01")


DAYS = st.dates(date(2025, 1, 1), date(2025, 12, 31))


@given(due=DAYS, start=DAYS, day=DAYS, progress=st.floats(0, 1), phase=st.sampled_from(["planned", "started"]))
def test_a_measure_only_ever_gets_later_while_nothing_happens(case, due, start, day, progress, phase):
    record = case.record(
        state=phase, progress=progress if phase == "started" else 0.0, due=due.isoformat(), planned_start=start.isoformat(),
        milestones=[HALF],
    )  # fmt: skip
    (today,) = board([record], day)
    (tomorrow,) = board([record], day + timedelta(1))
    assert tomorrow.slip_days >= today.slip_days
    assert (today.slip_days > 0) == (today.state == "lagging")
    assert today.state != "lagging" or tomorrow.slip_days == today.slip_days + 1 or tomorrow.slip_days > today.slip_days
