"""Rate and mix, price and volume: exact, symmetric where it is said, groups that come and go on lines of their own."""

import itertools
import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diagnostics.errors import InputError, UnknownNameError
from diagnostics.loop.diagnose.decompose import decompose

RATIO = "sum(orders) / sum(visits)"
counted = st.integers(0, 10**6).map(float)
some = st.floats(0.01, 1e6)


def groups(first=counted, second=some):
    """Frames of the same groups before and after: orders, visits."""
    row = st.tuples(first, second, first, second)
    return st.lists(row, min_size=1, max_size=5).map(
        lambda each: tuple(
            pd.DataFrame([r[side : side + 2] for r in each], columns=["orders", "visits"]).assign(
                group=range(len(each))
            )
            for side in (0, 2)
        )
    )


def contributions(result):
    return result.frame().set_index("factor")["contribution"]


def assert_sums(result):
    parts = contributions(result)
    size = max(abs(result.before), abs(result.after), parts.abs().sum())
    assert parts.sum() == pytest.approx(result.after - result.before, abs=1e-9 * size, rel=0)
    assert result.detail["contribution"].sum() == pytest.approx(parts.sum(), abs=1e-9 * size, rel=0)


def brute(value, before, after):
    """Shapley's value of a function of named figures, over every order."""
    found = dict.fromkeys(before, 0.0)
    for order in itertools.permutations(before):
        state = dict(before)
        for name in order:
            start = value(state)
            state[name] = after[name]
            found[name] += (value(state) - start) / math.factorial(len(before))
    return found


def test_rate_and_mix_of_two_channels():
    before = pd.DataFrame({"channel": ["web", "shop"], "orders": [20, 60], "visits": [100, 100]})
    after = pd.DataFrame({"channel": ["web", "shop"], "orders": [48, 48], "visits": [160, 60]})
    result = decompose(before, after, formula=RATIO, by=("channel",), method="kitagawa")
    # Shares .5/.5 to 8/11, 3/11; rates .2/.6 to .3/.8.
    assert contributions(result)["(rate)"] == pytest.approx(0.1 * (0.5 + 8 / 11) / 2 + 0.2 * (0.5 + 3 / 11) / 2)
    assert contributions(result)["(mix)"] == pytest.approx((8 / 11 - 0.5) * 0.25 + (3 / 11 - 0.5) * 0.7)
    assert (result.before, result.after) == pytest.approx((0.4, 96 / 220))
    wide = result.groups().set_index("channel")
    assert list(wide.columns) == ["(rate)", "(mix)", "total"]
    # The channel below the average grew, the one above it shrank: both cost.
    assert (wide["(mix)"] < 0).all()


@settings(max_examples=20, deadline=None)
@given(groups())
def test_rate_and_mix_sum_to_the_gap_and_turn_with_time(frames):
    before, after = frames
    there = decompose(before, after, formula=RATIO, by=("group",))
    back = decompose(after, before, formula=RATIO, by=("group",), method="kitagawa")
    assert_sums(there)
    size = max(there.before, there.after, contributions(there).abs().max(), 1e-300)
    np.testing.assert_allclose(contributions(there), -contributions(back), atol=1e-9 * size)


@settings(max_examples=20, deadline=None)
@given(groups())
def test_rate_and_mix_are_shapley_of_two_factors(frames):
    shares = [
        each.assign(w=each["visits"] / each["visits"].sum(), r=each["orders"] / each["visits"]) for each in frames
    ]
    parts = contributions(decompose(*frames, formula=RATIO, by=("group",)))
    shapley = contributions(decompose(*shares, formula="w * r", by=("group",), method="shapley"))
    size = max((each["r"].max() for each in shares), default=1.0)
    assert parts["(rate)"] == pytest.approx(shapley["r"], abs=1e-9 * size)
    assert parts["(mix)"] == pytest.approx(shapley["w"], abs=1e-9 * size)


@settings(max_examples=20, deadline=None)
@given(groups(), st.floats(0.01, 1000))
def test_rate_and_mix_do_not_see_the_order_of_rows_nor_the_unit_of_the_denominator(frames, unit):
    before, after = frames
    plain = contributions(decompose(before, after, formula=RATIO, by=("group",)))
    turned = decompose(before.iloc[::-1], after, formula=RATIO, by=("group",))
    size = max(turned.before, turned.after, plain.abs().max(), 1e-300)
    np.testing.assert_allclose(plain, contributions(turned), atol=1e-9 * size)
    scaled = [each.assign(visits=each["visits"] * unit) for each in frames]
    np.testing.assert_allclose(
        plain / unit, contributions(decompose(*scaled, formula=RATIO, by=("group",))), atol=1e-9 * size / unit
    )


