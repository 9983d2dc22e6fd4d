"""Figures blanked for their own sake 「一次抑制」."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diagnostics.errors import InputError

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

LEAST, LEAST_OF_PAY = 5, 10


def few_behind(people: pd.Series, least: int = LEAST) -> np.ndarray:
    """Cells with fewer than ``least`` people behind them 「人数不足」.

    Parameters
    ----------
    people : Series
        Distinct people behind each figure; NaN where the figure is about no people, which is never blanked.
    least : int, default 5
        Fewest people behind a published figure; 10 for pay.

    Raises
    ------
    InputError
        When ``least`` isn't at least 1, or a count is negative.
    """
    if least < 1:
        raise InputError(f"least == {least}, must be at least 1.")
    if (people < 0).any():
        raise InputError(f"people == {people[people < 0].iloc[0]:g}, must be 0 or more.")
    return (people < least).to_numpy(dtype=bool)


def dominated(total: pd.Series, largest: pd.Series, second: pd.Series, share: float = 0.10) -> np.ndarray:
    """Sums of money in which one person can work out another's part 「p% 规则」.

    Parameters
    ----------
    total, largest, second : Series
        Sum of a cell, and the two largest parts that single people have in it, in money.
    share : float, default 0.10
        How well the second may come to know the largest: within 10 %.

    Returns
    -------
    array of bool
        True where ``total - largest - second < share × largest``. Where a figure is missing nothing is known of how it
        is made up, and it is blanked.

    Raises
    ------
    InputError
        When ``share`` isn't in (0, 1], a part is negative (the rule holds for parts of one sign), or the second is
        larger than the largest.

    Notes
    -----
    The p% rule; Hundepool et al., Handbook on Statistical Disclosure Control (ESSnet SDC, 2010), section 4.2.

    Examples
    --------
    >>> import pandas as pd
    >>> dominated(pd.Series([100.0, 100.0]), pd.Series([60.0, 30.0]), pd.Series([38.0, 25.0])).tolist()
    [True, False]
    """
    if not 0 < share <= 1:
        raise InputError(f"share == {share}, must be in (0, 1].")
    for name, figures in (("largest", largest), ("second", second)):
        if (figures < 0).any():
            raise InputError(f"{name} == {figures[figures < 0].iloc[0]:g}; the p% rule needs parts of 0 or more.")
    if (second > largest).any():
        raise InputError("The second largest part is larger than the largest.")
    rest = (total - largest - second).round(9)
    return ~(rest >= share * largest).to_numpy(dtype=bool)
