import pytest

from diagnostics.model.change_request import ChangeRequest

VERSION = {"from": "2025-04", "measure": "sum(y)", "why": "系统更换"}


def change(since, **fields):
    told = {"id": "c1", "kpi": "traffic", "scorecard": "manager", "old": 10, "new": 12, "from": since}
    told |= {"kind": "major", "reason": "新口径", "requested": "2025-03-01", "agreed_by": ["boss"]}
    return ChangeRequest.model_validate({**told, **fields})


@pytest.fixture
def changed(system):
    system.kpis["traffic"]["versions"] = [VERSION]
    return system


def test_a_target_from_before_the_version_is_a_warning(changed):
    finding = changed.one("PD224")
    assert (finding.severity, finding.about) == ("warning", "traffic")
    assert "2025-04" in finding.message.en


def test_a_change_from_before_or_that_nobody_agreed_to_does_not_help(changed):
    changed.options["changes"] = [change("2025-03"), change("2025-04", id="c2", agreed_by=[])]
    assert changed.one("PD224")


@pytest.mark.parametrize("since", ["2025-04", "2025-06"])
def test_it_does_not_fire_where_an_agreed_change_sets_it_anew(changed, since):
    changed.options["changes"] = [change(since)]
    assert changed.findings("PD224") == []


@pytest.mark.parametrize(
    "targets",
    [
        {"target": [{"from": "2025-01", "value": 10}, {"from": "2025-04", "value": 12}]},
        {"target": {"expression": "sum(z)"}},
        None,
    ],
)
def test_it_does_not_fire_for_dated_computed_or_absent_targets(changed, targets):
    changed.items[1]["targets"] = targets and {**targets, "from": "history"}
    assert changed.findings("PD224") == []


@pytest.mark.parametrize("dates", [{"from": "2025-04"}, {"to": "2025-03"}])
def test_it_does_not_fire_for_a_card_on_one_side_of_the_version(changed, dates):
    changed.card |= dates
    assert changed.findings("PD224") == []


def test_it_does_not_fire_for_a_version_that_changes_nothing(changed):
    changed.kpis["traffic"]["versions"] = [{**VERSION, "measure": "sum(x)"}]
    assert changed.findings("PD224") == []
