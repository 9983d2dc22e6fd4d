import math

import numpy as np
import pytest

from diagnostics.dictionary.scoring import score
from diagnostics.dictionary.totals import weighted_total
from diagnostics.errors import UnknownNameError

# The articles' sales template: revenue, new clients, collection rate, satisfaction.
WEIGHTS = {"revenue": 0.6, "clients": 0.2, "collected": 0.15, "satisfaction": 0.05}
FIGURES = {"revenue": (1.2, 1.0), "clients": (15, 15), "collected": (90, 90), "satisfaction": (85, 85)}


@pytest.mark.parametrize(("cap", "total"), [(None, 112), (1, 100), (1.1, 106)])
def test_the_sales_template_totals_as_in_the_articles(cap, total):
    points = {kpi: score(actual, target, cap=cap) for kpi, (actual, target) in FIGURES.items()}
    assert weighted_total(points, WEIGHTS).points == pytest.approx(total)


def test_the_collection_rate_may_count_as_it_is():
    points = {kpi: score(actual, target) for kpi, (actual, target) in FIGURES.items()}
    points["collected"] = score(0.9, None, "level")
    assert weighted_total(points, WEIGHTS).points == pytest.approx(110.5)


def test_a_missing_kpi_makes_the_total_missing_and_is_named():
    total = weighted_total({"revenue": 100.0, "clients": math.nan}, WEIGHTS)
    assert math.isnan(total.points)
    assert total.missing == ("clients", "collected", "satisfaction")


def test_arrays_are_totalled_row_by_row():
    total = weighted_total({"a": np.array([100.0, np.nan]), "b": np.array([50.0, 50.0])}, {"a": 0.5, "b": 0.5})
    np.testing.assert_array_equal(total.points, [75.0, np.nan])
    assert total.missing == ("a",)


def test_points_without_a_weight_are_refused():
    with pytest.raises(
        UnknownNameError, match="Unknown KPI 'revenu' in the points of a scorecard. Did you mean 'revenue'"
    ):
        weighted_total({"revenu": 1.0}, WEIGHTS)
