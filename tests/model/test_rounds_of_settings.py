"""Rounds follow one another: a day in two of them would be counted twice."""

import pytest
from pydantic import ValidationError

from diagnostics.model.engagement import Settings


def settings(*rounds):
    turns = [dict(zip(("id", "start", "end"), each.split(), strict=False)) for each in rounds]
    sources = {"s": {"file": "a.csv", "time": "day", "entity": "shop"}}
    return Settings.model_validate({"id": "x", "client": "x", "sources": sources, "rounds": turns})


def test_rounds_may_leave_days_between_them_and_stand_in_any_order():
    found = settings("b 2025-07-01 2025-12-31", "a 2025-01-01 2025-05-31")
    assert [each.id for each in found.rounds] == ["b", "a"]


@pytest.mark.parametrize(
    ("rounds", "match"),
    [
        (
            ("a 2025-01-01 2025-06-30", "b 2025-06-30 2025-12-31"),
            "round 'b' starts 2025-06-30, before round 'a' is over",
        ),
        (
            ("b 2025-02-01 2025-03-31", "a 2025-01-01 2025-12-31"),
            "round 'b' starts 2025-02-01, before round 'a' is over",
        ),
        (("a 2025-01-01 2025-06-30", "a 2025-07-01 2025-12-31"), "must each have an id of their own"),
        (("a 2025-01-01",), "end"),
        (("a 2025-06-30 2025-01-01",), "lies before start"),
    ],
)
def test_a_round_within_another_without_an_end_or_of_the_same_name_is_refused(rounds, match):
    with pytest.raises(ValidationError, match=match):
        settings(*rounds)
