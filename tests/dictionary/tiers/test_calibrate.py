from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnostics.dictionary.tiers.calibrate import calibrate
from diagnostics.errors import InputError, UnknownNameError

MONTHS = [f"{year}-{month:02d}" for year in (2022, 2023, 2024) for month in range(1, 13)]
TIERS = ("base", "target", "stretch")


def values_of(found):
    return [each.value for each in found.tiers]


@pytest.fixture
def chance():
    return np.random.default_rng(7)


def test_the_tiers_are_order_statistics_whose_expected_rank_is_the_goal():
    # Nine figures: ranks 2, 5 and 8 of 10 are expected at 20, 50 and 80 % of new ones.
    found = calibrate([10.5, 20.5, 30.5, 40.5, 50.5, 60.5, 70.5, 80.5, 90.5])
    assert values_of(found) == [20.5, 50.5, 80.5]
    assert [each.share for each in found.tiers] == pytest.approx([8 / 9, 5 / 9, 2 / 9])
    assert [each.goal for each in found.tiers] == [0.8, 0.5, 0.2]


@pytest.mark.parametrize("direction", ["higher", "lower"])
@pytest.mark.parametrize("draw", ["normal", "lognormal", "standard_exponential"])
def test_of_new_people_80_50_and_20_in_a_hundred_reach_the_tiers(chance, draw, direction):
    reach = []
    for _ in range(400):
        past, coming = getattr(chance, draw)(size=12), getattr(chance, draw)(size=400)
        tiers = values_of(calibrate(past, direction, draws=0))
        reach.append([(coming >= each if direction == "higher" else coming <= each).mean() for each in tiers])
    assert 100 * np.mean(reach, axis=0) == pytest.approx([80, 50, 20], abs=2)


@given(
    st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=40),
    st.sampled_from(["higher", "lower"]),
)
def test_tiers_become_harder_and_lie_in_the_figures_and_in_their_intervals(values, direction):
    found = calibrate(values, direction, draws=20)
    if not found.ok:
        assert np.isnan(values_of(found)).all()
        return
    sign = 1 if direction == "higher" else -1
    tiers = [sign * each for each in values_of(found)]
    assert tiers == sorted(tiers)
    assert min(values) - 1e-6 <= min(values_of(found)) <= max(values_of(found)) <= max(values) + 1e-6
    assert all(each.low <= each.value <= each.high for each in found.tiers)
    assert all(0 <= each.share <= 1 for each in found.tiers)


@given(st.lists(st.floats(-1e5, 1e5), min_size=5, max_size=30))
def test_lower_is_better_is_the_mirror_of_higher(values):
    one, other = calibrate(values, draws=50), calibrate([-each for each in values], "lower", draws=50)
    assert one.flags == other.flags
    if one.ok:
        assert values_of(one) == [-each for each in values_of(other)]
        assert [each.low for each in one.tiers] == [-each.high for each in other.tiers]


def test_the_same_seed_gives_the_same_intervals_and_another_seed_others(chance):
    values = (chance.normal(size=24) + chance.normal(size=(20, 24))).ravel()
    who, when = np.repeat(np.arange(20), 24), MONTHS[:24] * 20
    first, again, other = (calibrate(values, entity=who, period=when, seed=seed).frame() for seed in (3, 3, 4))
    pd.testing.assert_frame_equal(first, again)
    assert not first["low"].equals(other["low"])


@pytest.mark.parametrize(
    ("values", "flag", "words"),
    [
        ([], "missing", "没有任何数据"),
        ([np.nan, None], "missing", "没有任何数据"),
        ([1, 2, 3, 4], "few", "只有 4 个数据"),
        ([0.9] * 30, "constant", "完全相同"),
    ],
)
def test_it_says_why_no_tier_can_be_told(values, flag, words):
    found = calibrate(values)
    assert (found.ok, found.flags) == (False, (flag,))
    assert found.frame()["value"].isna().all()
    assert words in found.text.zh
    assert found.text.en


def test_a_series_that_hardly_ever_moves_is_worth_too_little():
    found = calibrate(np.cumsum(np.sin(np.arange(36) / 8)), period=MONTHS)
    assert found.flags == ("dependent",)
    assert "36" in found.text.en


