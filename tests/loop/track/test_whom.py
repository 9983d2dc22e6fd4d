"""Whom a measure was done to, who may stand beside it, and what can't be told apart."""

from datetime import date

import pytest

from diagnostics.loop.track.whom import comparisons, first_period, neighbours, others, stop_of, touched, window
from diagnostics.model.entity import Entities, Entity
from diagnostics.model.period import Calendar

STORES = [Entity(id=f"s{n}", level="store", parent="east" if n < 4 else "west", peer_group="city") for n in range(1, 7)]
ENTITIES = Entities(
    (
        Entity(id="firm", level="firm"),
        Entity(id="east", level="region", parent="firm"),
        Entity(id="west", level="region", parent="firm"),
        *STORES,
        Entity(id="village", level="store", parent="west", peer_group="rural"),
        Entity(id="li", level="staff", parent="s1", peer_group="city", person=True),
    )
)
CALENDAR = Calendar()


@pytest.mark.parametrize(
    ("started", "cycle", "first"),
    [
        ("2025-05-01", "month", "2025-05"),
        ("2025-05-02", "month", "2025-06"),
        ("2025-05-01", "quarter", "2025Q3"),
        ("2025-04-01", "quarter", "2025Q2"),
        ("2025-05-01", "week", "2025-W19"),
        ("2025-05-05", "week", "2025-W19"),
        ("2025-05-01", "day", "2025-05-01"),
        ("2025-05-01", "year", "2026"),
    ],
)
def test_the_first_period_after_the_start_is_a_whole_one(case, started, cycle, first):
    assert first_period(case.record(started=started), CALENDAR, cycle).text == first


def test_what_is_done_to_a_region_touches_its_stores_and_shows_in_the_firm():
    assert touched(["west"], ENTITIES) == {"west", "s4", "s5", "s6", "village", "firm"}
    assert touched(["s1"], ENTITIES) == {"s1", "li", "east", "firm"}
    assert touched(["unknown"], ENTITIES) == frozenset()


def around(own, *others_there, kpis=("revenue", "conversion")):
    start = first_period(own, CALENDAR, "month")
    return others(own, [own, *others_there], ENTITIES, start, calendar=CALENDAR, kpis=kpis)


@pytest.mark.parametrize(
    ("fields", "related", "together"),
    [
        ({"started": "2025-05-01"}, True, True),
        ({"started": "2025-05-20"}, True, True),  # the next whole month: still too near
        ({"started": "2025-07-01"}, True, False),
        ({"started": "2025-12-15"}, True, False),
        ({"started": "2025-02-01", "decision": "2025-04-30"}, False, False),
        ({"started": "2025-04-01", "state": "stopped", "ended": "2025-04-20"}, False, False),
        ({"started": "2025-05-01", "entities": ["s2"]}, False, False),
        ({"started": "2025-05-01", "kpi": "waiting"}, False, False),
    ],
)
def test_a_measure_on_a_related_kpi_is_told_beside_and_refuses_where_both_start_together(
    case, fields, related, together
):
    found = around(case.record("own"), case.record("other", **{"kpi": "conversion", **fields}))
    assert (bool(found.related), bool(found.related_start)) == (related, together)
    assert found.package == found.overlapping == ()
    assert found.later is None


@pytest.mark.parametrize(
    ("fields", "day"),
    [
        ({}, None),
        ({"state": "completed", "ended": "2025-07-15"}, None),
        ({"state": "stopped", "ended": "2025-07-15"}, date(2025, 7, 1)),
        ({"state": "stopped", "ended": "2025-07-31"}, date(2025, 8, 1)),
        ({"state": "stopped", "ended": "2025-07-01"}, date(2025, 7, 1)),
    ],
)
def test_a_stopped_measure_counts_until_the_last_whole_period_before_the_stop(case, fields, day):
    assert stop_of(case.record(**fields), CALENDAR, "month") == day


