"""Parts of a formula say where, not why; what came after the as-of day waits."""

from datetime import date

import pytest

from diagnostics.dictionary.evidence.parts import is_part
from diagnostics.dictionary.evidence.weak import late_findings, weak_findings
from diagnostics.model.kpi import Kpi


def _kpi(key, measure=None, formula=None, source="sales"):
    return Kpi(id=key, name=key, unit="number", direction="higher", source=source, measure=measure, formula=formula)


KPIS = {
    each.id: each
    for each in (
        _kpi("revenue", "sum(sales)", "traffic * conversion * basket"),
        _kpi("traffic", "sum(visits)"),
        _kpi("conversion", formula="orders / traffic"),
        _kpi("orders", "sum(orders)"),
        _kpi("basket", "sum(sales) / sum(orders)"),
        _kpi("footfall", "sum(visits)"),
        _kpi("doors", "sum(visits)", source="doors"),
        _kpi("per_head", formula="revenue / staff"),
        _kpi("staff", "sum(staff)", source="people"),
        _kpi("training", "mean(training)"),
        _kpi("called", "sum(called) / sum(members)"),
        _kpi("again", "sum(again) / sum(members)"),
        _kpi("yield", "(sum(pieces) - sum(defects)) / sum(pieces)"),
        _kpi("defects", "sum(defects)"),
        _kpi("pieces", "sum(pieces)"),
    )
}


@pytest.mark.parametrize(
    ("kpi", "driver"),
    [("revenue", "traffic"), ("revenue", "orders"), ("revenue", "footfall"), ("revenue", "visits"), ("revenue", "per_head"),
     ("traffic", "revenue"), ("per_head", "traffic"), ("per_head", "staff"), ("yield", "defects")],
)  # fmt: skip
def test_what_a_figure_is_computed_from_is_a_part_of_it(kpi, driver):
    assert is_part(KPIS[kpi], driver, KPIS)


@pytest.mark.parametrize(
    ("kpi", "driver"),
    [("revenue", "training"), ("revenue", "waited"), ("revenue", "staff"), ("revenue", "doors"), ("again", "called"),
     ("yield", "pieces")],
)  # fmt: skip
def test_what_may_act_on_a_figure_is_no_part_of_it(kpi, driver):
    assert not is_part(KPIS[kpi], driver, KPIS)


CAUSE = """\
- id: c
  title: 风水不好
  category: people
  kpi: revenue
  tests: [{kind: association, driver: traffic}, {kind: dose, driver: traffic}]
  evidence:
    - {kind: document, supports: true, text: 表, by: boss, at: 2025-05-06}
    - {kind: document, supports: true, text: 表, by: boss, at: 2025-07-06}
"""
TALK = "- {id: talk, role: 店长, level: front, at: 2025-07-01}\n"


def test_a_part_as_driver_is_told_once(folder):
    (found,) = weak_findings(folder.write("evidence/causes.yaml", CAUSE).open())
    assert (found.code, found.severity, found.variant, found.about) == ("PD236", "warning", "part", "c")
    assert "公式的一部分" in found.message.zh


def test_evidence_and_talks_after_the_day_are_told(folder):
    client = folder.write("evidence/causes.yaml", CAUSE).write("evidence/interviews.yaml", TALK).open()
    found = list(late_findings(client, date(2025, 6, 30)))
    assert [each.variant for each in found] == ["late", "late_talk"]
    assert "2025-07-06" in found[0].message.en
    assert not list(late_findings(client, date(2025, 7, 6)))
