"""People who act, and may be named: of engagement.yaml, of the ledger, recognised ones who agreed 「行动人员」."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from diagnostics.model.engagement import Engagement


def acting_people(engagement: Engagement) -> frozenset[str]:
    """Ids and display names of those who act 「行动人员名单」.

    Parameters
    ----------
    engagement : Engagement
        Its ``people``, those who signed, and the ledger: who wrote, who owns, decides or stands behind a measure, who
        is recognised and agreed to be named.

    Notes
    -----
    That somebody answers for a unit, or has a row in the data, makes nobody one who acts.
    """
    settings = engagement.settings
    found = {*settings.people, *settings.people.values()}
    found.update(each.owner for each in settings.sources.values())
    found.update(each.owner for each in engagement.kpis.values())
    found.update(each.party for each in engagement.signoffs)
    found.update(_of_ledger(engagement))
    return frozenset(each for each in found if each)


def _of_ledger(engagement: Engagement) -> Iterator[str]:
    from diagnostics.loop.intervene.ledger import open_ledger
    from diagnostics.model.recognition import standing

    ledger = open_ledger(engagement)
    yield from (each.actor for each in ledger.entries())
    for state in ledger.states().values():
        measure = state.intervention
        yield from (measure.owner, *measure.parties, *(each.owner for each in measure.tasks))
        yield from (each.party for each in state.signatures)
        yield from (each.whom.person for each in standing(state.recognitions) if each.whom.consent is not None)
    for decided in ledger.decisions().values():
        yield decided.decision.owner
