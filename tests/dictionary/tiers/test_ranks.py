import numpy as np
import pytest
from scipy import stats

from diagnostics.dictionary.tiers.ranks import rank_interval, ranks


@pytest.mark.parametrize("count", [14, 20, 57, 400])
@pytest.mark.parametrize("below", [0.2, 0.5, 0.8])
def test_from_fourteen_figures_on_ranks_hold_a_quantile_in_95_of_100_cases(count, below):
    low, high, sure = ranks(count, below)
    assert 1 <= low < high <= count
    assert sure >= 0.95
    inside = stats.binom.pmf(np.arange(low, high), count, below).sum()
    assert sure == pytest.approx(inside)


@pytest.mark.parametrize("count", range(1, 30))
def test_both_tails_mirror_each_other(count):
    low, high, sure = ranks(count, 0.2)
    other = ranks(count, 0.8)
    assert (count + 1 - high, count + 1 - low) == other[:2]
    assert sure == pytest.approx(other[2])


def test_figures_worth_less_than_their_number_spread_their_ranks():
    values, weights = np.arange(100.0), np.full(100, 0.01)
    narrow, wide = rank_interval(values, weights, 100, 0.5), rank_interval(values, weights, 20, 0.5)
    assert narrow[:2] == (39, 60)
    assert wide[0] < narrow[0] < narrow[1] < wide[1]


def test_where_95_per_cent_cannot_be_had_the_other_end_is_not_thrown_away_for_it():
    assert ranks(12, 0.2)[:2] == (1, 6)
    assert ranks(12, 0.2)[2] == pytest.approx(0.9117, abs=1e-3)
