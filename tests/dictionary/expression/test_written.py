"""A tree written out is read as the same tree."""

import pytest
from hypothesis import given

from diagnostics.dictionary.expression import parse_filter, parse_formula, parse_measure
from diagnostics.dictionary.expression.written import write

from .grammar import conditions, measures


@given(measures(3))
def test_a_measure_written_out_is_read_as_the_same_tree(tree):
    assert parse_measure(write(tree)).tree == tree


@given(conditions(3))
def test_a_filter_written_out_is_read_as_the_same_tree(tree):
    assert parse_filter(write(tree)).tree == tree


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("a-(b-c)", "a - (b - c)"),
        ("(a-b)-c", "a - b - c"),
        ("a/(b*c)*2", "a / (b * c) * 2"),
        ("-a * (-2)", "(0 - a) * (-2)"),
    ],
)
def test_brackets_stand_where_they_mean_something(text, written):
    assert write(parse_formula(text).tree) == written
    assert parse_formula(written).tree == parse_formula(text).tree


@pytest.mark.parametrize("name", ["select", "case", "a b", 'say "x"', "名称", "a.b", "1a", "null", "日期"])
def test_a_name_of_any_letters_is_read_as_that_name(name):
    tree = parse_measure("sum(" + '"' + name.replace('"', '""') + '"' + ")").tree
    assert parse_measure(write(tree)).tree == tree
    assert parse_measure(write(tree)).columns == (name,)
