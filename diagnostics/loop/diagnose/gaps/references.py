"""What an actual is held against: targets and other periods 「参照值」."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from diagnostics.dictionary.expression.measure import parse_measure
from diagnostics.model.basis import break_between, months_of
from diagnostics.model.observations import BASIS
from diagnostics.model.target import TIERS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from diagnostics.loop.diagnose.gaps.series import Floats, Moment
    from diagnostics.model.kpi import Kpi

    Texts = NDArray[np.object_]


@dataclass(frozen=True, eq=False)
class Reference:
    """What the figures of all series are held against by one comparison 「参照值」.

    Parameters
    ----------
    value, high : array
        Reference, and the upper end of a range; missing where there is none.
    not_compared : array of str
        Why a reference that is there is none.
    more : dict of array
        Columns that belong to this comparison alone.
    """

    value: Floats
    high: Floats
    not_compared: Texts
    more: Mapping[str, NDArray[Any]]


@dataclass(frozen=True, eq=False)
class Actual:
    """Figures of all series at the period compared 「实际值」.

    Parameters
    ----------
    kpi, level, entity, basis : array of str
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

    kpi: Texts
    level: Texts
    entity: Texts
    basis: Texts
    way: Texts
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

        keys = moment.series.keys.iloc[kept]
        kpi, level, entity = (keys[name].to_numpy(dtype=object) for name in ("kpi", "level", "entity"))
        basis = moment.texts(BASIS)[kept]
        figures = {name: moment.figures(name)[kept] for name in ("value", "numerator", "denominator", "n", "people")}
        tiers = {name: moment.figures(name)[kept] for name in (*TIERS, "target_high")}
        short = _short(basis, kpi, kpis)
        told = short & ~np.isnan(tiers["target"])
        tiers = {name: np.where(short, np.nan, each) for name, each in tiers.items()}
        ways = {each.id: each.direction for each in kpis.values()}
        return cls(kpi, level, entity, basis, _mapped(kpi, ways), **figures, tiers=tiers, short=told)


def _mapped(names: Texts, told: Mapping[str, str]) -> Texts:
    import numpy as np
    import pandas as pd

    codes, found = pd.factorize(names)
    return np.array([told[each] for each in found], dtype=object)[codes]


def _short(basis: Texts, kpi: Texts, kpis: Mapping[str, Kpi]) -> NDArray[np.bool_]:
    """Where a sum covers several months, and targets one 「合并月份不比目标」."""
    import numpy as np

    several = _by_text(basis, lambda each: months_of(each) > 1)
    if not several.any():
        return several
    growing = {each.id for each in kpis.values() if _grows_with_time(each)}
    return np.asarray(several & np.array([each in growing for each in kpi], dtype=bool))


def _grows_with_time(kpi: Kpi) -> bool:
    """Whether a longer span gives a larger figure: sums do; of a formula alone nobody can say."""
    measures = [kpi.measure, *(each.measure for each in kpi.versions if each.measure is not None)]
    return any(each is None or parse_measure(each).additive for each in measures)


def _by_text(texts: Texts, told: Any) -> NDArray[np.bool_]:
    """What is told of each text, asked once a text."""
    import numpy as np
    import pandas as pd

    codes, found = pd.factorize(texts)
    flags = np.array([told(each) for each in found], dtype=bool)
    return np.asarray(flags[codes]) if len(found) else np.zeros(0, dtype=bool)


def target_reference(actual: Actual) -> Reference:
    """Targets of each figure; a range KPI has a lower and an upper one 「目标」."""
    import numpy as np

    high = np.where(actual.way == "range", actual.tiers["target_high"], np.nan)
    told = np.where(actual.short, "months", "").astype(object)
    return Reference(actual.tiers["target"], high, told, {})


def earlier_reference(actual: Actual, then: Moment, kept: NDArray[np.intp]) -> Reference:
    """Figures of an earlier period, where both were counted alike 「早期参照」."""
    import numpy as np

    value, basis = then.figures("value")[kept], then.texts(BASIS)[kept]
    broken = np.full(len(value), "", dtype=object)
    known = ~np.isnan(value) & ~np.isnan(actual.value)
    for at in np.flatnonzero(known & (basis != actual.basis)):
        broken[at] = break_between(actual.basis[at], basis[at])
    return Reference(np.where(broken == "", value, np.nan), np.full(len(value), np.nan), broken, {})
