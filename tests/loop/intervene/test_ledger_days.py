"""Days on which something of the ledger is due, as a calendar."""

from __future__ import annotations

import re
from datetime import date

import pytest

from diagnostics.loop.intervene.ledger import open_ledger
from diagnostics.loop.intervene.ledger_days import ledger_calendar
from diagnostics.model.check_in_days import check_in_record, due_check_ins, reached_on


@pytest.fixture
def states(make_engagement, ledger_of):
    """States of a ledger that holds these entries."""

    def recorded(*events):
        ledger = open_ledger(make_engagement(), write=True)
        ledger.append_all(events)
        return ledger.states()

    return recorded


def days_in(text):
    """Day by id."""
    return dict(re.findall(r"UID:(\S+?)@.*?DTSTART;VALUE=DATE:(\d+)", text.replace("\r\n ", ""), re.DOTALL))


def test_one_check_in_of_three_held_leaves_two_overdue(states, ledger_of):
    entry = ledger_of.entry
    found = states(
        entry("A-1", "2025-03-20", "planned", decision="2025-07-31", due="2025-07-31"),
        entry("A-2", "2025-05-01", "started"),
        entry("A-3", "2025-06-10", "check_in", progress=0.5),
    )
    asked = due_check_ins(found["pay_link"])
    assert [(each.due, each.held) for each in asked] == [
        (date(2025, 5, 31), False), (date(2025, 6, 30), True), (date(2025, 7, 31), False),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("day", "own", "told"),
    [
        (date(2025, 8, 1), None, ("month", 3, 1, 2, True, None)),
        (date(2025, 7, 1), None, ("month", 2, 1, 1, False, "2025-07-31")),
        (date(2025, 5, 31), None, ("month", 0, 0, 0, False, "2025-05-31")),
        (date(2025, 8, 1), "quarter", ("quarter", 1, 1, 0, False, None)),
    ],
)
def test_reports_due_by_a_day_follow_the_rhythm_of_the_measure_or_the_engagement(states, ledger_of, day, own, told):
    entry = ledger_of.entry
    said = {} if own is None else {"check_ins": own}
    found = states(
        entry("A-1", "2025-03-20", "planned", decision="2025-07-31", due="2025-07-31", **said),
        entry("A-2", "2025-05-01", "started"),
        entry("A-3", "2025-06-10", "check_in", progress=0.5),
    )["pay_link"]
    record = check_in_record(found, day, "month")
    assert tuple(record[each] for each in ("every", "due", "held", "overdue", "last_missed", "next")) == told
    assert reached_on(found, 0.5) == date(2025, 6, 10)
    assert reached_on(found, 0.6) is None


@pytest.mark.parametrize(
    ("reports", "day", "missing"),
    [
        ([], "2025-07-02", ["2025-05-31", "2025-06-30"]),
        (["2025-05-20"], "2025-08-01", ["2025-06-30", "2025-07-31"]),
        (["2025-06-20"], "2025-06-10", ["2025-05-31"]),  # as of ten days before the report
        (["2025-06-20"], "2025-06-25", []),  # nobody asks who reported five days ago
        (["2025-06-20"], "2025-08-01", ["2025-07-31"]),
    ],
)
def test_reports_missing_one_after_another_are_told_until_somebody_reports(states, ledger_of, reports, day, missing):
    told = [ledger_of.entry(f"B-{each}", each, "check_in", progress=0.5) for each in reports]
    found = states(
        ledger_of.entry("A-1", "2025-03-20", "planned", decision="2025-07-31", due="2025-07-31"),
        ledger_of.entry("A-2", "2025-05-01", "started"),
        *told,
    )
    record = check_in_record(found["pay_link"], date.fromisoformat(day))
    assert (record["missing_in_a_row"], record["last_missed"]) == (missing, bool(missing))


