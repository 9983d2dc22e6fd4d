"""What a diagnosis looks at first 「诊断焦点」."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diagnostics.errors import InputError
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

    Raises
    ------
    InputError
        When every entity is a person.
    """
    entities = engagement.entities
    named = engagement.settings.focus or tuple(each.id for each in entities if each.parent is None)
    focal = tuple(each for each in named if not entities[each].person) or _first_unit(engagement)
    measured = gaps[gaps["actual"].notna()]
    entity = next((each for each in focal if (measured["entity"] == each).any()), focal[0])
    here = list(dict.fromkeys(measured.loc[measured["entity"] == entity, "kpi"]))
    mothers = [key for key, kpi in engagement.kpis.items() if kpi.mother and key in here]
    kpi = next(iter([*mothers, *here]), next(iter(engagement.kpis)))
    return Focus(kpi, entities[entity].level, entity, focal)


def _first_unit(engagement: Engagement) -> tuple[str]:
    """First entity that is no person: nobody is looked at by name."""
    unit = next((each.id for each in engagement.entities if not each.person), None)
    if unit is None:
        raise InputError("Every entity is a person; a diagnosis needs a store, team or company to look at.")
    return (unit,)
