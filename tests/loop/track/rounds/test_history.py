"""Rounds in numbers: whose measures, what was left open, what runs told of health, how often people talked."""

import json
from datetime import date
from types import SimpleNamespace

import pytest

from diagnostics.data.earlier_run import earlier_runs
from diagnostics.data.handoff import write_records
from diagnostics.loop.track.rounds.history import Counts, Past, carried_over, counts_of, counts_of_runs, rows_of
from diagnostics.model.engagement import Round

FIRST = Round(id="R1", start="2024-01-01", end="2024-12-31", state="closed")
SECOND = Round(id="R2", start="2025-01-01", end="2025-12-31")
DAY = date(2025, 6, 30)


def measure(key, planned, started=None, ended=None, state="started", **other):
    told = {"id": key, "planned": planned, "started": started, "ended": ended, "state": state, "reported": []}
    return {**told, **other}


MEASURES = [
    measure("old", "2024-02-01", "2024-03-01", "2024-09-01", "completed", reported=["2024-04-01", "2024-05-01"]),
    measure("late", "2024-06-01", "2024-07-01", "2025-02-01", "stopped"),
    measure("waiting", "2024-11-01", state="planned"),
    measure("new", "2025-03-01", "2025-04-01", reported=["2025-05-01"]),
    measure("opening", "2025-03-01", "2025-04-01", external=True),
]


def past(**other):
    given = {
        "measures": MEASURES, "verdicts": {"old": "worked", "late": "worse", "new": "insufficient"},
        "meetings": [date(2024, 5, 1), date(2025, 1, 1)], "interviews": [date(2025, 2, 1), date(2025, 2, 2)],
        "items": (), "states": (), **other,
    }  # fmt: skip
    return Past(DAY, **given)


def test_every_measure_is_counted_in_the_rounds_in_which_it_happened():
    first, second = rows_of([SECOND, FIRST], past())
    assert (first.id, first.over, second.over) == ("R1", True, False)
    told = [(each.taken_over, each.planned, each.completed, each.stopped, each.open) for each in (first, second)]
    # The second takes over what was late and what waits; the opening is nobody's measure.
    assert told == [(0, 3, 1, 0, 2), (2, 1, 0, 1, 2)]
    assert first.verdicts == {"worked": 1, "worse": 1}
    assert second.verdicts == {"insufficient": 1}
    assert [(each.check_ins, each.meetings, each.interviews) for each in (first, second)] == [(2, 1, 0), (1, 1, 2)]


def test_the_second_round_shows_what_the_first_left_open_and_how_it_stands():
    found = carried_over([FIRST, SECOND], past())
    assert [(each.measure, each.left_by, each.taken_by, each.state) for each in found] == [
        ("late", "R1", "R2", "stopped"),
        ("waiting", "R1", "R2", "planned"),
    ]
    assert carried_over([FIRST], past()) == ()
    assert carried_over([], past()) == ()


def test_what_meetings_of_the_round_before_decided_and_is_still_open_is_carried_over():
    decisions = [{"id": "D1", "meeting": "2024-12-31"}, {"id": "D2", "meeting": "2025-01-01"}, {"id": "old form"}]
    found = carried_over([FIRST, SECOND], past(measures=[], decisions=decisions))
    assert [(each.measure, each.decision, each.state) for each in found] == [("", "D1", "open")]


def test_a_round_that_has_not_begun_is_not_told():
    later = Round(id="R3", start="2025-07-01", end="2025-12-31")
    assert [each.id for each in rows_of([FIRST, later], past())] == ["R1"]
    assert carried_over([FIRST, later], past()) == ()


def test_targets_count_in_the_round_in_which_their_period_begins(make_reach):
    item = make_reach("k", [True] * 9 + [False] * 6, start="2024-04-01")
    first, second = rows_of([FIRST, SECOND], past(items=[item]))
    assert [(each.met, each.figures) for each in (first, second)] == [(9, 9), (0, 6)]
    assert (first.share, second.share) == (1.0, 0.0)
    assert rows_of([FIRST], past())[0].share is None


def test_health_is_that_of_the_last_run_within_the_round():
    states = [
        ("2024-03-31", "2024-03", Counts(9, 9, 9)),
        ("2024-09-30", "2024-09", Counts(4, None, 2)),
        ("2025-06-30", "2025-06", Counts(1, 3, 0)),
    ]
    first, second = rows_of([FIRST, SECOND], past(states=states))
    assert (first.told_by, first.problems, first.quality, first.traps) == ("2024-09", 4, None, 2)
    assert (second.told_by, second.problems, second.quality, second.traps) == ("2025-06", 1, 3, 0)
    # Nobody knows is not none.
    assert rows_of([FIRST], past())[0].problems is None


def test_tips_are_no_problems_and_traps_to_verify_are_not_counted():
    alignment = {"findings": [{"severity": each} for each in ("error", "warning", "tip", "info")]}
    traps = {"items": [{"state": each} for each in ("to_verify", "explained", "confirmed")]}
    assert counts_of(alignment, {"items": [1, 2]}, traps) == Counts(2, 2, 2)
    assert counts_of(None, None, None) == Counts()


def leave(folder, period, as_of, findings=()):
    run = folder / "runs" / period / "r1"
    run.mkdir(parents=True)
    write_records(run, "alignment", {"findings": list(findings)})
    (run / "run.json").write_text(json.dumps({"as_of": as_of}), encoding="utf-8")
    (run.parent / "current.json").write_text('{"run": "r1"}', encoding="utf-8")
    return run / "results" / "alignment.json"


def test_earlier_runs_are_read_in_order_of_their_days_and_what_cannot_be_read_is_named(tmp_path):
    leave(tmp_path, "2024-09", "2024-09-30", [{"severity": "error"}])
    leave(tmp_path, "2024-03", "2024-03-31")
    leave(tmp_path, "2025-06", "2025-06-30")
    leave(tmp_path, "2024-05", "2024-05-31").write_text('{"schema": {"name": "perfloop.alignment", "version": 99}}')
    leave(tmp_path, "2024-06", "2024-06-30").write_text("{")
    leave(tmp_path, "2024-07", "2024-07-31", [{"code": "no severity"}])
    (tmp_path / "runs" / "2024-08").mkdir()
    (tmp_path / "runs" / "2024-08" / "current.json").write_text("{}")
    runs, unread = earlier_runs(tmp_path, DAY)
    found, odd = counts_of_runs(runs)
    assert [(period, told.problems) for _, period, told in found] == [("2024-03", 0), ("2024-09", 1)]
    assert (unread, odd) == (("2024-08",), ["2024-05", "2024-06", "2024-07"])


@pytest.mark.parametrize("rounds", [[], [FIRST]])
def test_nothing_is_invented_for_an_engagement_without_measures(rounds):
    rows = rows_of(rounds, SimpleNamespace(
        day=DAY, measures=[], verdicts={}, meetings=[], interviews=[], items=(), states=[])
    )  # fmt: skip
    assert all((each.planned, each.open, each.share) == (0, 0, None) for each in rows)
