"""Slices that explain a gap, beyond chance."""

from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diagnostics.errors import InputError, UnknownNameError
from diagnostics.loop.diagnose.slices.locate import locate

DIMENSIONS = ["region", "channel", "product"]
RATIO = {"actual": ("won1", "asked1"), "expected": ("won0", "asked0")}


def amounts(effect=lambda *_: 0.0, noise=0.05, seed=0, sizes=(5, 4, 12)):
    """Leaves of an additive figure; ``effect`` gives the share by which each moves."""
    random = np.random.default_rng(seed)
    rows = []
    for one, two, three in product(*(range(each) for each in sizes)):
        size = random.lognormal(6, 1)
        moved = size * (1 + effect(one, two, three)) * np.exp(random.normal(0, noise))
        rows.append((f"r{one}", f"c{two}", f"p{three}", size, moved))
    return pd.DataFrame(rows, columns=[*DIMENSIONS, "expected", "actual"])


def counts(effect=lambda *_: 0.0, seed=0, sizes=(5, 4, 12), rate=0.1):
    """Leaves of a ratio of counts; ``effect`` moves the rate of each."""
    random = np.random.default_rng(seed)
    rows = []
    for one, two, three in product(*(range(each) for each in sizes)):
        own = rate * random.uniform(0.6, 1.4)
        before, after = random.poisson(300, 2)
        won = random.binomial(before, own), random.binomial(after, own * (1 + effect(one, two, three)))
        rows.append((f"r{one}", f"c{two}", f"p{three}", won[0], before, won[1], after))
    return pd.DataFrame(rows, columns=[*DIMENSIONS, "won0", "asked0", "won1", "asked1"])


def named(slices):
    return {slices.label(row) for _, row in slices.frame().iterrows()}


def test_a_region_that_fell_everywhere_is_named_and_none_of_its_parts():
    slices = locate(amounts(lambda region, *_: -0.3 if region == 1 else 0), DIMENSIONS)
    assert named(slices) == {"r1"}
    row = slices.frame().iloc[0]
    assert row["after"] - row["before"] == pytest.approx(row["contribution"])
    assert row["contribution"] < 0
    assert 0.5 < row["share"] == pytest.approx(row["contribution"] / slices.total)
    assert row["p_value"] < 1e-6


def test_a_few_products_of_a_channel_do_not_make_the_channel_be_named():
    slices = locate(amounts(lambda _, two, three: 0.5 if two == 1 and three == 4 else 0), DIMENSIONS)
    assert named(slices) == {"c1 · p4"}


def test_gains_and_losses_are_both_found_and_do_not_hide_each_other():
    slices = locate(
        amounts(lambda one, two, three: 0.4 if three == 2 else -0.4 if one == 3 and two == 0 else 0), DIMENSIONS
    )
    assert named(slices) == {"p2", "r3 · c0"}
    assert set(np.sign(slices.frame()["contribution"])) == {-1, 1}


def test_what_moves_everything_alike_is_no_slice():
    slices = locate(amounts(lambda *_: -0.1), DIMENSIONS)
    assert slices.reason == "quiet"
    assert slices.frame().empty
    assert slices.tree("en")["share"].tolist() == [1.0]


def test_a_drop_within_a_general_fall_is_still_found():
    assert named(locate(amounts(lambda one, *_: -0.4 if one == 2 else -0.15), DIMENSIONS)) == {"r2"}


def test_new_leaves_are_a_slice_of_their_own():
    leaves = amounts()
    leaves.loc[leaves["product"] == "p7", "expected"] = np.nan
    slices = locate(leaves, DIMENSIONS)
    assert "p7" in named(slices)
    assert np.isnan(slices.frame().set_index("product").loc["p7", "before"])


def test_exact_figures_need_no_noise():
    leaves = amounts(lambda _, two, __: 0.2 if two == 3 else 0, noise=0)
    assert named(locate(leaves, DIMENSIONS)) == {"c3"}


