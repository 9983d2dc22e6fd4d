import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnostics.errors import InputError
from diagnostics.look.tables import Column, Table, frame_html, table_html

COLUMNS = (Column(key="store", label="门店"), Column(key="gap", label="目标差", align="right"))


def test_a_table_has_a_caption_heads_and_row_heads():
    html = str(table_html(Table(caption="差距", columns=COLUMNS, rows=({"store": "武侯店", "gap": "−4.2"},))))
    assert "<caption>差距</caption>" in html
    assert '<th scope="col">目标差</th>' in html
    assert '<th scope="row">武侯店</th><td>−4.2</td>' in html
    assert '<table class="r2">' in html


def test_an_absent_cell_is_a_dash():
    html = str(table_html(Table(caption="x", columns=COLUMNS, rows=({"store": "a"}, {"store": "b", "gap": ""}))))
    assert html.count("<td>–</td>") == 2


def test_a_status_is_drawn_as_shape_and_word():
    columns = (Column(key="store", label="门店"), Column(key="state", label="状态", kind="status"))
    table = Table(caption="x", columns=columns, rows=({"store": "a", "state": "worse"}, {"store": "b"}))
    html = str(table_html(table, "en"))
    assert '<span class="status tone-bad"><span aria-hidden="true">▼</span> Got worse</span>' in html
    assert "<td>–</td>" in html


def test_names_and_dates_stay_on_one_line_and_sentences_do_not():
    rows = ({"store": "2024年12月31日"}, {"store": "固定工资每月上调一千元"})
    html = str(table_html(Table(caption="x", columns=COLUMNS[:1], rows=rows)))
    assert '<th scope="row">2024年12月31日</th>' in html
    assert '<th scope="row" class="long">固定工资每月上调一千元</th>' in html


def test_tones_mark_their_rows():
    table = Table(caption="x", columns=COLUMNS, rows=({"store": "a"}, {"store": "b"}), tones=("bad", None))
    assert str(table_html(table)).count('<tr class="tone-bad">') == 1


@given(st.text(alphabet="<>\"'&a/=", min_size=1, max_size=40))
def test_no_text_becomes_markup(text):
    columns = (Column(key="a", label=text), Column(key="b", label=text))
    table = Table(caption=text, columns=columns, rows=({"a": text, "b": text},), note=text)
    html = str(table_html(table)).replace(' class="long"', "")
    for tag in ("<table>", "<caption>", "</caption>", "<thead>", "<tr>", "</tr>", "<tbody>", "</table>", "</p>"):
        html = html.replace(tag, "")
    bare = html.replace('<th scope="col">', "").replace('<th scope="row">', "")
    bare = bare.replace("<td>", "").replace('<p class="note">', "")
    for tag in ("</th>", "</td>", "</thead>", "</tbody>"):
        bare = bare.replace(tag, "")
    assert "<" not in bare
    assert ">" not in bare


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ({"rows": ({"stroe": "a"},)}, "Unknown column 'stroe'.*Did you mean 'store'"),
        ({"rows": ({"store": "a"},), "tones": ("bad", "bad")}, "has 1 rows but 2 tones"),
        ({"columns": (COLUMNS[0], COLUMNS[0])}, "repeat a key"),
        (
            {"columns": (Column(key="s", label="s", kind="status"),), "rows": ({"s": "great"},)},
            "Unknown status 'great'",
        ),
    ],
)
def test_a_table_that_does_not_fit_is_refused(content, problem):
    with pytest.raises(InputError, match=problem):
        Table(**{"caption": "x", "columns": COLUMNS, **content})


def test_a_frame_is_shown_with_its_missing_values_as_dashes():
    frame = pd.DataFrame({"store": ["a", None], "value": [1234.5, float("nan")]})
    html = str(frame_html(frame, "销售"))
    assert "1,234.5" in html
    assert "nan" not in html.lower()
    assert "None" not in html
    assert html.count("–") == 2


def test_the_names_of_a_frame_are_escaped_too():
    frame = pd.DataFrame({"<script>": ["<b>"]})
    html = str(frame_html(frame, "<i>"))
    assert "<script>" not in html
    assert "<b>" not in html
    assert "<i>" not in html


def test_a_long_frame_says_how_long_it_is():
    html = str(frame_html(pd.DataFrame({"a": range(1500)}), "x", limit=200))
    assert "200 / 1,500" in html
    assert html.count("<tr>") == 201


def many(count, text="1"):
    columns = tuple(Column(key=f"c{at}", label=f"Head {at}") for at in range(count))
    return Table(caption="x", columns=columns, rows=({f"c{at}": text for at in range(count - 1)},))


def test_rows_of_many_columns_can_stand_as_cards_under_their_heads():
    html = str(table_html(many(5)))
    assert '<td role=cell data-label="Head 1">1</td>' in html
    assert "<th role=rowheader>1</th>" in html
    assert '<td role=cell data-label="Head 4" class="none">' in html
    assert "data-label" not in str(table_html(many(3)))


def test_columns_that_a_section_has_no_room_for_take_the_margin():
    assert not many(5).broad
    assert not many(4, "a column as broad as this").broad
    assert many(5, "a column as broad as this").broad