def test_peers_with_a_measure_on_a_related_kpi_are_no_comparison(case):
    records = [case.record("own"), case.record("related", entities=["s3"], kpi="conversion")]
    assert comparisons(["s1"], {"revenue", "conversion"}, records, ENTITIES) == ("s2", "s4", "s5", "s6")


def test_comparisons_are_peers_that_no_measure_on_the_kpi_touched(case):
    records = [
        case.record("own", entities=["s1"]),
        case.record("same_kpi", entities=["s2"], started="2020-01-01"),
        case.record("other_kpi", entities=["s3"], kpi="conversion"),
        case.record("planned_only", entities=["s4"], started=None, state="planned"),
        case.record("given_up", entities=["s5"], state="stopped", ended="2025-06-01"),
    ]
    assert comparisons(["s1"], {"revenue"}, records, ENTITIES) == ("s3", "s4", "s6")


def test_a_measure_on_a_region_leaves_its_stores_no_comparison(case):
    records = [case.record("own", entities=["s1"]), case.record("region", entities=["west"])]
    assert comparisons(["s1"], {"revenue"}, records, ENTITIES) == ("s2", "s3")


def test_a_measure_on_the_firm_leaves_no_comparison(case):
    assert comparisons(["firm"], {"revenue"}, [case.record(entities=["firm"])], ENTITIES) == ()
    records = [case.record("own"), case.record("firm", entities=["firm"])]
    assert comparisons(["s1"], {"revenue"}, records, ENTITIES) == ()


@pytest.mark.parametrize(
    ("fields", "until"),
    [
        ({}, "2025-11-30"),
        ({"decision": None}, "9999-12-31"),
        ({"trial": {"from": "2025-05-01", "to": "2025-12-31"}}, "2025-12-31"),
        ({"trial": {"from": "2025-05-01", "to": "2025-10-31"}}, "2025-11-30"),
        ({"state": "stopped", "ended": "2025-06-15"}, "2025-06-15"),
        ({"state": "completed", "ended": "2025-06-15"}, "2025-11-30"),
    ],
)
def test_a_measure_is_at_work_until_it_is_decided_or_stopped(case, fields, until):
    assert window(case.record(**fields)) == (date(2025, 5, 1), date.fromisoformat(until))


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({"started": "2025-05-01"}, "package"),
        ({"started": "2025-07-01"}, "overlapping"),
        ({"started": "2025-02-01"}, "overlapping"),
        ({"started": "2025-02-01", "decision": None}, "overlapping"),
        ({"started": "2025-02-01", "decision": "2025-04-30"}, None),
        ({"started": "2025-02-01", "state": "stopped", "ended": "2025-03-01"}, None),
        ({"started": "2025-12-15"}, "later"),
        ({"started": "2025-07-01", "kpi": "waiting"}, None),
        ({"started": "2025-07-01", "entities": ["s2"]}, None),
        ({"started": "2025-07-01", "entities": ["firm"]}, "overlapping"),
        ({"started": None, "state": "planned"}, None),
    ],
)
def test_another_measure_on_the_same_kpi_and_place_is_told_by_its_window(case, fields, kind):
    own, other = case.record("own"), case.record("other", **fields)
    found = around(own, other)
    assert [each["id"] for each in found.package] == (["other"] if kind == "package" else [])
    assert [each["id"] for each in found.overlapping] == (["other"] if kind == "overlapping" else [])
    assert found.later == (date(2025, 12, 15) if kind == "later" else None)


def test_neighbours_share_a_parent_and_are_named_only_where_enough_others_do_not():
    stores = [Entity(id=f"t{n}", level="store", parent="north", peer_group="city") for n in range(5)]
    entities = Entities((*ENTITIES, Entity(id="north", level="region", parent="firm"), *stores))
    far = tuple(each.id for each in stores)
    assert neighbours(["s1"], ("s2", "s3", *far), entities) == ("s2", "s3")
    assert neighbours(["s1"], ("s2", "s3", *far[:4]), entities) == ()
    assert neighbours(["s1", "s4"], ("s2", "s5", *far), entities) == ("s2", "s5")