@pytest.mark.parametrize(
    ("noise", "changed"),
    [
        (0, {"r1": 0.7, "r2": 0.0}),
        (0, {"r1": 0.7, "r2": np.nan}),
        (0, {"r1": 0.7, "r2": 0.5}),
        (0, {"r1": 0.7, "r2": 1.3, "r3": 0.5}),
        (0.001, {"r1": 0.7, "r2": 0.0}),
        (0.001, {"r1": 0.7, "r2": 0.5}),
    ],
)
def test_of_plans_and_test_data_only_what_moved_is_named(noise, changed):
    random = np.random.default_rng(7)
    leaves = pd.DataFrame([(f"r{n % 5}", f"p{n % 26}", 100.0 + n) for n in range(130)], columns=["r", "p", "expected"])
    moved = leaves["r"].map(dict.fromkeys(["r0", "r3", "r4"], 1) | changed)
    leaves["actual"] = leaves["expected"] * moved * random.lognormal(0, noise, 130)
    slices = locate(leaves, ["r", "p"])
    assert named(slices) == set(changed)
    assert slices.tree("en")["share"].sum() == pytest.approx(1)
    assert set(np.sign(slices.frame()["own"])) <= {-1, 1}


def test_a_new_slice_among_nearly_exact_ones_leaves_no_children():
    leaves = amounts(noise=0.001)
    leaves.loc[leaves["product"] == "p7", "expected"] = 0
    assert named(locate(leaves, DIMENSIONS)) == {"p7"}


def test_counts_that_stay_put_by_chance_are_not_taken_for_exact():
    alarms = 0
    for seed in range(40):
        random = np.random.default_rng(seed)
        leaves = pd.DataFrame([(f"r{n % 5}", f"p{n % 12}") for n in range(60)], columns=["r", "p"])
        leaves["expected"], leaves["actual"] = random.poisson(0.7, (2, 60))
        alarms += len(locate(leaves, ["r", "p"]).frame()) > 0
    assert alarms <= 4


def test_leaves_at_zero_within_a_slice_that_nearly_vanished_are_no_news():
    random = np.random.default_rng(0)
    leaves = amounts(noise=0.1, sizes=(6, 8, 40))
    inside = leaves["region"] == "r1"
    leaves.loc[inside, "actual"] = leaves["expected"][inside] * (1 - random.normal(0.86, 0.1, inside.sum()).clip(max=1))
    assert (leaves["actual"] == 0).sum() > 20
    assert named(locate(leaves, DIMENSIONS)) == {"r1"}


def test_slices_that_overlap_are_told_without_each_other_in_the_summary():
    leaves = amounts(lambda one, two, _: (-0.6 if one == 1 else 0) + (-0.3 if two == 2 else 0), noise=0.01)
    slices = locate(leaves, DIMENSIONS)
    assert named(slices) == {"r1", "c2"}
    told = [float(each.split("%")[0].split()[-1].strip("(")) for each in slices.summary("en").split("of the gap")[:-1]]
    assert sum(told) == pytest.approx(100 * slices.frame()["own"].sum() / slices.total, abs=0.2)
    assert "without what stands apart" in slices.summary("en")
    assert "\u4e0d\u542b\u5355\u5217" in slices.summary("zh")


def test_a_few_leaves_are_too_few_to_be_sure():
    leaves = pd.DataFrame({"shop": ["x", "y", "z"], "expected": [10.0, 11, 9], "actual": [12.0, 10, 9.5]})
    assert locate(leaves, ["shop"]).reason == "quiet"


def test_a_rate_that_fell_is_found_with_rate_and_mix_apart():
    slices = locate(counts(lambda _, two, __: -0.4 if two == 2 else 0), DIMENSIONS, **RATIO)
    assert named(slices) == {"c2"}
    row = slices.frame().iloc[0]
    assert row["rate"] + row["mix"] == pytest.approx(row["contribution"])
    assert abs(row["mix"]) < 0.2 * abs(row["rate"])


