"""KPIs are family where one drives the other, by parent or by formula, however far."""

import pytest

from diagnostics.dictionary.family import family
from diagnostics.model.kpi import Kpi

BOTH = {"unit": "count", "direction": "higher", "source": "s"}
KPIS = {
    each.id: each
    for each in (
        Kpi(id="profit", name="p", formula="sales - cost", **BOTH),
        Kpi(id="sales", name="s", measure="sum(x)", **BOTH),
        Kpi(id="cost", name="c", measure="sum(y)", **BOTH),
        Kpi(id="visits", name="v", measure="sum(z)", parent="sales", **BOTH),
        Kpi(id="mood", name="m", measure="sum(u)", **BOTH),
    )
}


@pytest.mark.parametrize(
    ("kpi", "expected"),
    [
        ("visits", {"visits", "sales", "profit"}),
        ("sales", {"visits", "sales", "profit"}),
        ("profit", {"profit", "sales", "cost", "visits"}),
        ("cost", {"cost", "profit"}),
        ("mood", {"mood"}),
        ("unknown", {"unknown"}),
    ],
)
def test_a_family_is_what_drives_a_kpi_and_what_it_drives(kpi, expected):
    assert family(kpi, KPIS) == expected
