def test_a_card_without_anything_that_looks_ahead_is_a_tip(system):
    system.kpis["traffic"].pop("leading")
    system.kpis["conversion"].pop("leading")
    finding = system.one("PD141")
    assert (finding.severity, finding.variant) == ("tip", "none")
    assert finding.message.en == "No KPI of scorecard “Store manager” looks ahead; all of it has happened already."


def test_twenty_nine_percent_are_too_little(system):
    finding = system.weights(0.5, 0.2, 0.09, 0.21).one("PD141")
    assert finding.message.zh == "考核表“店长”中先行指标的权重合计为 29%，低于 30%。"


def test_it_does_not_fire_at_thirty_percent(system):
    assert system.weights(0.5, 0.2, 0.1, 0.2).findings("PD141") == []


def test_it_is_told_once_where_all_of_several_cards_look_back(system):
    system.more_cards = [{**system.card, "role": "clerk", "items": system.items[2:]}]
    system.weights(0.5, 0.2, 0.09, 0.21)
    finding = system.one("PD141")
    assert (finding.severity, finding.variant, finding.about) == ("tip", "all", "scorecards")
    assert finding.message.zh == "全部 2 张考核表中，先行指标的权重合计都低于 30%（最高的一张为 29%）。"


def test_the_one_card_of_several_that_looks_back_is_named(system):
    system.more_cards = [{**system.card, "role": "clerk", "items": system.items[:1]}]
    assert system.one("PD141").about == "clerk"
