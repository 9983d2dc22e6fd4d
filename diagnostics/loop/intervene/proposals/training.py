"""Training for the weakest KPI of an entity 「短板培训」."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from diagnostics.loop.intervene.proposals.match import name_of, says
from diagnostics.model.text import Text
from diagnostics.model.training import Training

if TYPE_CHECKING:
    import pandas as pd

    from diagnostics.model.kpi import Kpi
    from diagnostics.model.library_card import TrainingModule

# People are trained towards what was agreed, else towards what others reach; last year's figure is no standard.
_AGAINST = ("target", "peers")
_UNSCORED = 0.05


def training_of(
    entities: Iterable[str], gaps: pd.DataFrame, kpis: Mapping[str, Kpi], modules: Mapping[str, TrainingModule]
) -> tuple[Training, ...]:
    """Training for the KPI that comes first by gap and weight, one an entity 「短板培训」.

    Parameters
    ----------
    entities : iterable of str
        That may be named.
    gaps : DataFrame
        Hand-off ``gaps``.

    Notes
    -----
    The weakest KPI has the largest unfavourable gap to its target as a share of it, times its weight in the scorecard
    (0.05 where it has none); to its peers where no KPI has a target it misses. KPIs that others drive (they have a
    formula) are left out: nobody is trained in revenue.
    """
    found = [_weakest(each, gaps, kpis, modules) for each in entities]
    return tuple(each for each in found if each is not None)


def _weakest(
    entity: str, gaps: pd.DataFrame, kpis: Mapping[str, Kpi], modules: Mapping[str, TrainingModule]
) -> Training | None:
    rows = gaps[(gaps["entity"] == entity) & (gaps["favourable"].astype(str) == "False") & gaps["relative"].notna()]
    for against in _AGAINST:
        short = [
            (-size * _weight(row), -size, str(row["kpi"]), float(row["absolute"]))
            for row in rows[rows["comparison"] == against].to_dict("records")
            for size in (abs(float(row["relative"])),)
            if row["kpi"] in kpis and not kpis[row["kpi"]].formula
        ]
        if short:
            _, relative, kpi, apart = min(short)
            points = apart if kpis[kpi].unit == "share" else None
            told = name_of(kpi, kpis)
            module = next((each for each in modules.values() if any(says(told, one) for one in each.kpis)), None)
            title = Text() if module is None else module.title
            return Training(entity, kpi, relative, against, "" if module is None else module.id, title, points)
    return None


def _weight(row: Mapping[Any, Any]) -> float:
    """Weight in the scorecard; a KPI that nobody is scored by counts as little as the smallest usual weight."""
    weight = float(row["weight"])
    return weight if weight > 0 else _UNSCORED
