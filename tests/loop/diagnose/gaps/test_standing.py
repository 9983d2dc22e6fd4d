"""Gaps that have long been against us."""

from types import SimpleNamespace

import pytest

from diagnostics.loop.diagnose.gaps.compare import compare
from diagnostics.loop.diagnose.gaps.standing import standing_records
from diagnostics.model.entity import Entities, Entity
from diagnostics.model.kpi import Kpi
from diagnostics.model.period import Calendar

CALENDAR = Calendar()
MONTHS = [CALENDAR.shift(CALENDAR.parse("2024-12"), at - 23).text for at in range(24)]


@pytest.fixture
def told(observations):
    """Standing records of entity a, from values and targets by entity."""

    def make(values, target=None, direction="higher", measure="sum(orders) / sum(visits)"):
        rows = [
            {"kpi": "visits", "entity": name, "period": period, "value": value}
            | ({} if target is None else {"target": target})
            for name, series in values.items()
            for period, value in zip(MONTHS[-len(series) :], series, strict=True)
        ]
        seen = observations(rows)
        stated = Kpi(id="visits", name="visits", unit="number", direction=direction, source="s", measure=measure)
        shops = Entities(tuple(Entity(id=name, level="store", peer_group="g") for name in values))
        client = SimpleNamespace(kpis={"visits": stated}, calendar=CALENDAR, entities=shops)
        gaps = compare(seen, [stated], "2024-12", entities=shops).frame()
        return standing_records(client, seen, gaps, ["a"])

    return make


def test_a_target_missed_in_most_months_is_standing_and_counted(told):
    (found,) = told({"a": [90.0] * 9 + [101.0] * 2 + [95.0]}, 100.0)
    assert (found["comparison"], found["periods"], found["of"]) == ("target", 10, 12)


@pytest.mark.parametrize("values", [[90.0] * 11 + [101.0], [101.0] * 11 + [90.0], [90.0] * 5])
def test_what_is_met_now_missed_once_or_known_for_few_months_is_not(told, values):
    assert told({"a": values}, 100.0) == []


def test_of_a_kpi_that_shall_be_low_what_lies_above_is_against_us(told):
    (found,) = told({"a": [110.0] * 12}, 100.0, "lower")
    assert found["periods"] == 12


def test_months_with_a_fair_year_before_are_counted_alone(told):
    (found,) = told({"a": [100.0] * 12 + [75.0] * 12})
    assert (found["comparison"], found["periods"], found["of"]) == ("year_ago", 10, 10)


def test_the_median_of_the_others_is_the_peers_yardstick(told):
    steady = [100.0] * 12
    (found,) = told({"a": [50.0 + at for at in range(12)], "b": steady, "c": steady, "d": [10.0] * 12})
    assert (found["comparison"], found["periods"], found["of"]) == ("peers", 12, 12)


@pytest.mark.parametrize(("measure", "count"), [("sum(x)", 0), ("last(x)", 0), ("mean(x)", 1), ("sum(x) / last(y)", 1)])
def test_a_small_shop_is_not_long_behind_its_peers_by_its_size_alone(told, measure, count):
    steady = [100.0] * 12
    small = {"a": [50.0 + at for at in range(12)], "b": steady, "c": steady, "d": [10.0] * 12}
    assert len(told(small, measure=measure)) == count
