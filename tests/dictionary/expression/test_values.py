"""Values on the engine are those of a plain interpreter, missing values included."""

import math

import pandas as pd
import pytest
from hypothesis import given, settings

from diagnostics.dictionary.expression import parse_filter, parse_measure
from diagnostics.dictionary.expression.build import build_aggregate, build_condition
from diagnostics.dictionary.expression.written import write

from .grammar import conditions, measures
from .interpreter import UndecidedError, of_facts, of_row
from .random_facts import facts_of, random_rows

ROWS = random_rows(7, 60)


@pytest.fixture(scope="module")
def facts(tmp_path_factory):
    with facts_of(tmp_path_factory.mktemp("values"), ROWS) as found:
        yield found


def by_group(facts, figure) -> dict[int, float | None]:
    """Figure of every group that has facts."""
    found = facts.engine.frame(facts.table.group_by("g").aggregate(x=figure))
    return {int(g): None if pd.isna(x) else float(x) for g, x in zip(found["g"], found["x"], strict=True)}


@settings(max_examples=150)
@given(measures(2), conditions(1))
def test_a_measure_over_a_filter_is_what_the_facts_say(facts, tree, condition):
    measure, where = parse_measure(write(tree)), parse_filter(write(condition))
    found = by_group(facts, build_aggregate(measure.tree, measure, facts, build_condition(where, facts)))
    for group, value in found.items():
        rows = [row for row in ROWS if row["g"] == group and of_row(condition, row) is True]
        try:
            expected = of_facts(tree, rows)
        except UndecidedError:
            continue
        told = (write(tree), write(condition), group)
        assert (value is None) == (expected is None), told
        assert value is None or math.isclose(value, expected, rel_tol=1e-9, abs_tol=1e-9), told


@settings(max_examples=200)
@given(conditions(3))
def test_a_condition_holds_for_the_facts_for_which_it_holds(facts, tree):
    where = parse_filter(write(tree))
    found = facts.engine.frame(facts.table.filter(build_condition(where, facts)).aggregate(n=lambda t: t.count()))
    assert int(found["n"][0]) == sum(of_row(tree, row) is True for row in ROWS), write(tree)
