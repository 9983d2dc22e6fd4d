"""What measures of the same kind did at other clients, beside what is proposed and planned 「同类措施的过往效果」."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from diagnostics.dictionary.practices import firm_folder, read_outcomes
from diagnostics.dictionary.practices.expected import expected_effects
from diagnostics.model.practice import slug
from diagnostics.terms import LANGUAGES, say

if TYPE_CHECKING:
    from diagnostics.model.engagement import Engagement
    from diagnostics.model.expected_effect import ExpectedEffect
    from diagnostics.model.intervention import Intervention
    from diagnostics.terms import Language


def past_effects(engagement: Engagement, measures: Iterable[Intervention]) -> tuple[dict[str, Any], ...]:
    """What the firm's library knows of measures like these, one record for each kind and KPI 「同类措施的过往效果」.

    Parameters
    ----------
    measures : iterable of Intervention
        Proposed and planned; their kind is the card of the intervention library that they came from.

    Returns
    -------
    tuple of dict
        ``title`` of the first such measure, ``text`` in each language, and the figures; empty where no library is
        named or nothing in it is of their kind and could be used. Made-up cases count for made-up clients alone.
    """
    folder = firm_folder(engagement=engagement)
    wanted = {(slug(each.library), slug(each.kpi)): each for each in reversed(list(measures)) if each.library}
    if folder is None or not wanted:
        return ()
    found = expected_effects(read_outcomes(folder).values(), synthetic=engagement.settings.synthetic)
    told = {(each.kind, each.kpi.id): each for each in found if each.used}
    return tuple(
        {**told[key].record(), "title": measure.title.model_dump(), "text": _texts(told[key])}
        for key, measure in sorted(wanted.items())
        if key in told
    )


def _texts(found: ExpectedEffect) -> dict[Language, str]:
    return {each: say(f"practices.hint_{found.reach}", each, **found.told(each)) for each in LANGUAGES}
