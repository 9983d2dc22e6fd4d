def test_five_kpis_of_twenty_percent_are_found(system):
    finding = system.weights(0.2, 0.2, 0.2, 0.2, 0.2).one("PD104")
    assert finding.severity == "warning"
    assert "只差 0 个百分点" in finding.message.zh


def test_a_spread_of_four_points_is_found(system):
    assert "within 4 percentage points" in system.weights(0.27, 0.26, 0.24, 0.23).one("PD104").message.en


def test_it_does_not_fire_at_thirty_and_fifteen(system):
    assert system.weights(0.3, 0.25, 0.3, 0.15).findings("PD104") == []


def test_it_does_not_fire_at_exactly_five_points(system):
    assert system.weights(0.35, 0.35, 0.3).findings("PD104") == []


def test_it_does_not_fire_for_two_halves(system):
    assert system.weights(0.5, 0.5).findings("PD104") == []
