"""Numbered series of observations."""

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from diagnostics.loop.diagnose.gaps.series import KEYS, Series
from diagnostics.model.period import Calendar


def table(keys):
    rows = [
        {"kpi": kpi, "level": "store", "entity": entity, "cycle": "month", "period": f"2024-{month:02d}",
         "start": pd.Timestamp(2024, month, 1), "value": float(at), "basis": ""}
        for at, (kpi, entity, month) in enumerate(keys)
    ]  # fmt: skip
    return pd.DataFrame(rows)


@given(
    st.lists(
        st.tuples(st.sampled_from("xy"), st.sampled_from("abc"), st.integers(1, 4)),
        min_size=1,
        max_size=20,
        unique=True,
    )
)
def test_numbers_and_figures_are_those_of_a_grouping_whatever_the_order_of_rows(keys):
    frame = table(keys)
    series = Series.of(frame)
    assert series.count == frame.groupby(list(KEYS)).ngroups
    for name in KEYS:
        whose = series.keys[name].take(series.whose).column()
        assert list(whose) == list(series.table[name])
    moment = series.at(Calendar().parse("2024-02"))
    known = {(row.kpi, row.entity): row.value for row in frame.itertuples() if row.period == "2024-02"}
    for at, key in enumerate(zip(series.keys["kpi"].column(), series.keys["entity"].column(), strict=True)):
        found = moment.figures("value")[at]
        assert found == known[key] if key in known else np.isnan(found)
