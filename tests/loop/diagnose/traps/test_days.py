"""Sums by day, and facts that have none."""

import pandas as pd
import pytest

import diagnostics as dx
from diagnostics.data.engine import open_engine
from diagnostics.data.observe.coarse import named_cycle
from diagnostics.loop.diagnose.step import diagnose
from diagnostics.run.scaffold import scaffold


@pytest.fixture
def client(tmp_path):
    """Maker of a new engagement from a small sheet, its times written as given."""

    def build(times):
        names = pd.DataFrame({"时间": [*times, *times], "门店": ["东店"] * len(times) + ["西店"] * len(times)})
        sheet = names.assign(销售额=range(100, 100 + len(names)), 客数=range(10, 10 + len(names)))
        sheet.to_excel(tmp_path / "sheet.xlsx", index=False)
        scaffold(tmp_path / "client", tmp_path / "sheet.xlsx")
        return dx.open_engagement(tmp_path / "client")

    return build


def test_a_new_client_of_ten_monthly_rows_is_diagnosed_and_told_that_days_were_not_looked_at(client, tmp_path):
    found = diagnose(client([f"2025-{month:02d}" for month in range(1, 6)]), "2025-05")
    found.save(tmp_path)
    assert found.traps.unseen["period_end"] == "whole"
    (told,) = [each for card in found.traps.cards() for each in card["tests"] if each["test"] == "period_end"]
    assert told["unseen"] == "未检验：这些指标的数据只到整周或整月，没有每一天的数。"


@pytest.mark.parametrize(
    ("times", "cycle"),
    [(["2024年一季度", "2024年二季度"], "quarter"), (["2025-W10", "2025-W11"], "week"), (["2025年3月5日", "2025年4月7日"], "day")],
)  # fmt: skip
def test_the_longest_period_that_the_facts_of_a_kpi_name_is_known(client, times, cycle):
    engagement = client(times)
    with open_engine(engagement) as engine:
        assert {named_cycle(engine, each) for each in engagement.kpis.values()} == {cycle}
