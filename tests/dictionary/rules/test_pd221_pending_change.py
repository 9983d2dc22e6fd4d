from diagnostics.model.change_request import ChangeRequest


def change(**fields):
    told = {"id": "c1", "kpi": "traffic", "scorecard": "manager", "old": 10, "new": 12, "from": "2025-04"}
    return ChangeRequest.model_validate(
        {**told, "kind": "major", "reason": "市场变化", "requested": "2025-03-01", **fields}
    )


def test_a_request_that_nobody_agreed_to_is_a_warning(system):
    system.options["changes"] = [change()]
    finding = system.one("PD221")
    assert (finding.severity, finding.about) == ("warning", "traffic")


def test_it_does_not_fire_for_one_that_was_agreed(system):
    system.options["changes"] = [change(agreed_by=["boss"])]
    assert system.findings("PD221") == []
