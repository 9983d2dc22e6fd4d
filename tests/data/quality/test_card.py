"""The quality card finds what was planted, and nothing in clean data."""

from datetime import date, timedelta

import numpy as np
import pytest

from diagnostics.data.engine import open_engine
from diagnostics.data.observe import observe
from diagnostics.data.quality.card import quality_card
from diagnostics.data.quality.report import card_lines
from diagnostics.model.observations import FIGURES, Observations

ENTITIES = (
    {"id": "group", "level": "company"},
    {"id": "s1", "name": "一店", "level": "store", "parent": "group"},
    {"id": "s2", "name": "二店", "level": "store", "parent": "group"},
)
AMOUNT = {"id": "amount", "measure": "sum(amount)"}


def days(n, start=date(2024, 1, 1)):
    return [(start + timedelta(each)).isoformat() for each in range(n)]


def card(engagement, data, rows, kpis=(AMOUNT,), period="2024-12", **more):
    header = "date,store,amount,kind\n"
    (data / "sales.csv").write_text(
        header + "".join(f"{','.join(map(str, each))}\n" for each in rows), encoding="utf-8"
    )
    client = engagement(list(kpis), entities=ENTITIES, **more)
    at = client.calendar.parse(period)
    with open_engine(client) as engine:
        return quality_card(engine, observe(engine, until=at), at)


@pytest.fixture
def clean():
    """A year of two shops, lively and complete."""
    draw = np.random.default_rng(7)
    return [
        (day, store, round(float(draw.lognormal(5, 0.4)), 2), "auto") for day in days(366) for store in ("s1", "s2")
    ]


def told(found, check):
    return [(each.column or each.kpi, each.entity, each.count, each.of) for each in found.of(check)]


def test_clean_data_has_nothing_to_verify(engagement, data, clean):
    found = card(engagement, data, clean)
    assert found.items == ()
    assert [(each.source, each.rows, each.first, each.last) for each in found.sources] == [
        ("sales", 732, "2024-01-01", "2024-12-31")
    ]
    assert list(card_lines(found))[-1] == "nothing to verify, nothing converted"


def test_blanks_are_counted_by_column(engagement, data, clean):
    rows = [(day, store, "" if at % 61 == 0 else amount, kind) for at, (day, store, amount, kind) in enumerate(clean)]
    assert told(card(engagement, data, rows), "blanks") == [("amount", "", 12, 732)]


def test_each_row_beyond_the_first_of_its_kind_is_a_duplicate(engagement, data, clean):
    assert told(card(engagement, data, [*clean, clean[5], clean[5], clean[9]]), "duplicates") == [("", "", 3, 735)]


def test_a_month_without_facts_inside_a_series_is_missing(engagement, data, clean):
    rows = [each for each in clean if not (each[1] == "s2" and each[0].startswith(("2024-05", "2024-06")))]
    (item,) = card(engagement, data, rows).of("gaps")
    assert (item.kpi, item.entity, item.count, item.of, item.where) == ("amount", "s2", 2, 12, ("2024-05", "2024-06"))


def test_a_cell_far_from_all_others_is_found(engagement, data, clean):
    rows = [*clean[:-1], (*clean[-1][:2], 9_000_000, "auto")]
    assert told(card(engagement, data, rows), "outliers")[0] == ("amount", "", 1, 732)


def test_facts_after_the_period_are_not_looked_at(engagement, data, clean):
    late = card(engagement, data, [*clean, ("2025-01-03", "s1", "", "auto")])
    assert late.items == ()
    assert late.sources[0].rows == 732


def test_a_source_that_ends_a_month_early_is_late(engagement, data, clean):
    rows = [each for each in clean if each[0] < "2024-11-20"]
    (item,) = card(engagement, data, rows).of("freshness")
    assert (item.where, item.detail) == (("2024-11-19",), 42.0)


def test_a_source_closed_on_the_last_days_is_not_late(engagement, data, clean):
    assert card(engagement, data, [each for each in clean if each[0] < "2024-12-28"]).of("freshness") == ()


