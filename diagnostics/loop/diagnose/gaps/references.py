"""What an actual is held against: targets and other periods 「参照值」."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from diagnostics.dictionary.expression.measure import parse_measure
from diagnostics.loop.diagnose.gaps.coded import Coded
from diagnostics.model.basis import break_between, months_of
from diagnostics.model.observations import BASIS
from diagnostics.model.target import TIERS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from diagnostics.loop.diagnose.gaps.series import Floats, Moment
    from diagnostics.model.kpi import Kpi


# Why two figures can't be set against each other, empty where they can.
_BREAKS = ("", "version", "months")


@dataclass(frozen=True, eq=False)
class Reference:
    """What the figures of all series are held against by one comparison 「参照值」.

    Parameters
    ----------
    value, high : array
        Reference, and the upper end of a range; missing where there is none.
    not_compared : Coded
        Why a reference that is there is none.
    more : dict of array
        Columns that belong to this comparison alone.
    """

    value: Floats
    high: Floats
    not_compared: Coded
    more: Mapping[str, NDArray[Any]]


@dataclass(frozen=True, eq=False)
class Actual:
    """Figures of all series at the period compared 「实际值」.

    Parameters
    ----------
    kpi, level, entity, basis : Coded
        Whose figure it is, and how it was counted.
    way : array of str
        Direction of its KPI.
    value, numerator, denominator, n, people : array
        The figure, and what stands behind it.
    tiers : dict of array
        ``base, target, target_high, stretch``; missing where they hold for one month and the figure covers several.
    short : array of bool
        Where tiers were left out for that reason.
    """

    kpi: Coded
    level: Coded
    entity: Coded
    basis: Coded
    way: NDArray[np.object_]
    value: Floats
    numerator: Floats
    denominator: Floats
    n: Floats
    people: Floats
    tiers: Mapping[str, Floats]
    short: NDArray[np.bool_]

    def __len__(self) -> int:
        """How many series there are."""
        return len(self.value)

    @classmethod
    def of(cls, moment: Moment, kept: NDArray[np.intp], kpis: Mapping[str, Kpi]) -> Actual:
        """Figures of some series at a period 「取实际值」."""
        import numpy as np

        kpi, level, entity = (moment.series.keys[name].take(kept) for name in ("kpi", "level", "entity"))
        basis = moment.texts(BASIS).take(kept)
        figures = {name: moment.figures(name)[kept] for name in ("value", "numerator", "denominator", "n", "people")}
        tiers = {name: moment.figures(name)[kept] for name in (*TIERS, "target_high")}
        short = _short(basis, kpi, kpis)
        told = short & ~np.isnan(tiers["target"])
        tiers = {name: np.where(short, np.nan, each) for name, each in tiers.items()}
        way = kpi.told(lambda each: kpis[each].direction, object)
        return cls(kpi, level, entity, basis, way, **figures, tiers=tiers, short=told)


def _short(basis: Coded, kpi: Coded, kpis: Mapping[str, Kpi]) -> NDArray[np.bool_]:
    """Where a sum covers several months, and targets one 「合并月份不比目标」."""
    several = basis.told(lambda each: months_of(each) > 1, bool)
    return several & kpi.told(lambda each: _grows_with_time(kpis[each]), bool) if several.any() else several


def _grows_with_time(kpi: Kpi) -> bool:
    """Whether a longer span gives a larger figure: sums do; of a formula alone nobody can say."""
    measures = [kpi.measure, *(each.measure for each in kpi.versions if each.measure is not None)]
    return any(each is None or parse_measure(each).additive for each in measures)


def target_reference(actual: Actual) -> Reference:
    """Targets of each figure; a range KPI has a lower and an upper one 「目标」."""
    import numpy as np

    high = np.where(actual.way == "range", actual.tiers["target_high"], np.nan)
    told = Coded(("", "months"), actual.short.astype(np.intp))
    return Reference(actual.tiers["target"], high, told, {})


def earlier_reference(actual: Actual, then: Moment, kept: NDArray[np.intp]) -> Reference:
    """Figures of an earlier period, where both were counted alike 「早期参照」."""
    import numpy as np

    value, basis = then.figures("value")[kept], then.texts(BASIS).take(kept)
    known = ~np.isnan(value) & ~np.isnan(actual.value)
    pairs = np.array([[_BREAKS.index(break_between(now, was)) for was in basis.names] for now in actual.basis.names])
    broken = np.where(known, pairs[actual.basis.codes, basis.codes], 0) if len(value) else np.zeros(0, dtype=np.intp)
    return Reference(np.where(broken == 0, value, np.nan), np.full(len(value), np.nan), Coded(_BREAKS, broken), {})
