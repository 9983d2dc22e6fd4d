import pytest


@pytest.mark.parametrize(
    "owner", ["运营部、财务部", "运营部/财务部", "li; wang", "运营部\uff0c财务部", "li and wang", "li&wang"]
)
def test_two_owners_are_an_error(system, owner):
    system.kpis["traffic"]["owner"] = owner
    finding = system.one("PD215")
    assert (finding.severity, finding.about) == ("error", "traffic")
    assert "2 个责任人" in finding.message.zh


@pytest.mark.parametrize("owner", ["运营部", "和平区运营部", "Anderson", ""])
def test_it_does_not_fire_for_one_owner(system, owner):
    system.kpis["traffic"]["owner"] = owner
    assert system.findings("PD215") == []


def test_it_does_not_fire_for_a_name_that_people_know(system):
    system.kpis["traffic"]["owner"] = "Smith & Sons"
    system.options["people"] = {"smith": "Smith & Sons"}
    assert system.findings("PD215") == []
