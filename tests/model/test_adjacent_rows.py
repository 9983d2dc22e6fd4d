"""Rows that differ from the row before them."""

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from diagnostics.model.adjacent_rows import begins, is_twice

ROWS = st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from("xy"), st.integers(0, 3)), max_size=12)


@given(ROWS)
def test_rows_that_stand_twice_are_found_whatever_their_order(rows):
    table = pd.DataFrame(rows, columns=["kpi", "entity", "start"])
    assert is_twice(table, ["kpi", "entity"], "start") == table.duplicated().any()


@given(ROWS)
def test_a_stretch_begins_where_a_row_differs_from_the_one_before(rows):
    table = pd.DataFrame(rows, columns=["kpi", "entity", "start"])
    keys = [row[:2] for row in rows]
    assert list(begins(table, ["kpi", "entity"])) == [at == 0 or keys[at] != keys[at - 1] for at in range(len(keys))]


def test_missing_texts_begin_a_stretch_rather_than_break_anything():
    table = pd.DataFrame({"kpi": ["a", None, None, "a"], "start": [1, 2, 3, 4]})
    assert begins(table, ["kpi"])[0]
    assert not is_twice(table, ["kpi"], "start")
