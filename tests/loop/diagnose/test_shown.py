import pytest

from diagnostics.loop.diagnose.shown import heard_figures
from diagnostics.model.observations import Observations
from tests.dictionary.conftest import Folder
from tests.dictionary.rules.observed import rows, table, waves

CARD = (
    "- entity: e017\n  name: 王小明的考核表\n  published: 2022-12-20\n  items:\n"
    "    - {kpi: traffic, weight: 1, core: true, targets: {target: 100, from: history}}\n"
)


@pytest.fixture
def engagement(tmp_path):
    folder = Folder(tmp_path / "acme")
    text = (folder.path / "scorecards.yaml").read_text(encoding="utf-8")
    folder.write("scorecards.yaml", text + CARD)
    entities = (folder.path / "entities.csv").read_text(encoding="utf-8")
    folder.write("entities.csv", entities + "e017,王小明,person,wuhou,,,,,,true\n")
    return folder.open()


def seen(*parts):
    observed = table(*parts)
    return Observations(
        observed.assign(numerator=observed["value"], denominator=1.0, people=float("nan"), stretch=float("nan"))
    )


def codes(heard):
    return sorted({each.code for each in heard.open})


def test_what_figures_show_of_a_person_is_heard_by_those_who_work_on_it_alone(engagement):
    own = rows("traffic", waves(low=1, high=5), 100, entity="e017").assign(level="person")
    whole, told = heard_figures(
        engagement, seen(own, rows("revenue", waves(), 10)), engagement.calendar.parse("2025-12")
    )
    assert "PD172" in codes(whole)
    assert "PD172" not in codes(told)
    assert "王小明" not in str(told.record())


def test_what_figures_show_of_a_unit_is_told(engagement):
    whole, told = heard_figures(
        engagement, seen(rows("revenue", waves(low=1, high=5), 100)), engagement.calendar.parse("2025-12")
    )
    assert "PD172" in codes(whole)
    assert "PD172" in codes(told)


def test_nothing_that_needs_no_figures_is_told_twice(engagement):
    whole, _ = heard_figures(engagement, seen(rows("revenue", waves(), 10)), engagement.calendar.parse("2025-12"))
    assert not {"PD101", "PD107", "PD146"} & set(codes(whole))
