"""Whether it is recorded why and how long personal data is kept 「数据留存检查」."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from diagnostics.dictionary.rules.found import found
from diagnostics.errors import Place
from diagnostics.model.text import Text
from diagnostics.terms import say

if TYPE_CHECKING:
    from diagnostics.model.engagement import Engagement
    from diagnostics.model.finding import Finding, Severity

# Personal data without a recorded basis; a retention date that is over, or nearly.
BASIS_CODE, UNTIL_CODE = "PD250", "PD251"
CODES = (BASIS_CODE, UNTIL_CODE)


def keeping_findings(engagement: Engagement, today: date) -> Iterator[Finding]:
    """Personal data kept without a recorded basis, and data kept to its last day or past it 「数据留存检查」.

    Parameters
    ----------
    today : date
        Day on which it is checked, in the engagement's time zone.
    """
    keeping = engagement.settings.keeping
    place = str(engagement.places.get(("keeping",), Place("engagement.yaml")))
    holders = personal_data(engagement)
    if holders and keeping.lacking:
        fields, held = _listed(tuple(f"keeping.{each}" for each in keeping.lacking)), _listed(holders)
        yield found(BASIS_CODE, "warning", place, "", fields=fields, holders=held)
    standing = keeping.standing(today)
    if keeping.until is not None and standing != "open":
        days = abs((keeping.until - today).days)
        severity: Severity = "warning" if standing == "past" else "tip"
        until = keeping.until.isoformat()
        yield found(UNTIL_CODE, severity, place, "", variant=standing, until=until, days=days)


def personal_data(engagement: Engagement) -> tuple[str, ...]:
    """What in an engagement is about single persons: sources with a column of persons, entities that are people.

    Returns
    -------
    tuple of str
        Names of the sources, then ``entities`` where some are people; none where nothing is about persons 「个人数据」.
    """
    sources = (name for name, each in engagement.settings.sources.items() if each.person is not None)
    people = ("entities",) if any(each.person for each in engagement.entities) else ()
    return (*sources, *people)


def _listed(names: tuple[str, ...]) -> Text:
    return Text(zh=say("keeping.and", "zh").join(names), en=say("keeping.and", "en").join(names))
