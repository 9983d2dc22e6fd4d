import math
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import diagnostics as dx
from diagnostics.errors import InputError
from diagnostics.loop.diagnose.field_work.pareto import pareto

SODA = Path(__file__).parents[5] / "shared" / "data" / "manufacturing_line_downtime.xlsx"


def frame(**amounts):
    return pd.DataFrame({"cause": list(amounts), "minutes": list(amounts.values())})


def test_soda_line_five_causes_make_four_fifths_and_operators_most_of_it():
    if not SODA.is_file():
        pytest.skip("shared data are not here")
    long = (
        pd.read_excel(SODA, sheet_name="Line downtime", header=1, engine="openpyxl")
        .melt(id_vars="Batch", var_name="factor", value_name="minutes")
        .dropna()
    )
    factors = pd.read_excel(SODA, sheet_name="Downtime factors", engine="openpyxl").set_index("Factor")
    long["cause"] = long["factor"].astype(int).map(factors["Description"])
    found = pareto(long, "cause", "minutes")
    assert found.total == 1388
    assert len(found.vital) == 5
    assert round(found.frame().loc[found.frame()["vital"], "share"].sum(), 3) == 0.804
    operator = pareto(long.assign(by=long["factor"].astype(int).map(factors["Operator Error"])), "by", "minutes")
    assert operator.frame().set_index("cause")["amount"]["Yes"] == 776


def test_causes_that_tie_with_the_last_of_the_few_are_of_the_few():
    assert pareto(frame(a=60, b=10, c=10, d=10, e=10), "cause", "minutes").vital == ("a", "b", "c", "d", "e")
    assert pareto(frame(a=80, b=10, c=10), "cause", "minutes").vital == ("a",)


def test_small_causes_are_merged_and_never_one_of_the_few():
    found = pareto(frame(**{f"c{at:02}": 10 for at in range(30)}), "cause", "minutes", most=5)
    assert len(found.vital) == 30
    found = pareto(frame(big=1000, **{f"c{at:02}": 1 for at in range(30)}), "cause", "minutes", most=5)
    assert found.frame()["merged"].tolist() == [0, 0, 0, 0, 27]
    assert found.frame()["amount"].sum() == 1030
    assert found.rows("zh")["label"].tolist()[-1] == "其余 27 个"
    assert "31 个原因，其中 1 个占 97.1%" in found.summary("zh")


def test_what_can_not_be_read_is_counted_and_in_no_figure():
    found = pareto(frame(a=10, b=None), "cause", "minutes")
    assert (found.total, found.unreadable) == (10, 1)
    assert "另有 1 行没有数量" in found.summary("zh")


def test_nothing_lost_is_no_share():
    found = pareto(frame(a=0, b=0), "cause", "minutes")
    assert found.vital == ()
    assert math.isnan(found.frame()["share"][0])
    assert found.summary("en") == "There is no loss to order causes by."


@pytest.mark.parametrize(
    ("told", "match"),
    [
        (frame(a=-1), "losses don't cancel"),
        (frame(a=math.inf), "must be 0 or more"),
        (frame(a="12"), "must hold numbers"),
        (pd.DataFrame({"cause": [None], "minutes": [1]}), "has no name in row 0"),
        (pd.DataFrame({"cause": ["a"], "minute": [1]}), "minute"),
        (pd.DataFrame([["a", 1, 2]], columns=["cause", "minutes", "minutes"]), "is there twice"),
        (pd.DataFrame({"cause": ["a", "b"], "minutes": [1e308, 1e308]}), "more than a number can hold"),
        (pd.DataFrame({"cause": ["a", " "], "minutes": [1, 2]}), "has no name in row 1"),
        (frame(a=1j), "must hold numbers"),
    ],
)
def test_losses_that_are_none_are_refused(told, match):
    with pytest.raises(InputError, match=match):
        dx.diagnose.pareto(told, "cause", "minutes")


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=40), st.floats(0.05, 1.0))
def test_the_few_reach_the_rule_and_without_the_smallest_ties_do_not(amounts, rule):
    table = pd.DataFrame({"cause": [f"c{at}" for at in range(len(amounts))], "minutes": amounts})
    found = pareto(table, "cause", "minutes", rule=rule, most=50)
    told = found.frame()
    assert math.isclose(told["amount"].sum(), sum(amounts))
    if sum(amounts):
        few = told[told["vital"]]
        assert few["amount"].sum() >= rule * sum(amounts) * (1 - 1e-6)
        least = few["amount"].min()
        assert few.loc[few["amount"] > least, "amount"].sum() < rule * sum(amounts)
        assert (told.loc[~told["vital"], "amount"] < least).all()


def test_one_cause_makes_and_two_make():
    assert dx.diagnose.pareto(frame(a=9, b=1), "cause", "minutes").summary("en").startswith("1 of 2 causes makes 90")
    assert "2 of 2 causes make " in dx.diagnose.pareto(frame(a=5, b=5), "cause", "minutes").summary("en")
