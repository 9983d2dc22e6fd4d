"""Columns used as numbers and as days, told by the form of expressions alone."""

import pytest

from diagnostics.dictionary.expression import parse_filter, parse_measure, parse_time
from diagnostics.dictionary.expression.column_roles import day_columns, numeric_columns


@pytest.mark.parametrize(
    ("text", "numbers", "days"),
    [
        ("sum(a) / count(b)", {"a"}, set()),
        ("mean(a) + median(b) - min(c) * max(d)", {"a", "b", "c", "d"}, set()),
        ("count(a) + count_distinct(b) + count(*)", set(), set()),
        ("count_if(a > 3)", {"a"}, set()),
        ("count_if(3 <= a and b = 'x' and c)", {"a"}, set()),
        ("count_if(a > b)", set(), set()),
        ("count_if(a > b * 2)", {"a", "b"}, set()),
        ("count_if(a in (1, 2) or b in ('1', '2'))", {"a"}, set()),
        ("count_if(a between b and 5)", {"a", "b"}, set()),
        ("count_if(a is null)", set(), set()),
        ("sum(case when a = 'x' then b else c end)", {"b", "c"}, set()),
        ("sum(case a when 1 then b end)", {"a", "b"}, set()),
        ("count(case when a > 1 then b end)", {"a"}, set()),
        ("count(coalesce(a, 0)) + count(coalesce(b, 'x'))", {"a"}, set()),
        ("sum(coalesce(a, nullif(b, c)))", {"a", "b", "c"}, set()),
        ("count_if(year(a) = 2025 and month(b) > c)", {"c"}, {"a", "b"}),
        ("count_if(a >= '2025-03-09' and b = '2025-03-09 10:00' and c = '2025-3-9')", set(), {"a", "b"}),
        ("count_if(a < make_date(b, c, 1))", {"b", "c"}, {"a"}),
        ("sum(abs(a))", {"a"}, set()),
    ],
)
def test_an_expression_tells_what_it_uses_columns_as(text, numbers, days):
    tree = parse_measure(text).tree
    assert (numeric_columns(tree), day_columns(tree)) == (numbers, days)


def test_a_filter_that_is_a_column_is_neither_number_nor_day():
    tree = parse_filter("active").tree
    assert (numeric_columns(tree), day_columns(tree)) == (frozenset(), frozenset())


@pytest.mark.parametrize(
    ("text", "numbers", "days"),
    [
        ("订单日期", set(), {"订单日期"}),
        ("make_date(y, m, 1)", {"y", "m"}, set()),
        ("coalesce(paid, ordered)", set(), {"paid", "ordered"}),
        ("case when kind = 1 then paid else ordered end", {"kind"}, {"paid", "ordered"}),
    ],
)
def test_a_whole_time_is_a_day(text, numbers, days):
    tree = parse_time(text).tree
    assert (numeric_columns(tree), day_columns(tree, whole=True)) == (numbers, days)
