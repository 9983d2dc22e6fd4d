"""What figures show of targets and reviews, for those who work on it and for everyone 「数据发现」."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diagnostics.data.suppress import shareable
from diagnostics.dictionary.linting import hear_engagement, lint_figures
from diagnostics.dictionary.public_parts import public_heard
from diagnostics.dictionary.rules import NEED_FIGURES
from diagnostics.model.mute import Heard

if TYPE_CHECKING:
    from diagnostics.model.engagement import Engagement
    from diagnostics.model.observations import Observations
    from diagnostics.model.period import Period


def heard_figures(engagement: Engagement, seen: Observations, at: Period) -> tuple[Heard, Heard]:
    """Findings that need figures: of everything observed, and of what may be published 「数据发现」.

    Parameters
    ----------
    seen : Observations
        Everything observed up to the period.
    at : Period
        Period diagnosed; mutes hold up to its last day or longer.

    Returns
    -------
    tuple of Heard
        With figures of people, and without them.
    """
    shared = shareable(seen, engagement)
    whole = _heard(engagement, seen, at)
    return whole, public_heard(engagement, whole if shared is seen else _heard(engagement, shared, at))


def _heard(engagement: Engagement, seen: Observations, at: Period) -> Heard:
    return hear_engagement(engagement, lint_figures(engagement, seen), at.last_day, NEED_FIGURES)
