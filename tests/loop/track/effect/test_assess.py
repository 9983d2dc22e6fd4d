"""Effect estimates from frame to verdict."""

import numpy as np
import pandas as pd
import pytest

from diagnostics.errors import InputError, UnknownNameError
from diagnostics.loop.track.effect import estimate_effect
from diagnostics.loop.track.effect.estimate import Estimate
from diagnostics.loop.track.effect.events import Surroundings
from diagnostics.loop.track.effect.panel import Columns, read_panel
from diagnostics.loop.track.effect.verdict import Case, judge
from diagnostics.terms import LANGUAGES

KEYS = {"entity": "shop", "time": "month", "value": "sales", "treated": ["a0"]}


@pytest.fixture
def shops(panel):
    def make(**options):
        return panel(np.random.default_rng(7), **options)

    return make


def test_a_clear_effect_worked_or_made_worse_by_the_direction_of_the_kpi(shops):
    frame = shops(effect=3.0)
    better = estimate_effect(frame, **KEYS, start=24)
    worse = estimate_effect(frame, **KEYS, start=24, improvement="lower")
    assert (better.method, better.verdict, worse.verdict) == ("did", "worked", "worse")
    assert better.low < 3 < better.high
    assert better.relative == pytest.approx(
        better.effect / (frame.query("shop == 'a0' and month >= 24")["sales"].mean() - better.effect)
    )
    assert (better.before, better.after, better.comparisons) == (24, 12, 20)
    assert (better.placebo["rank"], better.placebo["count"]) == (1, 20)


def test_no_effect_leaves_no_evidence(shops):
    found = estimate_effect(shops(), **KEYS, start=24)
    assert found.verdict == "no_evidence"
    assert found.low < 0 < found.high
    assert found.judge_from == ""


def test_two_months_after_the_start_are_insufficient_and_the_month_of_judgement_is_named(shops):
    frame = shops(effect=9.0, after=2)
    frame["month"] = [f"{2023 + at // 12}-{at % 12 + 1:02d}" for at in frame["month"]]
    found = estimate_effect(frame, **KEYS, start="2025-11")
    assert (found.verdict, found.reasons) == ("insufficient", ("few_after",))
    assert found.judge_from == "2026-04"
    assert "2026年4月" in found.text["zh"]
    assert "April 2026" in found.text["en"]


def test_a_month_without_a_figure_puts_the_judgement_off(shops):
    frame = shops(after=4)
    holes = frame[~((frame["shop"] == "a0") & (frame["month"] == 33))]
    assert estimate_effect(frame, **KEYS, start=32).judge_from == "37"
    assert estimate_effect(holes, **KEYS, start=32).judge_from == "38"


def test_no_figure_yet_after_the_start_is_insufficient_and_no_number(shops):
    frame = shops(after=2)
    holes = frame[~((frame["shop"] == "a0") & (frame["month"] >= 34))]
    found = estimate_effect(holes, **KEYS, start=34)
    assert (found.verdict, found.effect, found.contrast.get("before_after")) == ("insufficient", None, None)
    assert found.judge_from == "41"
    assert found.text["en"].startswith("The figures do not suffice to judge.")


def test_weeks_need_half_a_year(shops):
    found = estimate_effect(shops(periods=80, after=20), **KEYS, start=60, cycle="week")
    assert found.reasons == ("few_after",)


def test_a_long_series_alone_is_an_interrupted_series_and_a_short_one_is_described(shops):
    alone = shops(others=0, periods=48, effect=6.0)
    long, short = (
        estimate_effect(alone, **KEYS, start=36),
        estimate_effect(alone[alone["month"] > 20], **KEYS, start=36),
    )
    assert (long.method, long.verdict) == ("its", "worked")
    assert (short.method, short.verdict, short.reasons, short.effect) == (
        "xmr",
        "insufficient",
        ("short_series",),
        None,
    )
    # 27 months are there: with the ninth more there are 36.
    assert short.judge_from == "56"


def test_a_series_alone_needs_a_season_before_the_start(shops):
    found = estimate_effect(shops(others=0, periods=40, after=32, effect=9.0), **KEYS, start=8)
    assert (found.verdict, found.reasons) == ("insufficient", ("few_before",))


