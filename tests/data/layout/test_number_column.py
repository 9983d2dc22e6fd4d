"""One column of numbers means one thing."""

import pytest

from diagnostics.data.layout.number_column import NumberRules, decide_numbers, untold_share


def decide(texts, plain=None, scale=None, missing=()):
    return decide_numbers(texts, plain, NumberRules(missing, "CNY", scale))


def test_forms_that_say_what_they_mean_stand_side_by_side():
    decided = decide(["3万", "30,000元", "1,234", "N/A", "(5元)"], None)
    rule = "beside bare numbers such as 1,234: what those mean is not said; declare it by layout.scale (the column's name: 元"
    assert list(decided.wrong) == ["3万"]
    assert decided.wrong["3万"].startswith(rule)
    assert decide(["3万", "30,000元", "N/A", "(5元)"]).values == {
        "3万": 30000,
        "30,000元": 30000,
        "N/A": None,
        "(5元)": -5,
    }


@pytest.mark.parametrize("text", ["12.5%", "3\u2030", "3万", "1.2亿元"])
def test_bare_numbers_beside_a_stated_scale_are_ambiguous(text):
    assert "layout.scale" in decide([text], "0.125").wrong[text]
    assert "layout.scale" in decide([text, "1,000"]).wrong[text]
    assert decide([text, "-", ""]).wrong == {}


def test_zero_is_zero_in_every_scale():
    assert decide(["12.5%", "\uff10"]).wrong == {}


def test_a_declared_scale_says_what_bare_numbers_are():
    decided = decide(["12.5%", "12.5"], scale="%")
    assert (decided.wrong, decided.values) == ({}, {"12.5%": 0.125, "12.5": 0.125})


def test_a_share_and_an_amount_in_one_column_are_refused():
    decided = decide(["12.5%", "3万"])
    assert list(decided.wrong) == ["12.5%"]
    assert decided.wrong["12.5%"].startswith(
        "beside '3万': a share and an amount in one column; declare it by layout.scale"
    )


def test_indicators_of_one_column_are_read_as_each_cell_says_once_that_is_declared():
    decided = decide(["12.5%", "3万", "300", "5元"], scale="元")
    assert (decided.wrong, decided.values) == ({}, {"12.5%": 0.125, "3万": 30_000, "300": 300, "5元": 5})


@pytest.mark.parametrize(("text", "size"), [("1e308", "large"), ("-1e27", "large"), ("1e-320", "small")])
def test_what_can_not_be_added_up_is_refused(text, size):
    assert f"too {size}" in decide([text]).wrong[text]


def test_a_text_is_refused_unless_it_is_declared_as_missing():
    assert decide(["待定"]).wrong == {"待定": "which is no number"}
    assert decide(["待定"], missing=("待定",)).values == {"待定": None}


@pytest.mark.parametrize("sizes", [[0.853, 1], [1.05, 0.9, 0.97], [2.8, 0.4], [0.8, 1.1, 0.9, 35]])
def test_numbers_that_may_be_shares_below_percent_are_asked_about(sizes):
    assert "say which under layout, scale" in untold_share(sizes, "%")


@pytest.mark.parametrize("sizes", [[], [0], [0.853, 91.2], [0.5, 4, 6], [-12, 30]])
def test_numbers_that_are_plainly_in_percent_are_not(sizes):
    assert untold_share(sizes, "%") is None


def test_only_percent_is_reached_and_passed():
    assert untold_share([1.2, 0.8], "\u2030") is None