def test_several_factors_of_a_rate_are_shared_over_all_orders():
    before = pd.DataFrame({"city": ["a", "b"], "visits": [60.0, 40], "conversion": [0.1, 0.3], "basket": [50.0, 80]})
    after = pd.DataFrame({"city": ["a", "b"], "visits": [30.0, 90], "conversion": [0.2, 0.25], "basket": [60.0, 70]})
    formula = "sum(visits * conversion * basket) / sum(visits)"
    result = decompose(before, after, formula=formula, by=("city",), method="kitagawa")
    sides = [{**each[["conversion", "basket"]], "w": each["visits"] / each["visits"].sum()} for each in (before, after)]
    expected = brute(lambda each: float((each["w"] * each["conversion"] * each["basket"]).sum()), *sides)
    assert list(result.frame()["factor"]) == ["conversion", "basket", "(mix)"]
    assert list(contributions(result)) == pytest.approx([expected["conversion"], expected["basket"], expected["w"]])


def test_new_and_vanished_groups_change_a_ratio_by_what_it_would_be_without_them():
    before = pd.DataFrame({"channel": ["web", "gone"], "orders": [20, 30], "visits": [100, 100]})
    after = pd.DataFrame({"channel": ["web", "born"], "orders": [20, 90], "visits": [100, 100]})
    result = decompose(before, after, formula=RATIO, by=("channel",))
    assert contributions(result)[["(rate)", "(mix)"]].tolist() == pytest.approx([0, 0])
    assert contributions(result)["(new)"] == pytest.approx(0.55 - 0.2)
    assert contributions(result)["(vanished)"] == pytest.approx(0.2 - 0.25)
    assert_sums(result)
    # A group without visits is not there, whether it has a row or not.
    rows = [
        pd.concat([each, pd.DataFrame({"channel": [name], "orders": [0], "visits": [0]})])
        for each, name in ((before, "born"), (after, "gone"))
    ]
    pd.testing.assert_frame_equal(decompose(*rows, formula=RATIO, by=("channel",)).frame(), result.frame())


def test_a_ratio_whose_groups_are_all_others_went_and_came():
    result = decompose(
        pd.DataFrame({"c": ["x"], "orders": [2], "visits": [10]}), pd.DataFrame({"c": ["y"], "orders": [3], "visits": [10]}),
        formula=RATIO, by=("c",),
    )  # fmt: skip
    assert contributions(result)["(new)"] == pytest.approx(0.3)
    assert contributions(result)["(vanished)"] == pytest.approx(-0.2)


@pytest.mark.parametrize(
    ("formula", "same"),
    [("orders / visits", RATIO), ("100 * sum(orders) / sum(visits)", RATIO), ("1 - sum(orders) / sum(visits)", RATIO)],
)
def test_a_ratio_may_be_written_in_several_ways(formula, same):
    before = {"orders": [20, 60], "visits": [100, 100]}
    after = {"orders": [48, 48], "visits": [160, 60]}
    factor = {"1": -1, "100": 100}.get(formula.split()[0], 1)
    parts = contributions(decompose(before, after, formula=formula, method="kitagawa"))
    assert list(parts) == pytest.approx(list(factor * contributions(decompose(before, after, formula=same))))


def test_another_method_asked_of_a_ratio_of_sums_is_told():
    result = decompose({"orders": 2, "visits": 10}, {"orders": 3, "visits": 10}, formula=RATIO)
    assert (result.asked, result.method, result.reason) == ("lmdi", "kitagawa", "ratio_of_sums")
    assert "rates and of the mix" in result.note("en")
    assert "率的影响" in result.summary("zh")


def test_a_sum_is_the_same_as_its_rows():
    before = {"price": [1.0, 2.0], "volume": [3.0, 4.0]}
    after = {"price": [2.0, 2.0], "volume": [5.0, 4.0]}
    summed = decompose(before, after, formula="sum(price * volume)").frame()
    pd.testing.assert_frame_equal(summed, decompose(before, after, formula="price * volume").frame())


@pytest.mark.parametrize(
    ("formula", "told"),
    [
        ("sum(a) * sum(b)", "Sums may be added up"),
        ("sum(a) / b", "Sums may be added up"),
        ("mean(a)", "mean"),
        ("sum(a) + 1", "Sums may be added up"),
    ],
)
def test_what_is_no_ratio_of_sums_is_refused(formula, told):
    with pytest.raises(InputError, match=told):
        decompose({"a": 1, "b": 1}, {"a": 1, "b": 2}, formula=formula)


def test_denominators_that_give_no_rate_are_refused():
    after = {"orders": [1, 2], "visits": [10, 20]}
    with pytest.raises(InputError, match="numerator of 5 over a denominator of 0 before"):
        decompose({"orders": [1, 5], "visits": [10, 0]}, after, formula=RATIO)
    with pytest.raises(InputError, match="denominator is -3 before"):
        decompose({"orders": [1, 5], "visits": [10, -3]}, after, formula=RATIO)
    with pytest.raises(InputError, match="denominators sum to 0 before"):
        decompose({"orders": [0, 0], "visits": [0, 0]}, after, formula=RATIO)
    with pytest.raises(InputError, match="Rate and mix are told apart in a ratio"):
        decompose({"a": 1, "b": 1}, {"a": 1, "b": 2}, formula="a * b", method="kitagawa")
    with pytest.raises(InputError, match="takes a value summed over the rows"):
        decompose(after, after, formula=RATIO, method="lmdi_multiplicative")