@pytest.mark.parametrize("others", [1, 2, 4])
def test_one_to_four_comparison_entities_have_a_verdict_where_the_series_is_long_enough(shops, others):
    frame = shops(others=others, effect=20.0)
    found = estimate_effect(frame, **KEYS, start=24)
    assert (found.method, found.verdict, found.comparisons) == ("controlled_its", "worked", others)
    assert (found.placebo.get("rank"), found.placebo.get("count")) == ((None, None) if others == 1 else (1, others))
    short = estimate_effect(frame[frame["month"] >= 8], **KEYS, start=24)
    assert (short.verdict, short.reasons, short.judge_from) == ("insufficient", ("short_comparison",), "37")
    assert "可比对象只有" in short.text["zh"]
    assert "30 months, there are 28 months" in short.text["en"]


def test_too_short_for_a_difference_to_few_others_is_told_without_a_verdict(shops):
    found = estimate_effect(shops(others=2, periods=4, after=1, effect=20.0), **KEYS, start=3)
    assert (found.method, found.verdict) == ("did", "insufficient")
    assert {"few_after", "few_before", "few_comparisons"} <= set(found.reasons)


def test_a_trend_before_the_start_that_explains_the_effect_refuses_a_verdict(shops):
    frame = shops()
    frame["sales"] += 0.4 * frame["month"] * (frame["shop"] == "a0")
    found = estimate_effect(frame, **KEYS, start=24)
    assert (found.verdict, found.reasons) == ("insufficient", ("pre_trend",))
    assert abs(found.contrast["trend_adjusted"]["effect"]) < found.effect / 2


def test_a_planned_effect_too_small_to_see_refuses_a_verdict(shops):
    frame = shops(effect=3.0)
    seen = estimate_effect(frame, **KEYS, start=24)
    for planned in (seen.mde * 0.9, {"absolute": -seen.mde * 0.9}, {"relative": seen.relative_mde * 0.9}):
        found = estimate_effect(frame, **KEYS, start=24, planned=planned)
        assert (found.verdict, found.reasons) == ("insufficient", ("planned_below_mde",))
    assert (
        estimate_effect(frame, **KEYS, start=24, planned={"relative": None, "absolute": seen.mde * 1.1}).verdict
        == "worked"
    )


def test_another_event_at_the_same_time_refuses_a_verdict_and_a_later_one_is_said(shops):
    frame = shops(effect=4.0)
    overlapping = estimate_effect(frame, **KEYS, start=24, events={"a0": [25]})
    later = estimate_effect(frame, **KEYS, start=24, events={"a0": [30], "a5": [28]}, announced=22)
    assert (overlapping.verdict, overlapping.reasons) == ("insufficient", ("overlapping_event",))
    assert later.verdict == "worked"
    assert later.reasons == ("other_event", "anticipation", "comparison_left_out")
    assert (later.before, later.comparisons) == (22, 19)


def test_logarithms_take_the_effect_for_a_share(shops):
    frame = shops()
    frame.loc[(frame["shop"] == "a0") & (frame["month"] >= 24), "sales"] *= 1.2
    found = estimate_effect(frame, **KEYS, start=24, transform="log")
    assert found.relative == pytest.approx(0.2, abs=0.03)
    after = frame.query("shop == 'a0' and month >= 24")["sales"].mean()
    assert found.effect == pytest.approx(after - after / (1 + found.relative))
    with pytest.raises(InputError, match="The value of 'a0' in 0 is -5; transform='log' needs positive values"):
        estimate_effect(
            frame.assign(sales=np.where(frame.index == 0, -5, frame["sales"])), **KEYS, start=24, transform="log"
        )


def test_contrasts_are_rows_that_are_no_evidence(shops):
    found = estimate_effect(shops(), **KEYS, start=24)
    frame = found.frame().set_index("estimate")
    assert frame["evidence"].to_dict() == {"did": True, **dict.fromkeys(found.contrast, False)}
    assert set(found.contrast) == {"before_after", "hac", "cell_means", "two_way", "trend_adjusted"}
    assert '"kind":"EffectEstimate"' in found.to_json()
    assert found.record()["verdict"] == "no_evidence"


def test_rows_in_any_order_give_the_same_estimate(shops):
    frame = shops(effect=1.0)
    first, second = (estimate_effect(each, **KEYS, start=24) for each in (frame, frame.sample(frac=1, random_state=3)))
    assert first.record() == second.record()


def test_sentences_are_plain_in_both_languages(shops):
    cases = [
        estimate_effect(shops(effect=effect, others=others), **KEYS, start=24, improvement=way)
        for effect in (0.0, 6.0)
        for others in (1, 3, 20)
        for way in ("higher", "lower")
    ]
    cases.append(estimate_effect(shops(others=0, periods=20), **KEYS, start=10))
    for found in cases:
        assert set(found.text) == set(LANGUAGES)
        for language in LANGUAGES:
            said = found.summary(language)
            assert len(said) > 10
            for forbidden in (
                "DiD",
                "did,",
                "REML",
                "AR(1)",
                "p =",
                "p值",
                "显著",
                "significan",
                "placebo",
                "安慰剂",
                "nan",
                "None",
                "{",
            ):
                assert forbidden not in said
    assert "。" in cases[0].text["zh"]


