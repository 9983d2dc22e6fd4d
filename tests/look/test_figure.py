import re
from functools import partial
from xml.etree import ElementTree as ET

import numpy as np
import pandas as pd
import pytest

from diagnostics.errors import InputError
from diagnostics.look import charts
from diagnostics.look.charts import Quantity
from diagnostics.look.charts.canvas import Margins, drawing, sheet
from diagnostics.look.figure import MOST_MARKS, figure_part, svg

FRAME = pd.DataFrame({"label": ["客流", "转化率"], "contribution": [-146_000, 72_000]})
draw = partial(charts.contribution_chart, FRAME, Quantity("money", "zh"))


def test_the_same_figure_gives_the_same_bytes():
    assert svg(draw()) == svg(draw())
    figure = draw()
    assert svg(figure) == svg(figure)


def test_a_figure_is_markup_without_style_script_comment_or_metadata():
    text = svg(draw())
    assert text.startswith('<svg viewBox="0 0 540 ')
    for part in ("style", "script", "<!", "<?", "metadata", "http", 'width="5'):
        assert part not in text


def test_text_stays_text():
    texts = [each.text for each in ET.fromstring(svg(draw())).iter("text")]
    assert {"客流", "转化率", "−14.6 万元", "+7.2 万元"} <= set(texts)


def test_ids_are_unique_and_differ_between_figures():
    one = svg(charts.series_chart(_series(10), Quantity("count", "zh")))
    other = svg(charts.series_chart(_series(11), Quantity("count", "zh")))
    ids = [re.findall(r' id="([^"]+)"', each) for each in (one, other)]
    assert ids[0]
    assert len(set(ids[0])) == len(ids[0])
    assert not set(ids[0]) & set(ids[1])
    for text, own in zip((one, other), ids, strict=True):
        assert set(re.findall(r"#(f[\w-]+)", text)) == set(own)


def _series(count):
    periods = [str(each) for each in pd.period_range("2020-01", periods=count, freq="M")]
    return pd.DataFrame({"period": periods, "value": np.arange(count, dtype=float) + 5})


def test_a_sheet_in_the_dark_is_not_a_sheet_in_colour_of_its_own():
    assert "#ffffff" not in svg(draw())


def test_a_layer_of_many_marks_becomes_a_picture():
    with drawing("wide"):
        figure, axes = sheet("wide", 100, Margins(10, 10, 10, 10))
        axes.scatter(range(MOST_MARKS + 1), range(MOST_MARKS + 1))
        few, fewer = sheet("wide", 100, Margins(10, 10, 10, 10))
        fewer.scatter(range(MOST_MARKS), range(MOST_MARKS))
    assert "<image" in svg(figure)
    assert "data:image/png;base64," in svg(figure)
    assert "<image" not in svg(few)


def test_a_letter_that_the_font_lacks_is_an_error_that_names_it():
    with drawing("wide"):
        figure, axes = sheet("wide", 100, Margins(10, 10, 10, 10))
        axes.text(0, 0, "店𝕏")
    with pytest.raises(InputError, match="has no glyph for '𝕏' in '店𝕏'"):
        svg(figure)


def test_a_part_holds_the_figure_for_desk_and_phone():
    part = figure_part(draw, "客流拉低了营收", title="标题", caption="说明")
    assert part.svg.startswith('<svg viewBox="0 0 540 ')
    assert part.narrow.startswith('<svg viewBox="0 0 262 ')
    assert (part.alt, part.title, part.caption) == ("客流拉低了营收", "标题", "说明")


@pytest.mark.parametrize("size", ["wide", "narrow"])
def test_letters_can_be_read_on_the_smallest_phone(size):
    text = svg(draw(size=size))
    breadth = float(re.search(r'viewBox="0 0 ([\d.]+)', text)[1])
    shown = {"wide": 640, "narrow": 328}[size]
    sizes = [float(each) for each in re.findall(r'font-size="([\d.]+)px"', text)]
    assert sizes
    assert min(sizes) * shown / breadth >= 9
