import math

import pandas as pd
import pytest

from diagnostics.dictionary.scoring.card import card_cycle, score_scorecard
from diagnostics.errors import InputError, UnknownNameError
from diagnostics.model.kpi import Kpi
from diagnostics.model.scorecard import Scorecard

# The articles' sales template.
WEIGHTS = {"revenue": 0.6, "clients": 0.2, "collected": 0.15, "satisfaction": 0.05}
TARGETS = {"revenue": 1_000_000, "clients": 15, "collected": 0.9, "satisfaction": 85}


def kpi(key, **fields):
    base = {"id": key, "name": key, "unit": "number", "direction": "higher", "source": "s", "measure": "sum(x)"}
    return Kpi.model_validate(base | {"cycle": "quarter"} | fields)


def card(items=None, **fields):
    listed = items or [{"kpi": each, "weight": WEIGHTS[each], "targets": {"target": TARGETS[each]}} for each in WEIGHTS]
    return Scorecard.model_validate({"role": "sales", "level": "post", "items": listed} | fields)


def figures(rows, columns=("kpi", "entity", "period", "value")):
    return pd.DataFrame(rows, columns=list(columns))


KPIS = {each: kpi(each) for each in WEIGHTS}
LI = [
    ("revenue", "li", "2025Q1", 1_200_000),
    ("clients", "li", "2025Q1", 15),
    ("collected", "li", "2025Q1", 0.9),
    ("satisfaction", "li", "2025Q1", 85),
]


def test_the_sales_template_comes_to_112():
    scores = score_scorecard(card(), KPIS, figures(LI))
    (row,) = scores.totals.to_dict("records")
    assert row == {"card": "sales", "entity": "li", "period": "2025Q1", "points": pytest.approx(112), "missing": ""}
    points = dict(zip(scores.items["kpi"], scores.items["points"], strict=True))
    assert points == pytest.approx({"revenue": 120, "clients": 100, "collected": 100, "satisfaction": 100})


def test_entities_and_periods_are_scored_at_once():
    rows = [*LI, *((k, "wang", p, v / 2) for k, _, _, v in LI for p in ("2025Q1", "2025Q2"))]
    totals = score_scorecard(card(), KPIS, figures(rows)).totals.set_index(["entity", "period"])["points"]
    assert totals.to_dict() == pytest.approx({("li", "2025Q1"): 112, ("wang", "2025Q1"): 56, ("wang", "2025Q2"): 56})


def test_a_missing_item_stays_missing_and_is_named():
    rows = [("clients", "wang", "2025Q1", math.nan), ("revenue", "wang", "2025Q1", 1_000_000), *LI]
    totals = score_scorecard(card(), KPIS, figures(rows)).totals.set_index("entity")
    assert totals.loc["li", "points"] == pytest.approx(112)
    assert math.isnan(totals.loc["wang", "points"])
    assert totals.loc["wang", "missing"] == "clients; collected; satisfaction"


def test_a_target_beside_the_figure_goes_before_the_stated_one():
    rows = [(*each, each[3]) for each in LI]
    scores = score_scorecard(card(), KPIS, figures(rows, ("kpi", "entity", "period", "value", "target")))
    assert scores.totals["points"].tolist() == pytest.approx([100])


def test_dated_targets_hold_from_their_period_on():
    dated = [{"from": "2025Q1", "value": 10}, {"from": "2025Q2", "value": 20}]
    item = [{"kpi": "clients", "weight": 1, "targets": {"target": dated}}]
    rows = [("clients", "li", each, 10) for each in ("2024Q4", "2025Q1", "2025Q2")]
    totals = score_scorecard(card(item), KPIS, figures(rows)).totals
    assert totals["points"].tolist()[1:] == pytest.approx([100, 50])
    assert totals["missing"].tolist() == ["clients", "", ""]


def test_a_range_is_scored_by_both_ends():
    item = [{"kpi": "stock", "weight": 1, "targets": {"target": [10, 20]}}]
    rows = [("stock", each, "2025Q1", value) for each, value in (("low", 5), ("in", 15), ("high", 40))]
    kpis = {"stock": kpi("stock", direction="range")}
    assert score_scorecard(card(item), kpis, figures(rows)).totals["points"].tolist() == pytest.approx([50, 100, 50])


def test_a_monthly_item_on_a_quarterly_card_has_the_mean_of_its_months():
    kpis = {"costs": kpi("costs", cycle="month", direction="lower"), "accuracy": kpi("accuracy")}
    items = [
        {"kpi": "costs", "weight": 0.5, "targets": {"target": 100}, "scoring": {"rule": "complement"}},
        {"kpi": "accuracy", "weight": 0.5, "targets": {"target": 1}},
    ]
    months = [("costs", "office", f"2025-0{at}", value) for at, value in ((1, 80), (2, 100), (3, 90), (4, 70))]
    rows = [*months, ("accuracy", "office", "2025Q1", 1), ("accuracy", "office", "2025Q2", 1)]
    scores = score_scorecard(card(items), kpis, figures(rows))
    assert scores.totals["period"].tolist() == ["2025Q1", "2025Q2"]
    assert scores.totals["points"].iloc[0] == pytest.approx(0.5 * 110 + 50)
    assert scores.totals["missing"].tolist() == ["", "costs"]
    assert len(scores.items) == 6


