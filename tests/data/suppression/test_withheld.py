"""Observations with the figures marked that sums would else give back."""

import pandas as pd
import pytest

from diagnostics.data.observe import observe
from diagnostics.data.suppression import publishable, shareable, with_withheld
from tests.data.conftest import SHOPS

KPIS = [
    {"id": "orders", "measure": "sum(orders)"},
    {"id": "amount", "measure": "sum(amount)"},
    {"id": "basket", "measure": "sum(amount) / sum(orders)"},
    {"id": "each", "formula": "amount / orders"},
]
PEOPLE = {"sales": {"file": "sales.csv", "time": "date", "entity": "store", "person": "member"}}
SIZES = {"s1": 2, "s2": 6, "s3": 9, "s4": 12}
ENTITIES = [
    *(each for each in SHOPS if each["level"] != "store"),
    *({"id": each, "level": "store", "parent": "east" if each < "s4" else "south"} for each in SIZES),
]


@pytest.fixture
def client(data, engagement):
    """Four shops over three months, the first with two members."""
    rows = [
        f"2025-{month:02d}-05,{shop},{3 + member % 3},{20.5 + member},{shop}-{member}"
        for month in (1, 2, 3)
        for shop, members in SIZES.items()
        for member in range(members)
    ]
    (data / "sales.csv").write_text("\n".join(["date,store,orders,amount,member", *rows]), encoding="utf-8")
    return engagement(KPIS, PEOPLE, entities=ENTITIES)


def test_a_further_shop_is_blanked_in_every_kpi_that_leads_to_the_first(client):
    seen = with_withheld(observe(client), client)
    found = publishable(seen.table, client)
    months = found[found["cycle"] == "month"]
    blanked = months.groupby(["kpi", "period"])["entity"].agg(
        lambda each: set(each[months.loc[each.index, "suppressed"]])
    )
    assert set(blanked.map(frozenset)) == {frozenset({"s1", "s2"})}
    assert "withheld" not in found
    assert found.loc[found["suppressed"], ["value", "numerator", "denominator", "n", "people"]].isna().all().all()
    before = publishable(observe(client).table, client)
    assert set(before.loc[before["suppressed"], "entity"]) == {"s1"}


def test_what_is_withheld_is_no_reference_and_in_no_table_made_from_it(client):
    seen = with_withheld(observe(client), client)
    shared = shareable(seen, client).table
    assert shared.loc[seen.table["withheld"].to_numpy(), ["value", "numerator", "denominator"]].isna().all().all()
    gaps = seen.table[["kpi", "entity", "period", "people"]].assign(gap=1.0)
    found = publishable(gaps, client, seen.table)
    assert set(found.loc[found["gap"].isna(), "entity"]) == {"s1", "s2"}


def test_observations_in_which_nobody_is_few_stay_as_they_are(client, engagement):
    many = engagement(KPIS, PEOPLE, entities=ENTITIES, min_group=1)
    seen = observe(many)
    assert with_withheld(seen, many) is seen
    pd.testing.assert_frame_equal(publishable(seen.table, many).drop(columns="suppressed"), seen.table)


def test_what_a_run_withheld_stays_so_and_what_it_showed_hides_nothing(client):
    seen = observe(client)
    first = with_withheld(seen, client).table
    assert set(first.loc[first["withheld"], "entity"]) == {"s2"}
    # The run before hid the first shop behind the third, and showed the second.
    swapped = first.assign(withheld=first["entity"].eq("s3") & (first["period"] == "2025-01"))
    again = with_withheld(seen, client, swapped[swapped["period"] == "2025-01"]).table
    beside = again[again["withheld"]].groupby("period")["entity"].agg(set)
    assert beside["2025-01"] == {"s3"}
    assert beside["2025-02"] == {"s2"}


def test_nothing_new_is_few_and_yet_what_was_withheld_is_not_told(client, engagement):
    before = with_withheld(observe(client), client).table
    many = engagement(KPIS, PEOPLE, entities=ENTITIES, min_group=2)
    table = with_withheld(observe(many), many, before).table
    assert set(table.loc[table["withheld"], "entity"]) >= {"s2"}
    assert "withheld" not in with_withheld(observe(many), many).table


def test_what_was_shown_of_a_whole_month_still_leaves_this_page_safe(client):
    seen = observe(client)
    all_shown = seen.table.assign(people=99.0)
    table = with_withheld(seen, client, all_shown).table
    assert set(table.loc[table["withheld"], "entity"]) == {"s2"}
