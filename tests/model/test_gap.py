"""The table of gaps."""

import pandas as pd
import pytest

from diagnostics.errors import InputError, UnknownNameError
from diagnostics.model.gap import COLUMNS, Gaps


@pytest.fixture
def gaps():
    rows = [
        {"kpi": "sales", "entity": "a", "comparison": "target", "favourable": False, "outside_usual": True},
        {"kpi": "sales", "entity": "a", "comparison": "previous", "favourable": True, "outside_usual": True},
        {"kpi": "cost", "entity": "a", "comparison": "target", "favourable": None, "outside_usual": None},
    ]
    return Gaps(pd.DataFrame(rows).reindex(columns=list(COLUMNS)), "2025-06")


def test_gaps_are_taken_by_comparison(gaps):
    assert list(gaps.of("target")["kpi"]) == ["sales", "cost"]
    with pytest.raises(UnknownNameError, match=r"Unknown comparison 'targets'\. Did you mean 'target'"):
        gaps.of("targets")


def test_a_table_that_lacks_a_column_is_refused():
    with pytest.raises(InputError, match=r"Gaps lack the columns \['rank'\]"):
        Gaps(pd.DataFrame(columns=[each for each in COLUMNS if each != "rank"]), "2025-06")


def test_the_summary_counts_what_is_known_against_us_and_unusual(gaps):
    assert gaps.summary("en") == (
        "2025-06: 2 pairs of KPI and entity compared; 2 gaps could be computed, 1 of them unfavourable;"
        " 1 KPI is beyond its usual range."
    )
    assert "不利的 1 个" in gaps.summary("zh")