def test_the_share_typed_in_by_hand_is_told_of_a_condition(engagement, data, clean):
    rows = [(*each[:3], "manual" if at % 10 < 3 else "auto") for at, each in enumerate(clean[:40])]
    sources = {"sales": {"file": "sales.csv", "time": "date", "entity": "store", "manual": "kind = 'manual'"}}
    found = card(engagement, data, rows, sources=sources, period="2024-01")
    assert found.sources[0].manual == 12 / 40


def test_facts_after_an_entity_closed_are_told(engagement, data, clean):
    (data / "sales.csv").write_text(
        "date,store,amount,kind\n" + "".join(f"{','.join(map(str, each))}\n" for each in clean), encoding="utf-8"
    )
    closed = (*ENTITIES[:2], {**ENTITIES[2], "close": "2024-12-29"})
    client = engagement([AMOUNT], entities=closed)
    at = client.calendar.parse("2024-12")
    with open_engine(client) as engine:
        (item,) = quality_card(engine, observe(engine, until=at), at).of("outside")
    assert (item.source, item.entity, item.count, item.where) == ("sales", "s2", 2, ("2024-12-30", "2024-12-31"))


def test_a_subtotal_beside_what_it_sums_is_told(engagement, data, clean):
    sums = {}
    for day, _, amount, _ in clean:
        sums[day[:7]] = sums.get(day[:7], 0) + amount
    subtotals = [(f"{month}-28", "group", round(amount, 2), "auto") for month, amount in sums.items()]
    # A run refuses such a row until somebody says that it is no total.
    source = {"file": "sales.csv", "time": "date", "entity": "store", "layout": {"totals": [], "kept": ["group"]}}
    (item,) = card(engagement, data, [*clean, *subtotals], sources={"sales": source}).of("double")
    assert (item.entity, item.count, item.of) == ("group", 12, 12)


def test_costs_of_the_head_office_equal_no_sum(engagement, data, clean):
    (item,) = card(engagement, data, [*clean, ("2024-03-05", "group", 77.5, "auto")]).of("double")
    assert (item.entity, item.count, item.of, item.where) == ("group", 0, 1, ("2024-03",))


def test_whole_hundreds_are_found_where_not_all_are(engagement, data, clean):
    some = [(*each[:2], round(each[2] * 20, -2 if at % 3 else 1), "auto") for at, each in enumerate(clean)]
    (item,) = card(engagement, data, some).of("rounding")
    assert item.column == "amount"
    assert 0.5 < item.detail < 1
    every = [(*each[:2], round(each[2] * 20, -2), "auto") for each in clean]
    assert card(engagement, data, every).of("rounding") == ()


def test_no_value_of_a_client_leaves_with_the_record(engagement, data, clean):
    rows = [*clean[:-1], (*clean[-1][:2], 9_000_000, "auto")]
    assert "9000000" not in str(card(engagement, data, rows).record())


def test_people_are_never_named(engagement, data, clean):
    people = (ENTITIES[0], *({**each, "person": True} for each in ENTITIES[1:]))
    header = "date,store,amount,kind\n"
    rows = [each for each in clean if not (each[1] == "s2" and each[0].startswith("2024-05"))]
    (data / "sales.csv").write_text(
        header + "".join(f"{','.join(map(str, each))}\n" for each in rows), encoding="utf-8"
    )
    client = engagement([AMOUNT], entities=people)
    at = client.calendar.parse("2024-12")
    with open_engine(client) as engine:
        found = quality_card(engine, observe(engine, until=at), at)
    assert [each.entity for each in found.of("gaps")] == [""]


def figures(values, targets=None, kpi="amount", entity="s1", start=(2020, 1)):
    """Observations of one monthly series."""
    import pandas as pd

    months = pd.period_range(f"{start[0]}-{start[1]:02d}", periods=len(values), freq="M")
    frame = pd.DataFrame({"period": months.astype(str), "start": months.to_timestamp(), "value": values})
    frame = frame.assign(kpi=kpi, level="store", entity=entity, cycle="month", n=10, basis="")
    frame["target"] = targets if targets is not None else np.nan
    for name in FIGURES:
        frame[name] = frame.get(name, np.nan)
    return Observations(frame)