def test_where_zeros_leave_no_80_per_cent_the_nearest_is_taken_and_flagged(chance):
    values = np.concatenate([np.zeros(60), chance.gamma(2, 5, 40)])
    found = calibrate(values)
    # Everyone has 0 or more; only 40 % have more: 100 lies nearer to 80 than 40 does.
    assert (found.base.value, found.base.share, found.base.attainable) == (0, 1, False)
    assert (found.target.share, found.target.attainable) == (0.4, False)
    assert found.stretch.attainable
    assert found.stretch.share == pytest.approx(0.2)
    assert "ties" in found.flags
    assert "基础值、目标值取不到应有的比例" in found.text.zh


def test_ties_that_allow_the_share_are_not_flagged():
    found = calibrate(np.repeat(np.arange(10), 100))
    assert values_of(found) == [2, 5, 8]
    assert [each.share for each in found.tiers] == pytest.approx([0.8, 0.5, 0.2])
    assert "ties" not in found.flags


def test_whole_figures_give_whole_tiers_and_the_harder_ones():
    assert values_of(calibrate([1, 4, 7, 11, 15, 22], draws=0)) == [3, 9, 20]
    assert values_of(calibrate([1, 4, 7, 11, 15, 22], "lower", draws=0)) == [19, 9, 2]


def test_people_weigh_the_same_however_many_figures_they_have(chance):
    # Ten of twenty people report daily and are low; the others once and are high.
    entity = np.concatenate([np.repeat(np.arange(10), 50), np.arange(10, 20)])
    values = np.where(entity < 10, 0.0, 100.0) + chance.normal(size=len(entity))
    found = calibrate(values, entity=entity)
    assert found.over == "people"
    assert found.base.value < 5
    assert found.stretch.value > 95
    assert (found.n, found.entities) == (510, 20)


def test_of_few_people_periods_are_counted(chance):
    entity, period = np.repeat(["a", "b", "c"], 36), MONTHS * 3
    found = calibrate(chance.normal(100, 5, 108), entity=entity, period=period)
    assert (found.over, found.entities, found.periods) == ("periods", 3, 36)
    assert "few_people" in found.flags
    shifted = calibrate(chance.normal(100, 5, 108) + np.repeat([0, 100, 200], 36), entity=entity, period=period)
    assert "different" in shifted.flags
    assert "different" not in found.flags


def test_a_season_is_taken_out_and_given_back_by_month(chance):
    shape = 1 + 0.4 * np.cos(2 * np.pi * np.arange(36) / 12)
    noise = np.exp(0.05 * chance.normal(size=36))
    found = calibrate(1000 * shape * noise, period=MONTHS)
    assert "seasonal" in found.flags
    assert found.season["01"] == pytest.approx(1.4, rel=0.08)
    assert found.season["07"] == pytest.approx(0.6, rel=0.08)
    assert found.stretch.value - found.base.value < 250
    months = found.season_frame().set_index("position")
    assert months.loc["01", "target"] == pytest.approx(found.target.value * found.season["01"])
    assert list(months.columns) == list(TIERS)


def test_a_season_around_zero_is_added(chance):
    shape = 40 * np.cos(2 * np.pi * np.arange(36) / 12)
    found = calibrate(shape + chance.normal(size=36), period=MONTHS)
    assert found.additive
    assert found.season["01"] == pytest.approx(40, abs=4)
    assert abs(found.target.value) < 3


def test_growth_is_not_taken_for_a_season_but_told(chance):
    values = 100 * 1.2 ** (np.arange(36) / 12) * np.exp(0.03 * chance.normal(size=36))
    found = calibrate(values, period=MONTHS, draws=0)
    assert found.growth == pytest.approx(0.18, abs=0.03)
    assert dict(found.season) == {}
    assert "trend" in found.flags
    assert "+1" in found.text.en


def test_without_a_season_nothing_is_adjusted(chance):
    adjusted = sum(bool(calibrate(chance.normal(100, 5, 36), period=MONTHS, draws=0).season) for _ in range(100))
    assert adjusted <= 5


@pytest.mark.parametrize(("entities", "months"), [(3, 12), (9, 8), (9, 6)])
def test_the_figures_of_few_people_count_one_by_one_where_they_move_apart(chance, entities, months):
    who, when, reach = np.repeat(np.arange(entities), months), MONTHS[:months] * entities, []
    for _ in range(250):
        found = calibrate(chance.normal(size=entities * months), entity=who, period=when, draws=0)
        reach.append((chance.normal(size=400)[:, None] >= values_of(found)).mean(axis=0))
    assert 100 * np.mean(reach, axis=0) == pytest.approx([80, 50, 20], abs=2)


