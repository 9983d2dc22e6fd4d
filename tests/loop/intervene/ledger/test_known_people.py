"""Who owns, signs and does is among the people of the engagement."""

from __future__ import annotations

import pytest

from diagnostics.errors import UnknownNameError
from diagnostics.loop.intervene.ledger.known_people import check_people
from diagnostics.loop.intervene.ledger.transitions import advance

PEOPLE = ("li", "wang")


@pytest.mark.parametrize(
    ("fields", "field"),
    [({"owner": "lii"}, "owner"), ({"parties": ["wang", "lii"]}, "parties"), ({"tasks": [{"name": "写清单", "owner": "lii"}]}, "tasks")],
)  # fmt: skip
def test_whoever_is_unknown_is_refused_with_the_nearest(ledger_of, fields, field):
    event = ledger_of.entry("A-1", "2025-03-20", "planned", **fields)
    with pytest.raises(UnknownNameError, match=f"'lii' in '{field}' of measure 'pay_link'.*Did you mean 'li'"):
        advance(None, event, people=PEOPLE)
    assert advance(None, event).version == 1  # an engagement that tells no people


def test_whom_a_measure_named_before_stays_in_it(ledger_of):
    state = advance(None, ledger_of.entry("A-1", "2025-03-20", "planned", owner="gone"))
    change = ledger_of.entry("A-2", "2025-03-21", "changed", change={"cost": 1}, reason="x")
    assert advance(state, change, people=PEOPLE).version == 2
    with pytest.raises(UnknownNameError, match="'left'"):
        check_people(state.intervention, state.intervention.model_copy(update={"parties": ("left",)}), PEOPLE)
