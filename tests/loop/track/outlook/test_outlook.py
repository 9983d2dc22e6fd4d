"""Forecasts to the end of the year: from hand-offs to a row a KPI, with chances only where they were tested."""

import json
from dataclasses import replace

import numpy as np
import pytest

from diagnostics.data.handoff import read_records, write_records, write_table
from diagnostics.errors import InputError, UnknownNameError
from diagnostics.loop.track import outlook
from diagnostics.loop.track.outlook.chances import chances, outcome
from diagnostics.loop.track.outlook.foretell import Foretold
from diagnostics.loop.track.outlook.rest import Rest
from diagnostics.loop.track.outlook.span import span_of
from diagnostics.model.kpi import Kpi
from diagnostics.model.period import Calendar
from diagnostics.model.scorecard import Scorecard

AIMS = {"base": 90_000.0, "target": 100_000.0, "stretch": 130_000.0}


def card(kpi="revenue", **targets):
    item = {"kpi": kpi, "weight": 1.0, "targets": {"from": "history", **targets}}
    return Scorecard.model_validate({"role": "boss", "level": "store", "items": [item]})


def aimed(rows, kpi="revenue", **tiers):
    """Write tiers beside the figures, as observe does."""
    for name, value in tiers.items():
        rows.loc[rows["kpi"] == kpi, name] = value


@pytest.fixture(scope="module")
def table(case):
    """Observations of four years, made once."""
    return case.observations()


@pytest.fixture
def looked(engagement, tmp_path, table):
    """Outlook of these observations at the end of a month."""

    def make(change=None, period="2025-06", cards=(), measures=(), kpis=None, only=None, **options):
        run, rows = tmp_path / "run", table.copy()
        if change is not None:
            changed = change(rows)
            rows = rows if changed is None else changed
        write_table(run, "observations", rows)
        write_records(run, "interventions", {"as_of": "2025-06-30", "interventions": list(measures)})
        known = replace(engagement, scorecards=tuple(cards), kpis={**engagement.kpis, **(kpis or {})})
        return outlook(known, period, run, kpis=only, **{"entities": ["s1"], **options})

    return make


def row(found, kpi="revenue"):
    return found.frame().set_index("kpi").loc[kpi]


def test_a_total_is_what_was_seen_and_what_is_to_come(looked, table):
    found = row(looked())
    own = table[(table["kpi"] == "revenue") & (table["entity"] == "s1")]
    year = own[own["period"].str.startswith("2025")]["value"]
    assert (found["until"], found["way"], found["known"], found["ahead"]) == ("2025", "sum", 6, 6)
    assert found["to_date"] == pytest.approx(year.iloc[:6].sum())
    assert found["low"] < year.sum() < found["high"]
    assert found["expected"] == pytest.approx(year.sum(), rel=0.02)
    assert (found["tests"], found["history"], found["reason"]) == (12, 42, "")
    assert found["inside"] >= 7
    assert 0 < found["error"] < 0.02 * found["expected"]
    assert 0 < found["naive_error"] < 0.02 * found["expected"]


def test_the_chance_of_a_tier_falls_with_it_and_turns_with_the_direction(looked):
    found = row(looked(lambda rows: aimed(rows, **AIMS), cards=[card(**AIMS)]))
    assert found["end_target"] == pytest.approx(12 * AIMS["target"])
    assert found["p_base"] > 0.95 > found["p_target"] > 0.05 > found["p_stretch"]
    lower = KPIS_LOWER["revenue"]
    turned = row(looked(lambda rows: aimed(rows, **AIMS), cards=[card(**AIMS)], kpis={"revenue": lower}))
    assert turned["p_target"] == pytest.approx(1 - found["p_target"])


KPIS_LOWER = {"revenue": Kpi(id="revenue", name="营收", unit="money", direction="lower", source="s", measure="sum(x)")}
KPIS_RANGE = {"revenue": KPIS_LOWER["revenue"].model_copy(update={"direction": "range"})}