def test_a_high_rate_is_judged_by_those_that_fail():
    leaves = counts(rate=0.02, effect=lambda one, *_: 1.5 if one == 4 else 0)
    passed = leaves.assign(won0=leaves["asked0"] - leaves["won0"], won1=leaves["asked1"] - leaves["won1"])
    assert named(locate(passed, DIMENSIONS, **RATIO)) == {"r4"}
    assert locate(passed, DIMENSIONS, **RATIO).frame()["contribution"].item() < 0


def test_a_ratio_of_amounts_is_judged_by_how_far_amounts_wander():
    leaves = amounts(lambda one, *_: 0.25 if one == 0 else 0)
    leaves = leaves.assign(base0=leaves["expected"] / 7.7, base1=leaves["expected"] / 7.7)
    found = locate(leaves, DIMENSIONS, ("actual", "base1"), ("expected", "base0"))
    assert named(found) == {"r0"}


def months(effect=lambda *_: 0.0, count=12, seed=3):
    """A present and earlier periods of a count ratio with noise of its own."""
    random = np.random.default_rng(seed)
    pieces = []
    for period in range(count + 1):
        now = counts(effect if period == count else lambda *_: 0.0, seed=seed)
        wander = np.exp(random.normal(0, 0.1, len(now)))
        won = random.poisson(now["won1"] * wander)
        pieces.append(now.assign(period=period, won1=np.minimum(won, now["asked1"])))
    history = pd.concat(pieces[:-1])[[*DIMENSIONS, "won1", "asked1", "period"]]
    return pieces[-1], history


def test_with_a_history_what_is_expected_comes_from_there():
    now, history = months(lambda _, two, __: 1.5 if two == 1 else 0)
    slices = locate(now, DIMENSIONS, ("won1", "asked1"), None, history=history)
    assert named(slices) == {"c1"}
    quiet, past = months()
    assert locate(quiet, DIMENSIONS, ("won1", "asked1"), history=past).reason == "quiet"


def test_a_steady_history_lets_a_drop_of_a_few_leaves_be_seen():
    random = np.random.default_rng(0)
    leaves = pd.DataFrame(product("abcde", "uvwxyz", "klmn"), columns=DIMENSIONS)
    rate = np.where((leaves["region"] == "b") & (leaves["product"] == "m"), 0.12, 0.2)
    past = pd.concat(
        [leaves.assign(period=f"2024-{at:02d}", o=random.binomial(2000, 0.2, 120), v=2000) for at in range(1, 9)]
    )
    now = leaves.assign(o=random.binomial(2000, rate), v=2000)
    assert named(locate(now, DIMENSIONS, ("o", "v"), None, history=past)) == {"b \u00b7 m"}


@pytest.mark.parametrize("counted", [True, False])
def test_regions_that_wander_from_month_to_month_are_no_slices(counted):
    alarms = 0
    for seed in range(12):
        random = np.random.default_rng(seed)
        leaves = pd.DataFrame(product("abcde", "uvwxyz", "klmn"), columns=DIMENSIONS)
        months = []
        for at in range(1, 10):
            moved = leaves["region"].map(dict(zip("abcde", np.exp(random.normal(0, 0.1, 5)), strict=True)))
            o = random.binomial(1000, 0.2 * moved) if counted else 1000 * moved * random.lognormal(0, 0.05, 120)
            months.append(leaves.assign(period=f"2024-{at:02d}", o=o, v=1000))
        figures = ("o", "v") if counted else "o"
        found = locate(months[-1], DIMENSIONS, figures, None, history=pd.concat(months[:-1]))
        alarms += len(found.frame()) > 0
    assert alarms <= 1


