"""perfloop data reconcile and unmatched: exit codes and what they print."""

import pytest

ENGAGEMENT = """\
id: plant
client: 工厂
sources:
  production: {file: production.csv, time: day, entity: workshop}
  quality: {file: quality.csv, time: day, entity: workshop}
"""
KPIS = """\
- id: passed
  name: 合格数
  unit: count
  direction: higher
  source: production
  measure: sum(passed)
  owner: 生产部
  readings: [{id: quality, source: quality, measure: sum(passed), department: 质量部}]
"""
PRODUCTION = "day,workshop,passed\n2025-06-10,w1,90\n2025-06-10,w2,80\n"


@pytest.fixture
def plant(tmp_path, perfloop_here, monkeypatch):
    """Run a command on a plant whose quality department counts so."""
    # The process of its own is tested where it lives; starting one for each command would only take time here.
    monkeypatch.setattr("diagnostics.data.engine.child.in_child", lambda function, *arguments: function(*arguments))

    def run(quality, *arguments):
        (tmp_path / "data").mkdir(exist_ok=True)
        for name, text in (
            ("engagement.yaml", ENGAGEMENT), ("kpis.yaml", KPIS), ("data/production.csv", PRODUCTION), ("data/quality.csv", quality),
            ("entities.csv", "id,name,level\nw1,一车间,workshop\nw2,二车间,workshop\n"),
        ):  # fmt: skip
            (tmp_path / name).write_text(text, encoding="utf-8")
        command, *options = arguments
        return perfloop_here("data", command, str(tmp_path), *options)

    return run


def test_reconcile_ends_with_1_where_figures_lie_beyond_tolerance_and_with_0_elsewhere(plant):
    done = plant(PRODUCTION.replace("80", "70"), "reconcile", "--period", "2025-06")
    assert done.code == 1
    assert "二车间  2025-06  80             70" in done.out
    assert plant(PRODUCTION, "reconcile", "--period", "2025-06").code == 0


def test_a_period_of_no_known_form_is_bad_input(plant):
    done = plant(PRODUCTION, "reconcile", "--period", "六月")
    assert done.code == 2
    assert "has no known form" in done.err


def test_unmatched_lists_names_and_writes_the_sheet(plant, tmp_path):
    sheet = tmp_path / "names.csv"
    done = plant(PRODUCTION.replace("w2", "2车间"), "unmatched", "--write", str(sheet))
    assert done.code == 1
    assert "'2车间'  1 fact  perhaps w2 (二车间): how the number is written" in done.out
    assert "w2: 2车间" in done.out
    assert sheet.read_text(encoding="utf-8-sig").splitlines()[1].startswith("quality,workshop,2车间,1,w2,二车间")
    assert plant(PRODUCTION, "unmatched").code == 0
