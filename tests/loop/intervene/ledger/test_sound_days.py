"""A measure is decided after it starts, and its trial ends after that."""

from __future__ import annotations

import pytest

from diagnostics.errors import InputError
from diagnostics.loop.intervene.ledger.sound_days import check_days


@pytest.mark.parametrize(
    ("fields", "rule"),
    [
        ({"decision": "2025-04-30"}, "it is decided on 2025-04-30, before it starts on 2025-05-01"),
        ({"trial": {"from": "2025-03-01", "to": "2025-04-30"}}, "its trial ends on 2025-04-30, before it starts"),
        ({"trial": {"from": "2025-12-01", "to": "2025-12-31"}}, "it is decided on 2025-11-30, before its trial begins"),
    ],
)
def test_days_that_contradict_each_other_are_refused_once(ledger_of, fields, rule):
    odd = ledger_of.entry("A-1", "2025-03-20", "planned", **fields).intervention
    with pytest.raises(InputError, match=f"Measure 'pay_link': {rule}"):
        check_days(None, odd)
    # What was recorded while this was not refused can still be worked with.
    check_days(odd, odd.model_copy(update={"cost": 1.0}))


def test_days_in_their_order_are_taken(ledger_of):
    check_days(
        None,
        ledger_of.entry("A-1", "2025-03-20", "planned", trial={"from": "2025-05-01", "to": "2025-11-30"}).intervention,
    )
