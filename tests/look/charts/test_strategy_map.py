from itertools import pairwise

import pytest

from diagnostics.errors import InputError
from diagnostics.look.charts import strategy_map_chart
from diagnostics.look.charts.strategy_map import Band, Box, Line
from diagnostics.look.figure import svg

LONG = "每百名顾客的投诉次数（含线上渠道与电话）"


def boxes(count, lines=3, text="指标"):
    return tuple(
        Box(f"b{at}", f"目标{at}", tuple(Line(f"{text}{at}-{n}") for n in range(lines))) for at in range(count)
    )


def edges(figure):
    """Rectangles of the boxes, in pixels."""
    from matplotlib.patches import FancyBboxPatch

    figure.canvas.draw()
    (axes,) = figure.axes
    return [each.get_window_extent() for each in axes.patches if isinstance(each, FancyBboxPatch)]


@pytest.mark.parametrize("size", ["wide", "narrow"])
def test_every_title_and_line_is_drawn_once(size):
    drawn = svg(strategy_map_chart([Band("财务", boxes(4)), Band("客户", (Box("z", "末"),))], size=size))
    assert all(drawn.count(f">指标{at}-{n}<") == 1 for at in range(4) for n in range(3))
    assert drawn.count(">目标3<") == drawn.count(">末<") == drawn.count(">财务<") == 1


@pytest.mark.parametrize("size", ["wide", "narrow"])
def test_no_box_lies_on_another_and_no_letter_leaves_the_sheet(size):
    bands = [Band("甲", boxes(5, 4, LONG)), Band("乙", (Box("tall", LONG, tuple(Line(LONG) for _ in range(80))),))]
    figure = strategy_map_chart(bands, size=size)
    found = edges(figure)
    assert len(found) == 6
    assert not any(
        one.x0 < other.x1 - 1 and other.x0 < one.x1 - 1 and one.y0 < other.y1 - 1 and other.y0 < one.y1 - 1
        for at, one in enumerate(found)
        for other in found[at + 1 :]
    )
    for text in figure.axes[0].texts:
        drawn = text.get_window_extent()
        assert figure.bbox.x0 - 1 <= drawn.x0
        assert drawn.x1 <= figure.bbox.x1 + 1
        assert drawn.y0 >= figure.bbox.y0 - 1


def test_no_line_crosses_a_box():
    bands = [Band(name, boxes(6)[at * 2 : at * 2 + 2]) for at, name in enumerate("甲乙丙")]
    links = [("b2", "b0"), ("b4", "b2"), ("b5", "b1"), ("b1", "b0"), ("b0", "b5")]
    figure = strategy_map_chart(bands, links)
    (axes,) = figure.axes
    found = edges(figure)
    lines = [each for each in axes.lines if each.get_zorder() == 1]
    assert len(lines) == len(links)
    for line in lines:
        points = [axes.transData.transform(each) for each in line.get_xydata()]
        for (x0, y0), (x1, y1) in pairwise(points):
            for part in range(1, 20):
                x, y = x0 + (x1 - x0) * part / 20, y0 + (y1 - y0) * part / 20
                assert not any(box.x0 + 2 < x < box.x1 - 2 and box.y0 + 2 < y < box.y1 - 2 for box in found)


def test_a_phone_says_in_words_what_a_desk_draws_as_lines():
    bands = [Band("", (Box("a", "甲"), Box("b", "乙", note="服务于：甲")))]
    wide, narrow = (svg(strategy_map_chart(bands, [("b", "a")], size=size)) for size in ("wide", "narrow"))
    assert "服务于" not in wide
    assert ">服务于：甲<" in narrow


@pytest.mark.parametrize(
    ("bands", "links", "match"),
    [
        ([], (), "0 lines"),
        ([Band("", boxes(200, 3))], (), "800 lines"),
        ([Band("", (Box("a", "甲"), Box("a", "乙")))], (), "two boxes called 'a'"),
        ([Band("", boxes(1))], [("b0", "b9")], "link to 'b9'"),
    ],
)
def test_a_map_that_nobody_could_read_is_refused(bands, links, match):
    with pytest.raises(InputError, match=match):
        strategy_map_chart(bands, links)
