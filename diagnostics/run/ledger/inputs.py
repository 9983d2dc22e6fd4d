"""What steps read of the ledger, as inputs of their keys 「步骤读取的台账内容」."""

from __future__ import annotations

from datetime import date

from diagnostics.model.canonical import canonical
from diagnostics.model.engagement import Engagement
from diagnostics.run.manifest import hash_bytes


def ledger_head(engagement: Engagement, as_of: date) -> str:
    """Number and hash of the ledger's last entry about a measure up to a day 「台账锚点」."""
    from diagnostics.loop.intervene.ledger import open_ledger

    anchor = open_ledger(engagement).anchor(as_of, measures=True)
    return f"{anchor.seq} {anchor.hash}"


def decisions_read(engagement: Engagement, as_of: date) -> dict[str, str]:
    """Days on which meetings decided, and who is to be named no more: all a step reads beside measures 「决议日」."""
    from diagnostics.loop.intervene.ledger import open_ledger
    from diagnostics.model.decision import decided_on, open_ones
    from diagnostics.model.measure_account import confirmed_later
    from diagnostics.model.recognition import withdrawn_in

    ledger = open_ledger(engagement)
    states = tuple(ledger.decisions(as_of).values())
    now = ledger.states().values()
    later = {key: [one.hash for one in each] for key, each in confirmed_later(now, as_of).items()}
    due = [each.model_dump(mode="json", exclude_defaults=True) for each in open_ones(states)]
    found = {
        "decisions on measures": {key: day.isoformat() for key, day in sorted(decided_on(states).items())},
        "days of meetings": sorted({each.decision.meeting.isoformat() for each in states}),
        "decisions open": due, "recognitions withdrawn": sorted(withdrawn_in(now)), "benefits confirmed": later,
    }  # fmt: skip
    return {name: hash_bytes(canonical(each).encode()) for name, each in found.items() if each}