def test_of_a_range_it_is_the_chance_to_end_within_it(looked):
    tiers = {"target": 95_000.0, "target_high": 105_000.0}
    found = row(looked(lambda rows: aimed(rows, **tiers), cards=[card(target=[95_000, 105_000])], kpis=KPIS_RANGE))
    assert (found["status"], found["end_target_high"]) != ("none", None)
    assert 0.9 < found["p_target"] <= 1
    assert np.isnan(found["p_base"])


def test_a_dated_target_counts_in_the_months_from_which_it_holds(looked):
    steps = [{"from": "2022-01", "value": 100_000}, {"from": "2025-10", "value": 110_000}]
    found = row(looked(lambda rows: aimed(rows, target=100_000.0), cards=[card(target=steps)]))
    assert found["end_target"] == pytest.approx(9 * 100_000 + 3 * 110_000)


def test_targets_that_are_not_stated_for_the_months_to_come_give_no_chance(looked):
    computed = card(target={"expression": "sum(planned)"})
    found = row(looked(lambda rows: aimed(rows, target=100_000.0), cards=[computed]))
    assert (found["reason"], found["lack"]) == ("", "target_ahead")
    assert found["expected"] > 0
    assert found[["end_target", "p_target"]].isna().all()


def test_a_parents_target_is_what_its_childrens_add_up_to(looked):
    def summed(rows):
        aimed(rows, target=100_000.0)
        rows.loc[(rows["kpi"] == "revenue") & (rows["entity"] == "firm"), "target"] = 1_000_000.0

    found = row(looked(summed, cards=[card(target=100_000)], entities=["firm"]))
    assert found["end_target"] == pytest.approx(12_000_000)
    city = card(target=100_000).model_copy(update={"peer_group": "village"})
    assert row(looked(summed, cards=[city], entities=["firm"]))["lack"] == "target_ahead"


def test_a_child_without_figures_or_targets_is_no_part_of_its_parents_target(looked):
    def one(rows):
        aimed(rows, target=100_000.0)
        return rows[(rows["entity"] == "firm") | (rows["entity"] == "s1")]

    only_one = Scorecard.model_validate(
        {"entity": "s1", "items": [{"kpi": "revenue", "weight": 1, "targets": {"target": 100_000, "from": "history"}}]}
    )
    assert row(looked(one, cards=[only_one], entities=["firm"]))["end_target"] == pytest.approx(1_200_000)
    assert (
        row(looked(lambda rows: aimed(rows, target=100_000.0), cards=[only_one], entities=["firm"]))["lack"]
        == "target_ahead"
    )