@pytest.mark.parametrize(
    ("days", "held"),
    [
        (["2025-06-01"], [(True, True), (False, False), (False, False)]),  # a day late: May's, and none of June's
        (["2025-05-20", "2025-06-01"], [(True, False), (True, False), (False, False)]),
        (["2025-06-01", "2025-06-02"], [(True, True), (True, False), (False, False)]),
        (["2025-06-20"], [(False, False), (True, False), (False, False)]),
    ],
)
def test_a_report_a_day_late_is_that_of_the_span_before_and_told_as_late(states, ledger_of, days, held):
    reports = [ledger_of.entry(f"B-{day}", day, "check_in", progress=0.5) for day in days]
    found = states(
        ledger_of.entry("A-1", "2025-03-20", "planned", decision="2025-07-31", due="2025-07-31"),
        ledger_of.entry("A-2", "2025-05-01", "started"),
        *reports,
    )
    assert [(each.held, each.late) for each in due_check_ins(found["pay_link"])] == held


@pytest.mark.parametrize(("every", "count"), [("week", 12), ("month", 3), ("quarter", 1)])
def test_check_ins_come_as_often_as_is_asked(states, ledger_of, every, count):
    found = states(ledger_of.entry("A-1", "2025-03-20", "planned", start="2025-01-31", due="2025-04-30", decision=...))
    asked = due_check_ins(found["pay_link"], every)
    assert len(asked) == count
    assert asked[0].since == date(2025, 1, 31)


def test_a_measure_that_ended_asks_for_no_check_in_after_it(states, ledger_of):
    found = states(*ledger_of.story())
    assert [each.due for each in due_check_ins(found["pay_link"])][-1] == date(2025, 7, 31)


def test_ids_stay_when_a_milestone_is_put_in_before_the_others(states, ledger_of, make_engagement):
    entry = ledger_of.entry
    stone = {"name": "全员上手", "due": "2025-06-30", "progress": 1}
    before = states(entry("A-1", "2025-03-20", "planned", milestones=[stone]))
    change = {"milestones": [{"name": "话术", "due": "2025-06-01", "progress": 0.4}, {**stone, "due": "2025-07-10"}]}
    after = states(entry("A-2", "2025-03-21", "changed", change=change, reason="分两步"))
    one, two = (days_in(ledger_calendar(make_engagement(), each.values())) for each in (before, after))
    assert set(one) < set(two)
    moved = [key for key in one if one[key] != two[key]]
    assert [(one[key], two[key]) for key in moved] == [("20250630", "20250710")]


def test_an_answer_is_due_and_nothing_says_who_objects(states, ledger_of, make_engagement):
    entry = ledger_of.entry
    found = states(
        entry("A-1", "2025-03-20", "planned"),
        entry("A-2", "2025-03-25", "objection", party="王五", note="不公平"),
    )
    text = ledger_calendar(make_engagement(), found.values())
    assert "20250404" in days_in(text).values()
    assert "王五" not in text
    assert "不公平" not in text


def test_only_what_one_person_has_to_do(states, ledger_of, make_engagement):
    task = {"name": "写清单", "owner": "wang", "due": "2025-04-10"}
    found = states(ledger_of.entry("A-1", "2025-03-20", "planned", tasks=[task]))
    text = ledger_calendar(make_engagement(), found.values(), owner="wang")
    assert list(days_in(text).values()) == ["20250410"]


def test_milestones_and_tasks_of_one_name_are_days_of_their_own(states, ledger_of, make_engagement):
    stones = [{"name": "复盘", "due": f"2025-0{at}-30", "progress": at / 10} for at in (4, 6)]
    tasks = [{"name": "复盘", "due": f"2025-0{at}-10"} for at in (5, 7)]
    found = states(ledger_of.entry("A-1", "2025-03-20", "planned", milestones=stones, tasks=tasks))
    days = days_in(ledger_calendar(make_engagement(), found.values())).values()
    assert {"20250430", "20250630", "20250510", "20250710"} <= set(days)
