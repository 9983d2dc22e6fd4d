def test_a_party_that_has_not_signed_is_found(system):
    system.card["agreed_by"] = ["boss", "hr"]
    found = system.findings("PD181")
    assert [each.message.zh for each in found] == ["“boss”还没有为考核表“店长”签字。", "“hr”还没有为考核表“店长”签字。"]
    assert {each.place for each in found} == {"scorecard manager"}


def test_it_does_not_fire_where_nobody_is_asked(system):
    assert system.findings("PD181") == []
