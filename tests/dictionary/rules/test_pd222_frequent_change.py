import pytest

from diagnostics.model.change_request import ChangeRequest


def change(key, since, requested, **fields):
    told = {"id": key, "kpi": "traffic", "scorecard": "manager", "old": 10, "new": 12, "from": since}
    told |= {"kind": "minor", "reason": "更正", "requested": requested, "agreed_by": ["boss"]}
    return ChangeRequest.model_validate({**told, **fields})


@pytest.mark.parametrize(
    ("since", "requested"),
    [("2025-05", "2025-05-01"), ("2025-06", "2025-09-01"), ("2025-12", "2025-05-30"), ("2025Q2", "2026-01-01")],
)
def test_a_second_agreed_change_within_a_quarter_is_a_warning(system, since, requested):
    system.options["changes"] = [change("c1", "2025-04", "2025-03-01"), change("c2", since, requested)]
    system.options["people"] = {"boss": "陈总"}
    finding = system.one("PD222")
    assert finding.severity == "warning"
    assert "陈总" in finding.message.zh
    assert "c2" in finding.message.en


def test_changes_are_counted_for_each_kpi(system):
    days = (("2025-01", "2024-12-01"), ("2025-06", "2025-06-01"), ("2025-07", "2025-07-01"))
    system.options["changes"] = [change(f"c{at}", *each) for at, each in enumerate(days)]
    assert "3 changes in all" in system.one("PD222").message.en


def test_it_does_not_fire_for_three_months_apart_for_others_or_for_one_decision(system):
    system.options["changes"] = [
        change("c1", "2025-04", "2025-03-01"),
        change("c2", "2025-07", "2025-06-01"),
        change("c3", "2025-04", "2025-03-01", kpi="revenue"),
        change("c4", "2025-04", "2025-03-01", tier="base"),
        change("c5", "2025-05", "2025-04-01", agreed_by=[]),
        change("c6", "2025-05", "2025-04-01", scorecard="other"),
    ]
    assert system.findings("PD222") == []


def test_a_quarter_after_the_last_day_of_november_is_told(system):
    # Three months after 30 November there is no such day: the first of March begins the next quarter.
    changes = [change("c1", "2025-01", "2024-11-30"), change("c2", "2025-08", "2025-03-01")]
    system.options["changes"] = changes
    assert system.findings("PD222") == []