def test_what_cannot_be_estimated_is_refused(shops):
    frame = shops()
    with pytest.raises(UnknownNameError, match="Unknown method 'ist'. Did you mean 'its'"):
        estimate_effect(frame, **KEYS, start=24, method="ist")
    with pytest.raises(UnknownNameError, match="Unknown improvement 'up'"):
        estimate_effect(frame, **KEYS, start=24, improvement="up")
    with pytest.raises(InputError, match="method='did' needs entities that the measure was not done to"):
        estimate_effect(frame[frame["shop"] == "a0"], **KEYS, start=24, method="did")
    with pytest.raises(InputError, match="must give either 'relative' or 'absolute'"):
        estimate_effect(frame, **KEYS, start=24, planned={"relative": 0.1, "absolute": 3})
    with pytest.raises(UnknownNameError, match="Unknown treated entity 'b0'"):
        estimate_effect(frame, **{**KEYS, "treated": ["b0"]}, start=24)


@pytest.fixture(scope="module")
def rossmann():
    """Monthly sales per opening day of 50 stores, and the months of what happened to each inside the data."""
    from pathlib import Path

    data = Path(__file__).parents[5] / "shared" / "data"
    if not (data / "rossmann_store.csv").is_file():
        pytest.skip("Rossmann's stores are not there: public data lie beside the project, not in it")
    days = pd.read_csv(data / "rossmann_sales_stores_001_050.csv", parse_dates=["Date"], dtype={"StateHoliday": str})
    days["month"] = days["Date"].dt.strftime("%Y-%m")
    sales = days.groupby(["Store", "month"], as_index=False)[["Sales", "Open"]].sum()
    stores = pd.read_csv(data / "rossmann_store.csv").query("Store <= 50").set_index("Store")
    opened = stores["CompetitionOpenSinceYear"] * 12 + stores["CompetitionOpenSinceMonth"] - 1
    weeks = stores[["Promo2SinceYear", "Promo2SinceWeek"]].dropna().astype(int)
    promotion = pd.Series(
        {
            store: pd.Timestamp.fromisocalendar(*row, 1)
            for store, row in zip(weeks.index, weeks.to_numpy().tolist(), strict=True)
        }
    )
    promotion = promotion.dt.year * 12 + promotion.dt.month - 1
    events = {}
    for store in stores.index:
        months = {int(each[store]) for each in (opened, promotion) if store in each and each[store] == each[store]}
        events[store] = [
            f"{each // 12}-{each % 12 + 1:02d}" for each in sorted(months) if 2013 * 12 <= each < 2015 * 12 + 7
        ]
    return sales, {store: each for store, each in events.items() if each}


def opening(rossmann, store):
    sales, events = rossmann
    others = [each for each in sales["Store"].unique() if each not in events]
    assert len(others) == 35
    frame = sales[sales["Store"].isin([store, *others])]
    return estimate_effect(
        frame, entity="Store", time="month", value="Sales", exposure="Open", treated=[store], start=events[store][0],
        events={store: events[store][1:]}, transform="log",
    )  # fmt: skip


@pytest.mark.parametrize(("store", "about"), [(6, -0.25), (28, -0.20)])
def test_two_rossmann_stores_clearly_lose_to_a_new_competitor(rossmann, store, about):
    found = opening(rossmann, store)
    assert (found.method, found.verdict) == ("did", "worse")
    assert found.relative == pytest.approx(about, abs=0.015)
    # None of 35 placebo stores moves as much.
    assert (found.placebo["rank"], found.placebo["count"]) == (1, 35)


@pytest.mark.parametrize("store", [14, 37, 45])
def test_three_rossmann_stores_cannot_be_told_from_noise(rossmann, store):
    found = opening(rossmann, store)
    assert found.verdict in {"no_evidence", "insufficient"}
    # Store 37 moved apart before the opening: the plain comparison, which fails for it, stands beside.
    plain = found.contrast["did"]["relative"] if store == 37 else found.relative
    assert -0.08 < plain < 0
    assert (found.method == "synthetic_did") == ("did" in found.contrast)
    assert found.low < 0 < found.high


def test_two_events_at_once_in_a_rossmann_store_are_said(rossmann):
    found = opening(rossmann, 30)
    assert found.relative == pytest.approx(-0.24, abs=0.015)
    assert "overlapping_event" in found.reasons
    assert found.verdict == "insufficient"
    assert "2014年3月" in found.text["zh"]