@pytest.mark.parametrize(
    ("rhythm", "cycles", "cycle"),
    [
        (None, ("month", "month"), "month"),
        (None, ("month", "quarter"), "quarter"),
        ({"assess": "quarter"}, ("month", "month"), "quarter"),
        ({"assess": "month"}, ("month", "quarter"), "quarter"),
    ],
)
def test_a_card_is_summed_up_in_the_longest_cycle(rhythm, cycles, cycle):
    kpis = {key: kpi(key, cycle=each) for key, each in zip(("a", "b"), cycles, strict=True)}
    items = [{"kpi": each, "weight": 0.5} for each in kpis]
    assert card_cycle(card(items, rhythm=rhythm), kpis) == cycle


def test_behaviour_is_scored_by_its_anchors():
    anchors = [{"level": "优秀", "points": 100}, {"level": "良好", "points": 80}]
    item = [{"kpi": "help", "weight": 1, "scoring": {"rule": "anchors", "anchors": anchors}}]
    rows = [("help", "li", "2025Q1", "优秀"), ("help", "wang", "2025Q1", None), ("help", "zhao", "2025Q1", "良好")]
    totals = score_scorecard(card(item), {"help": kpi("help")}, figures(rows)).totals
    assert totals["points"].tolist() == pytest.approx([100, math.nan, 80], nan_ok=True)


def test_figures_of_others_and_of_other_cycles_are_left_out():
    rows = [*LI, ("revenue", "li", "2025-01", 1), ("margin", "li", "2025Q1", 1), ("revenue", "wang", "2025Q1", 1)]
    scores = score_scorecard(card(), KPIS, figures(rows), entities=["li"])
    assert scores.totals["points"].tolist() == pytest.approx([112])


def test_no_figures_give_no_totals():
    scores = score_scorecard(card(), KPIS, figures([]))
    assert scores.totals.empty
    assert scores.items.empty


@pytest.mark.parametrize(
    ("items", "rows", "error", "rule"),
    [
        ([{"kpi": "clint", "weight": 1}], LI, UnknownNameError, "Unknown KPI 'clint' in scorecard 'sales'"),
        (None, [*LI, LI[0]], InputError, "KPI 'revenue' has 2 figures for entity 'li' and period '2025Q1'"),
        (
            [{"kpi": "clients", "weight": 0.5}, {"kpi": "clients", "weight": 0.5}],
            LI,
            InputError,
            "Scorecard 'sales' has KPI 'clients' 2 times, must have it once",
        ),
        (None, [*LI, ("revenue", None, "2025Q1", 1)], InputError, "Figures to score have no entity in row 4"),
        (None, [(None, "li", "2025Q1", 1), *LI], InputError, "Figures to score have no kpi in row 0"),
        (None, [*LI, ("revenue", "li", None, 1)], InputError, "Figures to score have no period in row 4"),
        (
            [{"kpi": "clients", "weight": 1, "targets": {"target": {"expression": "mean(x)"}}}],
            LI,
            InputError,
            "target of KPI 'clients' is computed from data",
        ),
    ],
)
def test_what_can_not_be_scored_is_refused_with_its_kpi(items, rows, error, rule):
    with pytest.raises(error, match=rule):
        score_scorecard(card(items), KPIS, figures(rows))


def test_a_target_that_can_not_be_scored_leaves_only_its_own_figure_without_points():
    item = [{"kpi": "clients", "weight": 1}]
    rows = [("clients", each, "2025Q1", 5, target) for each, target in (("li", 0.0), ("wang", 10.0), ("zhao", -2.0))]
    scores = score_scorecard(card(item), KPIS, figures(rows, ("kpi", "entity", "period", "value", "target")))
    assert scores.totals["points"].tolist() == pytest.approx([math.nan, 50, math.nan], nan_ok=True)
    assert scores.totals["missing"].tolist() == ["clients", "", "clients"]
    reasons = scores.items["reason"].tolist()
    assert (
        reasons[0] == "target == 0, must be above 0 for rule 'ratio'; for a target of 0 use 'deduction' or 'threshold'"
    )
    assert reasons[1] == ""
    assert reasons[2].endswith("for targets below 0 use 'difference'")
    assert scores.items["reason_zh"].tolist() == [
        "目标值为 0：规则 ratio 的目标值须大于 0；目标为 0 时改用 deduction 或 threshold",
        "",
        "目标值为 -2：规则 ratio 的目标值须大于 0；目标为负时改用 difference",
    ]


def test_a_range_the_wrong_way_round_leaves_only_its_own_figure_without_points():
    item = [{"kpi": "stock", "weight": 1}]
    rows = [("stock", "li", "2025Q1", 5, 9, 4), ("stock", "wang", "2025Q1", 5, 4, 9)]
    columns = ("kpi", "entity", "period", "value", "target", "target_high")
    scores = score_scorecard(card(item), {"stock": kpi("stock", direction="range")}, figures(rows, columns))
    assert scores.totals["points"].tolist() == pytest.approx([math.nan, 100], nan_ok=True)
    assert scores.items["reason"].tolist() == ["target == (9, 4), must be (low, high) with low <= high", ""]
    assert scores.items["reason_zh"].tolist() == ["目标区间为 9 至 4：下限不能高于上限", ""]


def test_a_frame_without_figures_is_refused():
    with pytest.raises(InputError, match=r"Figures to score lack the columns \['value'\]"):
        score_scorecard(card(), KPIS, figures([], ("kpi", "entity", "period")))


def test_a_summary_counts_what_is_missing():
    scores = score_scorecard(card(), KPIS, figures([*LI, ("revenue", "wang", "2025Q1", 1)]))
    assert scores.summary("en") == ("1 scorecard, 2 entities, 1 period: 1 total. 1 more is missing, as an item is.")
    assert "另有 1 个因缺项没有总分" in scores.summary("zh")
