"""Pay is held to more people, and one person's part of it is never told."""

import pandas as pd
import pytest

from diagnostics.data.observe import observe
from diagnostics.data.suppression import publishable, with_withheld
from diagnostics.data.suppression.fewest import Fewest
from tests.data.conftest import SHOPS

SOURCES = {
    name: {"file": "staff.csv", "time": "date", "entity": "store", "person": "member"} for name in ("hr", "sales")
}
KPIS = [
    {"id": "orders", "source": "sales", "measure": "sum(orders)"},
    {"id": "pay", "source": "hr", "unit": "money", "measure": "sum(pay)"},
    {"id": "top", "source": "hr", "unit": "money", "measure": "max(pay)"},
    {"id": "cost", "formula": "pay + orders"},
    {"id": "bonus", "source": "sales", "measure": "avg(pay)", "pay": True},
]
RECORDS = {"records": {"pay": {"source": "hr", "fixed": "pay"}}}
STAFF = {"s1": 7, "s2": 30, "s3": 40, "s4": 50, "s5": 60}
ENTITIES = [
    *(each for each in SHOPS if each["level"] != "store"),
    *({"id": each, "level": "store", "parent": "east" if each < "s4" else "south"} for each in STAFF),
]


@pytest.fixture
def client(data, engagement):
    """Five shops in a month; of the fourth's pay nearly all is one person's."""
    rows = [
        f"2025-01-05,{shop},{1 + who % 7},{90000 if (shop, who) == ('s4', 0) else 1 + who % 3},{shop}-{who}"
        for shop, number in STAFF.items()
        for who in range(number)
    ]
    (data / "staff.csv").write_text("\n".join(["date,store,orders,pay,member", *rows]), encoding="utf-8")
    return engagement(KPIS, SOURCES, entities=ENTITIES, **RECORDS)


def test_kpis_of_the_source_of_pay_those_that_say_so_and_those_made_of_them_are_about_pay(client):
    fewest = Fewest.of(client)
    assert fewest.kpis == {"pay", "top", "cost", "bonus"}
    assert (fewest.at("pay"), fewest.at("orders"), fewest.share("pay"), fewest.share("orders")) == (10, 5, 0.1, 0.2)
    rows = pd.DataFrame({"kpi": ["pay", "orders"], "people": [7.0, 7.0]})
    assert fewest.few(rows).tolist() == [True, False]


def test_pay_is_blanked_where_people_are_few_or_one_has_nearly_all(client):
    found = publishable(with_withheld(observe(client), client).table, client)
    blank = found[found["suppressed"]].groupby("kpi")["entity"].agg(set)
    # Seven people: too few for pay, enough for orders.
    assert "s1" not in blank.get("orders", set())
    assert "s1" in blank["pay"]
    # One person's 90,000 would be known to the next to within a tenth, in the shop and in all above it.
    assert {"s4", "south", "group"} <= blank["pay"]
    # The highest pay is one person's own, however many there are.
    assert blank["top"] == set(found.loc[found["kpi"] == "top", "entity"])


def test_pay_of_which_nobody_has_much_stays(data, client):
    text = (data / "staff.csv").read_text(encoding="utf-8")
    (data / "staff.csv").write_text(text.replace(",90000,", ",1,").replace("s1-", "s1x-"), encoding="utf-8")
    found = publishable(with_withheld(observe(client), client).table, client)
    assert not found.loc[(found["kpi"] == "pay") & found["entity"].isin(["group", "south"]), "suppressed"].any()


def test_people_who_are_entities_are_parts_of_what_stands_above_them(data, engagement):
    people = [f"p{at:02d}" for at in range(24)]
    rows = [f"2025-01-05,{each},{90000 if each == 'p00' else 5}" for each in people]
    (data / "staff.csv").write_text("\n".join(["date,store,pay", *rows]), encoding="utf-8")
    units = [{"id": "group", "level": "company"}]
    units += [{"id": each, "level": "store", "parent": "group"} for each in ("s1", "s2")]
    units += [
        {"id": each, "level": "staff", "parent": f"s{1 + at % 2}", "person": True} for at, each in enumerate(people)
    ]
    source = {"hr": {"file": "staff.csv", "time": "date", "entity": "store"}}
    client = engagement([KPIS[1]], source, entities=units, **RECORDS)
    found = publishable(with_withheld(observe(client), client).table, client)
    assert set(found.loc[found["suppressed"], "entity"]) == {"group", "s1"}
    (data / "staff.csv").write_text("\n".join(["date,store,pay", *rows]).replace("90000", "6"), encoding="utf-8")
    assert not publishable(with_withheld(observe(client), client).table, client)["suppressed"].any()
