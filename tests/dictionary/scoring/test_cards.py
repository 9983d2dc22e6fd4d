import math

import pandas as pd
import pytest

from diagnostics.dictionary.load import load_engagement
from diagnostics.dictionary.scoring.cards import score_scorecards
from diagnostics.model.observations import FIGURES, KEYS, Observations

SETTINGS = """\
id: acme
client: Acme
language: zh
sources: {sales: {file: sales.csv, time: day, entity: store}}
charter: {goal: a, weak_points: b, problem: c, sponsor: li, statement: d}
people: {li: 李}
"""
KPIS = """\
- {id: revenue, name: 营收, unit: money, direction: higher, source: sales, measure: sum(x), mother: true}
- {id: costs, name: 费用, unit: money, direction: lower, source: sales, measure: sum(y), parent: revenue}
"""
ENTITIES = "id,level,parent,peer_group\nacme,company,,\nnorth,store,acme,city\nsouth,store,acme,country\n"
MANAGER = """\
- role: manager
  level: store
  items:
    - {kpi: revenue, weight: 0.6, targets: {target: 100}}
    - {kpi: costs, weight: 0.4, targets: {target: 50}, scoring: {rule: complement}}
"""


@pytest.fixture
def engagement(tmp_path):
    def make(cards):
        files = {"engagement.yaml": SETTINGS, "kpis.yaml": KPIS, "entities.csv": ENTITIES, "scorecards.yaml": cards}
        for name, text in files.items():
            (tmp_path / name).write_text(text, encoding="utf-8")
        return load_engagement(tmp_path)

    return make


def observed(*rows):
    """Observations of stores: KPI, entity, period, value, target."""
    table = pd.DataFrame(
        [
            {**dict.fromkeys(FIGURES, math.nan), "kpi": kpi, "level": "store", "entity": entity, "cycle": "month"}
            | {"period": period, "start": pd.Timestamp(f"{period}-01"), "value": value, "target": target}
            for kpi, entity, period, value, target in rows
        ],
        columns=[*KEYS, *FIGURES],
    )
    return Observations(table)


def both(entity, period, revenue=120, costs=40):
    return [("revenue", entity, period, revenue, 100.0), ("costs", entity, period, costs, 50.0)]


def points(scores):
    keys = scores.totals[["card", "entity", "period"]].itertuples(index=False, name=None)
    return dict(zip(keys, scores.totals["points"], strict=True))


def test_everyone_who_holds_a_card_is_scored(engagement):
    seen = observed(*both("north", "2025-01"), *both("south", "2025-01", 100, 50), *both("acme", "2025-01"))
    assert points(score_scorecards(engagement(MANAGER), seen)) == pytest.approx(
        {("manager", "north", "2025-01"): 120, ("manager", "south", "2025-01"): 100}
    )


def test_a_card_is_scored_while_it_holds(engagement):
    cards = MANAGER.replace("level: store", "level: store\n  from: 2025-02\n  to: 2025-03")
    seen = observed(*(each for month in range(1, 5) for each in both("north", f"2025-0{month}")))
    found = score_scorecards(engagement(cards), seen)
    assert [period for _, _, period in points(found)] == ["2025-02", "2025-03"]


def test_only_the_periods_asked_for_are_scored(engagement):
    seen = observed(*both("north", "2025-01"), *both("north", "2025-02"))
    found = score_scorecards(engagement(MANAGER), seen, periods=["2025-02"])
    assert list(points(found)) == [("manager", "north", "2025-02")]
    assert set(found.items["period"]) == {"2025-02"}


def test_the_card_of_a_peer_group_goes_before_that_of_the_level(engagement):
    city = (
        MANAGER.replace("level: store", "level: store\n  peer_group: city").replace("0.6", "0.5").replace("0.4", "0.5")
    )
    seen = observed(*both("north", "2025-01"), *both("south", "2025-01"))
    found = score_scorecards(engagement(city + MANAGER), seen)
    assert points(found) == pytest.approx({("manager", "north", "2025-01"): 120, ("manager", "south", "2025-01"): 120})
    weights = found.items.set_index(["entity", "kpi"])["weight"]
    assert weights["north", "revenue"] == 0.5
    assert weights["south", "revenue"] == 0.6


def test_each_card_is_held_against_its_own_target(engagement):
    cashier = "- {role: cashier, level: store, items: [{kpi: revenue, weight: 1, targets: {target: 240}}]}\n"
    # What was observed is the target of the card that goes first.
    seen = observed(*both("north", "2025-01"))
    found = points(score_scorecards(engagement(MANAGER + cashier), seen))
    assert found == pytest.approx({("manager", "north", "2025-01"): 120, ("cashier", "north", "2025-01"): 50})


def test_a_target_of_another_card_never_stands_in_for_one_that_needs_data(engagement):
    cashier = "- {role: cashier, level: store, items: [{kpi: revenue, weight: 1, targets: {target: {expression: mean(x)}}}]}\n"
    totals = score_scorecards(engagement(MANAGER + cashier), observed(*both("north", "2025-01"))).totals
    assert totals.set_index("card").loc["cashier", "missing"] == "revenue"


def test_without_scorecards_nothing_is_scored(engagement):
    assert score_scorecards(engagement("[]\n"), observed(*both("north", "2025-01"))).totals.empty
