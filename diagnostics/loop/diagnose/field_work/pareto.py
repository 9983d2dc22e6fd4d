"""Which few causes make most of the loss 「帕累托分析」."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from diagnostics.errors import InputError, unknown
from diagnostics.model.pareto import COLUMNS, Pareto

if TYPE_CHECKING:
    import pandas as pd

# Amounts that differ by less are equal: sums of the same minutes in another order.
_EQUAL = 1e-9


def pareto(frame: pd.DataFrame, cause: str, amount: str, *, rule: float = 0.8, most: int = 12) -> Pareto:
    """Which few causes make most of the loss 「帕累托分析」.

    Parameters
    ----------
    frame : DataFrame
        One row an occurrence, or a cause.
    cause, amount : str
        Columns: what it was, and what it cost (minutes, pieces, money; 0 or more, all in one unit).
    rule : float
        Share of the whole that the vital few reach together, above 0 and up to 1.
    most : int
        Causes told one by one, 2 or more; smaller ones are merged, never one of the vital few.

    Returns
    -------
    Pareto
        The largest first; equal ones by name.

    Raises
    ------
    InputError
        When a column is missing, an amount is negative, infinite or no number, a cause has no name, or ``rule`` or
        ``most`` is out of range.

    Notes
    -----
    The vital few are the fewest largest causes that reach ``rule``. Where the last of them ties with others, those are
    vital too: a list must not depend on the alphabet. A missing amount is counted and told, and in no figure.

    Examples
    --------
    >>> import pandas as pd
    >>> found = pareto(pd.DataFrame({"why": ["a", "b", "a", "c"], "minutes": [40, 30, 20, 10]}), "why", "minutes")
    >>> found.vital
    ('a', 'b')
    """
    import pandas as pd

    if not 0 < rule <= 1:
        raise InputError(f"rule == {rule!r}, must be above 0 and up to 1.")
    if most < 2:
        raise InputError(f"most == {most!r}, must be 2 or more.")
    told = _told(frame, cause, amount)
    sums = told.dropna(subset=["amount"]).groupby("cause", sort=True)["amount"].agg(math.fsum)
    ordered = sums.sort_values(ascending=False, kind="stable")
    total = math.fsum(ordered)
    rows: list[tuple[str, float, float, float, bool, int]] = []
    reached = 0.0
    for name, value in ordered.items():
        ties = bool(rows) and rows[-1][4] and abs(value - rows[-1][1]) <= _EQUAL * total
        vital = total > 0 and value > 0 and (reached < rule * total * (1 - _EQUAL) or ties)
        reached += value
        rows.append((str(name), float(value), value / total if total else math.nan,
                     min(reached / total, 1.0) if total else math.nan, vital, 0))  # fmt: skip
    keep = max(most, sum(each[4] for each in rows) + 1)
    if len(rows) > keep:
        small = rows[keep - 1 :]
        value = math.fsum(each[1] for each in small)
        rows[keep - 1 :] = [("", value, value / total if total else math.nan, 1.0 if total else math.nan, False,
                             len(small))]  # fmt: skip
    return Pareto(pd.DataFrame(rows, columns=list(COLUMNS)), total, rule, int(told["amount"].isna().sum()))


def _told(frame: pd.DataFrame, cause: str, amount: str) -> pd.DataFrame:
    """Causes and amounts, checked."""
    import pandas as pd

    for name in (cause, amount):
        if name not in frame.columns:
            raise unknown("column", name, [str(each) for each in frame.columns])
        if list(frame.columns).count(name) > 1:
            raise InputError(f"Column {name!r} is there twice; keep one.")
    column = frame[amount]
    odd = pd.api.types.is_bool_dtype(column) or pd.api.types.is_complex_dtype(column)
    if odd or not pd.api.types.is_numeric_dtype(column):
        raise InputError(f"Column {amount!r} holds {column.dtype}, must hold numbers.")
    amounts = column.astype("float64")
    bad = amounts[(amounts < 0) | amounts.isin([math.inf, -math.inf])]
    if len(bad):
        raise InputError(
            f"{amount} == {float(bad.iloc[0])!r} in row {bad.index[0]}, must be 0 or more: losses don't cancel."
        )
    try:
        math.fsum(amounts.dropna())
    except OverflowError as error:
        told = f"Column {amount!r} adds up to more than a number can hold; count it in a larger unit."
        raise InputError(told) from error
    nameless = (frame[cause].isna() | (frame[cause].astype(str).str.strip() == "")).to_numpy(dtype=bool)
    if nameless.any():
        raise InputError(f"Column {cause!r} has no name in row {frame.index[nameless][0]}; name what is not known.")
    return pd.DataFrame({"cause": frame[cause].astype(str).to_numpy(), "amount": amounts.to_numpy()})
