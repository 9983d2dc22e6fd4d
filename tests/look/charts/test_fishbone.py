import itertools

import pandas as pd
import pytest

from diagnostics.errors import InputError
from diagnostics.look.charts import fishbone_chart, pareto_chart
from diagnostics.look.figure import svg

STATES = {"confirmed": "已证实", "rejected": "已排除", "open": "待查"}
LONG = "新员工上岗前没有人带教也没有固定的考核方式"


def frame(count, categories=6, label=LONG):
    states = itertools.cycle(STATES)
    return pd.DataFrame([
        {"category": f"类{at % categories}", "label": f"{at:02}{label}", "state": next(states)} for at in range(count)
    ])  # fmt: skip


def boxes(figure):
    figure.canvas.draw()
    (axes,) = figure.axes
    return [each.get_window_extent() for each in axes.texts]


@pytest.mark.parametrize("size", ["wide", "narrow"])
@pytest.mark.parametrize(("count", "categories"), [(40, 6), (40, 4), (24, 8), (1, 1), (3, 2)])
def test_no_label_lies_on_another_or_outside_the_sheet(size, count, categories):
    figure = fishbone_chart(frame(count, categories), "武侯店转化率比目标低 2.8 个百分点", STATES, size=size)
    told = boxes(figure)
    for one, other in itertools.combinations(told, 2):
        apart = one.x1 <= other.x0 + 1 or other.x1 <= one.x0 + 1 or one.y1 <= other.y0 + 1 or other.y1 <= one.y0 + 1
        assert apart, (one, other)
    assert all(each.x0 >= -1 and each.x1 <= figure.bbox.x1 + 1 and each.y1 <= figure.bbox.y1 + 1 for each in told)


def test_letters_stay_readable_and_every_cause_is_there_once():
    drawn = svg(fishbone_chart(frame(40), "问题", STATES))
    assert all(drawn.count(f">{at:02}新") == 1 for at in range(40))
    assert all(drawn.count(f">{each}<") == 1 for each in STATES.values())


@pytest.mark.parametrize("categories", [4, 6, 10])
def test_long_labels_of_forty_causes_are_whole(categories):
    label = "收银系统在周末高峰时段经常卡顿导致排队顾客流失且没有备用方案"
    figure = fishbone_chart(frame(40, categories, label), "问题", STATES)
    told = [each.get_text().replace("\n", "") for each in figure.axes[0].texts]
    assert all(f"{at:02}{label}" in told for at in range(40))
    assert all(each.x1 <= figure.bbox.x1 + 1 for each in boxes(figure))


def test_states_differ_in_shape():
    from diagnostics.look.charts.fishbone import MARKS

    assert len({(each["marker"], each.get("markerfacecolor")) for each in MARKS.values()}) == len(MARKS)


@pytest.mark.parametrize(
    ("told", "match"),
    [
        (frame(61), "takes up to 60"),
        (frame(40, 13), "13 categories"),
        (frame(1).assign(state="maybe"), "maybe"),
        (frame(1).drop(columns="state"), "needs the columns"),
    ],
)
def test_what_no_reader_takes_in_is_refused(told, match):
    with pytest.raises(InputError, match=match):
        fishbone_chart(told, "问题", STATES)


def test_hostile_labels_are_text():
    drawn = svg(fishbone_chart(frame(2, 1, "<script>alert(1)</script>$x^2$"), "<b>问题</b>", STATES))
    assert "<script" not in drawn
    assert "&lt;b&gt;问题" in drawn


def test_a_line_parts_the_few_from_the_many():
    rows = pd.DataFrame({"label": list("abc"), "amount": [5, 4, 1], "told": list("543"), "vital": [True, True, False]})
    for size in ("wide", "narrow"):
        (axes,) = pareto_chart(rows, size=size).axes
        assert any(set(each.get_ydata()) == {1.5} and each.get_linewidth() > 1 for each in axes.lines)
    with pytest.raises(InputError, match="amount of 0 or more"):
        pareto_chart(rows.assign(amount=[5, -1, 1]))