def test_the_seven_sister_months_of_a_short_store_series_tell_what_is_missing(rossmann):
    found = opening(rossmann, 7)
    assert (found.verdict, found.reasons) == ("insufficient", ("few_before",))


def gappy(trend=0.0, every=3, others=12):
    """Three treated shops beside others, each missing its own part of the months before the start."""
    random = np.random.default_rng(1)
    rows = [(f"c{shop}", month, 100 + random.normal(0, 2)) for shop in range(others) for month in range(24)]
    for shop in range(3):
        rows += [
            (f"t{shop}", month, 100 + trend * month + random.normal())
            for month in range(24)
            if month >= 12 or month % every != shop % every
        ]
    return pd.DataFrame(rows, columns=["shop", "month", "sales"])


THREE = {**KEYS, "treated": ["t0", "t1", "t2"], "start": 12}


def test_gaps_of_the_treated_do_not_hide_their_trend():
    found = estimate_effect(gappy(trend=2.0), **THREE)
    assert (found.verdict, found.reasons, found.before) == ("insufficient", ("pre_trend",), 8)
    assert estimate_effect(gappy(), **THREE).verdict == "no_evidence"


def test_periods_count_for_the_entity_that_has_fewest():
    holes = gappy()
    few = holes[(holes["shop"] != "t1") | ~holes["month"].between(3, 11)]
    assert estimate_effect(few, **THREE).reasons == ("few_before",)
    late = holes[(holes["shop"] != "t1") | (holes["month"] < 12) | (holes["month"] >= 20)]
    found = estimate_effect(late, **THREE)
    assert (found.reasons, found.after) == (("few_after",), 4)


def test_periods_without_comparison_do_not_count():
    frame = gappy()
    alone = frame[frame["shop"].str.startswith("t") | ~frame["month"].between(14, 21)]
    found = estimate_effect(alone, **THREE)
    assert (found.reasons, found.after) == (("few_after",), 4)


def test_a_trend_that_cannot_be_tested_refuses_a_verdict():
    panel = read_panel(gappy(), Columns("shop", "month", "sales"), THREE["treated"], 12, None)
    figures = {"low": 1.0, "high": 3.0, "mde": 1.0, "relative_mde": 0.01}

    def judged(**tested):
        estimate = Estimate(2.0, 0.5, 11.0, **tested)
        return judge(Case(panel, "did", estimate, figures, Surroundings(), "higher"), None)

    assert judged() == ("insufficient", ("untested_trend",), "")
    assert judged(pre_trend=0.6, drift=0.1) == ("worked", (), "")


@pytest.mark.parametrize("against", ["not_carried_out", "related_start"])
def test_what_is_known_beforehand_refuses_a_verdict(shops, against):
    found = estimate_effect(shops(effect=5.0), **KEYS, start=24, against=[against])
    assert (found.verdict, found.reasons, found.judge_from) == ("insufficient", (against,), "")


@pytest.mark.parametrize("method", ["synthetic_control", "synthetic_did"])
def test_a_synthetic_method_gives_a_verdict_with_its_weights_and_fit(shops, method):
    found = estimate_effect(shops(effect=3.0), **KEYS, start=24, method=method)
    assert (found.method, found.verdict, found.comparisons) == (method, "worked", 20)
    assert found.low < 3 < found.high
    assert sum(found.weights["entities"].values()) == pytest.approx(1)
    assert sum(found.weights["periods"].values()) == pytest.approx(int(method == "synthetic_did"))
    assert found.fit["missed"] < 2 * found.fit["usual"]
    assert found.fit["ratio_p_value"] == found.fit["ratio_rank"] / (found.placebo["count"] + 1)
    assert found.record()["weights"] == found.weights
    assert found.frame()["estimate"][0] == method


@pytest.mark.parametrize("method", ["synthetic_control", "synthetic_did"])
def test_fewer_than_19_without_gaps_are_too_few_for_a_synthetic_method(shops, method):
    frame = shops(others=19, effect=5.0)
    holes = frame[~((frame["shop"] == "a5") & (frame["month"] == 9))]
    assert estimate_effect(frame, **KEYS, start=24, method=method).verdict == "worked"
    found = estimate_effect(holes, **KEYS, start=24, method=method)
    assert (found.verdict, found.reasons) == ("insufficient", ("few_comparisons", "comparison_gaps"))
    assert found.comparisons == 18
    assert "18" in found.text["en"]
    none = holes[(holes["shop"] == "a0") | (holes["month"] % 19 != holes["shop"].str[1:].astype(int) - 1)]
    bare = estimate_effect(none, **KEYS, start=24, method=method)
    assert (bare.effect, bare.verdict, bare.comparisons) == (None, "insufficient", 0)


