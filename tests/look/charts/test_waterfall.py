import pandas as pd
import pytest

from diagnostics.errors import InputError
from diagnostics.look.charts import Quantity, waterfall_chart
from diagnostics.look.charts.bars import COLOURS

FRAME = pd.DataFrame({"label": ["客流", "转化", "客单价"], "contribution": [-146_000, 72_000, -46_000]})
ENDS = (("目标", 1_320_000), ("实际", 1_200_000))


def texts(figure):
    return [each.get_text() for each in figure.axes[0].texts]


@pytest.mark.parametrize("size", ["wide", "narrow"])
def test_a_waterfall_leads_from_one_end_to_the_other(size):
    shown = texts(waterfall_chart(FRAME, ENDS, Quantity("money", "zh"), size=size))
    assert {
        "目标",
        "132.0 万元",
        "客流",
        "−14.6 万元",
        "转化",
        "+7.2 万元",
        "客单价",
        "−4.6 万元",
        "实际",
        "120.0 万元",
    } == set(shown)


def test_each_bar_begins_where_the_one_before_ended():
    (axes,) = waterfall_chart(FRAME, ENDS, Quantity("money", "zh")).axes
    spans = [(each.get_x(), each.get_x() + each.get_width()) for each in axes.patches]
    assert spans == [(1_320_000, 1_174_000), (1_174_000, 1_246_000), (1_246_000, 1_200_000)]


@pytest.mark.parametrize(
    ("improvement", "tones"),
    [("higher", ["bad", "good", "bad"]), ("lower", ["good", "bad", "good"]), ("none", ["quiet"] * 3)],
)
def test_the_colour_says_whether_it_helps(improvement, tones):
    from matplotlib.colors import to_hex

    (axes,) = waterfall_chart(FRAME, ENDS, Quantity("money", "zh", improvement=improvement)).axes
    assert [to_hex(each.get_facecolor()) for each in axes.patches] == [COLOURS[each] for each in tones]


def test_factors_that_do_not_sum_to_the_gap_are_refused():
    with pytest.raises(InputError, match=r"sum to -120000\.0, the ends '目标' and '实际' differ by -100000\.0"):
        waterfall_chart(FRAME, (ENDS[0], ("实际", 1_220_000)), Quantity("money", "zh"))


def test_a_missing_factor_is_named():
    frame = FRAME.assign(contribution=[None, 1.0, 2.0])
    with pytest.raises(InputError, match=r"no figure for \['客流'\]"):
        waterfall_chart(frame, ENDS, Quantity("money", "zh"))


def test_a_missing_end_is_refused():
    with pytest.raises(InputError, match="no figure at an end"):
        waterfall_chart(FRAME, (ENDS[0], ("实际", float("nan"))), Quantity("money", "zh"))


def test_shares_differ_in_points():
    frame = pd.DataFrame({"label": ["a"], "contribution": [0.018]})
    shown = texts(waterfall_chart(frame, (("之前", 0.102), ("之后", 0.12)), Quantity("share", "zh")))
    assert {"10.2%", "+1.8 个百分点", "12.0%"} <= set(shown)


def test_parts_far_smaller_than_the_whole_can_still_be_told_apart():
    frame = pd.DataFrame({"label": ["a", "b"], "contribution": [-41_000, 156_000]})
    shown = texts(waterfall_chart(frame, (("x", 1_244_000), ("y", 1_359_000)), Quantity("money", "en")))
    assert {"¥1,244k", "−¥41k", "+¥156k", "¥1,359k"} <= set(shown)


def test_a_factor_too_small_for_a_bar_is_a_stroke():
    frame = pd.DataFrame({"label": ["a", "b", "c"], "contribution": [-146_000, 1.0, 26_000 - 1.0]})
    (axes,) = waterfall_chart(frame, ENDS, Quantity("money", "zh")).axes
    pixels = axes.transData.transform([(each.get_width(), 0) for each in axes.patches]) - axes.transData.transform(
        (0, 0)
    )
    assert pixels[1][0] > 1


def test_fifteen_factors_with_long_names_have_rows_of_their_own():
    names = [f"第{at}个名称相当长的驱动因素（含各渠道）" for at in range(15)]
    frame = pd.DataFrame({"label": names, "contribution": [(-1) ** at * 10_000.0 * at for at in range(15)]})
    ends = (("去年同期", -20_000), ("本期", -20_000 + frame["contribution"].sum()))
    figure = waterfall_chart(frame, ends, Quantity("money", "zh"), size="narrow")
    figure.canvas.draw()
    boxes = [each.get_window_extent() for each in figure.axes[0].texts]
    assert not any(one.overlaps(two) for at, one in enumerate(boxes) for two in boxes[:at])
    assert all(each.x1 <= figure.bbox.x1 + 1 for each in boxes)
