"""Goals against what else the files say."""

import pytest

from diagnostics.errors import InputError

GOAL = "  - {id: growth, name: 增长, kpis: [revenue]"


@pytest.mark.parametrize(
    ("more", "match"),
    [
        ("kpis: [revenu]", r"Unknown KPI 'revenu'.*Did you mean 'revenue'"),
        ("parent: growht", r"Unknown goal 'growht'.*Did you mean 'growth'"),
        ("parent: more", r"Goals serve each other in a circle \(engagement.yaml:\d+.*more → more"),
        ("key_results: [{id: kr1, name: 多卖, kpi: trafic}]", r"Unknown KPI 'trafic'.*Did you mean 'traffic'"),
        ("key_results: [{id: kr1, name: 多卖}, {id: kr1, name: 快卖}]", r"Key result 'kr1' occurs twice"),
        ("key_results: [{id: kr1, name: 多卖, until: 2025-13}]", r"2025-13.*of goal 'more'"),
    ],
)
def test_a_goal_that_names_what_is_not_there_is_refused(folder, more, match):
    text = (folder.path / "engagement.yaml").read_text(encoding="utf-8")
    line = next(each for each in text.splitlines() if each.startswith("  - {id: growth"))
    folder.replace("engagement.yaml", line, f"{line}\n  - {{id: more, name: 更多, {more}}}")
    with pytest.raises(InputError, match=match):
        folder.open()
