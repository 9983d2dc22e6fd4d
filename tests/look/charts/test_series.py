import numpy as np
import pandas as pd
import pytest

from diagnostics.errors import InputError, UnknownNameError
from diagnostics.look.charts import Event, Quantity, series_chart
from diagnostics.look.figure import svg

SHARE = Quantity("share", "zh")
PERIODS = [str(each) for each in pd.period_range("2023-01", "2025-12", freq="M")]


def frame(**more):
    values = 0.10 + 0.01 * np.sin(np.arange(36))
    return pd.DataFrame({"period": PERIODS, "value": values, **more})


def texts(figure):
    from matplotlib.text import Text

    return [each.get_text() for each in figure.findobj(Text) if each.get_text()]


@pytest.mark.parametrize("size", ["wide", "narrow"])
def test_a_series_shows_its_last_value_and_its_target(size):
    shown = texts(series_chart(frame(target=0.12), SHARE, size=size))
    assert any(each.startswith("实际\n") for each in shown)
    assert "目标\n12.0%" in shown


def test_a_missing_value_leaves_a_gap_in_the_line():
    from matplotlib.lines import Line2D

    data = frame()
    data.loc[10, "value"] = np.nan
    (axes,) = series_chart(data, SHARE).axes
    lines = [each for each in axes.findobj(Line2D) if each.get_linewidth() == 1.9]
    spans = sorted((min(each.get_xdata()), max(each.get_xdata())) for each in lines)
    assert spans == [(0, 9), (11, 35)]


def test_the_key_names_only_what_is_drawn():
    plain = texts(series_chart(frame(), SHARE))
    assert "平时波动范围" not in plain
    flags = ["common_cause"] * 35 + ["special_cause_concern"]
    full = texts(series_chart(frame(lower=0.08, upper=0.12, mean=0.1, flag=flags), SHARE))
    assert {"平时波动范围", "平时水平", "明显变差"} <= set(full)
    assert "明显变好" not in full


def test_flags_differ_in_outline():
    from matplotlib.collections import PathCollection

    flags = ["common_cause"] * 34 + ["special_cause_concern", "special_cause_improvement"]
    (axes,) = series_chart(frame(flag=flags), SHARE).axes
    outlines = [each.get_paths()[0].vertices.tolist() for each in axes.findobj(PathCollection)]
    assert len(outlines) == 2
    assert outlines[0] != outlines[1]


def test_an_event_stands_at_the_start_of_its_period():
    from matplotlib.lines import Line2D

    figure = series_chart(frame(), SHARE, events=(Event("2025-05", "薪酬与业绩挂钩"),))
    assert "薪酬与业绩挂钩" in texts(figure)
    places = [list(each.get_xdata()) for each in figure.axes[0].findobj(Line2D)]
    assert [27.5, 27.5] in places


def test_an_event_outside_the_series_is_told_with_the_nearest_period():
    with pytest.raises(UnknownNameError, match="Unknown period '2026-05' in event 'x'"):
        series_chart(frame(), SHARE, events=(Event("2026-05", "x"),))


def test_a_missing_column_is_named():
    with pytest.raises(InputError, match=r"series_chart needs the columns \['value'\], got \['period'\]"):
        series_chart(frame()[["period"]], SHARE)


def test_a_series_without_a_value_is_refused():
    with pytest.raises(InputError, match="got no value: every one is missing"):
        series_chart(frame().assign(value=np.nan), SHARE)


def test_an_empty_series_is_refused():
    with pytest.raises(InputError, match="without rows"):
        series_chart(frame().head(0), SHARE)


@pytest.mark.parametrize("values", [[5.0], [0.0, 0.0], [-3.0, 4.0], [1e9, 1e9], [0.0001, 0.0002], [np.nan, 2.0]])
@pytest.mark.parametrize("unit", ["money", "share", "count", "ratio"])
def test_any_figures_can_be_drawn(values, unit):
    data = pd.DataFrame({"period": PERIODS[: len(values)], "value": values})
    assert svg(series_chart(data, Quantity(unit, "en"))).startswith("<svg")


def test_dollar_signs_and_lines_of_client_text_are_no_formula():
    shown = texts(series_chart(frame(), SHARE, events=(Event("2025-05", "$x_1$\n_a_ 50% $"),)))
    assert "$x_1$ _a_ 50% $" in shown