def test_a_history_of_amounts_gives_expectation_and_noise():
    random = np.random.default_rng(5)
    base = amounts(noise=0)
    past = pd.concat(
        base.assign(period=n, actual=base["expected"] * np.exp(random.normal(0, 0.2, len(base)))) for n in range(9)
    )
    now = base.assign(actual=base["expected"] * np.exp(random.normal(0, 0.2, len(base))))
    now.loc[now["region"] == "r3", "actual"] *= 0.6
    found = locate(now[[*DIMENSIONS, "actual"]], DIMENSIONS, "actual", None, history=past)
    assert named(found) == {"r3"}


def test_a_simpson_reversal_is_pointed_out():
    leaves = pd.DataFrame(
        [("shop", 300, 500, 165, 250), ("web", 50, 500, 90, 750)],
        columns=["channel", "won0", "asked0", "won1", "asked1"],
    )
    turned = locate(leaves, ["channel"], **RATIO)
    assert turned.total < 0
    assert [each.dimension for each in turned.reversals] == ["channel"]
    assert turned.reversals[0].rate + turned.reversals[0].mix == pytest.approx(turned.total)
    assert turned.reversals[0].rate > 0
    assert "every part rose" in turned.summary("en")


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000), st.permutations(range(60)))
def test_parts_and_the_rest_sum_to_the_gap_whatever_the_order_of_rows(seed, order):
    leaves = amounts(lambda one, two, _: 0.6 if one == 1 else -0.5 if two == 1 else 0, seed=seed, sizes=(3, 4, 5))
    slices = locate(leaves, DIMENSIONS)
    tree = slices.tree("en")
    assert tree["share"].sum() == pytest.approx(1)
    assert tree["contribution"].sum() == pytest.approx(slices.total)
    pd.testing.assert_frame_equal(slices.frame(), locate(leaves.iloc[list(order)], DIMENSIONS).frame())


def test_facts_are_summed_to_leaves_and_an_ibis_table_in_its_engine():
    import ibis
    import pyarrow as pa

    leaves = amounts(lambda region, *_: -0.3 if region == 1 else 0)
    halves = leaves.assign(actual=leaves["actual"] / 2, expected=leaves["expected"] / 2)
    twice = pd.concat([halves, halves], ignore_index=True)
    expected = locate(leaves, DIMENSIONS).frame()
    pd.testing.assert_frame_equal(expected, locate(twice, DIMENSIONS).frame())
    pd.testing.assert_frame_equal(expected, locate(ibis.memtable(pa.Table.from_pandas(twice)), DIMENSIONS).frame())


def test_an_empty_answer_has_its_reason():
    leaves = amounts()
    assert locate(leaves.iloc[:0], DIMENSIONS).reason == "no_rows"
    assert locate(leaves.assign(actual=leaves["expected"]), DIMENSIONS).reason == "no_gap"
    assert locate(counts().assign(asked0=0), DIMENSIONS, **RATIO).reason == "no_base"
    assert locate(leaves.iloc[:1], DIMENSIONS).reason == "alone"
    assert locate(leaves.iloc[:2], DIMENSIONS).reason == "quiet"


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"actual": np.nan}, "no_actual"),
        ({"expected": np.nan}, "no_expected"),
        ({"expected": 0.0}, "no_expected"),
        ({"actual": np.nan, "expected": np.nan}, "no_rows"),
        ({"actual": 0.0, "expected": 0.0}, "no_gap"),
    ],
)
def test_what_is_not_there_is_the_reason(changed, reason):
    slices = locate(amounts().assign(**changed), DIMENSIONS)
    assert slices.reason == reason
    assert slices.summary("en") != slices.summary("zh")


@pytest.mark.parametrize(
    ("values", "words"),
    [([1.0, "1"], r"Column 'region' holds 1.0 and '1', which both read '1'"), ([None, "–"], "holds .* both read '–'")],
)
def test_dimension_values_that_would_read_alike_are_refused(values, words):
    leaves = amounts()
    leaves["region"] = leaves["region"].astype(object)
    leaves.loc[:4, "region"], leaves.loc[5:9, "region"] = values
    with pytest.raises(InputError, match=words):
        locate(leaves, DIMENSIONS)


