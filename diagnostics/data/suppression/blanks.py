"""Cells to blank so that nothing blanked can be worked out 「二次抑制」."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from diagnostics.data.suppression.bounds import Known, recoverable
from diagnostics.data.suppression.partners import Partners, Past
from diagnostics.errors import InputError

if TYPE_CHECKING:
    import numpy as np

    from diagnostics.data.suppression.linked import LinkedTable

SHARE, SHARE_OF_PAY = 0.20, 0.10


def protect(
    table: LinkedTable, few: np.ndarray, shares: Mapping[str, float] | None = None, past: Past | None = None
) -> np.ndarray:
    """Which cells of a table to blank, in all their measures 「需抑制的单元格」.

    Parameters
    ----------
    table : LinkedTable
        Cells and sums.
    few : array of bool
        Cells with too few people behind them, or figures that one person dominates: blanked for their own sake.
    shares : mapping, optional
        By measure, how unsure a blanked figure is to stay: 0.2 (±20 %) where nothing is said, 0.1 for pay.
    past : Past, optional
        What an earlier page withheld stays blanked; what it published is known, and no cell is hidden behind it.

    Returns
    -------
    array of bool
        ``few`` and the cells blanked beside them. The same table gives the same cells.

    Raises
    ------
    InputError
        When ``few`` does not fit the table, a share isn't in (0, 1], or sums that do not come out give a figure back
        whatever is blanked.

    Notes
    -----
    Cells are added where a sum would give a figure back (``Partners``), then the bounds audit (``recoverable``) looks
    at all sums together; what it finds gets a further cell, until it finds nothing. A cell is blanked in all measures,
    so that no ratio leads from one to another. Fischetti & Salazar-González, "Solving the cell suppression problem on
    tabular data with linear constraints", Management Science 47 (2001), state the problem; the choice here is a plain
    one by size, and blanks more cells than the optimum.

    Examples
    --------
    >>> import numpy as np, pandas as pd
    >>> from diagnostics.data.suppression.linked import link_cells
    >>> shops = pd.DataFrame({"entity": ["all", "s1", "s2", "s3"], "sales": [60.0, 5.0, 20.0, 35.0]})
    >>> table = link_cells(shops, {"entity": {"all": [["s1", "s2", "s3"]]}}, ["sales"])
    >>> protect(table, np.array([False, True, False, False])).tolist()
    [False, True, True, False]
    """
    told = dict.fromkeys(map(str, table.figures), SHARE) | dict(shares or {})
    _refuse(table, few, told)
    import numpy as np

    few = np.concatenate([few, np.zeros(len(table.cells) - len(few), dtype=bool)])
    past = None if past is None else past.fit(len(few))
    if not few.any() and (past is None or not past.withheld.any()):
        return np.asarray(few[~table.implied])
    partners = Partners(table, few, told, past)
    known, audited = np.ones(len(few), dtype=bool), Known()
    while known.any():
        partners.close()
        known = recoverable_cells(table, partners.hidden, few, told, audited)
        if known.any() and not partners.widen(known):
            where = table.cells[known].iloc[0].to_dict()
            raise InputError(
                f"The figure at {where} can be worked out whatever is blanked; leave the sums around it out."
            )
    return np.asarray(partners.hidden[~table.implied])


def recoverable_cells(
    table: LinkedTable, hidden: np.ndarray, few: np.ndarray, shares: Mapping[str, float], known: Known | None = None
) -> np.ndarray:
    """Cells that a reader can work out too well in at least one measure 「可还原性审计」.

    Parameters
    ----------
    table : LinkedTable
        Cells and sums.
    hidden, few : array of bool
        Blanked cells, and those among them blanked for their own sake, one for each of the table's cells.
    shares : mapping
        By measure, how unsure a blanked figure is to stay.
    known : Known, optional
        Which cells alone are asked after, and parts of the table found safe before, which are not looked at again.
    """
    import numpy as np

    told = np.zeros(len(hidden), dtype=bool)
    for measure, share in shares.items():
        told |= recoverable(table, hidden, few, (measure, share), known)
    return told


def _refuse(table: LinkedTable, few: np.ndarray, shares: Mapping[str, float]) -> None:
    published = int((~table.implied).sum())
    if len(few) != published:
        raise InputError(
            f"few has {len(few)} cells, the table {published}; it says of each cell whether it is blanked."
        )
    for measure, share in shares.items():
        if measure not in table.figures:
            raise InputError(f"shares speaks of {measure!r}, the table holds {list(table.figures)}.")
        if not 0 < share <= 1:
            raise InputError(f"share == {share} for {measure!r}, must be in (0, 1].")
