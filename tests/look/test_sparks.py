import re

import pytest

from diagnostics.errors import InputError
from diagnostics.look.sparks import Spark, spark_html
from diagnostics.look.tables import Column, Table, table_html


def test_the_same_numbers_give_the_same_drawing_without_style_script_or_colour():
    spark = Spark(values=(1.0, 3.0, None, 2.0), level=2.5)
    html = str(spark_html(spark))
    assert html == str(spark_html(spark))
    assert not re.search(r"style=|#[0-9a-f]{3}|script|href", html)
    assert 'aria-hidden="true"' in html


def test_a_missing_value_leaves_a_gap_and_what_stands_alone_is_a_dot():
    path = re.search(r'<path d="([^"]+)"', str(spark_html(Spark(values=(1.0, 2.0, None, 3.0, None)))))[1]
    assert path == "M2 18L21 10M59 2M59 2h0"


def test_values_that_are_all_alike_stand_in_the_middle():
    assert 'd="M2 10L78 10"' in str(spark_html(Spark(values=(5.0, 5.0))))


@pytest.mark.parametrize(("low", "high", "side"), [(0.1, 0.3, "right"), (-0.3, -0.1, "left")])
def test_a_reach_lies_on_its_side_of_no_change(low, high, side):
    html = str(spark_html(Spark(kind="reach", values=(low, (low + high) / 2, high), span=(-0.4, 0.4))))
    start, end = map(float, re.search(r'<path d="M([\d.]+) 10H([\d.]+)"', html).groups())
    assert (start > 40) if side == "right" else (end < 40)


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ({"values": (None, None)}, "at least one value"),
        ({"values": (1.0, float("nan"))}, "finite"),
        ({"kind": "reach", "values": (1.0, 2.0)}, "low, middle and high"),
        ({"values": (1.0, "<b>")}, "number"),
    ],
)
def test_what_is_no_drawing_is_refused(content, problem):
    with pytest.raises((InputError, ValueError), match=problem):
        Spark(**content)


def test_a_table_shows_drawings_with_their_words_and_refuses_those_of_other_columns():
    columns = (Column(key="a", label="门店"), Column(key="b", label="走势", kind="spark"))
    rows = ({"a": "武侯店", "b": "近 2 个月"}, {"a": "锦江店"})
    html = str(
        table_html(Table(caption="各店", columns=columns, rows=rows, sparks={"b": (Spark(values=(1, 2)), None)}))
    )
    assert html.count("<svg") == 1
    assert '<span class="unseen">近 2 个月</span>' in html
    with pytest.raises((InputError, ValueError), match="spark column"):
        Table(caption="各店", columns=columns, rows=rows, sparks={"a": (None, None)})
    with pytest.raises((InputError, ValueError), match="2 rows but 1"):
        Table(caption="各店", columns=columns, rows=rows, sparks={"b": (None,)})
