"""Targets of the parts beside the target of the whole."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnostics.dictionary.cascade.coverage import Cascade
from diagnostics.dictionary.targets import TargetBook
from diagnostics.model.entity import Entities, Entity
from diagnostics.model.kpi import Kpi
from diagnostics.model.period import Calendar
from diagnostics.model.scorecard import Scorecard

BASE = {"unit": "money", "direction": "higher", "source": "s"}
SALES = Kpi(id="sales", name="销售额", measure="sum(amount)", **BASE)
MARGIN = Kpi(id="margin", name="毛利率", measure="sum(profit) / sum(amount)", **{**BASE, "unit": "share"})
COST = Kpi(id="cost", name="费用", measure="sum(cost)", **{**BASE, "direction": "lower"})
TREE = Entities(
    (
        Entity(id="firm", level="company"),
        Entity(id="sales_dept", level="department", parent="firm"),
        Entity(id="channel_dept", level="department", parent="firm"),
        Entity(id="product_dept", level="department", parent="firm"),
        *(Entity(id=f"p{n}", level="person", parent="sales_dept", person=True) for n in range(3)),
    )
)


def card(entity, kpi, target, **more):
    return Scorecard.model_validate(
        {
            "entity": entity,
            **more,
            "items": [{"kpi": kpi, "weight": 1, "targets": {"target": target, "from": "history"}}],
        }
    )


def rows(cards, kpis=(SALES,), entities=TREE, **options):
    book = TargetBook(tuple(cards), entities, Calendar())
    return Cascade({each.id: each for each in kpis}, book, **options).rows()


def test_four_thousand_of_five_thousand_leave_a_fifth_open():
    (row,) = rows([card("firm", "sales", 5000), card("sales_dept", "sales", 3000), card("channel_dept", "sales", 1000)])
    assert (row.given, row.short, row.share) == (4000, 1000, 0.8)
    assert not row.covered(0.005)
    assert row.silent == ("product_dept",)


def test_three_times_twenty_of_seventy_are_six_sevenths():
    personal = Scorecard.model_validate(
        {"role": "seller", "level": "person", "items": [{"kpi": "sales", "weight": 1, "targets": {"target": 20}}]}
    )
    (row,) = rows([card("sales_dept", "sales", 70), personal])
    assert (row.entity, row.given, len(row.parts)) == ("sales_dept", 60, 3)
    assert row.share == pytest.approx(6 / 7)


def test_the_nearest_targets_below_count_once():
    cards = [card("firm", "sales", 100), card("sales_dept", "sales", 60), card("channel_dept", "sales", 40)]
    cards += [card(f"p{n}", "sales", 20) for n in range(3)]
    whole, dept = rows(cards)
    assert (whole.given, dept.given) == (100, 60)
    assert whole.covered(0)
    assert dept.covered(0)


def test_a_level_that_states_no_target_is_looked_through():
    (row,) = rows([card("firm", "sales", 90), *(card(f"p{n}", "sales", 30) for n in range(3))])
    assert (row.entity, row.given, row.silent) == ("firm", 90, ())


def test_what_is_better_low_must_not_be_handed_out_twice():
    (row,) = rows([card("firm", "cost", 100), card("sales_dept", "cost", 70), card("channel_dept", "cost", 50)], [COST])
    assert row.short == 20
    (row,) = rows([card("firm", "cost", 100), card("sales_dept", "cost", 60)], [COST])
    assert row.short == 0


@pytest.mark.parametrize(("whole", "short"), [(0.25, 0), (0.3, 0), (0.35, 0.05)])
def test_a_ratio_of_the_whole_lies_among_those_of_its_parts(whole, short):
    cards = [card("firm", "margin", whole), card("sales_dept", "margin", 0.2), card("channel_dept", "margin", 0.3)]
    (row,) = rows(cards, [MARGIN])
    assert row.given is None
    assert row.short == pytest.approx(short)


def test_factors_must_give_the_product_that_is_asked_for():
    kpis = [
        Kpi(id="revenue", name="营收", measure="sum(m)", formula="traffic * rate * basket", **BASE),
        *(Kpi(id=each, name=each, measure="sum(m)", **BASE) for each in ("traffic", "rate", "basket")),
    ]
    items = [("revenue", 5000), ("traffic", 400), ("rate", 0.2), ("basket", 50)]
    whole = Scorecard.model_validate(
        {
            "entity": "firm",
            "items": [{"kpi": key, "weight": 0.25, "targets": {"target": value}} for key, value in items],
        }
    )
    (row,) = rows([whole], kpis)
    assert (row.composition, row.given, row.short) == ("formula", 4000, 1000)


def test_other_units_are_never_added():
    product = Kpi(id="launches", name="新品", measure="count()", **{**BASE, "unit": "count"})
    cards = [card("firm", "sales", 5000), card("product_dept", "launches", 3)]
    assert rows(cards, [SALES, product]) == ()


def test_units_that_have_closed_are_asked_for_nothing():
    entities = Entities(
        (
            Entity(id="firm", level="company"),
            *(Entity(id=f"s{n}", level="store", parent="firm", close="2024-12-31" if n else None) for n in range(2)),
        )
    )
    cards = [card("firm", "sales", 100, **{"from": "2025-01"}), card("s0", "sales", 60), card("s1", "sales", 40)]
    (row,) = rows(cards, entities=entities)
    assert (row.given, row.period) == (60, "2025-01")


def test_targets_are_read_for_the_period_that_is_asked_for():
    dated = [{"from": "2024-01", "value": 50}, {"from": "2025-01", "value": 80}]
    cards = [card("firm", "sales", 80), card("sales_dept", "sales", dated)]
    assert [each.given for each in rows(cards, period=Calendar().parse("2024-06"))] == [50]
    assert [each.given for each in rows(cards)] == [80]


@given(st.lists(st.floats(0.1, 1e6), min_size=1, max_size=20), st.floats(0.1, 1e7))
def test_short_and_given_make_up_the_target_or_it_is_covered(parts, whole):
    entities = Entities(
        (
            Entity(id="firm", level="company"),
            *(Entity(id=f"s{n}", level="store", parent="firm") for n in range(len(parts))),
        )
    )
    cards = [card("firm", "sales", whole), *(card(f"s{n}", "sales", each) for n, each in enumerate(parts))]
    (row,) = rows(cards, entities=entities)
    assert row.given == pytest.approx(sum(parts))
    assert row.short == pytest.approx(max(whole - sum(parts), 0), abs=1e-6)