def test_the_figures_of_few_people_count_once_a_period_where_they_move_together(chance):
    month = chance.normal(size=36)
    values = (month + 0.01 * chance.normal(size=(4, 36))).ravel()
    found = calibrate(values, entity=np.repeat(np.arange(4), 36), period=MONTHS * 4, draws=0)
    assert found.effective <= 36.5
    assert "shared" in found.flags
    assert "好坏周期" in found.text.zh


@pytest.mark.parametrize("entities", [4, 20])
def test_intervals_hold_the_truth_where_good_months_are_everybody_s(chance, entities):
    who, when, held, draws = np.repeat(np.arange(entities), 24), MONTHS[:24] * entities, [], 60
    for seed in range(draws):
        values = 100 + chance.normal(0, 3, 24) + chance.normal(0, 3, (entities, 24))
        found = calibrate(values.ravel(), entity=who, period=when, seed=seed, draws=199)
        true = 100 + 18**0.5 * np.array([-0.8416, 0, 0.8416])
        held.append([each.low <= value <= each.high for each, value in zip(found.tiers, true, strict=True)])
    assert np.mean(held) >= 0.92


def test_of_few_figures_the_words_say_how_sure_the_interval_is(chance):
    found = calibrate(chance.normal(size=5))
    assert [each.confidence for each in found.tiers] == pytest.approx([0.6656, 0.9375, 0.6656])
    assert "unsure" in found.flags
    assert "基础值 66%、目标值 93%、冲刺值 66%" in found.text.zh
    assert "95%" in found.text.en
    assert "unsure" not in calibrate(chance.normal(size=14)).flags


@pytest.mark.parametrize("n", [5, 8, 10, 15])
def test_intervals_of_few_hold_the_truth_as_often_as_they_say(chance, n):
    found = [calibrate(chance.normal(size=n), draws=50) for _ in range(250)]
    true = [-0.8416, 0, 0.8416]
    held = np.mean([[e.low <= t <= e.high for e, t in zip(f.tiers, true, strict=True)] for f in found], axis=0)
    assert (held >= [each.confidence - 0.06 for each in found[0].tiers]).all()


def test_one_person_without_periods_is_no_crowd(chance):
    found = calibrate(chance.normal(100, 10, 30), entity=["zhang"] * 30)
    assert (found.over, found.entities) == ("figures", 1)
    assert "no_periods" in found.flags
    assert found.effective == pytest.approx(30)
    assert found.target.low < found.target.value < found.target.high
    apart = calibrate(np.r_[chance.normal(100, 1, 10), chance.normal(200, 1, 10)], entity=["a"] * 10 + ["b"] * 10)
    assert {"no_periods", "different"} <= set(apart.flags)
    assert calibrate(chance.normal(size=9), entity=list("abcdefghi")).over == "people"


def test_a_good_month_for_everybody_is_no_season(chance):
    def seasonal():
        values = 100 + chance.normal(0, 3, 24) + chance.normal(0, 3, (20, 24))
        who = np.repeat(np.arange(20), 24)
        return bool(calibrate(values.ravel(), entity=who, period=MONTHS[:24] * 20, draws=0).season)

    assert sum(seasonal() for _ in range(60)) <= 4


def test_a_season_that_all_share_is_found_among_their_good_months(chance):
    shape = 10 * np.cos(2 * np.pi * np.arange(24) / 12)
    values = 100 + shape + chance.normal(0, 2, 24) + chance.normal(0, 3, (20, 24))
    found = calibrate(values.ravel(), entity=np.repeat(np.arange(20), 24), period=MONTHS[:24] * 20, draws=0)
    assert "seasonal" in found.flags


def test_one_year_shows_no_season(chance):
    found = calibrate(chance.normal(100, 5, 12), period=MONTHS[:12])
    assert "one_season" in found.flags


@pytest.mark.parametrize("make", [date.fromisoformat, pd.Timestamp, np.datetime64])
def test_days_do_for_periods(chance, make):
    values = chance.normal(100, 5, 36)
    days = [make(f"{each}-01") for each in MONTHS]
    pd.testing.assert_frame_equal(calibrate(values, period=days).frame(), calibrate(values, period=MONTHS).frame())


def observations(**columns):
    rows = {
        "kpi": "x", "level": "store", "entity": "a", "cycle": "month", "period": MONTHS, "value": np.arange(36.0) % 7,
        "start": pd.to_datetime([f"{each}-01" for each in MONTHS]), "basis": "",
    }  # fmt: skip
    return pd.DataFrame({**rows, **columns})


