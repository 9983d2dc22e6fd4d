"""A typical peer is made of sums."""

import numpy as np
import pandas as pd
import pytest

from diagnostics.loop.diagnose.pooled import pooled, pooled_cells

ROWS = pd.DataFrame({"value": [10.0, 30, np.nan], "numerator": [1.0, 9, np.nan], "denominator": [10.0, 30, np.nan]})


def test_a_sum_is_averaged_and_a_ratio_is_a_sum_over_a_sum(kpi):
    assert pooled(kpi(), ROWS) == 20
    assert pooled(kpi().model_copy(update={"measure": "sum(a) / sum(b)"}), ROWS) == 10 / 40


def test_what_cannot_be_pooled_is_missing(kpi):
    assert np.isnan(pooled(kpi().model_copy(update={"measure": "count_distinct(a)"}), ROWS))
    assert np.isnan(pooled(kpi().model_copy(update={"measure": None, "formula": "a / b"}), ROWS))
    assert np.isnan(pooled(kpi(), ROWS.iloc[[0, 2]]))


def test_a_cell_that_a_peer_lacks_counts_for_nothing_there(kpi):
    cells = pd.DataFrame(
        {"entity": ["b", "b", "c"], "channel": ["web", "shop", "web"], "value": [4.0, 6, 8], "people": [9.0, 2, 5]}
    ).assign(numerator=np.nan, denominator=np.nan)
    table = pooled_cells(kpi(), cells, ["channel"]).set_index("channel")
    assert table["value"].to_dict() == {"web": 6.0, "shop": 3.0}
    assert table["people"].to_dict() == {"web": 9, "shop": 2}


def test_factors_of_a_typical_peer_multiply_up_to_its_whole(kpi):
    random = np.random.default_rng(2)
    visits, orders = random.integers(50, 99, 6).astype(float), random.integers(5, 49, 6).astype(float)
    sales = random.uniform(100, 900, 6)
    tables = {
        "sum(visits)": pd.DataFrame({"value": visits}),
        "sum(orders) / sum(visits)": pd.DataFrame(
            {"value": orders / visits, "numerator": orders, "denominator": visits}
        ),
        "sum(sales) / sum(orders)": pd.DataFrame({"value": sales / orders, "numerator": sales, "denominator": orders}),
    }
    parts = [pooled(kpi().model_copy(update={"measure": measure}), table) for measure, table in tables.items()]
    assert np.prod(parts) == pytest.approx(sales.mean())
