import pytest


def proposed(system, staff, manager, weight=0.25):
    system.items[1] |= {"weight": weight, "proposed": {"staff": staff, "manager": manager}}
    return system


def test_proposals_far_apart_are_found(system):
    finding = proposed(system, 0.1, 0.25).one("PD148")
    assert (finding.severity, finding.variant, finding.about) == ("warning", "apart", "traffic")
    assert finding.message.zh == "考核表“店长”中“名traffic”的权重，员工提议 10%，主管提议 25%，相差太大。"


@pytest.mark.parametrize(
    ("staff", "manager", "variant"),
    [(0.2, None, "one_side"), (None, 0.2, "one_side"), (0.15, 0.2, "outside"), (0.3, 0.35, "outside")],
)
def test_what_is_missing_or_lies_outside_is_a_tip(system, staff, manager, variant):
    finding = proposed(system, staff, manager).one("PD148")
    assert (finding.severity, finding.variant) == ("tip", variant)


def test_a_card_that_was_agreed_to_without_any_proposal_is_a_tip(system):
    system.card["agreed_by"] = ["boss"]
    assert system.one("PD148").variant == "none"


@pytest.mark.parametrize(("staff", "manager"), [(0.2, 0.3), (0.25, 0.25), (0.3, 0.2), (0.25, 0.3)])
def test_it_does_not_fire_where_both_sides_are_near_and_the_weight_lies_between(system, staff, manager):
    system.card["agreed_by"] = ["boss"]
    assert proposed(system, staff, manager).findings("PD148") == []


def test_it_does_not_fire_where_nobody_was_asked_to_agree(system):
    assert system.findings("PD148") == []


@pytest.mark.parametrize(("profile", "found"), [("role", 0), ("pay", 1), ("department", 1), ("company", 1)])
def test_ten_points_are_far_where_a_card_holds_more_kpis(system, profile, found):
    system.card["profile"] = profile
    assert len(proposed(system, 0.2, 0.3).findings("PD148")) == found
