def version(**fields):
    return {"from": "2025-01", "why": "系统更换", **fields}


def test_a_version_that_says_what_held_before_is_a_warning(system):
    system.kpis["traffic"]["versions"] = [version(measure="sum(x)")]
    finding = system.one("PD220")
    assert finding.severity == "warning"
    assert "2025-01" in finding.message.en


def test_the_second_of_two_equal_versions_is_found(system):
    system.kpis["traffic"]["versions"] = [version(where="x = 1"), {**version(where="x = 1"), "from": "2025-06"}]
    assert "2025-06" in system.one("PD220").message.zh


def test_it_does_not_fire_where_anything_changes(system):
    for number, fields in enumerate(({"measure": "sum(y)"}, {"where": "x = 1"}, {"definition": "新口径"})):
        system.kpis[("traffic", "revenue", "conversion")[number]]["versions"] = [version(**fields)]
    assert system.findings("PD220") == []
