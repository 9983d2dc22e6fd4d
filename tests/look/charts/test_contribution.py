import numpy as np
import pandas as pd
import pytest

from diagnostics.errors import InputError
from diagnostics.look.charts import Quantity, contribution_chart
from diagnostics.look.charts.bars import COLOURS

MONEY = Quantity("money", "zh")


def test_bars_stand_in_the_order_given_with_their_values():
    frame = pd.DataFrame({"label": ["武侯店", "锦江店", "青羊店"], "contribution": [-86_000, np.nan, 35_000]})
    (axes,) = contribution_chart(frame, MONEY).axes
    shown = [each.get_text() for each in axes.texts]
    assert shown == ["武侯店", "锦江店", "青羊店", "−8.6 万元", "–", "+3.5 万元"]
    bars = sorted(axes.patches, key=lambda each: each.get_y())
    assert [each.get_width() for each in bars] == pytest.approx([-86_000, 0, 35_000])
    assert axes.get_ylim() == (2.5, -0.5)


def test_the_colour_says_whether_it_helps():
    from matplotlib.colors import to_hex

    frame = pd.DataFrame({"label": ["a", "b"], "contribution": [-1.0, 2.0]})
    (axes,) = contribution_chart(frame, Quantity("minutes", "zh", improvement="lower")).axes
    bars = sorted(axes.patches, key=lambda each: each.get_y())
    assert [to_hex(each.get_facecolor()) for each in bars] == [COLOURS["good"], COLOURS["bad"]]


def test_long_labels_break_into_two_lines_and_no_more():
    label = "成华店老客到店频次明显下降的会员卡到期人群和团购到期未续人群的合计贡献"
    frame = pd.DataFrame({"label": [label], "contribution": [1.0]})
    (axes,) = contribution_chart(frame, MONEY, size="narrow").axes
    shown = axes.texts[0].get_text()
    assert shown.count("\n") == 1
    assert shown.endswith("…")


def test_more_bars_than_a_reader_takes_in_are_refused():
    frame = pd.DataFrame({"label": [str(each) for each in range(41)], "contribution": 1.0})
    with pytest.raises(InputError, match="got 41 bars, takes up to 40"):
        contribution_chart(frame, MONEY)


def test_a_label_with_a_letter_that_the_font_lacks_is_refused():
    with pytest.raises(InputError, match="has no glyph for '𝕏'"):
        contribution_chart(pd.DataFrame({"label": ["𝕏"], "contribution": [1.0]}), MONEY)


@pytest.mark.parametrize("values", [[0.0], [None, None], [-5.0], [5.0, 1e-9], [1e12, -1e12]])
def test_any_figures_can_be_drawn(values):
    frame = pd.DataFrame({"label": [f"r{each}" for each in range(len(values))], "contribution": values})
    assert contribution_chart(frame, MONEY).axes
