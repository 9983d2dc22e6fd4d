"""Errors of effects on cohorts, and bands that hold for all of them at once 「误差与联合区间」."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from diagnostics.model.detection import LEVEL

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Places = NDArray[np.intp]

DRAWS, BLOCK = 999, 250


@dataclass(frozen=True, eq=False)
class Spread:
    """How sure some effects are 「误差」.

    Parameters
    ----------
    error : array, (effects,)
        Root of the sum of squared influences over the number of entities: the authors' error. Missing where a cohort
        of one entity has a part in the effect.
    corrected : array, (effects,)
        The same with each cohort's part divided by one entity less.
    df : array, (effects,)
        Degrees of freedom of the corrected error.
    """

    error: Floats
    corrected: Floats
    df: Floats

    def reach(self, share: float = 0.5 + LEVEL / 2) -> Floats:
        """Half the width of the interval of each effect 「区间半宽」."""
        import numpy as np
        from scipy.special import stdtrit

        return np.asarray(stdtrit(self.df, share) * self.corrected)


def spread(influence: Floats, starts: Places) -> Spread:
    """Errors from the influence of each entity, cohort by cohort 「误差」.

    Parameters
    ----------
    influence : array, (entities, effects)
        Influence functions, 0 where an entity has no part.
    starts : array of int, (entities,)
        Cohort of each entity.

    Notes
    -----
    ``error² = Σ_g s_g`` with ``s_g`` the sum of squared influences of cohort g over n², ``corrected² = Σ_g s_g · n_g /
    (n_g − 1)``, and Welch's degrees of freedom over the cohorts. With the normal distribution and uncorrected, 5 % of
    chance become 8 % with three cohorts of five.

    References
    ----------
    Satterthwaite, F. (1946). An approximate distribution of estimates of variance components. Biometrics Bulletin 2.
    """
    import numpy as np

    count, effects = influence.shape
    error, corrected, below = np.zeros(effects), np.zeros(effects), np.zeros(effects)
    for cohort in np.unique(starts):
        own = influence[starts == cohort]
        part, members = (own**2).sum(axis=0) / count**2, (own != 0).sum(axis=0)
        larger = part * np.divide(members, members - 1, out=np.ones(effects), where=members > 1)
        error, corrected = error + part, corrected + larger
        below += np.divide(larger**2, members - 1, out=np.zeros(effects), where=members > 1)
    df = np.divide(corrected**2, below, out=np.full(effects, np.nan), where=below > 0)
    return Spread(np.sqrt(error), np.sqrt(corrected), df)


def joint_share(influence: Floats, starts: Places, seed: int) -> float:
    """Share of Student's t below the reach that holds for all effects at once 「联合区间的分位」.

    Parameters
    ----------
    influence : array, (entities, effects)
        Influence functions.
    starts : array of int, (entities,)
        Cohort of each entity.
    seed : int
        Of the 999 draws.

    Notes
    -----
    Multiplier bootstrap: each draw takes every entity's influence with a sign of its own, and each effect in errors of
    that very draw, so that small cohorts show how badly they know their error. The surest of the effects stays below
    the share in 95 % of the draws; each effect's reach is that share's quantile of Student's t with its own degrees of
    freedom.

    References
    ----------
    Callaway, B., Sant'Anna, P. (2021), algorithm 1. Journal of Econometrics 225.
    """
    import numpy as np
    from scipy.special import stdtr

    known = spread(influence, starts)
    use = known.corrected > 0
    if not use.any():
        return math.nan
    random, largest = np.random.default_rng(seed), []
    members = [np.flatnonzero(starts == cohort) for cohort in np.unique(starts)]
    for done in range(0, DRAWS, BLOCK):
        signs = 2.0 * random.integers(0, 2, (min(BLOCK, DRAWS - done), len(influence))) - 1
        sums, squares = np.zeros((len(signs), int(use.sum()))), 0.0
        for own in members:
            part = signs[:, own] @ influence[np.ix_(own, use)]
            there = (influence[np.ix_(own, use)] != 0).sum(axis=0)
            rest = (influence[np.ix_(own, use)] ** 2).sum(axis=0) - part**2 / np.maximum(there, 1)
            sums, squares = sums + part, squares + rest * there / np.maximum(there - 1, 1)
        size = np.abs(sums) / np.sqrt(np.maximum(squares, 1e-300))
        largest.append(stdtr(known.df[use], size).max(axis=1))
    return float(np.quantile(np.concatenate(largest), LEVEL))
