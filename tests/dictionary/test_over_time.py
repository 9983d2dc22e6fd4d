"""How periods are taken together, by what a KPI is counted from."""

import pytest

from diagnostics.dictionary.over_time import ways
from diagnostics.model.kpi import Kpi

PARTS = {
    "visits": "sum(visits)", "conv": "sum(orders) / sum(visits)", "ticket": "sum(sales) / sum(orders)",
    "cost": "sum(cost)", "wait": "mean(minutes)", "members": "count_distinct(member)", "stock": "last(stock)",
    "per_head": "sum(output) / last(heads)",
}  # fmt: skip


def told(key, **more):
    return Kpi(id=key, name=key, unit="number", direction="higher", **more)


def made(**formulas):
    parts = {key: told(key, source="s", measure=text) for key, text in PARTS.items()}
    return parts | {key: told(key, formula=text) for key, text in formulas.items()}


@pytest.mark.parametrize(
    ("formula", "way"),
    [
        ("visits * conv * ticket", "sum"),
        ("visits * conv * ticket - cost", "sum"),
        ("-cost", "sum"),
        ("0.3 * cost", "sum"),
        ("cost / visits", "level"),
        ("1 - cost / visits", "level"),
        ("wait + stock", "level"),
        ("visits + wait", ""),
        ("visits * cost", ""),
        ("cost / members", ""),
    ],
)
def test_a_formula_grows_with_time_as_its_parts_do(formula, way):
    assert ways(made(it=formula))["it"] == way


def test_measures_are_told_by_what_they_count():
    assert ways(made()) == {
        "visits": "sum", "conv": "ratio", "ticket": "ratio", "cost": "sum", "wait": "ratio", "members": "",
        "stock": "level", "per_head": "sum",
    }  # fmt: skip


def test_formulas_of_formulas_are_followed_and_circles_are_unknown():
    formulas = {"revenue": "visits * conv * ticket", "margin": "revenue - cost", "rate": "margin / revenue"}
    found = ways(made(**formulas, a="a + visits"))
    assert (found["margin"], found["rate"], found["a"]) == ("sum", "level", "")
