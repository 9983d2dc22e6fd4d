"""Early warnings on the page: against us, places alike in one line, what is left out said."""

from dataclasses import replace
from datetime import date

import pytest

from diagnostics.loop.close.sections.warnings import warnings_section
from diagnostics.model.alert import Alert, NotWatched, WarningRate
from diagnostics.model.alerts import Alerts
from diagnostics.model.text import Text


def alert(entity, against=True, calm=0, severity="high", kpi="revenue"):
    return Alert(
        id=f"W-{entity}", rules=("misses",), kpi=kpi, level="store", entity=entity, against=against, calm=calm,
        side="below" if against else "above", since="2025-05", last="2025-06", severity=severity, owner_name="李",
        expected_per_year=0.38, text=Text(zh=f"{entity}低了。", en=f"{entity} is low."),
    )  # fmt: skip


@pytest.fixture
def section(build):
    """Section of these alerts, None where there is none."""

    def make(*found, over=(), not_watched=()):
        rate = WarningRate("misses", "revenue", "store", 12, 12.0, expected_per_year=0.4)
        alerts = Alerts(date(2025, 6, 30), "2025-06", found, over, (rate,), not_watched)
        inputs, wording = build.inputs(), build.wording()
        return warnings_section(replace(inputs, alerts=alerts.record()), wording)

    return make


def words(section):
    return section.model_dump_json()


def test_places_alike_share_a_row_and_other_kpis_keep_theirs(section):
    found = section(alert("s1"), alert("s2"), alert("s1", kpi="traffic", severity="medium"))
    rows = found.parts[0].table.rows
    assert [each["severity"] for each in rows] == ["▲ 紧急", "◆ 关注"]
    assert "另有 1 处也朝这个方向偏离" in rows[0]["text"]
    assert rows[0]["expected"] == "0.38"
    assert not found.folded


@pytest.mark.parametrize(
    ("verdict", "kpi", "told"), [("worse", "revenue", True), ("worse", "traffic", False), ("worked", "revenue", False)]
)
def test_a_figure_that_a_measure_made_worse_is_told_as_such(section, build, verdict, kpi, told):
    build.add("cut", verdict, -0.2, -0.1)
    assert ("判断为使它变差的有「措施cut」" in words(section(alert("s1", kpi=kpi)))) == told


def test_what_went_well_or_calmed_down_is_counted_and_no_row(section):
    found = section(alert("s1", against=False, severity="low"), alert("s2", calm=2))
    assert "没有未了结的不利预警" in words(found)
    assert "向好的 1 条，已平静、待了结的 1 条" in words(found)
    assert found.folded


def test_chance_and_what_is_not_watched_are_told(section):
    gone = replace(alert("s3"), state="withdrawn")
    found = words(
        section(alert("s1"), over=(gone,), not_watched=(NotWatched("misses", "traffic", "store", "no_base", 3),))
    )
    assert "每月也会偶然出现约 0.4 条" in found
    assert "有的规则用不上：没有设底线 3 处" in found
    assert "上次的 1 条预警不再成立" in found


def test_a_run_without_the_hand_off_has_no_section(build):
    assert warnings_section(build.inputs(), build.wording()) is None
