"""How many independent figures the figures are worth 「有效样本量」."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Codes = NDArray[np.intp]

_MOST_ALIKE = 0.95


def likeness(values: Floats, entity: Codes) -> float:
    """Share of the variance that lies between entities, 0 to 1 「组内相关」.

    Notes
    -----
    Intraclass correlation of one-way analysis of variance, with the mean number of figures per entity corrected for
    unequal numbers (Donner, 1986).

    Examples
    --------
    >>> import numpy as np
    >>> likeness(np.array([1.0, 1.0, 5.0, 5.0]), np.array([0, 0, 1, 1]))
    1.0
    """
    import numpy as np

    sizes = np.bincount(entity).astype(float)
    groups, n = len(sizes), len(values)
    if groups < 2 or n <= groups:
        return 0.0
    means = np.bincount(entity, values) / sizes
    within = float(np.square(values - means[entity]).sum()) / (n - groups)
    between = float((sizes * np.square(means - values.mean())).sum()) / (groups - 1)
    typical = (n - float(np.square(sizes).sum()) / n) / (groups - 1)
    whole = between + (typical - 1) * within
    return float(np.clip((between - within) / whole, 0, 1)) if whole > 0 else 0.0


def worth_of_people(values: Floats, entity: Codes, weights: Floats) -> float:
    """Independent figures that the figures of many entities are worth 「有效样本量（人员）」.

    Notes
    -----
    ``(sum w)² / sum over entities of w² (1 + (m - 1) rho) m``: Kish's design effect of weights and of clusters with
    intraclass correlation rho, m figures an entity.
    """
    import numpy as np

    alike = likeness(values, entity)
    sizes = np.bincount(entity).astype(float)
    own = np.bincount(entity, weights) / sizes
    spent = float((np.square(own) * sizes * (1 + (sizes - 1) * alike)).sum())
    return float(weights.sum() ** 2 / spent)


def worth_of_periods(values: Floats, entity: Codes, back: Codes) -> float:
    """Independent figures that the figures of a few entities' periods are worth 「有效样本量（周期）」.

    Notes
    -----
    Periods times ``(1 - r) / (1 + r)``, r the correlation of neighbouring periods around each entity's straight line,
    at least 0. Growth by itself makes no dependence; it is told apart.
    """
    import numpy as np

    sizes = np.bincount(entity)

    def centred_on_entity(figures: Floats) -> Floats:
        return figures - (np.bincount(entity, figures) / sizes)[entity]

    centred, time = centred_on_entity(values), centred_on_entity(back.astype(float))
    slope = np.bincount(entity, centred * time) / np.maximum(np.bincount(entity, time * time), 1e-12)
    centred -= slope[entity] * time
    grid = np.full((len(sizes), int(back.max()) + 1), np.nan)
    grid[entity, back] = centred
    one, next_ = grid[:, :-1], grid[:, 1:]
    both = ~np.isnan(one) & ~np.isnan(next_)
    whole = float(np.square(centred).sum()) / len(values)
    together = float((one[both] * next_[both]).sum()) / max(int(both.sum()), 1)
    alike = float(np.clip(together / whole, 0, _MOST_ALIKE)) if whole > 0 else 0.0
    return len(set(back.tolist())) * (1 - alike) / (1 + alike)
