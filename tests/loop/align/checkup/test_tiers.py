"""Thresholds and stretch values beside a target, currencies, and shares that can be read two ways."""

import pytest

from diagnostics.loop.align.checkup.examine import examine
from diagnostics.loop.align.checkup.reading_page import target_text
from diagnostics.terms import say
from tests.loop.align.checkup.sheets import workbook


def examined(path, rows, *head):
    names = ["KPI", "Definition", "Weight", *head, "Scoring", "Data source", "Period"]
    whole = [[f"Margin {at}", "a / b", 1 / len(rows), *cells, "Pro rata", "ERP", "M"] for at, cells in enumerate(rows)]
    return examine(workbook(path / "a.xlsx", {"S": ([names, *whole], [])}))


def tiers(item):
    told = item.item.targets
    return told.base, told.target, told.stretch


@pytest.mark.parametrize(("low", "high"), [("Threshold", "Stretch"), ("Floor", "Outstanding"), ("底线值", "挑战值")])
def test_tiers_are_read_and_shown_beside_the_target(tmp_path, low, high):
    item = examined(tmp_path, [["35%", "30%", "38%"]], "Target", low, high).cards[0].items[0]
    assert tiers(item) == (0.3, 0.35, 0.38)
    assert target_text(item, "zh") == "35%（底线 30%；挑战 38%）"
    assert target_text(item, "en") == "35% (base 30%; stretch 38%)"


def test_a_column_that_is_no_tier_is_listed_with_its_cell(tmp_path):
    doubts = examined(tmp_path, [["35%", "120%"]], "Target", "Cap").doubts
    assert [(each.place, each.written, each.why) for each in doubts] == [("S!E1", "Cap", "heading")]


@pytest.mark.parametrize(
    ("target", "base", "read"),
    [("≥320万元", 280, 2_800_000), ("45 days", "60", 60), ("季度100万", "80", 800_000), ("97%", 0.9, 0.9)],
)
def test_a_bare_base_has_the_unit_and_scale_of_its_target(tmp_path, target, base, read):
    item = examined(tmp_path, [[target, base]], "Target", "Threshold").cards[0].items[0]
    assert item.item.targets.base == pytest.approx(read)


@pytest.mark.parametrize("base", ["80%", "尽力而为"])
def test_a_base_of_another_kind_is_listed_and_left(tmp_path, base):
    checkup = examined(tmp_path, [["≥320万元", base]], "Target", "Threshold")
    assert tiers(checkup.cards[0].items[0]) == (None, 3_200_000, None)
    assert [(each.place, each.why) for each in checkup.doubts] == [("S!E2", "tier")]


@pytest.mark.parametrize(
    ("target", "unit", "zh", "en"),
    [
        ("<= 3.20", "USD", "3.2 USD", "3.2 USD"),
        ("$120k", "", "$12 万", "$120,000"),
        ("12万美元", "", "12 万 美元", "120,000 美元"),
        ("≥320万元", "", "320 万元", "3,200,000"),
    ],
)
def test_an_amount_keeps_the_currency_that_the_sheet_writes(tmp_path, target, unit, zh, en):
    item = examined(tmp_path, [[target, unit]], "Target", "Unit").cards[0].items[0]
    assert (target_text(item, "zh"), target_text(item, "en")) == (zh, en)


def test_a_heading_tells_the_currency_of_its_column(tmp_path):
    item = examined(tmp_path, [["≤20元"], ["12万"]], "Target (USD)").cards[0].items
    assert [each.currency for each in item] == ["", "USD"]


def test_a_share_that_can_be_read_two_ways_quotes_its_own_figures(tmp_path):
    checkup = examined(tmp_path, [[0.993, "%", 0.9], [">=97%", "%", "90%"]], "Target", "Unit", "Threshold")
    told = [say(f"checkup.doubt.{each.why}", "en", **dict(each.values)) for each in checkup.doubts]
    assert [(each.place, text.split(";")[0].split("?")[0]) for each, text in zip(checkup.doubts, told, strict=True)] == [
        ("S!D2", "is it 99.3% or 0.993%"), ("S!F2", "is it 90% or 0.9%"),
    ]  # fmt: skip
    assert checkup.cards[0].items[0].item.targets is None


def test_a_straight_line_needs_a_base(tmp_path):
    head = ["KPI", "Definition", "Weight", "Target", "Scoring", "Period"]
    row = ["回款率", "a / b", "100%", "35%", "Linear between threshold and target", "M"]
    checkup = examine(workbook(tmp_path / "a.xlsx", {"S": ([head, row], [])}))
    assert [(each.place, each.why) for each in checkup.doubts] == [("S!E2", "scoring_base")]
    assert checkup.cards[0].items[0].rule == "linear"