def test_days_are_written_without_a_time_and_moments_with_one():
    leaves = amounts(lambda one, *_: -0.5 if one == 1 else 0)
    days = pd.to_datetime(leaves["region"].map({f"r{at}": f"2020-01-0{at + 1}" for at in range(5)}))
    assert named(locate(leaves.assign(region=days), DIMENSIONS)) == {"2020-01-02"}
    moments = days + pd.Timedelta(hours=6)
    assert named(locate(leaves.assign(region=moments), DIMENSIONS)) == {"2020-01-02 06:00:00"}


def test_a_dimension_of_one_value_is_no_part_of_a_slice():
    leaves = amounts(lambda region, *_: -0.3 if region == 1 else 0).assign(country="c")
    slices = locate(leaves, ["country", *DIMENSIONS])
    assert named(slices) == {"r1"}


def test_a_leaf_without_a_denominator_is_left_out_and_listed():
    leaves = counts(lambda *n: 0.5 if n[1] == 1 else 0)
    odd = leaves.iloc[:1].assign(region="r9", asked1=0, won1=7)
    plain, slices = locate(leaves, DIMENSIONS, **RATIO), locate(pd.concat([leaves, odd]), DIMENSIONS, **RATIO)
    assert slices.left_out == ("r9 · c0 · p0",)
    assert plain.left_out == ()
    assert slices.frame()["channel"].tolist() == plain.frame()["channel"].tolist() == ["c1"]
    assert slices.frame()["p_value"].iloc[0] == pytest.approx(plain.frame()["p_value"].iloc[0], rel=1)
    assert "r9 · c0 · p0" in slices.summary("zh")


def test_a_denominator_below_zero_is_refused():
    leaves = counts()
    leaves.loc[0, "asked0"] = -3
    with pytest.raises(InputError, match=r"'asked0' is -3 at r0 · c0 · p0; a denominator is 0 or more"):
        locate(leaves, DIMENSIONS, **RATIO)


@pytest.mark.parametrize("name", ["share", "before", "rate", "score", "p_value"])
def test_a_dimension_called_as_a_column_of_the_result_is_refused(name):
    leaves = amounts(sizes=(2, 2, 2)).rename(columns={"region": name})
    with pytest.raises(InputError, match=f"Column '{name}' can't be a dimension"):
        locate(leaves, [name, "channel"])


def test_text_in_an_engine_is_no_figure():
    import ibis
    import pyarrow as pa

    table = ibis.memtable(pa.Table.from_pandas(amounts(sizes=(2, 2, 2)).assign(actual="much")))
    with pytest.raises(InputError, match="'actual' must hold numbers; it is of type string"):
        locate(table, DIMENSIONS)


def test_empty_values_are_a_slice_and_whole_numbers_stay_whole():
    leaves = amounts(lambda *n: 0.4 if n[2] == 3 else 0)
    leaves["product"] = leaves["product"].map(lambda each: float(each[1:]) if each != "p3" else np.nan)
    assert named(locate(leaves, DIMENSIONS)) == {"–"}
    leaves = amounts(lambda *n: 0.4 if n[2] == 3 else 0)
    leaves["product"] = leaves["product"].map(lambda each: float(each[1:]))
    assert named(locate(leaves, DIMENSIONS)) == {"3"}


HOSTILE = [
    ({"dimensions": ["regio"]}, UnknownNameError, r"Unknown column 'regio'\. Did you mean 'region'"),
    ({"dimensions": []}, InputError, "0 dimensions, must be 1 to 8"),
    ({"dimensions": "region"}, InputError, r"must be a list of columns, such as \['region'\]"),
    ({"dimensions": ["region", "region"]}, InputError, "'region' is named twice"),
    ({"dimensions": ["region", "actual"]}, InputError, "'actual' is named twice"),
    ({"actual": ("actual", "expected")}, InputError, "both are a name, or both are a pair"),
    ({"actual": ("a", "b", "c")}, InputError, "must be a column or a pair"),
    ({"actual": "product"}, InputError, "'product'"),
    ({"expected": None}, InputError, "there is no history"),
    (
        {"expected": None, "history": pd.DataFrame({"region": ["r1"]})},
        UnknownNameError,
        "Unknown column of the history",
    ),
]


