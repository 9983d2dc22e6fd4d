"""A dry run refuses what seeding would refuse, in its words, and writes nothing."""

from __future__ import annotations

import pytest

from diagnostics.errors import InputError
from diagnostics.loop.intervene.ledger import differences, dry_run, open_ledger, seed


def changed_story(ledger_of):
    return [ledger_of.entry("A-001", "2025-03-20", "planned", due="2025-05-10"), *ledger_of.story()[1:]]


def test_a_file_that_can_be_recorded_passes_and_nothing_is_written(make_engagement, ledger_of, tmp_path):
    dry_run(make_engagement(ledger_of.story()))
    assert list(tmp_path.iterdir()) == []
    seed(make_engagement(ledger_of.story()[:2]))
    dry_run(make_engagement(ledger_of.story()))
    assert open_ledger(make_engagement()).anchor().seq == 2


@pytest.mark.parametrize(
    "more",
    [
        [("B-1", "2025-09-01", "started", {"id": "pay_lnik"})],
        [("A-005", "2025-09-01", "stopped", {"reason": "x"})],
        [("B-1", "2025-01-01", "check_in", {"progress": 1.0, "note": "x"})],
        [("B-1", "2025-09-01", "started", {})],
        [("B-1", "2025-09-01", "changed", {"reason": "x", "change": {"entities": ["武侯店"]}})],
    ],
    ids=["unknown measure", "id used twice", "dates backwards", "wrong phase", "unknown entity"],
)
@pytest.mark.parametrize("recorded", [0, 5])
def test_it_refuses_in_the_words_of_seeding(make_engagement, ledger_of, more, recorded):
    if recorded:
        seed(make_engagement(ledger_of.story()))
    broken = make_engagement([*ledger_of.story(), *(ledger_of.entry(a, b, c, **rest) for a, b, c, rest in more)])
    with pytest.raises(InputError) as dry:
        dry_run(broken)
    with pytest.raises(InputError) as wet:
        seed(broken)
    assert (type(dry.value), str(dry.value)) == (type(wet.value), str(wet.value))


def test_a_recorded_entry_that_was_edited_is_refused_and_a_difference(make_engagement, ledger_of):
    seed(make_engagement(ledger_of.story()))
    edited = make_engagement(changed_story(ledger_of))
    with pytest.raises(InputError, match="'A-001' .* recorded with other content: intervention.due was '2025-04-30'"):
        dry_run(edited)
    assert list(differences(edited)) == [
        "Event 'A-001' (ledger.yaml:2) is recorded with other content: intervention.due was '2025-04-30', is '2025-05-10'."
    ]


def test_a_removed_entry_is_a_difference_and_a_new_one_is_none(make_engagement, ledger_of):
    seed(make_engagement(ledger_of.story()[:4]))
    assert list(differences(make_engagement(ledger_of.story()))) == []
    assert list(differences(make_engagement(ledger_of.story()[:3]))) == [
        "Event 'A-004' (entry 4) is recorded, but ledger.yaml lacks it."
    ]


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("武侯店", "'武侯店' is a name of 'wuhou'; write the id."),
        ("武侯", "nearest name is '武侯店', of 'wuhou'; write the id."),
    ],
)
def test_an_entity_written_by_its_name_is_told_its_id(make_engagement, ledger_of, written, words):
    with pytest.raises(InputError, match=words):
        dry_run(make_engagement([ledger_of.entry("A-1", "2025-03-20", "planned", entities=[written])]))
