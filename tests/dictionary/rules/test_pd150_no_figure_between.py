import math

import pytest

from tests.dictionary.rules.observed import MONTHS, rows, table


def seen(*months, kpi="traffic"):
    """Observations of a KPI that has a figure in these months of three years only."""
    return rows(kpi, [5.0 if each in months else math.nan for each in MONTHS], 10)


def at(system, *parts):
    # Another KPI has figures to the end, so that the year is over.
    system.options["observations"] = table(rows("revenue", [9.0] * 36, 10), *parts)
    return system


def test_a_kpi_with_figures_at_both_ends_alone_is_found(system):
    finding = at(system, seen("2023-01", "2025-12")).one("PD150")
    assert (finding.severity, finding.about) == ("warning", "traffic")
    assert finding.message.en.startswith(
        "“traffic” on scorecard “Store manager” has no figure in any of the 34 periods from 2023-02 to 2025-11;"
    )


def test_the_card_begins_the_count_where_it_says_when(system):
    system.card |= {"from": "2025-01"}
    assert "10 期" in at(system, seen("2025-12")).one("PD150").message.zh


@pytest.mark.parametrize("months", [("2023-01", "2024-06", "2025-12"), MONTHS, ()])
def test_it_does_not_fire_with_a_figure_in_between_or_without_any(system, months):
    assert at(system, seen(*months)).findings("PD150") == []


def test_it_does_not_fire_where_one_period_alone_lies_between(system):
    system.card |= {"from": "2025-10"}
    assert at(system, seen("2025-10", "2025-12")).findings("PD150") == []


def test_it_does_not_fire_on_a_card_that_is_over(system):
    system.card |= {"from": "2023-01", "to": "2023-12"}
    assert at(system, seen("2023-01", "2023-12")).findings("PD150") == []
