import pytest

from diagnostics.dictionary.targets import TargetBook
from diagnostics.errors import InputError, UnknownNameError

CHANGE = """\
- id: c1
  kpi: revenue
  scorecard: store_manager
  old: 100
  new: 90
  from: 2025-07
  kind: major
  reason: 门店搬迁
  requested: 2025-06-20
  agreed_by: [boss]
"""


def target(engagement, kpi, period, tier="target"):
    book, at = TargetBook.of(engagement), engagement.calendar.parse(period)
    held = book.holding(kpi, "wuhou", at)
    return book.value(getattr(held.item.targets, tier), at)


def test_an_agreed_change_holds_from_its_period_on(folder):
    opened = folder.write("changes.yaml", CHANGE).open()
    assert [target(opened, "revenue", each) for each in ("2025-06", "2025-07", "2026-01")] == [100, 90, 90]


def test_a_change_that_nobody_agreed_to_does_not_hold(folder):
    opened = folder.write("changes.yaml", CHANGE.replace("[boss]", "[]")).open()
    assert target(opened, "revenue", "2025-07") == 100


def test_a_change_touches_its_own_tier_alone(folder):
    told = CHANGE.replace("kpi: revenue", "kpi: conversion_rate").replace("old: 100", "old: 0.15")
    opened = folder.write("changes.yaml", told.replace("new: 90", "new: 0.14\n  tier: stretch")).open()
    assert target(opened, "conversion_rate", "2025-07") == 0.12
    assert target(opened, "conversion_rate", "2025-07", "stretch") == 0.14


def test_old_is_what_held_in_the_period_before_of_a_dated_list(folder):
    told = CHANGE.replace("kpi: revenue", "kpi: traffic").replace("from: 2025-07", "from: 2025-04")
    opened = folder.write("changes.yaml", told.replace("old: 100", "old: 5").replace("new: 90", "new: 7")).open()
    assert [target(opened, "traffic", each) for each in ("2025-03", "2025-04", "2025-06")] == [5, 7, 7]


STEPS = "[{from: 2025-01, value: 5}, {from: 2025-06, value: 6}]"


@pytest.mark.parametrize(
    ("old", "new", "held"),
    [
        ("5", "7", [5, 7, 7, 6]),
        (STEPS, "7", [5, 7, 7, 7]),
        ("5", "[{from: 2025-04, value: 7}]", [5, 7, 7, 7]),
    ],
)
def test_a_step_agreed_for_later_stays_unless_the_change_is_about_the_whole_list(folder, old, new, held):
    cards = (folder.path / "scorecards.yaml").read_text(encoding="utf-8")
    told = CHANGE.replace("from: 2025-07", "from: 2025-04").replace("old: 100", f"old: {old}")
    folder.write("scorecards.yaml", cards.replace("target: 100", f"target: {STEPS}", 1))
    opened = folder.write("changes.yaml", told.replace("new: 90", f"new: {new}")).open()
    assert [target(opened, "revenue", each) for each in ("2025-03", "2025-04", "2025-05", "2025-06")] == held


def test_a_second_change_tells_the_step_that_stayed_as_its_old_value(folder):
    cards = (folder.path / "scorecards.yaml").read_text(encoding="utf-8")
    first = CHANGE.replace("from: 2025-07", "from: 2025-04").replace("old: 100", "old: 5").replace("new: 90", "new: 7")
    second = CHANGE.replace("c1", "c2").replace("old: 100", "old: 6").replace("new: 90", "new: 8")
    folder.write("scorecards.yaml", cards.replace("target: 100", f"target: {STEPS}", 1))
    opened = folder.write("changes.yaml", first + second).open()
    assert [target(opened, "revenue", each) for each in ("2025-05", "2025-06", "2025-07")] == [7, 6, 8]


def test_a_second_change_builds_on_the_first_in_order_of_time(folder):
    second = CHANGE.replace("c1", "c2").replace("old: 100", "old: 90").replace("new: 90", "new: 95")
    second = second.replace("2025-07", "2025-10").replace("2025-06-20", "2025-09-20")
    opened = folder.write("changes.yaml", second + CHANGE).open()
    assert [target(opened, "revenue", each) for each in ("2025-06", "2025-09", "2025-10")] == [100, 90, 95]


