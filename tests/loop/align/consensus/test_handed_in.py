"""Times of survey tools tell which answer is the later one."""

import pytest

from diagnostics.loop.align.consensus.handed_in import handed_in


@pytest.mark.parametrize(
    ("times", "later"),
    [
        (["2025/3/1 10:00", "2025/3/1 9:59:59"], 0),
        (["2025-03-02T08:00:00", "2025-03-01T23:00:00"], 0),
        (["3/14/2025 1:00:00 PM", "3/14/2025 11:00:00 AM"], 0),
        (["14/3/2025 9:00", "2/3/2025 18:00"], 0),
        (["2025/3/1 下午1:00", "2025/3/1 上午11:00"], 0),
        (["2025/3/1 上午12:10", "2025/3/1 上午1:00"], 1),
        (["3/4/2025 9:00", "2/4/2025 9:00"], 1),
        (["yesterday", "2025/3/1 9:00"], 1),
        (["", ""], 1),
    ],
)
def test_the_later_answer_is_told_by_its_time_else_by_its_row(times, later):
    keys = handed_in(times)
    assert keys.index(max(keys)) == later
