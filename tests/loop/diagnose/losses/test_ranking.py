"""Losses by cause and unit: which count, over which periods, and nothing of people."""

import pytest

import diagnostics as dx

SETTINGS = """\
id: plant
client: Plant
language: en
currency: CNY
calendar: {timezone: Asia/Shanghai}
entities: entities.csv
sources:
  stops: {file: stops.csv, time: day, entity: where}
"""
KPI = """\
- {id: lost, name: Lost, definition: minutes lost, unit: minutes, direction: DIRECTION, source: stops,
   measure: sum(minutes), dimensions: [cause], owner: plantMORE}
"""
STOPS = """\
day,where,cause,minutes
2024-01-15,a,wear,1000
2025-05-10,a,wear,30
2025-05-11,b,jam,50
2025-06-02,a,jam,40
2025-06-03,b,,7
2025-07-01,b,wear,500
"""


@pytest.fixture
def plant(tmp_path):
    """Makes a plant with two units, and losses of its stops as of June."""

    def make(*, people=False, direction="lower", more=""):
        (tmp_path / "data").mkdir()
        (tmp_path / "engagement.yaml").write_text(SETTINGS, encoding="utf-8")
        (tmp_path / "kpis.yaml").write_text(KPI.replace("DIRECTION", direction).replace("MORE", more), encoding="utf-8")
        below = [f"{each},{each.upper()},{'worker' if people else 'line'},plant,{str(people).lower()}" for each in "ab"]
        rows = ["id,name,level,parent,person", "plant,Plant,plant,,false", *below]
        (tmp_path / "entities.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
        (tmp_path / "data" / "stops.csv").write_text(STOPS, encoding="utf-8")
        return dx.diagnose.losses(dx.open_engagement(tmp_path), "2025-06").losses

    return make


def test_a_loss_is_added_up_over_a_year_by_cause_and_by_unit(plant):
    cause, unit = sorted(plant(), key=lambda each: each.dimension, reverse=True)
    assert dict(zip(cause.parts.table["cause"], cause.parts.table["amount"], strict=True)) == {"jam": 90, "wear": 30}
    assert dict(zip(unit.parts.table["cause"], unit.parts.table["amount"], strict=True)) == {"a": 70, "b": 57}
    assert (cause.first, cause.last, cause.periods) == ("2025-05", "2025-06", 2)


def test_facts_that_name_people_as_their_entities_are_left_out(plant):
    assert plant(people=True) == ()


@pytest.mark.parametrize(("direction", "more"), [("higher", ""), ("lower", ", pay: true")])
def test_what_is_no_loss_and_what_is_about_pay_is_left_out(plant, direction, more):
    assert plant(direction=direction, more=more) == ()
