"""What a gap costs or brings the mother metric, through the tree of KPIs 「对母指标的影响」."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from diagnostics.dictionary.expression.formula import Formula, parse_formula
from diagnostics.dictionary.expression.measure import parse_measure
from diagnostics.loop.diagnose.gaps.coded import Coded, replaced

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from diagnostics.loop.diagnose.gaps.references import Actual
    from diagnostics.model.kpi import Kpi

    Floats = NDArray[np.float64]

# Levels whose sums differ by less than this share of them hold the same whole; some entities may have no parent.
ADDS_UP = 0.01


@dataclass(frozen=True, eq=False)
class Stakes:
    """Effects of gaps on the mother metrics 「对母指标的影响」.

    Parameters
    ----------
    actual : Actual
        Figures of all series at the period.
    kpis : mapping of Kpi
        The tree: formulas name the KPIs below.
    """

    actual: Actual
    kpis: Mapping[str, Kpi]

    @cached_property
    def mother_of(self) -> dict[str, str]:
        """Of each KPI the mother metric that formulas lead to, the topmost where several do 「所属母指标」."""
        mothers = [each.id for each in self.kpis.values() if each.mother]
        found: dict[str, str] = {}
        for key in self.kpis:
            above = [each for each in mothers if key in self._below(each)]
            tops = [each for each in above if not any(each != other and each in self._below(other) for other in above)]
            if above:
                found[key] = (tops or above)[0]
        return found

    def _below(self, key: str) -> frozenset[str]:
        """A KPI with all that its formula leads to."""
        if key not in self._known_below:
            seen, waiting = {key}, [key]
            while waiting:
                formula = self._formulas.get(waiting.pop())
                new = [each for each in (formula.names if formula else ()) if each not in seen]
                seen.update(new)
                waiting += new
            self._known_below[key] = frozenset(seen)
        return self._known_below[key]

    @cached_property
    def _known_below(self) -> dict[str, frozenset[str]]:
        return {}

    @cached_property
    def _formulas(self) -> dict[str, Formula]:
        return {each.id: parse_formula(each.formula) for each in self.kpis.values() if each.formula is not None}

    @cached_property
    def _rows(self) -> dict[str, NDArray[np.intp]]:
        """Rows of each KPI."""
        return self.actual.kpi.rows()

    def _grid(self, kpi: str, figures: Floats) -> Floats:
        """Figures of a KPI by entity, missing where an entity has none."""
        import numpy as np

        rows = self._rows.get(kpi, np.zeros(0, dtype=np.intp))
        grid = np.full(len(self.actual.entity.names), np.nan)
        grid[self.actual.entity.codes[rows]] = figures[rows]
        return grid

    @cached_property
    def _values(self) -> dict[str, Floats]:
        needed = {name for each in self._formulas.values() for name in each.names} | set(self._formulas)
        needed |= set(self.mother_of.values())
        return {name: self._grid(name, self.actual.value) for name in needed}

    def of(self, absolute: Floats) -> Floats:
        """Effect of gaps on the mother metric of their own entity, in its unit 「影响额」.

        Parameters
        ----------
        absolute : array
            Gap of each figure to its reference.

        Returns
        -------
        array
            Mother metric as it is less what it would be with the KPI at its reference and all else as it is; missing
            where no formula leads to a mother metric.
        """
        import numpy as np

        found = np.full(len(self.actual), np.nan)
        for kpi, rows in self._rows.items():
            if kpi in self.mother_of:
                found[rows] = self._effect(kpi, rows, absolute[rows])
        return found

    def _effect(self, kpi: str, rows: NDArray[np.intp], absolute: Floats) -> Floats:
        """What the mother metric loses when the KPI moves to its reference, on every way up to it."""
        where = self.actual.entity.codes[rows]
        moved = {kpi: self.actual.value[rows] - absolute}

        def value(key: str, path: tuple[str, ...]) -> Floats:
            if key not in moved:
                formula, now = self._formulas.get(key), self._values[key][where]
                # What formulas in a circle say of each other is nothing.
                if formula is None or kpi not in self._below(key) or key in path:
                    return now
                parts = {name: self._values[name][where] for name in formula.names}
                then = {name: value(name, (*path, key)) for name in formula.names}
                moved[key] = now + (formula.evaluate(then) - formula.evaluate(parts))
            return moved[key]

        mother = self.mother_of[kpi]
        return absolute if mother == kpi else self._values[mother][where] - value(mother, ())

    def share(self) -> Floats:
        """Share that each figure's entity has in the whole of its mother metric, 1 where nobody can tell 「占比」."""
        import numpy as np

        share = np.ones(len(self.actual))
        sizes = {each.id: self._size(each.id) for each in self.kpis.values() if each.mother}
        known = [key for key, size in sizes.items() if size is not None]
        if not known:
            return share
        where = self.actual.entity.codes
        for kpi, rows in self._rows.items():
            mother = self.mother_of.get(kpi, known[0])
            size = sizes[mother] if sizes[mother] is not None else sizes[known[0]]
            share[rows] = _part_of_most(size)[where[rows]]
        return share

    def _size(self, mother: str) -> Floats | None:
        """How much of a mother metric's whole each entity stands for; None where its figures tell no such thing."""
        import numpy as np

        kpi = self.kpis[mother]
        measure = parse_measure(kpi.measure) if kpi.measure is not None else None
        if measure is not None and measure.additive:
            return np.abs(self._values[mother])
        if measure is not None and measure.additive_pair:
            return np.abs(self._grid(mother, self.actual.denominator))
        return np.abs(self._values[mother]) if self._adds_up(mother) else None

    def _adds_up(self, mother: str) -> bool:
        """Whether a formula's figures add up from level to level: revenue does, revenue a head does not."""
        import numpy as np
        import pandas as pd

        rows = self._rows.get(mother, np.zeros(0, dtype=np.intp))
        figures = pd.Series(self.actual.value[rows]).groupby(self.actual.level.codes[rows])
        sums, many = figures.sum(), figures.count()
        if len(sums) < 2 or (many < 1).any() or many.max() == many.min():
            # One level holds nothing against anything: what divides is no amount, all else is taken for one.
            return "/" not in (self.kpis[mother].formula or "/")
        return bool(np.ptp(sums) <= ADDS_UP * np.abs(sums).max())

    def relative(self, stake: Floats) -> Floats:
        """Effects as shares of the mother metric of the whole, by size 「影响占比」."""
        import numpy as np

        own = np.full(len(self.actual), np.nan)
        for kpi, rows in self._rows.items():
            if kpi in self.mother_of:
                own[rows] = self._values[self.mother_of[kpi]][self.actual.entity.codes[rows]]
        size = np.abs(own)
        share: Floats = np.divide(np.abs(stake), size, out=np.full(len(size), np.nan), where=size > 0)
        return share

    def mother_rows(self) -> NDArray[np.intp]:
        """Row of each entity's mother metric, -1 where there is none or the figure is its own 「母指标行」."""
        import numpy as np

        found = np.full(len(self.actual), -1, dtype=np.intp)
        where = self.actual.entity.codes
        for kpi, rows in self._rows.items():
            mother = self.mother_of.get(kpi, kpi)
            if mother != kpi and mother in self._rows:
                of_entity = np.full(len(self.actual.entity.names), -1, dtype=np.intp)
                of_entity[where[self._rows[mother]]] = self._rows[mother]
                found[rows] = of_entity[where[rows]]
        return found

    def mothers(self) -> Coded:
        """Mother metric that each figure's KPI leads to, empty where there is none 「所属母指标」."""
        return replaced(self.actual.kpi, {each: self.mother_of.get(each, "") for each in self.actual.kpi.names})


def _part_of_most(size: Floats | None) -> Floats:
    """Sizes as shares of the largest, which is the whole; 1 where one is missing."""
    import numpy as np

    assert size is not None  # only sizes that are known are asked for
    most = np.nanmax(size, initial=0.0) if len(size) else 0.0
    return np.asarray(np.where(np.isnan(size), 1.0, size / most)) if most > 0 else np.ones(len(size))
