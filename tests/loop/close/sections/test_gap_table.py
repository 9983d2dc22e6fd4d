"""The table of gaps and the marks of its figure."""

import pandas as pd
import pytest

from diagnostics.loop.close.sections.gap import gap_table
from diagnostics.loop.close.sections.gap_marks import marked
from tests.loop.close.conftest import gap


def test_what_is_at_stake_for_the_mother_metric_stands_in_the_table(build):
    build.gaps = [
        gap("revenue", "target", 3.2e5, 4e5, stake=-8e4, mother="revenue"),
        gap("traffic", "peers", 80.0, 100.0, stake=-3e4, mother="revenue", rank=2),
        gap("conversion", "target", 0.2, 0.3, stake=float("nan"), mother="", rank=3),
    ]
    table = gap_table(build.inputs(), build.wording())
    assert [row["stake"] for row in table.rows] == ["−8 万元（比目标）", "营业收入 −3 万元（比同类）", ""]
    assert "排在母指标之后" in table.note


def test_a_kpi_that_meets_its_target_with_nothing_at_stake_stands_last(build):
    build.gaps = [
        gap("revenue", "target", 3.2e5, 4e5, stake=-8e4, mother="revenue"),
        gap("conversion", "target", 0.4, 0.3, stake=float("nan"), mother="", rank=2, favourable=True),
        gap("conversion", "previous", 0.4, 0.5, stake=float("nan"), mother="", rank=3, favourable=False),
        gap("traffic", "peers", 80.0, 100.0, stake=-3e4, mother="revenue", rank=4),
    ]
    names = [row["kpi"] for row in gap_table(build.inputs(), build.wording()).rows]
    assert names == [build.wording().kpi(each) for each in ("revenue", "traffic", "conversion")]


def test_where_nothing_leads_to_a_mother_metric_there_is_no_such_column(build):
    table = gap_table(build.inputs(), build.wording())
    assert "stake" not in {each.key for each in table.columns}


@pytest.mark.parametrize(
    ("side", "value", "target", "flag"),
    [
        ("above", 110.0, float("nan"), "special_cause_improvement"),
        ("above", 110.0, 100.0, "special_cause_improvement"),
        ("above", 90.0, 100.0, "special_cause_neutral"),
        ("below", 90.0, 100.0, "special_cause_concern"),
        ("", 90.0, 100.0, "common_cause"),
    ],
)
def test_no_figure_short_of_its_target_is_marked_as_better(build, side, value, target, flag):
    inputs = build.inputs()
    inputs.diagnosis["marks"] = [{"period": "2025-06", "low": 1.0, "high": 2.0, "side": side}]
    frame = pd.DataFrame(
        {"period": ["2025-05", "2025-06"], "value": value, "target": target, "target_high": float("nan")}
    )
    found = marked(frame, inputs)
    assert found["flag"].tolist() == ["common_cause", flag]
    assert found["lower"].isna().tolist() == [True, False]