@pytest.mark.parametrize(("changed", "error", "words"), HOSTILE)
def test_what_cannot_be_sliced_is_refused(changed, error, words):
    with pytest.raises(error, match=words):
        locate(amounts(sizes=(2, 2, 2)), **{"dimensions": DIMENSIONS, **changed})


def test_figures_that_are_no_finite_numbers_are_refused():
    leaves = amounts(sizes=(2, 2, 2))
    with pytest.raises(InputError, match="'actual' holds an infinite figure"):
        locate(leaves.assign(actual=np.inf), DIMENSIONS)
    with pytest.raises(InputError, match="'actual' must hold numbers"):
        locate(leaves.assign(actual="much"), DIMENSIONS)
    with pytest.raises(InputError, match="beside a history, must be None"):
        locate(leaves, DIMENSIONS, history=leaves.assign(period=1))
    with pytest.raises(InputError, match="The history has no row"):
        locate(leaves[[*DIMENSIONS, "actual"]], DIMENSIONS, history=leaves.iloc[:0].assign(period=1))
    with pytest.raises(InputError, match="stands there twice"):
        locate(pd.concat([leaves, leaves[["actual"]]], axis=1), DIMENSIONS)


NO_NUMBERS = [
    ("12", "'actual' must hold numbers; it is of type (str|object), such as '12'"),
    (pd.Timestamp("2025-01-01"), "'actual' must hold numbers; it is of type datetime64"),
    (pd.Timedelta(days=1), "'actual' must hold numbers; it is of type timedelta64"),
    (1 + 2j, "'actual' must hold numbers; it is of type complex128"),
    (1e200, "'actual' holds a figure of size 1e[+]200, must be at most 1e[+]100"),
]


@pytest.mark.parametrize(("figure", "words"), NO_NUMBERS)
def test_texts_dates_and_figures_beyond_reckoning_are_refused(figure, words):
    with pytest.raises(InputError, match=words):
        locate(amounts(sizes=(2, 2, 2)).assign(actual=figure), DIMENSIONS)


def test_numbers_of_any_kind_are_figures():
    from decimal import Decimal

    leaves = amounts(lambda region, *_: -0.3 if region == 1 else 0).round()
    assert named(locate(leaves, DIMENSIONS)) == {"r1"}
    for kind in ("Int64", "category", "float32"):
        assert named(locate(leaves.astype({"actual": "int64"}).astype({"actual": kind}), DIMENSIONS)) == {"r1"}
    exact = leaves.assign(actual=[Decimal(str(each)) for each in leaves["actual"]])
    assert named(locate(exact, DIMENSIONS)) == {"r1"}


FIGURES = st.floats(-1e9, 1e9).map(lambda each: round(each, 3))


@settings(max_examples=30, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from("abc"),
            st.sampled_from("xyz"),
            st.one_of(st.none(), FIGURES, st.just(0.0)),
            st.one_of(st.none(), FIGURES, st.just(0.0)),
        ),
        max_size=30,
    )
)
def test_any_figures_give_slices_or_a_reason(rows):
    leaves = pd.DataFrame(rows, columns=["one", "two", "actual", "expected"]).astype(
        {"actual": float, "expected": float}
    )
    absolute = leaves.assign(actual=leaves["actual"].abs(), expected=leaves["expected"].abs())
    for pair in (("actual", "expected"), (("actual", "expected"), ("expected", "actual"))):
        # A denominator below 0 is refused.
        slices = locate(leaves if isinstance(pair[0], str) else absolute, ["one", "two"], *pair)
        assert bool(slices.reason) == slices.frame().empty
        assert slices.summary("zh")
