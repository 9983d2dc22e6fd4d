from datetime import date

from diagnostics.data.engine import open_engine
from diagnostics.data.observe.comparable import comparable_basis, names_entities, observe_comparable
from diagnostics.model.entity import Entities, Entity
from diagnostics.model.period import Calendar

CALENDAR = Calendar()
NOW, YEAR_AGO = CALENDAR.parse("2025-06"), CALENDAR.parse("2024-06")


def chain(*stores):
    firm = Entity(id="firm", level="company")
    return Entities((firm, *(Entity(level="store", parent="firm", **each) for each in stores)))


def basis(*stores, now=NOW, then=YEAR_AGO):
    return comparable_basis(chain(*stores), now, then)


def test_a_store_open_on_the_first_and_the_last_day_counts():
    found = basis({"id": "a", "open": date(2024, 6, 1), "close": date(2025, 6, 30)})
    assert found.only == {"firm", "a"}
    assert found.whole


def test_a_store_that_opened_a_day_late_is_left_out():
    found = basis({"id": "a", "open": date(2024, 6, 2)})
    assert (found.only, found.opened) == ({"firm"}, {"a"})


def test_a_store_that_closed_a_day_early_is_left_out():
    found = basis({"id": "a", "close": date(2025, 6, 29)})
    assert (found.only, found.closed) == ({"firm"}, {"a"})


def test_what_opened_and_closed_in_between_is_among_the_opened():
    found = basis({"id": "a", "open": date(2024, 8, 1), "close": date(2025, 2, 1)})
    assert (found.opened, found.closed) == ({"a"}, set())


def test_what_was_gone_before_or_came_after_is_no_change():
    found = basis({"id": "a", "close": date(2024, 5, 31)}, {"id": "b", "open": date(2025, 7, 1)})
    assert found.whole
    assert found.only == {"firm"}


def test_the_order_of_the_two_periods_is_no_matter():
    store = {"id": "a", "open": date(2024, 7, 1)}
    assert basis(store) == basis(store, now=YEAR_AGO, then=NOW)


def test_without_days_a_store_counts_as_open():
    assert basis({"id": "a"}).only == {"firm", "a"}


def test_a_person_counts_as_long_as_the_store_does():
    entities = Entities(
        (
            *chain({"id": "a"}, {"id": "b", "open": date(2025, 1, 1)}).items,
            Entity(id="p1", level="person", parent="a", person=True, open=date(2025, 3, 1)),
            Entity(id="p2", level="person", parent="b", person=True),
        )
    )
    assert comparable_basis(entities, NOW, YEAR_AGO).only == {"firm", "a", "p1"}


def test_facts_of_what_opened_are_left_out_and_no_error(engagement, data):
    (data / "sales.csv").write_text(
        "date,store,amount\n2024-06-05,s1,100\n2025-06-05,s1,90\n2025-06-06,s2,70\n", encoding="utf-8"
    )
    told = engagement(
        [{"id": "sales", "measure": "sum(amount)"}],
        entities=({"id": "group", "level": "company"}, {"id": "s1", "level": "store", "parent": "group"},
                  {"id": "s2", "level": "store", "parent": "group", "open": date(2025, 3, 1)}),
    )  # fmt: skip
    found = comparable_basis(told.entities, NOW, YEAR_AGO)
    with open_engine(told) as engine:
        seen = observe_comparable(engine, found, (NOW, YEAR_AGO), ["company"], ["sales"])
    assert dict(zip(seen.table["period"], seen.table["value"], strict=True)) == {"2024-06": 100.0, "2025-06": 90.0}


def test_a_kpi_whose_facts_name_no_entity_has_no_comparable_figure(engagement):
    told = engagement(
        [{"id": "a", "measure": "sum(amount)"}, {"id": "b", "source": "bare", "measure": "sum(amount)"},
         {"id": "c", "formula": "a - b"}],
        {"sales": {"file": "sales.csv", "time": "date", "entity": "store"},
         "bare": {"file": "sales.csv", "time": "date"}},
    )  # fmt: skip
    assert [names_entities(told, each) for each in "abc"] == [True, False, False]
