import pandas as pd
import pytest

from diagnostics.errors import InputError, UnknownNameError
from diagnostics.look.charts import Quantity, interval_chart

FRAME = pd.DataFrame(
    {
        "label": ["挂钩方案", "唤醒短信", "流程重排"], "effect": [0.118, 0.021, None], "low": [0.032, -0.05, None],
        "high": [0.204, 0.09, None], "expected": [0.10, None, 0.05],
        "status": ["worked", "no_evidence", "insufficient"],
    }
)  # fmt: skip
CHANGE = Quantity("money", "zh", relative=True)


def texts(figure):
    from matplotlib.text import Text

    return [each.get_text() for each in figure.findobj(Text) if each.get_text()]


def test_each_row_bears_its_status_and_its_estimate():
    shown = texts(interval_chart(FRAME, CHANGE))
    assert "▲ 有效\n+11.8%" in shown
    assert "○ 未见证据\n+2.1%" in shown


def test_a_row_without_an_interval_is_its_status_alone():
    shown = texts(interval_chart(FRAME, CHANGE))
    assert "◇ 尚不能判断" in shown


def test_a_row_without_interval_and_status_is_a_dash():
    shown = texts(interval_chart(FRAME.drop(columns="status"), CHANGE))
    assert "–" in shown


def test_zero_lies_within_the_axis_and_bears_its_words():
    figure = interval_chart(FRAME.head(1).assign(low=0.1, effect=0.11, high=0.2), CHANGE)
    low, high = figure.axes[0].get_xlim()
    assert low < 0 < high
    assert "无变化" in texts(figure)


@pytest.mark.parametrize("size", ["wide", "narrow"])
def test_the_key_names_what_is_drawn(size):
    shown = texts(interval_chart(FRAME, CHANGE, size=size))
    assert {"估计", "可能范围", "预期"} <= set(shown)
    assert "预期" not in texts(interval_chart(FRAME.drop(columns="expected"), CHANGE, size=size))


def test_differences_of_shares_are_in_points():
    frame = pd.DataFrame({"label": ["a"], "effect": [0.018], "low": [0.004], "high": [0.032]})
    shown = texts(interval_chart(frame, Quantity("share", "zh")))
    assert "+1.8 个百分点" in shown
    assert "个百分点" in shown


def test_an_estimate_outside_its_interval_is_refused():
    frame = FRAME.head(1).assign(effect=0.5)
    with pytest.raises(InputError, match=r"effect == 0\.5 of '挂钩方案' lies outside its interval 0\.032 to 0\.204"):
        interval_chart(frame, CHANGE)


def test_an_unknown_status_is_told():
    with pytest.raises(UnknownNameError, match="Unknown status 'great'"):
        interval_chart(FRAME.head(1).assign(status="great"), CHANGE)
