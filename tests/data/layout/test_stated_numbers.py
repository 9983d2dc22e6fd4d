"""What the engine reads by itself below a scale or with decimal commas is what is read cell by cell."""

import string

import duckdb
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diagnostics.data.layout.number_column import NumberRules, decide_numbers
from diagnostics.data.layout.number_sql import number_sql
from diagnostics.data.layout.number_text import read_number
from diagnostics.data.layout.stated_numbers import stated_numbers

SCALES = (None, "元", "万元", "万亿元", "%", "\u2030", "ppm")
FIGURES = st.one_of(
    st.integers(-(10**19), 10**19).map(str),
    st.integers(-(10**12), 10**12).map("{:,}".format),
    st.decimals(-(10**9), 10**9, places=6, allow_nan=False).map(str),
    st.decimals(0, 10**7, places=2, allow_nan=False).map("{:,}".format),
    st.text(string.digits + ".,+- ", min_size=1, max_size=7),
    st.sampled_from(["0.1", "1.10", "5.", ".5", " 12 ", "+7", "-0", "1e3", "(5)", "12%", "\uff11", "", "N/A"]),
)
SWAPPED = str.maketrans(".,", ",.")


@pytest.fixture(scope="module")
def engine():
    with duckdb.connect() as connection:
        yield connection


@given(texts=st.lists(FIGURES, min_size=1, max_size=30), scale=st.sampled_from(SCALES), comma=st.booleans())
def test_a_number_read_by_the_engine_is_the_one_that_is_read_cell_by_cell(engine, texts, scale, comma):
    texts = [each.translate(SWAPPED) for each in texts] if comma else texts
    decimal, missing = "," if comma else None, ("7", "0")
    read = number_sql("c", missing, scale, decimal)
    engine.register("cells", pa.table({"c": texts}))
    rows = engine.execute(f"SELECT c, {read.form}, {read.value}, {read.whole} FROM cells").fetchall()
    for text, form, value, whole in rows:
        one = read_number(text, missing, scale=scale, decimal=decimal)
        if form is None:
            continue
        assert one is not None
        assert (float(one.value), one.kinds) == (value, read.kinds[form])
        assert whole is None or whole == one.value
        # The narrowest type is found wherever cells read one by one are whole.
        assert whole is not None or isinstance(one.value, float) or abs(one.value) >= 10**17


@settings(max_examples=max(30, settings.default.max_examples // 2))
@given(texts=st.lists(FIGURES, min_size=1, max_size=12), scale=st.sampled_from(SCALES[1:]), declared=st.booleans())
def test_a_column_is_refused_by_the_engine_where_its_cells_are_one_by_one(engine, texts, scale, declared):
    rules = NumberRules((), "CNY", scale, declared)
    engine.register("column", pa.table({"c": texts}))
    plain = stated_numbers(engine, "column", "r.c", rules, None)
    odd = engine.execute(f'SELECT DISTINCT c FROM "column" AS r WHERE NOT ({plain.condition})').fetchall()
    together = decide_numbers([each for (each,) in odd], plain.example, rules, plain.sizes)
    alone = decide_numbers(dict.fromkeys(texts), None, rules)
    assert bool(together.wrong) == bool(alone.wrong)


def test_each_kind_is_counted_with_its_first_texts(engine):
    engine.register("few", pa.table({"c": ["1,5", "2", "1.234,5", "2", "1.000"]}))
    plain = stated_numbers(engine, "few", "r.c", NumberRules((), "CNY", "万元", decimal=","), None)
    assert plain.converted == (
        (("scale",), 0, 2, ["2"]),
        (("decimal_comma", "scale"), 0, 1, ["1,5"]),
        (("thousands", "scale"), 0, 1, ["1.000"]),
        (("thousands", "decimal_comma", "scale"), 0, 1, ["1.234,5"]),
    )
