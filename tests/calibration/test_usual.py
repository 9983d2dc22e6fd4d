"""What practice does is done as practice does it."""

import numpy as np
import pytest
import statsmodels.api as sm

from tests.calibration import usual
from tests.calibration.series import Design, Drawn, draw


def test_two_way_effects_are_those_of_a_regression_with_errors_clustered_by_entity():
    drawn = draw(Design(months=24, others=6, treated=4, cohorts=(10, 14)), 0.5, 1, 1)
    rows, months = drawn.values.shape
    entity, month = np.repeat(np.arange(rows), months), np.tile(np.arange(months), rows)
    starts = np.array([drawn.design.starts.get(each, months) for each in range(rows)])
    x = np.column_stack([month >= starts[entity], np.eye(rows)[entity], np.eye(months)[month][:, 1:]])
    fit = sm.OLS(drawn.values.ravel(), x.astype(float)).fit(cov_type="cluster", cov_kwds={"groups": entity}, use_t=True)
    effect, low, high = usual.two_way(drawn)
    assert effect == pytest.approx(fit.params[0], abs=1e-8)
    assert (low, high) == pytest.approx(tuple(fit.conf_int()[0]), rel=1e-6)


@pytest.mark.parametrize("method", [usual.before_after, usual.year_on_year, usual.hac, usual.glsar])
@pytest.mark.parametrize("missing", [0.0, 0.1])
def test_an_effect_much_larger_than_noise_is_found_at_its_size(method, missing):
    effect, low, high = method(draw(Design(months=48, others=0, missing=missing), 30.0, 1, 2))
    assert low < effect < high
    assert effect == pytest.approx(30, abs=3)


def test_year_on_year_compares_no_month_with_one_after_the_start():
    values = np.concatenate([np.zeros(12), np.arange(12) % 2, np.full(12, 50.0)])[None]
    drawn = Drawn(Design(months=36, after=24, others=0), 0.0, values, None)
    assert usual.year_on_year(drawn)[0] == pytest.approx(0.5)


def test_two_way_effects_of_a_table_with_gaps_or_without_others_are_not_given():
    assert np.isnan(usual.two_way(draw(Design(others=0), 0, 1, 1))).all()
    assert np.isnan(usual.two_way(draw(Design(missing=0.1), 0, 1, 1))).all()
