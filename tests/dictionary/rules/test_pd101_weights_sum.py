import pytest


def test_weights_that_do_not_add_up_are_an_error_with_their_sum(system):
    finding = system.weights(0.5, 0.2, 0.15, 0.1).one("PD101")
    assert (finding.severity, finding.about, finding.place) == ("error", "manager", "scorecard manager")
    assert finding.message.zh == "考核表“店长”的权重合计为 95%，应为 100%。"
    assert finding.message.en == "The weights of scorecard “Store manager” add up to 95%; they must add up to 100%."


def test_a_sum_above_one_is_found_too(system):
    assert "105%" in system.weights(0.55, 0.25, 0.15, 0.1).one("PD101").message.en


@pytest.mark.parametrize("weights", [(0.7, 0.1, 0.1, 0.1), (0.6, 0.2, 0.15, 0.05), (0.52, 0.16, 0.16, 0.16)])
def test_it_does_not_fire_where_binary_fractions_hide_a_sum_of_one(system, weights):
    assert system.weights(*weights).findings("PD101") == []


def test_it_does_not_fire_for_eighty_six_equal_parts(system):
    assert system.weights(*[1 / 86] * 86).findings("PD101") == []


def test_thirds_cut_short_are_found(system):
    assert (
        system.weights(0.333, 0.333, 0.333)
        .one("PD101")
        .message.en.endswith("add up to 99.9%; they must add up to 100%.")
    )
