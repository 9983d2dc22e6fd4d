"""Which estimate the data at hand get, and what is said of why."""

import numpy as np
import pandas as pd
import pytest

from diagnostics.errors import InputError
from diagnostics.loop.track.effect import estimate_effect
from diagnostics.terms import LANGUAGES

KEYS = {"entity": "shop", "time": "month", "value": "sales"}


def asked(frame, treated=("a0",), start=36, **options):
    return estimate_effect(frame, **KEYS, treated=list(treated), start=start, **options)


@pytest.fixture(scope="module")
def shops():
    from tests.loop.track.effect.conftest import _panel

    return _panel(np.random.default_rng(5), others=24, periods=48)


def only(frame, others, treated=1):
    return frame[frame["shop"].isin([f"a{each}" for each in range(treated + others)])]


@pytest.mark.parametrize(
    ("others", "treated", "method", "why"),
    [
        (0, 1, "its", "nothing to compare with"),
        (1, 1, "controlled_its", "1 entity to compare with"),
        (4, 1, "controlled_its", "4 entities to compare with"),
        (5, 1, "did", "against that of 5 entities"),
        (18, 1, "did", "against that of 18 entities"),
        (19, 1, "did", "they moved alike before the start"),
        (10, 10, "did", "Many entities on both sides"),
    ],
)
def test_the_method_follows_who_can_be_compared_with(shops, others, treated, method, why):
    frame = only(shops, others, treated)
    found = asked(frame, [f"a{each}" for each in range(treated)])
    assert found.method == method
    assert why in found.why["en"]
    assert found.comparisons == others


def test_a_short_series_alone_is_described_only(shops):
    found = asked(only(shops, 0)[lambda rows: rows["month"] >= 24])
    assert (found.method, found.effect) == ("xmr", None)
    assert "too short" in found.why["en"]


@pytest.mark.parametrize(
    ("options", "method"),
    [
        ({"exposure": "days"}, "poisson_its"),
        ({"unit": "count"}, "poisson_its"),
        ({"unit": "money", "exposure": "days"}, "its"),
        ({}, "its"),
    ],
)
def test_whole_counts_alone_are_counts_where_they_are_said_to_count_something(options, method):
    random = np.random.default_rng(3)
    months = np.arange(48)
    counts = random.poisson(np.where(months >= 36, 30, 20)).astype(float)
    frame = pd.DataFrame({"shop": "a0", "month": months, "sales": counts, "days": 1.0})
    found = asked(frame, **options)
    assert found.method == method
    if method == "poisson_its":
        assert found.relative_low < 0.5 < found.relative_high
        assert "counts" in found.why["en"]
        broken = frame.assign(sales=frame["sales"] + 0.5)
        assert asked(broken, **options).method == "its"


@pytest.mark.parametrize(("cohort", "method"), [(5, "callaway_santanna"), (4, "did")])
def test_staggered_starts_go_by_cohorts_where_these_are_large_enough(shops, cohort, method):
    treated = [f"a{each}" for each in range(2 * cohort)]
    start = {name: 30 if place < cohort else 36 for place, name in enumerate(treated)}
    found = asked(only(shops, 12, 2 * cohort), treated, start)
    assert found.method == method
    assert "different times" in found.why["en"]
    assert ("group_time" in found.staggered) == (method == "callaway_santanna")
    assert not found.path
    with_small = asked(only(shops, 12, 2 * cohort), treated, start, method="callaway_santanna")
    assert ("few_in_cohort" in with_small.reasons) == (cohort < 5)
    assert ("did" in found.contrast) == (method == "callaway_santanna")


def test_cohorts_of_which_gaps_leave_one_in_a_period_are_held_against_the_others_each_by_itself(shops):
    treated = [f"a{each}" for each in range(10)]
    start = {name: 30 if place < 5 else 36 for place, name in enumerate(treated)}
    frame = only(shops, 12, 10)
    frame = frame[~(frame["shop"].isin(treated[:4]) & (frame["month"] == 40))]
    assert asked(frame, treated, start, method="callaway_santanna").reasons == ("no_interval",)
    found = asked(frame, treated, start)
    assert (found.method, found.verdict) == ("did", "no_evidence")
    assert "few at each" in found.why["en"]


def test_others_who_were_never_there_on_both_sides_are_nobody_to_compare_with(shops):
    frame = shops[(shops["shop"] == "a0") | (shops["month"] < 10)]
    assert asked(frame).method == "its"
    assert asked(frame).comparisons == 0


def days(others):
    random = np.random.default_rng(2)
    when = pd.date_range("2021-01-01", "2024-12-31")
    rows = []
    for shop in range(1 + others):
        noise = random.normal(0, 5, len(when))
        rows.append(pd.DataFrame({"shop": f"a{shop}", "month": when, "sales": 100 + noise}))
    return pd.concat(rows)


def test_days_of_a_series_with_few_others_are_gathered_and_that_is_said():
    frame = days(1)
    frame.loc[(frame["shop"] == "a0") & (frame["month"] >= "2024-01-01"), "sales"] += 3
    found = asked(frame, start="2024-01-01")
    assert (found.method, found.verdict) == ("controlled_its", "worked")
    assert found.effect == pytest.approx(3, abs=1)
    assert found.before + found.after < 300
    told = ("finest cycle", "no more", "only seem")
    assert any(each in found.why["en"] for each in told)
    # Sums must hide no bad row.
    with pytest.raises(InputError, match="two rows in 2021-01-01"):
        asked(pd.concat([frame, frame.head(1)]), start="2024-01-01")


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_asks_for_a_method_is_told_so(shops, language):
    found = asked(only(shops, 6), method="did")
    assert found.why[language] in ("按指定的方式估计。", "This way of estimating was asked for.")


def test_a_change_of_slope_is_told_where_it_is_asked_for(shops):
    frame = only(shops, 0)
    frame = frame.assign(sales=frame["sales"] + 0.8 * (frame["month"] - 35).clip(lower=0))
    found = asked(frame, shape="level_slope")
    assert set(found.shape) == {"level", "slope"}
    assert found.shape["slope"]["low"] < 0.8 < found.shape["slope"]["high"]
    assert asked(frame).shape == {}
    with pytest.raises(InputError, match="shape == 'level_slope', which method='did' can't take"):
        asked(shops, method="did", shape="level_slope")
    with pytest.raises(InputError, match="Unknown shape 'step'"):
        asked(frame, shape="step")


def test_missing_months_and_a_start_midway_are_said(shops):
    frame = only(shops, 6).assign(
        month=lambda rows: [f"{2020 + each // 12}-{each % 12 + 1:02d}" for each in rows["month"]]
    )
    holes = frame[(frame["shop"] != "a0") | (frame["month"] != "2021-05")]
    found = asked(holes, start="2022-12-10")
    assert {"missing_periods", "start_midway"} <= set(found.reasons)
    assert (found.before, found.after) == (34, 12)
    assert "December 2022" in found.text["en"]
    assert "有 1 个月没有数据" in found.text["zh"]
