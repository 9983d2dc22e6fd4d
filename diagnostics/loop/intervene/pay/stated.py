"""The KPIs' joint distribution as a scenario states it 「设定的指标分布」."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from diagnostics.errors import InputError, unknown
from diagnostics.loop.intervene.pay.joint import Joint, factors, scores_of_levels
from diagnostics.model.pay_scenario import Outlook, StatedLevel

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, np.dtype[np.float64]]


def stated_joint(outlook: Outlook, entities: Sequence[str], kpis: Sequence[str], months: int) -> Joint:
    """Joint distribution as stated: normal, cut at the bounds, the same in every month 「设定的指标分布」.

    Raises
    ------
    InputError
        When a KPI that pay follows, or an entity, has no level, or a pair names a KPI without one.
    """
    import numpy as np

    missing = [each for each in kpis if each not in outlook.levels]
    if missing:
        raise unknown("KPI", missing[0], outlook.levels, "the scenario's outlook, and pay follows it")
    told = [outlook.levels[each] for each in kpis]
    means = np.array([_means(kpi, each, entities) for kpi, each in zip(kpis, told, strict=True)])
    scores = scores_of_levels()
    bounds = tuple((_or(each.low, -np.inf), _or(each.high, np.inf)) for each in told)
    one = np.array(
        [np.clip(mean[:, None] + each.sd * scores, *ends) for mean, each, ends in zip(means, told, bounds, strict=True)]
    )
    whole = _correlation(outlook, kpis)
    shared, own = factors(outlook.shared * whole, whole)
    shape = (len(kpis), len(entities))
    return Joint(
        tuple(entities), tuple(kpis), tuple(f"+{each + 1}" for each in range(months)),
        np.broadcast_to(one, (months, *one.shape)), np.broadcast_to(means, (months, *shape)),
        np.full((months, *shape), np.nan), np.zeros(len(kpis)), np.zeros(len(kpis)), np.zeros(shape),
        shared, own, bounds,
    )  # fmt: skip


def _or(value: float | None, otherwise: float) -> float:
    return otherwise if value is None else value


def _means(kpi: str, level: StatedLevel, entities: Sequence[str]) -> list[float]:
    if not isinstance(level.mean, Mapping):
        return [level.mean] * len(entities)
    missing = [each for each in entities if each not in level.mean]
    if missing:
        raise unknown("entity", missing[0], level.mean, f"the outlook of KPI {kpi!r}")
    return [level.mean[each] for each in entities]


def _correlation(outlook: Outlook, kpis: Sequence[str]) -> Array:
    import numpy as np

    whole = np.eye(len(kpis))
    for each in outlook.together:
        for kpi in each.kpis:
            if kpi not in outlook.levels:
                raise unknown("KPI", kpi, outlook.levels, "'together' of the outlook")
        if set(each.kpis) <= set(kpis):
            one, two = (kpis.index(kpi) for kpi in each.kpis)
            whole[one, two] = whole[two, one] = each.correlation
    lowest = float(np.linalg.eigvalsh(whole)[0])
    if lowest < -1e-9:
        raise InputError("The correlations of 'together' can't hold all at once; make some weaker.")
    return whole
