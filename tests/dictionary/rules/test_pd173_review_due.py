import pytest

from diagnostics.model.kpi_review import KpiReview
from tests.dictionary.rules.observed import rows, waves

KPIS = ("revenue", "traffic", "conversion", "complaints")


@pytest.fixture
def measured(system):
    system.card["from"] = "2025-01"
    system.options["observations"] = rows("traffic", waves(), 10.0)
    return system


def reviewed(system, *days):
    system.options["reviews"] = [KpiReview(kpi=kpi, on=day) for kpi in KPIS for day in days]


def test_half_a_year_without_a_review_is_told_once_a_card(measured):
    finding = measured.one("PD173")
    assert (finding.severity, finding.about) == ("tip", "manager")
    assert "4 项指标到 2025-12-31 已超过 6 个月" in finding.message.zh
    assert "最早应于 2025-07-01" in finding.message.zh
    assert "等" in finding.message.zh


def test_the_last_review_counts(measured):
    reviewed(measured, "2025-02-01", "2025-06-15")
    assert "2025-12-15" in measured.one("PD173").message.zh


def test_only_kpis_that_are_due_are_named(measured):
    reviewed(measured, "2025-09-01")
    measured.options["reviews"] = measured.options["reviews"][1:]
    finding = measured.one("PD173")
    assert "1 项指标" in finding.message.zh
    assert "名revenue" in finding.message.zh


def test_it_does_not_fire_within_half_a_year_of_a_review(measured):
    reviewed(measured, "2025-07-01")
    assert measured.findings("PD173") == []


def test_it_does_not_fire_in_the_first_half_year_of_a_card(measured):
    measured.card["from"] = "2025-07"
    assert measured.findings("PD173") == []


def test_it_does_not_fire_for_a_card_that_is_over_or_without_figures(measured):
    measured.card["to"] = "2025-11"
    assert measured.findings("PD173") == []
    del measured.card["to"], measured.options["observations"]
    assert measured.findings("PD173") == []
