"""What a diagnosis looks at first 「诊断焦点」."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diagnostics.model.diagnosis import Focus

if TYPE_CHECKING:
    import pandas as pd

    from diagnostics.model.engagement import Engagement


def focus_of(engagement: Engagement, gaps: pd.DataFrame) -> Focus:
    """Focal entities and the KPI to begin with 「诊断焦点」.

    Parameters
    ----------
    engagement : Engagement
        Its ``focus``, else the entities without a parent; never people.
    gaps : DataFrame
        Published gaps in order of rank.

    Returns
    -------
    Focus
        The first focal entity that has a figure. Its KPI is the first mother metric in the dictionary that has one
        there, else the KPI with the largest gap there.
    """
    entities = engagement.entities
    named = engagement.settings.focus or tuple(each.id for each in entities if each.parent is None)
    focal = tuple(each for each in named if not entities[each].person) or (engagement.entities.items[0].id,)
    measured = gaps[gaps["actual"].notna()]
    entity = next((each for each in focal if (measured["entity"] == each).any()), focal[0])
    here = list(dict.fromkeys(measured.loc[measured["entity"] == entity, "kpi"]))
    mothers = [key for key, kpi in engagement.kpis.items() if kpi.mother and key in here]
    kpi = next(iter([*mothers, *here]), next(iter(engagement.kpis)))
    return Focus(kpi, entities[entity].level, entity, focal)
