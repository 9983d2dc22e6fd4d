"""Figures from which pages may be made: of periods that are over, of nobody, and of none at all."""

from datetime import date

import pandas as pd
import pytest

from diagnostics.data.figures_until import figures_until
from diagnostics.data.handoff import write_table
from diagnostics.dictionary.load import load_engagement


def observed(*starts):
    figures = dict.fromkeys(("value", "numerator", "denominator", "base", "target", "target_high", "stretch"), 1.0)
    names = {"kpi": "conversion_rate", "level": "store", "entity": "north", "cycle": "month", "basis": "", "n": 9}
    rows = [{**names, "period": each[:7], "start": each, **figures, "people": float("nan")} for each in starts]
    columns = [*names, "period", "start", *figures, "people"]
    return pd.DataFrame(rows, columns=columns)


@pytest.mark.parametrize(
    ("day", "there"),
    [(date(2025, 6, 29), ["2025-05"]), (date(2025, 6, 30), ["2025-05", "2025-06"]), (date(2025, 5, 30), [])],
)
def test_a_period_counts_once_it_is_over(small, tmp_path, day, there):
    write_table(tmp_path, "observations", observed("2025-05-01", "2025-06-01"))
    found = figures_until(tmp_path, load_engagement(small), day)
    assert list(found["period"]) == there
    assert found["start"].dtype.kind == "M"


def test_a_run_without_figures_has_none(small, tmp_path):
    write_table(tmp_path, "observations", observed())
    found = figures_until(tmp_path, load_engagement(small), date(2025, 6, 30))
    assert found.empty
    assert {"value", "start", "period"} <= set(found.columns)
