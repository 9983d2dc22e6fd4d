def test_the_same_count_under_another_spelling_is_a_warning(system):
    system.kpis["conversion"] |= {
        "measure": "sum(orders) / sum(visits)",
        "where": "a > 1 and b = 2",
        "readings": [
            {"id": "finance", "source": "visits", "measure": "SUM(orders)/sum(visits)", "where": "2 = b and 1 < a"}
        ],
    }
    finding = system.one("PD217")
    assert (finding.severity, finding.about) == ("warning", "conversion")


def test_it_does_not_fire_for_another_source_measure_or_filter(system):
    for other in ({"source": "ledger"}, {"measure": "count(x)"}, {"where": "a = 1"}, {"time": "paid"}):
        reading = {"id": "finance", "source": "visits", "measure": "sum(x)", **other}
        system.kpis["traffic"]["readings"] = [reading]
        assert system.findings("PD217") == []
