"""Recognitions as commands give them 「表彰录入」."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from diagnostics.errors import InputError, unknown
from diagnostics.run.ledger.entries import made, ready, write

if TYPE_CHECKING:
    from diagnostics.model.engagement import Engagement
    from diagnostics.run.ledger.entries import Said, Written


def record(path: Path, measure: str, who: str, said: Said, *, consent: str = "", note: str = "") -> Written:
    """Recognise a person or a team for a measure 「录入表彰」.

    Parameters
    ----------
    who : str
        Id of somebody who acts, else of an entity that is no person.
    consent : str
        Day on which a person agreed to be named.

    Raises
    ------
    InputError
        When nobody is known by that id, or what the ledger asks for is not there.
    """
    engagement = ready(path)
    whom = _whom(engagement, who)
    if consent:
        whom["consent"] = consent
    elif "person" in whom:
        raise InputError(f"{who!r} is named without --consent DATE; give the day on which they agreed to be named.")
    event = made(engagement, said, "recognised", measure, whom=whom, note=note)
    return write(engagement, [event], said.seen)


def withdraw(path: Path, measure: str, who: str, said: Said, *, note: str = "") -> Written:
    """Take back that somebody is recognised for a measure 「撤回表彰」.

    Raises
    ------
    InputError
        When nobody of that id is recognised for it.
    """
    engagement = ready(path)
    event = made(engagement, said, "withdrawn", measure, whom=_whom(engagement, who), note=note)
    return write(engagement, [event], said.seen)


def _whom(engagement: Engagement, who: str) -> dict[str, Any]:
    """Somebody who acts goes before a team of the same id: the ledger then asks for consent."""
    people, entities = engagement.settings.people, engagement.entities
    if who in people:
        return {"person": who}
    if who in entities and not entities[who].person:
        return {"team": who}
    # Ids of people who are measured are proposed to nobody.
    teams = [each.id for each in entities if not each.person]
    raise unknown("person or team", who, [*people, *teams], "people in engagement.yaml, or an entity")