@pytest.mark.parametrize("method", ["synthetic_control", "synthetic_did"])
def test_what_nobody_comes_near_to_before_the_start_is_refused(shops, method):
    frame = shops()
    frame["sales"] += 15 * (frame["month"] % 2) * (frame["shop"] == "a0")
    found = estimate_effect(frame, **KEYS, start=24, method=method)
    assert (found.verdict, found.reasons) == ("insufficient", ("poor_fit",))
    assert found.fit["missed"] > 2 * found.fit["usual"]
    assert "接近" in found.text["zh"]


def test_a_month_that_the_treated_lacks_counts_for_neither_side(shops):
    frame = shops(effect=3.0)
    holes = frame[(frame["shop"] != "a0") | ~frame["month"].isin([4, 30])]
    found = estimate_effect(holes, **KEYS, start=24, method="synthetic_did")
    assert (found.before, found.after, found.comparisons, found.verdict) == (23, 11, 20, "worked")
    late = holes[(holes["shop"] != "a0") | (holes["month"] < 29)]
    found = estimate_effect(late, **KEYS, start=24, method="synthetic_did")
    assert (found.after, found.verdict, found.reasons) == (5, "insufficient", ("few_after", "missing_periods"))
    assert "有 8 个月没有数据，略去不补" in found.text["zh"]
    assert found.judge_from == "36"


def test_a_trend_that_some_others_share_gives_the_verdict_to_the_weighted_others(shops):
    frame = shops(phi=0.0)
    climbing = ["a0", *(f"a{each}" for each in range(1, 21, 2))]
    frame["sales"] += 0.3 * frame["month"] * frame["shop"].isin(climbing)
    found = estimate_effect(frame, **KEYS, start=24)
    assert (found.method, found.verdict, found.reasons) == ("synthetic_did", "no_evidence", ())
    assert found.effect == estimate_effect(frame, **KEYS, start=24, method="synthetic_did").effect
    plain = estimate_effect(frame, **KEYS, start=24, method="did")
    assert (plain.verdict, plain.reasons) == ("insufficient", ("pre_trend",))
    assert found.contrast["did"]["effect"] == plain.effect
    assert "按权重组合" in found.why["zh"]
    alone = frame.assign(sales=frame["sales"] + 0.6 * frame["month"] * (frame["shop"] == "a0"))
    unmended = estimate_effect(alone, **KEYS, start=24)
    assert (unmended.method, unmended.verdict) == ("did", "insufficient")
    assert "synthetic_did" not in unmended.contrast


def test_weights_that_fit_stand_beside_where_something_else_refuses_a_verdict(shops):
    frame = shops(phi=0.0)
    climbing = ["a0", *(f"a{each}" for each in range(1, 21, 2))]
    frame["sales"] += 0.3 * frame["month"] * frame["shop"].isin(climbing)
    found = estimate_effect(frame, **KEYS, start=24, events={"a0": [25]})
    assert (found.method, found.verdict) == ("did", "insufficient")
    assert {"pre_trend", "overlapping_event"} == set(found.reasons)
    assert "synthetic_did" in found.contrast


def test_prop_99_gets_its_weighted_figure_by_itself(public):
    smokers = public("effect/prop99.csv", sep=";")
    found = estimate_effect(
        smokers, entity="State", time="Year", value="PacksPerCapita", treated=["California"], start=1989,
        improvement="lower",
    )  # fmt: skip
    assert (found.method, found.verdict, found.reasons) == ("synthetic_did", "no_evidence", ())
    assert found.effect == pytest.approx(-15.6038, abs=1e-4)
    assert found.contrast["did"]["effect"] == pytest.approx(-27.3491, abs=1e-4)


def test_covariates_of_a_synthetic_control_belong_to_each_entity(shops):
    frame = shops(effect=3.0)
    frame["size"] = frame["shop"].str[1:].astype(float)
    found = estimate_effect(
        frame, **KEYS, start=24, method="synthetic_control", covariates=["size"], events={"a2": [30]}
    )
    assert found.comparisons == 19
    assert "a2" not in found.weights["entities"]
    frame.loc[frame["shop"] == "a5", "size"] = np.inf
    with pytest.raises(InputError, match="size == inf for 'a5' in 0, must be finite"):
        estimate_effect(frame, **KEYS, start=24, method="synthetic_control", covariates=["size"])
