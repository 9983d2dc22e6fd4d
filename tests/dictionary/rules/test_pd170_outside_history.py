import pytest

from tests.dictionary.rules.observed import rows, table, waves


def with_new_target(system, new, *, direction="higher", kpi="traffic", high=None):
    """A target of 10 until October 2025, then a new one: too few months to tell how often that is reached."""
    value = (new, high) if high is not None else new
    system.kpis[kpi]["direction"] = direction
    targets = [{"from": "2023-01", "value": 10}, {"from": "2025-11", "value": new}] if high is None else [new, high]
    system.items[1]["targets"] = {"target": targets, "from": "history"}
    figures = rows(kpi, waves(), [10.0] * 34 + [float(new)] * 2)
    if high is not None:
        figures = rows(kpi, waves(9), float(new), high=float(high))
    system.options["observations"] = figures
    return value


@pytest.mark.parametrize(
    ("direction", "new", "words"),
    [
        ("higher", 13, "比近 3 年最好的 12 还要难"),
        ("higher", 7, "比近 3 年最差的 8 还要容易"),
        ("lower", 7, "比近 3 年最好的 8 还要难"),
        ("lower", 13, "比近 3 年最差的 12 还要容易"),
    ],
)
def test_a_target_beyond_three_years_of_figures_is_found(system, direction, new, words):
    with_new_target(system, new, direction=direction)
    finding = system.one("PD170")
    assert (finding.severity, finding.about) == ("warning", "traffic")
    assert words in finding.message.zh


@pytest.mark.parametrize("new", [8, 10, 12])
@pytest.mark.parametrize("direction", ["higher", "lower"])
def test_it_does_not_fire_within_the_history(system, direction, new):
    with_new_target(system, new, direction=direction)
    assert system.findings("PD170") == []


def test_it_does_not_fire_where_the_rate_already_says_so(system):
    system.options["observations"] = rows("traffic", waves(), 13.0)
    assert system.findings("PD170") == []
    assert len(system.findings("PD172")) == 1


def test_it_does_not_fire_without_figures_or_with_few(system):
    assert system.findings("PD170") == []
    system.options["observations"] = rows("traffic", waves(9), 13.0)
    assert system.findings("PD170") == []


def test_figures_older_than_three_years_are_no_history(system):
    months = [f"{year}-{month:02d}" for year in range(2020, 2026) for month in range(1, 13)]
    with_new_target(system, 15)
    figures = rows("traffic", [20.0] * 36 + waves(), [10.0] * 70 + [15.0] * 2, months=months)
    system.options["observations"] = figures
    assert len(system.findings("PD170")) == 1


def test_each_store_is_held_against_its_own_figures_where_targets_differ(system):
    by_store = {"source": "visits", "entity": "store", "period": "month", "value": "goal"}
    system.items[1]["targets"] = {"target": by_store, "from": "history"}
    small, large = waves(18), [10 * each for each in waves(18)]
    hard = table(
        rows("traffic", small, [9.0] * 17 + [50.0]), rows("traffic", large, [90.0] * 17 + [200.0], entity="qingyang")
    )
    system.options["observations"] = hard
    assert len(system.findings("PD170")) == 1
    fair = table(rows("traffic", small, 9.0), rows("traffic", large, 90.0, entity="qingyang"))
    system.options["observations"] = fair
    assert system.findings("PD170") == []


def test_a_range_that_no_figure_ever_touched_is_found(system):
    system.kpis["traffic"]["direction"] = "range"
    system.items[1]["targets"] = {"target": {"expression": "mean(goal)"}, "from": "history"}
    figures = rows("traffic", waves(12), [9.0] * 6 + [20.0] * 6, high=[11.0] * 6 + [22.0] * 6)
    system.options["observations"] = figures
    assert "没有重合" in system.one("PD170").message.zh
    system.options["observations"] = rows("traffic", waves(12), 9.0, high=11.0)
    assert system.findings("PD170") == []
