"""ledger.yaml is brought in once, in its order, whole or not at all."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from diagnostics.errors import InputError, UnknownNameError
from diagnostics.loop.intervene.ledger import open_ledger, rehearsed, seed
from diagnostics.loop.intervene.ledger.seed import recorded_differently


def test_seeding_is_idempotent_and_adds_what_is_new(make_engagement, ledger_of):
    story = ledger_of.story()
    assert seed(make_engagement(story[:2])) == 2
    assert seed(make_engagement(story[:2])) == 0
    assert seed(make_engagement(story)) == 3
    assert [each.event for each in open_ledger(make_engagement()).entries()] == [each.event for each in story]


def test_seeding_twice_on_two_machines_gives_the_same_chain(make_engagement, ledger_of, tmp_path):
    seed(make_engagement(ledger_of.story()))
    first = open_ledger(make_engagement()).entries()
    (tmp_path / "ledger.db").unlink()
    for left in tmp_path.glob("ledger.db-*"):
        left.unlink()
    for event in range(1, 6):  # in five sittings, not in one
        seed(make_engagement(ledger_of.story()[:event]))
    assert open_ledger(make_engagement()).entries() == first
    assert first[-1].hash == "dfad2a849eed7b67b1dd9dab56d5e2983bf389617c4aa83247ab3a2ad73f427f"


def test_an_engagement_without_seeds_makes_no_ledger(make_engagement, tmp_path):
    assert seed(make_engagement()) == 0
    assert list(tmp_path.iterdir()) == []


def test_a_recorded_event_with_other_content_is_refused_with_place_and_difference(make_engagement, ledger_of):
    seed(make_engagement(ledger_of.story()))
    story = ledger_of.story()
    story[0] = ledger_of.entry("A-001", "2025-03-20", "planned", due="2025-05-10", decision=...)
    with pytest.raises(InputError) as caught:
        seed(make_engagement(story))
    assert str(caught.value) == (
        "Event 'A-001' (ledger.yaml:2) is recorded with other content: intervention.decision was '2025-11-30', is absent;"
        " intervention.due was '2025-04-30', is '2025-05-10'. A recorded entry stays; record a new 'changed' event instead."
    )
    assert open_ledger(make_engagement()).anchor().seq == 5


@pytest.mark.parametrize(
    ("rows", "rule"),
    [
        ([("A-1", "2025-05-01", "started", {}), ("A-2", "2025-03-20", "planned", {})],
         r"Event 'A-1' \(ledger.yaml:2\) is 'started' of measure 'pay_link' before event 'A-2' plans it"),
        ([("A-1", "2025-03-20", "planned", {}), ("A-2", "2025-05-01", "started", {"id": "pay_lnik"})],
         r"Unknown measure 'pay_lnik' in event 'A-2'.*Did you mean 'pay_link'.*\(ledger.yaml:3\)"),
        ([("A-1", "2025-03-20", "planned", {}), ("A-2", "2025-03-01", "started", {})],
         r"don't run backwards. \(ledger.yaml:3\)"),
        ([("A-1", "2025-03-20", "planned", {}), ("A-1", "2025-05-01", "started", {})], r"'A-1' occurs twice \(ledger.yaml:3\)"),
        ([("A-1", "2025-03-20", "planned", {"kpi": "revenu"})], r"Unknown KPI 'revenu' in ledger.yaml:2. Did you mean 'revenue'"),
        ([("A-1", "2025-03-20", "planned", {"process_kpi": "convers"})], "Unknown KPI 'convers' in ledger.yaml:2"),
        ([("A-1", "2025-03-20", "planned", {"entities": ["wuho"]})], "Unknown entity 'wuho' in ledger.yaml:2. Did you mean 'wuhou'"),
        ([("A-1", "2025-03-20", "planned", {"currency": "USD"})], r"currency == 'USD' \(ledger.yaml:2\), must be 'CNY'"),
        ([("A-1", "2025-03-20", "planned", {}),
          ("A-2", "2025-03-21", "changed", {"reason": "x", "change": {"kpi": "revenu"}})], "Unknown KPI 'revenu' in ledger.yaml:3"),
        ([("A-1", "2025-03-20", "planned", {}),
          ("A-2", "2025-03-21", "changed", {"reason": "x", "change": {"entities": ["x"]}})], "Unknown entity 'x' in ledger.yaml:3"),
    ],
)  # fmt: skip
def test_a_file_that_breaks_a_rule_is_refused_whole(make_engagement, ledger_of, tmp_path, rows, rule):
    events = [ledger_of.entry(event, at, kind, **fields) for event, at, kind, fields in rows]
    with pytest.raises(InputError, match=rule) as caught:
        seed(make_engagement(events))
    assert isinstance(caught.value, UnknownNameError) == ("Unknown" in str(caught.value))
    assert open_ledger(make_engagement()).anchor().seq == 0


def test_two_measures_may_be_written_in_any_order_of_dates(make_engagement, ledger_of):
    events = [
        *ledger_of.story(),
        ledger_of.entry("B-1", "2025-02-01", "planned", id="training", dimension="skills"),
        ledger_of.entry("B-2", "2025-09-01", "started", id="training"),
    ]
    assert seed(make_engagement(events)) == 7
    ledger = open_ledger(make_engagement())
    assert set(ledger.replay(date(2025, 3, 1))) == {"training"}
    # The anchor covers all that the day's state rests on, wherever it stands in the log.
    assert ledger.anchor(date(2025, 3, 1)).seq == 6


def test_no_entrance_takes_an_entry_of_a_day_to_come(make_engagement, ledger_of):
    ahead = make_engagement([ledger_of.entry("A-1", "2029-03-20", "planned")])
    today, rule = date(2026, 3, 1), "dated 2029-03-20, which is yet to come"
    for entrance in (seed, rehearsed):
        with pytest.raises(InputError, match=rf"{rule} .*\(ledger.yaml:2\)"):
            entrance(ahead, today)
    with pytest.raises(InputError, match=rule):
        open_ledger(ahead, write=True, today=today).append(ahead.seeds[0])
    assert open_ledger(ahead).entries() == ()


def test_a_measure_frozen_by_an_entry_ahead_is_freed_and_reads_the_same_on_every_day(make_engagement, ledger_of):
    story = [ledger_of.entry("A-1", "2025-03-20", "planned"), ledger_of.entry("A-2", "2029-05-01", "started")]
    open_ledger(make_engagement(), write=True, today=date(2030, 1, 1)).append_all(story)
    now = date(2026, 3, 1)
    report = ledger_of.entry("A-3", now.isoformat(), "check_in", progress=0.5)
    open_ledger(make_engagement(), write=True, today=now).append(report)
    ledger = open_ledger(make_engagement())
    assert ledger.verify() == ()
    assert ledger.replay(date(2026, 2, 28))["pay_link"].phase == "planned"
    assert ledger.replay(now) == ledger.replay(date(2031, 1, 1)) == ledger.states()
    assert ledger.states()["pay_link"].started == now


@pytest.mark.parametrize("payload", ["{", "", "\x00"])
def test_an_entry_that_was_broken_by_other_means_is_told_and_no_error(make_engagement, ledger_of, payload):
    event, *_ = ledger_of.story()
    seed(make_engagement([event]))
    (entry,) = open_ledger(make_engagement()).entries()
    assert recorded_differently(entry, event) is None
    assert recorded_differently(replace(entry, payload=payload), event) == "what is recorded can't be read any more"
