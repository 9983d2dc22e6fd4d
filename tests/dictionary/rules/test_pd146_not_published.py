import pytest


def test_a_card_that_was_never_made_known_is_a_tip(system):
    system.card.pop("published")
    finding = system.one("PD146")
    assert (finding.severity, finding.variant) == ("tip", "unsaid")


def test_rules_that_came_after_the_start_are_found(system):
    system.card |= {"from": "2025-01", "published": "2025-01-02"}
    finding = system.one("PD146")
    assert (finding.severity, finding.variant) == ("warning", "late")
    assert finding.message.zh == "考核表“店长”于 2025-01-02 才公布，而它从 2025-01-01 起就已生效。"


@pytest.mark.parametrize("day", ["2024-12-20", "2025-01-01"])
def test_it_does_not_fire_where_the_rules_were_known_by_the_start(system, day):
    system.card |= {"from": "2025-01", "published": day}
    assert system.findings("PD146") == []


def test_it_is_told_once_where_no_card_of_several_has_a_day(system):
    system.card.pop("published")
    system.more_cards = [{**system.card, "role": "clerk", "items": system.items[:1]}]
    finding = system.one("PD146")
    assert (finding.severity, finding.variant) == ("tip", "all")
    assert finding.message.zh == "全部 2 张考核表都没有写明何时向被考核人公布。"


def test_the_one_card_of_several_without_a_day_is_named(system):
    undated = {key: value for key, value in system.card.items() if key != "published"}
    system.more_cards = [{**undated, "role": "clerk", "items": system.items[:1]}]
    assert system.one("PD146").about == "clerk"