def drop(rows, kpi, months):
    return rows[~((rows["kpi"] == kpi) & (rows["entity"] == "s1") & rows["period"].isin(months))]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda rows: rows[rows["period"] >= "2024-01"], "short"),
        (lambda rows: rows[rows["period"] >= "2025-04"], "short"),  # a store that opened in April
        (lambda rows: drop(rows[rows["period"] >= "2025-04"], "revenue", ["2025-05"]), "gap"),
        (lambda rows: rows[rows["period"] >= "2023-07"], "untested"),
        (lambda rows: drop(rows, "revenue", ["2025-03"]), "gap"),
        (lambda rows: drop(rows, "revenue", [f"2023-{each:02d}" for each in range(1, 13)]), "gap"),
        (lambda rows: rows.assign(value=7.0), "constant"),
        (lambda rows: rows.assign(value=[0.1 * 3, 0.3] * (len(rows) // 2) + [0.3] * (len(rows) % 2)), "constant"),
        (lambda rows: rows.assign(basis=np.where(rows["period"] >= "2025-03", "2025-03", "")), "basis"),
        (lambda rows: rows.assign(basis=np.where(rows["period"] >= "2025-01", "2025-01", "")), "short"),
    ],
)  # fmt: skip
def test_what_cannot_be_told_says_why_and_gives_no_chance(looked, change, reason):
    found = row(looked(lambda rows: change(rows.assign(**AIMS)), cards=[card(**AIMS)]))
    assert found["reason"] == reason
    assert found[["p_base", "p_target", "p_stretch"]].isna().all()
    assert np.isnan(found["expected"]) == (reason != "untested")


def test_forecasts_that_mostly_missed_give_no_chance(looked):
    def stepped(rows):
        late = rows["period"] >= "2024-09"
        return rows.assign(value=np.where(late, rows["value"] * 3, rows["value"]), **AIMS)

    found = row(looked(stepped, cards=[card(**AIMS)]))
    assert found["reason"] == "unreliable"
    assert found["inside"] < found["tests"] / 2
    assert np.isnan(found["p_target"])


def test_once_the_year_is_over_it_is_settled(looked):
    found = row(looked(lambda rows: aimed(rows, **AIMS), period="2025-12", cards=[card(**AIMS)]))
    assert (found["reason"], found["ahead"], found["p_base"], found["p_stretch"]) == ("done", 0, 1, 0)
    assert found["low"] == found["expected"] == found["high"] == pytest.approx(found["to_date"])


def test_two_months_counted_together_count_in_the_year_and_not_in_the_history(looked, table):
    def merged(rows):
        own = (rows["kpi"] == "revenue") & (rows["entity"] == "s1")
        both = rows[own & rows["period"].isin(["2025-01", "2025-02"])]["value"].sum()
        rows = rows.assign(basis="")
        rows.loc[own & (rows["period"] == "2025-02"), ["value", "basis"]] = [both, "+2m"]
        return rows[~(own & (rows["period"] == "2025-01"))]

    found, plain = row(looked(merged)), row(looked())
    assert found["to_date"] == pytest.approx(plain["to_date"])
    assert found["expected"] == pytest.approx(plain["expected"], rel=0.02)


def test_a_ratio_is_sums_over_sums_and_stays_a_share(looked):
    def split(rows):
        own = rows["kpi"] == "conversion"
        rows.loc[own, "denominator"] = np.where(rows.loc[own, "period"].str.endswith("-01"), 5000.0, 100.0)
        rows.loc[own, "numerator"] = rows.loc[own, "value"] * rows.loc[own, "denominator"]

    ratio = Kpi(id="conversion", name="转化率", unit="share", direction="higher", source="s", measure="sum(x) / sum(y)")
    found = row(looked(split, kpis={"conversion": ratio}), "conversion")
    assert found["way"] == "ratio"
    january = 5000 / (5000 + 5 * 100)
    assert abs(found["to_date"] - 0.2) < 0.05
    # January alone is nine tenths of the year so far, and most of the whole.
    assert found["high"] - found["low"] < 0.02
    assert january > 0.9
    assert 0 <= found["low"] <= found["expected"] <= found["high"] <= 1


def test_of_a_level_it_is_the_last_figure(looked, table):
    level = Kpi(id="size", name="规模", unit="count", direction="higher", source="s", measure="last(x)")
    found = row(looked(kpis={"size": level}), "size")
    assert found["way"] == "level"
    (december,) = table[(table["kpi"] == "size") & (table["entity"] == "s1") & (table["period"] == "2025-12")]["value"]
    assert found["low"] < december < found["high"] < 42


def test_who_is_looked_at_and_that_people_never_are(looked):
    at = {"id": "m", "kpi": "waiting", "entities": ["s3", "wang"]}
    found = looked(entities=None, measures=[at]).frame()
    assert set(found["entity"]) == {"firm", "s3"}
    assert set(found[found["entity"] == "firm"]["kpi"]) == {"revenue", "conversion", "waiting"}
    with pytest.raises(UnknownNameError, match="wang"):
        looked(entities=["wang"])


def test_without_a_direction_there_is_a_forecast_and_no_chance(looked):
    found = looked(lambda rows: aimed(rows, "size", target=40.0), cards=[card("size", target=40)], only=["size"])
    found = row(found, "size")
    assert (found["lack"], found["reason"]) == ("no_direction", "")
    assert np.isnan(found["p_target"])
    assert found["low"] < found["expected"] < found["high"]


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"until": "yeer"}, "year"),
        ({"share": 1.0}, "between 0 and 1"),
        ({"share": True}, "between 0 and 1"),
        ({"period": "June"}, "no known form"),
        ({"as_of": "30/6/2025"}, "must be a day"),
        ({"entities": "s1"}, "write a list"),
        ({"entities": ["s99"]}, "s99"),
    ],
)
def test_wrong_choices_are_refused(looked, options, told):
    with pytest.raises(InputError, match=told):
        looked(**options)


