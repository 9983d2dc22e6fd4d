import pandas as pd
import pytest

from diagnostics.look.charts import schedule_chart

FRAME = pd.DataFrame(
    {
        "label": ["已开始的措施", "待启动的措施"],
        "start": ["2025-01-01", "2025-08-01"],
        "end": ["2025-06-30", "2025-08-01"],
        "text": ["2025年6月30日", "2025年8月1日"],
        "open": [False, True],
    }
)


@pytest.mark.parametrize("size", ["wide", "narrow"])
def test_a_bar_goes_from_start_to_end_and_one_of_a_day_is_still_seen(size):
    axes = schedule_chart(FRAME, ("2025-07-01", "截至"), size=size).axes[0]
    first, second = axes.patches
    assert first.get_width() == 180
    assert second.get_x() == 212
    assert second.get_width() > 0
    # What is only planned is an outline.
    assert (first.get_facecolor()[3], second.get_facecolor()[3]) == (1.0, 0.0)
    assert {"截至", "2025年8月1日", "待启动的措施"} <= {each.get_text() for each in axes.texts}


def test_the_line_of_the_day_goes_around_the_words_beside_a_bar():
    axes = schedule_chart(FRAME, ("2025-07-01", "截至"), size="narrow").axes[0]
    days = [each for each in axes.lines if list(each.get_xdata()) == [181, 181]]
    assert [list(each.get_ydata()) for each in days] == [[0.5, 1.5]]