SALES = (
    pd.DataFrame({"product": ["a", "b", "gone"], "price": [10.0, 20, 5], "volume": [100.0, 50, 10]}),
    pd.DataFrame({"product": ["a", "b", "born"], "price": [11.0, 19, 8], "volume": [120.0, 90, 20]}),
)


def test_price_volume_and_mix_of_products():
    result = decompose(*SALES, formula="price * volume", by=("product",), method="price_volume_mix")
    parts = contributions(result)
    assert list(result.frame()["factor"]) == ["(volume)", "(mix)", "(price)", "(new)", "(vanished)"]
    assert parts["(volume)"] == pytest.approx(2000 * (210 / 150 - 1))
    assert parts["(mix)"] == pytest.approx(10 * (120 - 140) + 20 * (90 - 70))
    assert parts["(price)"] == pytest.approx(120 * 1 - 90 * 1)
    assert (parts["(new)"], parts["(vanished)"]) == (160, -50)
    assert_sums(result)
    totals = result.groups().set_index("product")["total"]
    assert totals.to_dict() == pytest.approx({"a": 320, "b": 710, "born": 160, "gone": -50})


def test_the_volume_may_stand_anywhere_or_beside_the_formula():
    plain = decompose(*SALES, formula="price * volume", by=("product",), method="price_volume_mix").frame()
    turned = decompose(*SALES, formula="volume * price", by=("product",), method="price_volume_mix", volume="volume")
    pd.testing.assert_frame_equal(turned.frame(), plain)
    revenue = [each.assign(revenue=each["price"] * each["volume"]).drop(columns="price") for each in SALES]
    beside = decompose(*revenue, formula="revenue", by=("product",), method="price_volume_mix", volume="volume")
    pd.testing.assert_frame_equal(beside.frame(), plain)


@settings(max_examples=20, deadline=None)
@given(groups(some, counted))
def test_price_volume_and_mix_sum_to_the_gap(frames):
    frames = [each.rename(columns={"orders": "price", "visits": "volume"}) for each in frames]
    result = decompose(*frames, formula="price * volume", by=("group",), method="price_volume_mix")
    assert_sums(result)


def test_a_price_of_several_factors_shares_its_part():
    before = {"list": [10.0], "kept": [0.9], "volume": [100.0]}
    after = {"list": [12.0], "kept": [0.8], "volume": [110.0]}
    parts = contributions(decompose(before, after, formula="list * kept * volume", method="price_volume_mix"))
    assert list(parts.index) == ["(volume)", "(mix)", "list", "kept"]
    assert parts["list"] == pytest.approx(110 * 2 * 0.85)
    assert parts["kept"] == pytest.approx(110 * 11 * -0.1)


def test_what_has_no_price_or_volume_is_refused():
    with pytest.raises(InputError, match="needs? volumes of 0 or more|A volume is -1 after"):
        decompose(
            {"price": 1, "volume": 1}, {"price": 1, "volume": -1}, formula="price * volume", method="price_volume_mix"
        )
    with pytest.raises(InputError, match="need a product such as price"):
        decompose({"a": 1, "b": 1}, {"a": 1, "b": 1}, formula="a + b", method="price_volume_mix")
    with pytest.raises(InputError, match="names no price"):
        decompose({"a": 1}, {"a": 1}, formula="a", method="price_volume_mix")
    with pytest.raises(UnknownNameError, match=r"Unknown column 'volumes'.*Did you mean 'volume'"):
        decompose(*SALES, formula="price", by=("product",), method="price_volume_mix", volume="volumes")
    with pytest.raises(InputError, match="is for method='price_volume_mix'"):
        decompose(*SALES, formula="price * volume", volume="volume")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_bridge_tells_why_chain_and_symmetric_methods_differ(language):
    before, after = {"traffic": 10000, "rate": 0.12, "basket": 80}, {"traffic": 8500, "rate": 0.13, "basket": 76}
    chained = decompose(before, after, formula="traffic * rate * basket", method="chain").bridge()
    frame = chained.frame().set_index("factor")
    assert list(frame["chain"]) == pytest.approx([-14_400, 6_800, -4_420])
    assert frame["lmdi"].sum() == pytest.approx(frame["chain"].sum())
    assert frame["difference"].sum() == pytest.approx(0, abs=1e-9)
    pd.testing.assert_frame_equal(
        chained.frame(), decompose(before, after, formula="traffic * rate * basket").bridge().frame()
    )
    assert "rate" in chained.summary(language)
    same = decompose({"a": 1, "b": 2}, {"a": 2, "b": 2}, formula="a + b", method="chain").bridge()
    assert "“" not in same.summary(language)
    assert list(same.frame().columns) == ["factor", "chain", "shapley", "difference"]
    with pytest.raises(InputError, match="A bridge holds chain against lmdi or shapley"):
        decompose({"orders": 2, "visits": 10}, {"orders": 3, "visits": 10}, formula=RATIO).bridge()
