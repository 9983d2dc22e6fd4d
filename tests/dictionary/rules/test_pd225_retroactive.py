import pytest

from diagnostics.dictionary.linting import findings_of
from diagnostics.dictionary.rules import RULES
from diagnostics.dictionary.rules.catalogue import Catalogue
from diagnostics.model.change_request import ChangeRequest


def change(since, requested, key="c1", **fields):
    told = {"id": key, "kpi": "traffic", "scorecard": "manager", "old": 10, "new": 12, "from": since}
    told |= {"kind": "major", "reason": "战略调整", "requested": requested, "agreed_by": ["boss"]}
    return ChangeRequest.model_validate({**told, **fields})


def findings(system, *changes, published=()):
    kpis = {each.id: each for each in system.built_kpis()}
    catalogue = Catalogue(kpis, tuple(system.built_cards()), changes=changes, published=published)
    return findings_of(catalogue, {"PD225": RULES["PD225"]})


@pytest.mark.parametrize(
    ("since", "requested"), [("2025-07", "2025-09-20"), ("2025-07", "2025-08-01"), ("2025Q2", "2025-05-02"), ("2025", "2025-09-20")]
)  # fmt: skip
def test_a_change_for_months_that_were_over_is_a_warning(system, since, requested):
    (finding,) = findings(system, change(since, requested))
    assert (finding.severity, finding.variant, finding.about) == ("warning", "over", "traffic")
    assert requested in finding.message.zh
    assert since in finding.message.en


@pytest.mark.parametrize(("since", "requested"), [("2025-07", "2025-07-31"), ("2025-10", "2025-09-20")])
def test_it_does_not_fire_for_a_month_that_is_running_or_to_come(system, since, requested):
    assert findings(system, change(since, requested)) == ()


def test_a_yearly_kpi_may_be_changed_within_its_year(system):
    system.kpis["traffic"]["cycle"] = "year"
    assert findings(system, change("2025", "2025-09-20")) == ()
    assert len(findings(system, change("2025", "2026-01-02"))) == 1


def test_where_results_are_out_it_is_an_error(system):
    (finding,) = findings(system, change("2025-07", "2025-09-20"), published=("2025-06", "2025-07", "2025-08", "old"))
    assert (finding.severity, finding.variant) == ("error", "published")
    assert "2025-07, 2025-08" in finding.message.en


@pytest.mark.parametrize("published", ["2025-06", "2025-09", "notes"])
def test_pages_of_other_periods_make_it_none(system, published):
    assert findings(system, change("2025-07", "2025-09-20"), published=(published,))[0].severity == "warning"


def test_the_tiers_of_one_decision_are_one_finding_and_what_nobody_agreed_to_is_none(system):
    three = [
        change("2025-07", "2025-09-20", key=f"c{at}", tier=tier)
        for at, tier in enumerate(("base", "target", "stretch"))
    ]
    assert len(findings(system, *three)) == 1
    assert findings(system, change("2025-07", "2025-09-20", agreed_by=[])) == ()
