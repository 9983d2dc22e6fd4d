"""Evidence that was there as of a day 「截至某日的证据」."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from diagnostics.errors import InputError

if TYPE_CHECKING:
    from diagnostics.model.engagement import Engagement
    from diagnostics.model.period import Period


def as_known(engagement: Engagement, day: date) -> Engagement:
    """Engagement without evidence and interviews dated after a day 「截至某日的证据」.

    Parameters
    ----------
    day : date
        Day as of which a run tells what is known; what was found later waits for a later one.
    """
    causes = tuple(
        each.model_copy(update={"evidence": tuple(one for one in each.evidence if one.at <= day)})
        for each in engagement.causes
    )
    talks = tuple(each for each in engagement.interviews if each.at <= day)
    return replace(engagement, causes=causes, interviews=talks)


def known_day(as_of: str, at: Period) -> date:
    """Day as of which evidence counts: the period's last where none is given, never the clock's 「截至日」.

    Raises
    ------
    InputError
        When the text is no day.
    """
    try:
        return date.fromisoformat(as_of) if as_of else at.last_day
    except ValueError as error:
        raise InputError(f"as_of == {as_of!r}, must be a day such as '{at.last_day}'.") from error
