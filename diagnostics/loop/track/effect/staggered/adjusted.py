"""Change of one group less that of another, alike in their covariates 「协变量调整」."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from diagnostics.errors import InputError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Bools = NDArray[np.bool_]

Adjustment = Literal["doubly_robust", "regression", "weighting"]
# A probability nearer to 1 gives one comparison entity all the weight: covariates tell the groups apart.
SEPARATE = 1 - 1e-6
STEPS = 50


def plain(change: Floats, own: Bools) -> tuple[float, Floats]:
    """Difference of the two groups' mean change, and each entity's influence on it 「均值之差」.

    Parameters
    ----------
    change : array, (entities,)
        From the base to the period.
    own : array of bool, (entities,)
        Which belong to the cohort; the others are its controls.

    Examples
    --------
    >>> import numpy as np
    >>> plain(np.array([3.0, 5.0, 1.0, 1.0]), np.array([True, True, False, False]))
    (3.0, array([-2.,  2., -0., -0.]))
    """
    import numpy as np

    count, cohort = len(change), int(own.sum())
    mine, theirs = change[own].mean(), change[~own].mean()
    parts = np.where(own, (change - mine) / cohort, -(change - theirs) / (count - cohort))
    return float(mine - theirs), np.asarray(count * parts)


def adjusted(change: Floats, own: Bools, traits: Floats, how: Adjustment) -> tuple[float, Floats]:
    """The same for controls made alike in their covariates 「协变量调整」.

    Parameters
    ----------
    traits : array, (entities, covariates)
        Covariates in the earlier of the two periods.
    how : {"doubly_robust", "regression", "weighting"}
        The controls' change is foretold from their covariates by least squares; or they are weighted by the odds of
        belonging to the cohort (logit); or both, which needs only one of the two to be right.

    Raises
    ------
    InputError
        When the covariates depend on each other, or tell the cohort apart from everyone else.

    References
    ----------
    Sant'Anna, P., Zhao, J. (2020). Doubly robust difference-in-differences estimators. Journal of Econometrics 219.
    """
    import numpy as np

    x = np.column_stack([np.ones(len(change)), traits])
    if np.linalg.matrix_rank(x[~own]) < x.shape[1]:
        raise InputError(
            f"The covariates ({x.shape[1] - 1}) of the comparison entities ({int((~own).sum())}) depend on each other,"
            " or there are too few entities to tell them apart; leave covariates out."
        )
    fitted, ols = (np.zeros(len(change)), np.zeros_like(x)) if how == "weighting" else _regression(change, own, x)
    if how == "regression":
        return _foretold(change, own, x, fitted, ols)
    odds, logit = _odds(own, x)
    rest = change - fitted
    mine, theirs = own.astype(float), odds * ~own
    one, two = (float((weight * rest).mean() / weight.mean()) for weight in (mine, theirs))
    # Each fitted line adds what its own error does to the effect.
    first = mine * (rest - one) - ols @ (mine[:, None] * x).mean(axis=0)
    second = theirs * (rest - two) - ols @ (theirs[:, None] * x).mean(axis=0)
    second = second + logit @ ((theirs * (rest - two))[:, None] * x).mean(axis=0)
    return one - two, np.asarray(first / mine.mean() - second / theirs.mean())


def _regression(change: Floats, own: Bools, x: Floats) -> tuple[Floats, Floats]:
    """Change foretold from the controls, and each entity's influence on the coefficients."""
    import numpy as np

    controls = (~own).astype(float)[:, None] * x
    inverse = np.linalg.inv(controls.T @ x / len(change))
    fitted = x @ (inverse @ (controls.T @ change / len(change)))
    return fitted, np.asarray((controls * (change - fitted)[:, None]) @ inverse)


def _foretold(change: Floats, own: Bools, x: Floats, fitted: Floats, ols: Floats) -> tuple[float, Floats]:
    """Change of the cohort less what its covariates foretell."""
    import numpy as np

    mine = own.astype(float)
    effect = float((change - fitted)[own].mean())
    influence = mine * (change - fitted - effect) - ols @ (mine[:, None] * x).mean(axis=0)
    return effect, np.asarray(influence / mine.mean())


def _odds(own: Bools, x: Floats) -> tuple[Floats, Floats]:
    """Odds of belonging to the cohort, and each entity's influence on the logit's coefficients."""
    import numpy as np
    from scipy.special import expit

    # Covariates on one scale: the steps of Newton's method stay small.
    scale = np.abs(x).max(axis=0)
    z, target, beta, step = x / scale, own.astype(float), np.zeros(x.shape[1]), np.full(x.shape[1], np.inf)
    for _ in range(STEPS):
        chance = np.clip(expit(z @ beta), 1e-12, 1 - 1e-12)
        hessian = (z * (chance * (1 - chance))[:, None]).T @ z
        if np.linalg.cond(hessian) > 1e14:
            break
        step = np.linalg.solve(hessian, z.T @ (target - chance))
        beta = beta + step
        if np.abs(step).max() < 1e-10 * max(1.0, float(np.abs(beta).max())):
            break
    chance = expit(z @ beta)
    if (chance[~own] > SEPARATE).any() or chance[own].min() > SEPARATE or np.abs(step).max() > 1e-6:
        raise InputError(
            f"The covariates tell the entities that started together ({int(own.sum())}) apart from everyone else, so"
            " none is like them; leave covariates out."
        )
    hessian = (z * (chance * (1 - chance))[:, None]).T @ z / len(own)
    influence = ((target - chance)[:, None] * z) @ np.linalg.inv(hessian) / scale
    return np.asarray(chance / (1 - chance)), influence
