import pandas as pd
import pytest

from diagnostics.errors import UnknownNameError
from diagnostics.model.observations import FIGURES, KEYS, Known, Observations

KNOWN = Known({"revenue": "higher", "refunds": "lower"}, ("company", "store"), ("s1", "s2"))


def seen(known):
    row = {
        "kpi": "revenue",
        "level": "store",
        "entity": "s1",
        "cycle": "month",
        "period": "2025-01",
        "start": "2025-01-01",
    }
    table = pd.DataFrame([{**row, **dict.fromkeys(FIGURES, 1.0)}], columns=[*KEYS, *FIGURES])
    return Observations(table, known=known)


@pytest.mark.parametrize(
    ("asked", "match"),
    [
        ({"kpi": "revenu"}, "Unknown KPI 'revenu'. Did you mean 'revenue'"),
        ({"kpi": "revenue", "level": "stores"}, "Unknown level 'stores'. Did you mean 'store'"),
        ({"kpi": "revenue", "entity": "s9"}, "Unknown entity 's9'"),
    ],
)
def test_a_name_that_the_engagement_does_not_know_is_refused_with_the_nearest(asked, match):
    with pytest.raises(UnknownNameError, match=match):
        seen(KNOWN).of(**asked)


def test_what_is_known_and_has_no_figures_has_no_rows():
    assert seen(KNOWN).of("refunds").empty
    assert seen(KNOWN).of("revenue", level="company", entity="s2").empty


def test_rows_bear_the_direction_of_their_kpi():
    assert seen(KNOWN).of("refunds").attrs == {"direction": "lower"}
    assert len(seen(KNOWN).of("revenue", level="store", entity="s1")) == 1


def test_a_table_that_was_handed_in_knows_no_names():
    assert seen(None).of("revenu", level="shop").empty
    assert seen(None).of("revenue").attrs == {}