def test_a_run_without_observations_is_refused(engagement, tmp_path):
    with pytest.raises(InputError, match="run the step that writes it first"):
        outlook(engagement, "2025-06", tmp_path)


def test_the_hand_off_is_plain_and_the_same_each_time(looked, tmp_path):
    found = looked(lambda rows: aimed(rows, **AIMS), cards=[card(**AIMS)])
    found.save(tmp_path / "run")
    content = read_records(tmp_path / "run", "outlook")
    json.dumps(content, allow_nan=False)
    assert (content["as_of"], content["share"]) == ("2025-06-30", 0.8)
    assert {each["kpi"] for each in content["outlook"]} == {"revenue", "conversion", "waiting"}
    again = looked(lambda rows: aimed(rows, **AIMS), cards=[card(**AIMS)])
    assert again.record() == found.record()
    assert "期末预计" in found.summary("zh")
    assert "came true" in found.summary("en")
    assert "p_target" in found._repr_html_()
    assert found.plot("en").axes


def test_an_outlook_of_nothing_says_so(looked):
    found = looked(lambda rows: rows[rows["kpi"] == "size"])
    assert found.frame().empty
    assert "0 项" in found.summary("zh")
    with pytest.raises(InputError, match="Nothing was foretold"):
        found.plot()


@pytest.mark.parametrize(
    ("cycle", "now", "until", "whole", "over", "ahead"),
    [
        ("month", "2025-04", "year", "2025", 4, 8),
        ("month", "2025-04", "quarter", "2025Q2", 1, 2),
        ("quarter", "2025Q1", "year", "2025", 1, 3),
        ("week", "2025-W01", "year", "2025", 1, 51),
        ("week", "2020-W53", "year", "2020", 53, 0),
        ("week", "2025-W14", "quarter", "2025Q2", 1, 12),
        ("day", "2025-02-27", "year", "2025-02", 27, 1),
    ],
)
def test_a_span_is_made_of_the_periods_that_belong_to_it(cycle, now, until, whole, over, ahead):
    calendar = Calendar()
    found = span_of(calendar, cycle, calendar.parse(now), until)
    assert (found.whole.text, len(found.over), len(found.ahead)) == (whole, over, ahead)


def test_a_period_as_long_as_the_span_has_no_end_to_look_ahead_to():
    calendar = Calendar(fiscal_start=4)
    assert span_of(calendar, "quarter", calendar.parse("2025Q1"), "quarter") is None
    assert span_of(calendar, "month", calendar.parse("2025-03"), "year").whole.text == "FY2025"


def test_a_ratios_denominators_grow_as_they_have():
    below = np.concatenate([np.full(12, 100.0), np.full(12, 150.0)])
    rest = Rest("ratio", np.full(24, 0.5), below / 2, below, 12)
    assert rest.bases(24, 3).tolist() == pytest.approx([225.0] * 3)
    assert rest.naive(24, 3) == pytest.approx(0.5)
    assert Rest("sum", below, below, below, 1).naive(24, 3) != rest.naive(24, 3)


def test_chances_of_what_is_known_are_none_or_one():
    goals = {"base": 1.0, "target": 2.0, "target_high": None, "stretch": None}
    assert outcome(1.5, goals, "higher") == {"base": 1.0, "target": 0.0, "stretch": None}
    assert outcome(1.5, goals, "lower") == {"base": 0.0, "target": 1.0, "stretch": None}
    assert outcome(1.5, {**goals, "target": 1.0, "target_high": 2.0}, "range")["target"] == 1.0
    sure = Foretold(np.zeros(1), np.ones(1), np.array([99.0]), np.ones(1), np.zeros(1, dtype=bool))
    assert chances(sure, goals, "none", (0.0, 1.0))["target"] is None
    assert chances(sure, goals, "higher", (2.0, 1.0))["target"] == pytest.approx(0.5)