def test_rows_of_observations_bring_who_and_when():
    found = calibrate(observations(), "higher")
    assert (found.over, found.periods, found.entities) == ("periods", 36, 1)


def test_figures_counted_another_way_are_left_out():
    found = calibrate(observations(basis=[""] * 20 + ["2023-09"] * 16), "higher")
    assert found.n == 16
    assert "basis" in found.flags
    assert "口径中途变过" in found.text.zh


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: calibrate([1, np.inf, 3]), "Value inf at position 1 is infinite"),
        (lambda: calibrate(["a", "b"]), "must be numbers"),
        (lambda: calibrate(["1", "2", None]), "must be numbers"),
        (lambda: calibrate(pd.Series(["1", "2"])), "must be numbers"),
        (lambda: calibrate([True, False]), "must be numbers"),
        (lambda: calibrate([1, 1e200]), "beyond 1e.100"),
        (lambda: calibrate([[1, 2], [3, 4]]), "2 dimensions"),
        (lambda: calibrate([1, 2], entity=["a"]), "entity has 1 entries and values 2"),
        (lambda: calibrate([1, 2], entity=["a", None]), "entity or period is missing"),
        (lambda: calibrate(range(6), period=["2024-13"] * 6), "does not exist"),
        (lambda: calibrate(range(6), period=["2024-01", "2024Q1"] * 3), "several cycles"),
        (lambda: calibrate(range(6), period=["2024-01"] * 6), "two figures in one period"),
        (lambda: calibrate(range(6), period=[3] * 6), "must be a text"),
        (lambda: calibrate([1, 2], seed=-1), "seed == -1"),
        (lambda: calibrate(observations(kpi=["x", "y"] * 18)), "several of 'kpi'"),
        (lambda: calibrate(pd.DataFrame({"wert": [1]})), "no column 'value'"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_rule(call, message):
    with pytest.raises(InputError, match=message):
        call()


def test_a_direction_that_is_none_is_refused():
    with pytest.raises(UnknownNameError, match="Unknown direction 'up'"):
        calibrate([1, 2, 3], "up")


def test_both_languages_say_every_flag():
    from diagnostics.model.calibration import CAUTIONS, REFUSALS
    from diagnostics.terms import known_ids

    for language in ("zh", "en"):
        assert {f"tiers.caution.{each}" for each in CAUTIONS} <= known_ids(language)
        assert {f"tiers.refused.{each}" for each in REFUSALS} <= known_ids(language)


def test_beside_a_heap_of_zeros_there_is_room_for_a_base():
    # Rank 2.2 lies between the last zero and the first figure above: eight of ten are higher, as wanted.
    found = calibrate([0.0, 0.0, 10.5, 20.5, 30.5, 40.5, 50.5, 60.5, 70.5, 80.5], draws=0)
    assert found.base.value == pytest.approx(2.1)
    assert (found.base.share, found.base.attainable) == (0.8, True)


def test_many_figures_take_fewer_draws_and_the_same_tiers(chance):
    found = calibrate(chance.normal(size=200_000))
    assert values_of(found) == pytest.approx([-0.8416, 0, 0.8416], abs=0.02)
    assert found.target.low < found.target.value < found.target.high


def test_rows_of_a_kpi_bring_which_way_is_better():
    rows = observations(value=np.arange(36.0))
    rows.attrs["direction"] = "lower"
    assert calibrate(rows).direction == calibrate(rows["value"]).direction == "lower"
    assert values_of(calibrate(rows, draws=0)) == values_of(calibrate(rows, "lower", draws=0))


@pytest.mark.parametrize(
    ("known", "stated", "match"),
    [
        (None, None, "Nothing says which way is better of this KPI; give direction='higher' or 'lower'"),
        ("lower", "higher", "direction == 'higher', but the dictionary says 'lower' of this KPI"),
        ("range", None, "The direction of this KPI is 'range', so it has no tiers"),
        ("none", None, "The direction of this KPI is 'none', so it has no tiers"),
        ("lower", "up", "Unknown direction 'up'"),
    ],
)
def test_a_direction_that_nobody_knows_or_that_is_another_is_refused(known, stated, match):
    rows = observations()
    if known is not None:
        rows.attrs["direction"] = known
    with pytest.raises(InputError, match=match):
        calibrate(rows, stated)
