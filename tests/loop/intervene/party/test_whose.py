"""Whose pay a measure changes."""

from datetime import date
from types import SimpleNamespace

import pytest

from diagnostics.loop.intervene.party.whose import paid_parties
from diagnostics.model.entity import Entities, Entity

DAY = date(2025, 6, 30)


def engagement(*entities, roles=()):
    settings = SimpleNamespace(roles=dict(roles))
    return SimpleNamespace(entities=Entities(entities), settings=settings)


def state(*parties):
    return SimpleNamespace(intervention=SimpleNamespace(parties=parties))


def store(key, **told):
    return Entity(id=key, level="store", **told)


@pytest.mark.parametrize(
    ("entities", "parties", "found"),
    [
        ([store("a", responsible="li")], ("chen",), {"a": "li"}),
        ([store("a")], ("zhou", "chen"), {"a": "chen"}),
        ([store("a"), store("b")], ("chen",), {"a": "a", "b": "b"}),
        ([store("a")], ("zhou",), {"a": "a"}),
        ([store("a", person=True, responsible="li")], ("chen",), {"a": "a"}),
        ([store("a", responsible="../x")], (), {"a": "a"}),
    ],
)
def test_the_one_who_answers_else_the_one_of_the_staff_else_the_unit(entities, parties, found):
    roles = {"chen": "staff", "zhou": "hr"}
    assert (
        paid_parties(engagement(*entities, roles=roles), state(*parties), [each.id for each in entities], DAY) == found
    )
