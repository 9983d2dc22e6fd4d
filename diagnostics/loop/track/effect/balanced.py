"""The part of a panel without gaps, which weights need 「平衡面板」."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from diagnostics.errors import InputError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from diagnostics.loop.track.effect.panel import Panel

    Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Balanced:
    """One series and others beside it, none with a gap 「平衡面板」.

    Parameters
    ----------
    own : array, (periods,)
        Mean of the treated entities.
    others : array, (entities, periods)
        Entities that weights can be given to.
    after : array of bool, (periods,)
        Which periods lie after the start.
    places : array of int, (periods,)
        Where the periods stand in the panel.
    rows : array of int, (entities,)
        Where the others stand in the panel.
    traits : array, (1 + entities, traits)
        What the entities are like before the start, the treated ones' mean first; no column without covariates.
    """

    own: Floats
    others: Floats
    after: NDArray[np.bool_]
    places: NDArray[np.intp]
    rows: NDArray[np.intp]
    traits: Floats

    def pretend(self, rows: Sequence[int]) -> Balanced:
        """The same as if some of the others had been treated; the treated ones are left out 「安慰剂面板」."""
        import numpy as np

        chosen, traits = list(rows), self.traits[1:]
        return Balanced(
            self.others[chosen].mean(axis=0), np.delete(self.others, chosen, axis=0), self.after, self.places,
            np.delete(self.rows, chosen),
            np.vstack([traits[chosen].mean(axis=0), np.delete(traits, chosen, axis=0)]),
        )  # fmt: skip

    @property
    def judged(self) -> bool:
        """Whether there is enough for any estimate: one to compare with, two periods before, one after 「可否估计」."""
        return len(self.others) > 0 and int((~self.after).sum()) >= 2 and bool(self.after.any())


def balanced(panel: Panel, *, covariates: bool = False) -> Balanced:
    """Part of a panel without gaps 「取平衡部分」.

    Parameters
    ----------
    panel : Panel
        Periods in which a treated entity or more than half of the others lack a value are left out; then others that
        still lack one.
    covariates : bool
        Whether the means of the covariates before the start are wanted.

    Raises
    ------
    InputError
        When an entity that is left has no value of a covariate before the start, or an infinite one.
    """
    import numpy as np

    there = ~np.isnan(panel.values)
    treated, others = there[panel.treated], there[~panel.treated]
    kept = treated.all(axis=0) & (2 * others.sum(axis=0) >= len(others))
    whole = others[:, kept].all(axis=1)
    rows = np.flatnonzero(~panel.treated)[whole]
    after = panel.after[kept]
    traits = _traits(panel, rows, kept & ~panel.after) if covariates else np.empty((1 + len(rows), 0))
    own = panel.values[panel.treated][:, kept].mean(axis=0)
    return Balanced(own, panel.values[rows][:, kept], after, np.flatnonzero(kept), rows, traits)


def _traits(panel: Panel, rows: NDArray[np.intp], before: NDArray[np.bool_]) -> Floats:
    """Mean of each covariate before the start, over the periods that have it."""
    import numpy as np

    treated = np.flatnonzero(panel.treated)
    everyone = np.append(treated, rows)
    means = np.empty((len(panel.predictors), len(everyone)))
    for place, (name, table) in enumerate(panel.predictors.items()):
        values = table[everyone][:, before]
        there = ~np.isnan(values)
        counts, sums = there.sum(axis=1), np.where(there, values, 0.0).sum(axis=1)
        means[place] = np.divide(sums, counts, out=np.full(len(everyone), np.nan), where=counts > 0)
        bad = np.flatnonzero(~np.isfinite(means[place]))
        if len(bad):
            who = panel.entities[int(everyone[bad[0]])]
            raise InputError(f"{name} has no finite mean before the start for {who!r}; each entity needs one.")
    # The measure's own covariates are their mean, as its values are.
    return np.vstack([means[:, : len(treated)].mean(axis=1), means[:, len(treated) :].T])
