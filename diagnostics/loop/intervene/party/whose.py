"""Whose pay a measure changes 「涉及薪酬的当事人」."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from diagnostics.model.engagement import Engagement
    from diagnostics.model.intervention_state import InterventionState

# A party's id is the name of a file and of a folder.
_FILE = re.compile(r"\w[\w-]{0,63}")
_STAFF = "staff"


def paid_parties(
    engagement: Engagement, state: InterventionState, entities: Iterable[str], day: date
) -> dict[str, str]:
    """Party by the entity whose pay a measure changes 「按对象列出当事人」.

    Parameters
    ----------
    entities : iterable of str
        Entities of its pay scenario.
    day : date
        Day as of which somebody answers for an entity.

    Returns
    -------
    dict of str to str
        The person that is the entity or answers for it; where neither is known the one party of the measure on the
        side of the staff, if there is but one entity; else the entity itself, whose people are paid alike.
    """
    wanted = [each for each in entities if each in engagement.entities]
    staff = [each for each in state.intervention.parties if engagement.settings.roles.get(each) == _STAFF]
    sole = staff[0] if len(staff) == 1 and len(wanted) == 1 else ""
    found = {}
    for each in wanted:
        entity = engagement.entities[each]
        person = "" if entity.person else entity.responsible_at(day) or sole
        party = person if _FILE.fullmatch(person) else each
        if _FILE.fullmatch(party):
            found[each] = party
    return found
