import pytest


def share(system, name="回访率", **fields):
    system.kpis["traffic"] |= {"name": name, "unit": "share", "measure": "sum(y) / sum(x)", **fields}
    system.items[1]["targets"] = {"target": 0.9, "from": "history"}
    return system


@pytest.mark.parametrize("measure", ["sum(rate)", "count(*)", "sum(y) - sum(x)"])
def test_a_share_that_adds_up_is_a_warning(system, measure):
    finding = share(system, measure=measure).one("PD125")
    assert finding.severity == "warning"
    assert "sum(orders) / sum(visits)" in finding.remedy.en


@pytest.mark.parametrize("measure", ["100 * sum(y) / sum(x)", "sum(y) / sum(x) * 100", "(1 - sum(y) / sum(x)) * 100"])
def test_a_share_times_hundred_is_a_warning(system, measure):
    assert "100" in share(system, measure=measure).one("PD125").message.en


@pytest.mark.parametrize(
    ("name", "target", "said"),
    [("回访率", 95, "95"), ("营收达成率", 100, "100"), ("出勤率", 1.2, "1.2"), ("On-time rate", 1.02, "1.02"), ("占比", -0.1, "-0.1"),
     ("合格率", [{"from": "2025", "value": 0.9}, {"from": "2026", "value": 98}], "98")],
)  # fmt: skip
def test_a_target_that_no_share_reaches_is_an_error(system, name, target, said):
    share(system, name).items[1]["targets"]["target"] = target
    finding = system.one("PD125")
    assert (finding.severity, finding.about) == ("error", "traffic")
    assert said in finding.message.zh


@pytest.mark.parametrize(
    ("name", "target"),
    [
        ("营收达成率", 1.2),
        ("销售增长率", -0.05),
        ("出勤率", 1),
        ("合格率", 0),
        ("毛利率", 0.4),
        ("拨备覆盖率", 1.5),
        ("回访率", {"expression": "mean(x)"}),
    ],
)
def test_it_does_not_fire_for_targets_that_a_share_can_have(system, name, target):
    share(system, name).items[1]["targets"]["target"] = target
    assert system.findings("PD125") == []


@pytest.mark.parametrize(
    "measure",
    ["mean(rate)", "sum(y) / sum(x)", "min(rate)", "sum(y) / (100 * sum(x))", "sum(y * 100) / sum(x)", "mean(x) / 100"],
)
def test_it_does_not_fire_for_measures_that_divide(system, measure):
    assert share(system, measure=measure).findings("PD125") == []


def test_it_does_not_fire_for_other_units(system):
    system.kpis["traffic"] |= {"name": "完成率", "unit": "ratio", "measure": "100 * sum(y) / sum(x)"}
    assert system.findings("PD125") == []
