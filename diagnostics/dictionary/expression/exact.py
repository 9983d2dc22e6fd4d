"""Sums that are the same for every order of rows, number of threads and engine 「精确求和」."""

from __future__ import annotations

from typing import Any

# Sums of floats accumulate as decimals: exact, and the same for every order of rows and number of threads.
EXACT = "decimal(38, 12)"


def exact_sum(values: Any, where: Any = None) -> Any:
    """Sum that does not depend on the order of rows 「精确求和」.

    Parameters
    ----------
    values : ibis numeric column
        Numbers, finite.
    where : ibis boolean column, optional
        Facts that count.

    Returns
    -------
    ibis float64 scalar
        Missing where no fact has a value.

    Notes
    -----
    Whole numbers are summed as such. Others are rounded to 12 decimals and summed as ``DECIMAL(38, 12)``: addition of
    decimals is associative, of floats it is not. The engine refuses a sum beyond 10**26.
    """
    column = values if values.type().is_integer() else values.cast(EXACT)
    return column.sum(where=where).cast("float64")
