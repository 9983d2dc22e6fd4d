"""The 90/10 rule as advice: a figure only where grounds point its way, never a change."""

import pandas as pd
import pytest

from diagnostics.dictionary.tiers.reach import ItemReach
from diagnostics.errors import InputError
from diagnostics.loop.align.targets.next_round import advised, next_targets
from diagnostics.model.anchors import Anchors
from diagnostics.model.kpi import Kpi
from diagnostics.model.next_targets import NextTargets
from diagnostics.model.scorecard import Item, Scorecard


def item(values, target, direction="higher", anchors=None, others=None):
    kpi = Kpi(id="k", name="k", unit="number", direction=direction, source="s", measure="sum(x)")
    held = Item(kpi="k", weight=1.0, anchors=anchors)
    rows = pd.DataFrame({
        "entity": "s1", "start": pd.date_range("2023-01-01", periods=len(values), freq="MS"), "value": values,
        "target": target, "target_high": float("nan"),
    })  # fmt: skip
    if others is not None:
        rows = pd.concat([rows, rows.assign(entity="s2", target=others)], ignore_index=True)
    rows["period"] = rows["start"].dt.strftime("%Y-%m")
    return ItemReach(Scorecard(role="r", level="store", items=(held,)), held, kpi, rows, rows)


CLIMB = [float(each % 7 * 3 + each % 5 + 10) for each in range(24)]


@pytest.mark.parametrize(
    ("target", "direction", "advice"),
    [(5.0, "higher", "raise"), (90.0, "higher", "lower"), (90.0, "lower", "raise"), (5.0, "lower", "lower")],
)
def test_a_target_always_or_never_reached_is_moved_to_what_half_reach(target, direction, advice):
    found = advised(item(CLIMB, target, direction), "CNY")
    assert (found.advice, found.count, found.now) == (advice, 24, target)
    easier, harder = sorted([found.low, found.high], reverse=direction == "lower")
    assert min(easier, harder) <= found.proposed <= max(easier, harder)
    way = 1 if direction == "higher" else -1
    assert (way * (found.proposed - target) > 0) == (advice == "raise")
    assert found.grounds.zh
    assert found.grounds.en


def test_a_target_between_the_ends_stays_and_ten_figures_are_needed():
    assert advised(item(CLIMB, 19.0), "CNY").advice == "keep"
    few = advised(item(CLIMB[:9], 5.0), "CNY")
    assert (few.advice, few.proposed, few.count) == ("few", None, 9)


@pytest.mark.parametrize(
    ("made", "why"),
    [
        (item(CLIMB, 90.0, anchors=Anchors(strategy=(95.0, 120.0), benchmark=200.0)), "strategy asks for more"),
        (item([1.0] * 23 + [2.0], 0.5), "nearly all figures are one: the proposal would always be reached too"),
        (item(CLIMB, 5.0, others=6.0), "holders have targets of their own"),
    ],
)
def test_where_figures_and_grounds_do_not_answer_it_is_for_people_to_decide(made, why):
    found = advised(made, "CNY")
    assert (found.advice, found.proposed, found.low, found.high) == ("decide", None, None, None), why


def test_all_advice_is_counted_and_nothing_is_missing_from_the_record():
    found = NextTargets((advised(item(CLIMB, 5.0), "CNY"), advised(item(CLIMB, 19.0), "CNY")))
    assert "1 项建议提高要求" in found.summary()
    assert "1 to ask more of" in found.summary("en")
    assert found.count("raise", "lower") == 1
    assert [each["advice"] for each in found.record()] == list(found.frame()["advice"]) == ["raise", "keep"]


def test_a_run_and_a_day_are_needed(client):
    with pytest.raises(InputError, match="run == '', must be the folder of a run"):
        next_targets(client, "")
    with pytest.raises(InputError, match="as_of == 'June', must be a day"):
        next_targets(client, "somewhere", "June")
