"""Errors of effects on cohorts, and bands that hold for all of them at once 「误差与联合区间」."""

from __future__ import annotations

import math
from collections.abc import Sequence
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

    error = np.sqrt((influence**2).sum(axis=0)) / len(influence)
    parts = [_part(influence[starts == cohort]) for cohort in np.unique(starts)]
    corrected, df = _welch([each[0] for each in parts], [each[1] for each in parts])
    return Spread(error, corrected / len(influence), df)


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
    Multiplier bootstrap: each draw takes every entity's influence with a sign of its own, and each effect in errors and
    degrees of freedom of that very draw, so that small cohorts show how badly they know their error. The surest of the
    effects stays below the share in 95 % of the draws; each effect's reach is that share's quantile of Student's t.

    References
    ----------
    Callaway, B., Sant'Anna, P. (2021), algorithm 1. Journal of Econometrics 225.
    """
    import numpy as np
    from scipy.special import stdtr

    use = influence[:, spread(influence, starts).corrected > 0]
    if not use.shape[1]:
        return math.nan
    random, surest = np.random.default_rng(seed), []
    cohorts = [use[starts == cohort] for cohort in np.unique(starts)]
    for done in range(0, DRAWS, BLOCK):
        count = min(BLOCK, DRAWS - done)
        signed = [2.0 * random.integers(0, 2, (count, len(own))) - 1 for own in cohorts]
        sums = [signs @ own for signs, own in zip(signed, cohorts, strict=True)]
        parts = [_part(own, total) for own, total in zip(cohorts, sums, strict=True)]
        error, df = _welch([each[0] for each in parts], [each[1] for each in parts])
        surest.append(stdtr(df, np.abs(np.sum(sums, axis=0)) / np.maximum(error, 1e-300)).max(axis=1))
    return float(np.quantile(np.concatenate(surest), LEVEL))


def _part(own: Floats, total: Floats | float = 0.0) -> tuple[Floats, Floats]:
    """Squared influence of a cohort around its mean, divided by one entity less, and that number less one."""
    import numpy as np

    members = (own != 0).sum(axis=0)
    # Where all signs are alike nothing is left, and rounding may leave less.
    part = np.maximum((own**2).sum(axis=0) - total**2 / np.maximum(members, 1), 0.0)
    return np.asarray(part * members / np.maximum(members - 1, 1)), np.maximum(members - 1, 1)


def _welch(parts: Sequence[Floats], dfs: Sequence[Floats]) -> tuple[Floats, Floats]:
    """Error and degrees of freedom of a sum over cohorts."""
    import numpy as np

    whole = np.sum(parts, axis=0)
    # By shares: squares of squares of very large values are infinite.
    shares = [np.divide(part, whole, out=np.zeros(whole.shape), where=whole > 0) for part in parts]
    below = np.sum([share**2 / df for share, df in zip(shares, dfs, strict=True)], axis=0)
    return np.sqrt(whole), np.divide(1.0, below, out=np.full(whole.shape, np.nan), where=below > 0)
