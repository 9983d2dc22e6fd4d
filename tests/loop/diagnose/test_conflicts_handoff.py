"""Conflicts between departments leave the diagnose step as a hand-off, where there is anything to compare."""

import pytest

from diagnostics.data.handoff import SCHEMAS, read_records
from diagnostics.dictionary.load import load_engagement
from diagnostics.loop.diagnose.step import diagnose

KPI = "- {id: sales, name: 销售额, unit: money, direction: higher, source: crm, measure: sum(amount), owner: 运营部, mother: true%s}\n"


@pytest.fixture
def saved(tmp_path):
    def run(readings):
        for name, text in (
            ("engagement.yaml", "id: c\nclient: 客户\nsources:\n  crm: {file: crm.csv, time: day, entity: store}\n  erp: {file: erp.csv, time: day, entity: store}\n"),
            ("kpis.yaml", KPI % readings), ("entities.csv", "id,name,level\na,甲店,store\n"),
            ("data/crm.csv", "day,store,amount\n2025-06-10,a,100\n"), ("data/erp.csv", "day,store,amount\n2025-06-10,a,90\n"),
        ):  # fmt: skip
            (tmp_path / name).parent.mkdir(exist_ok=True)
            (tmp_path / name).write_text(text, encoding="utf-8")
        diagnose(load_engagement(tmp_path), "2025-06").save(tmp_path / "run")
        return tmp_path / "run"

    return run


def test_conflicts_are_handed_on_with_their_size(saved):
    run = saved(", readings: [{id: finance, source: erp, measure: sum(amount), department: 财务部}]")
    (row,) = read_records(run, "conflicts")["rows"]
    assert (row["authoritative"], row["value"], row["absolute"], row["relative"]) == (100.0, 90.0, -10.0, -0.1)


def test_without_readings_nothing_is_handed_on(saved):
    assert not (saved("") / SCHEMAS["conflicts"][0]).exists()