def test_a_later_card_states_its_own_targets(folder):
    cards = (folder.path / "scorecards.yaml").read_text(encoding="utf-8")
    old = cards.replace("  level: store", "  level: store\n  to: 2025-09")
    new = cards.replace("  level: store", "  level: store\n  from: 2025-10").replace("target: 100", "target: 130")
    opened = folder.write("scorecards.yaml", old + new).write("changes.yaml", CHANGE).open()
    assert [target(opened, "revenue", each) for each in ("2025-08", "2025-11")] == [90, 130]


@pytest.mark.parametrize(
    ("old", "new", "match"),
    [
        ("kpi: revenue", "kpi: revenu", r"Unknown KPI 'revenu' in changes.yaml:2:.*Did you mean 'revenue'"),
        ("scorecard: store_manager", "scorecard: store_manger", "Unknown scorecard 'store_manger'.*'store_manager'"),
        ("  old", "  tier: goal\n  old", "tier == 'goal'.*must be one of"),
        ("old: 100", "old: 101", r"old == 101 for change request 'c1' \(changes.yaml:4:.*in 2025-06: 100"),
        ("  old: 100\n", "", r"old == nothing.*must be what held until then: 100"),
        ("old: 100", "old: 100\n  tier: base", r"old == 100.*must be what held until then: nothing"),
        ("from: 2025-07", "from: 2025-13", "'2025-13'.*changes.yaml:6"),
        ("new: 90", "new: [1, 2]", "is a pair .* direction is 'range'"),
        ("new: 90", "new: {expression: sum(}", "changes.yaml"),
        ("reason: 门店搬迁", "reason: ''", "'c1' has no reason; every change needs one"),
        ("requested: 2025-06-20", "requested: 2025-06-31", "requested"),
    ],
)
def test_a_change_that_the_other_files_do_not_bear_out_is_refused(folder, old, new, match):
    folder.write("changes.yaml", CHANGE.replace(old, new, 1))
    with pytest.raises(InputError, match=match):
        folder.open()


def test_a_kpi_that_is_not_on_the_scorecard_is_refused(folder):
    folder.replace("scorecards.yaml", "    - {kpi: revenue", "    - {kpi: x, weight: 0.1}\n    - {kpi: revenue")
    folder.replace("kpis.yaml", "- id: traffic", "- {id: x, name: x, unit: count, direction: none, source: visits,\n"
                   "   measure: count(*)}\n- {id: y, name: y, unit: count, direction: none, source: visits,\n"
                   "   measure: count(*)}\n- id: traffic")  # fmt: skip
    folder.write("changes.yaml", CHANGE.replace("kpi: revenue", "kpi: y"))
    with pytest.raises(UnknownNameError, match="'y'.*on scorecard 'store_manager'"):
        folder.open()


def test_a_change_before_its_card_is_in_force_is_refused(folder):
    folder.replace("scorecards.yaml", "  level: store", "  level: store\n  from: 2025-10")
    folder.write("changes.yaml", CHANGE)
    with pytest.raises(InputError, match=r"from == '2025-07'.*no scorecard 'store_manager'.*in force then"):
        folder.open()


def test_every_target_that_holds_at_some_time_is_known(folder):
    opened = folder.write("changes.yaml", CHANGE.replace("new: 90", "new: {expression: sum(orders)}")).open()
    stated = [each.target for each in TargetBook.of(opened).every_targets("revenue")]
    assert stated[0] == 100
    assert stated[1].expression == "sum(orders)"


def test_observations_bear_the_target_that_an_agreed_change_computes(folder):
    from diagnostics.data.observe import observe

    told = CHANGE.replace("new: 90", "new: {expression: sum(orders)}").replace("2025-07", "2025-01")
    opened = folder.write("changes.yaml", told).open()
    rows = observe(opened, levels=["store"]).of("revenue")
    assert rows["target"].tolist() == [2.0]
