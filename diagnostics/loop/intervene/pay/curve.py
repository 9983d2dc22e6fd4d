"""Share of the variable pay by the curve 「按曲线发放」."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

    from diagnostics.model.pay_curve import PayCurve

    Array = np.ndarray[Any, np.dtype[np.float64]]

# A mark is reached from within a rounding error of it, as 0.18 / 0.2 reaches 0.9 on paper.
_CLOSE = 1e-12


def paid_share(curve: PayCurve, result: Any) -> Array:
    """Share of the variable pay for results 「发放比例」.

    Parameters
    ----------
    curve : PayCurve
        The curve.
    result : array-like
        Results as shares of the target.

    Notes
    -----
    Nothing below the start of pay. Then lines from tier to tier, or the share of the last tier that was reached; level
    beyond the last tier; never above the cap.

    Examples
    --------
    >>> from diagnostics.model.pay_curve import PayCurve
    >>> curve = PayCurve(start={"at": 0.8}, base={"at": 0.9, "pay": 0.6}, above=[{"at": 1.1, "pay": 1.3}])
    >>> [round(each, 9) for each in paid_share(curve, [0.79, 0.85, 0.9, 1.0, 1.05, 2.0]).tolist()]
    [0.0, 0.3, 0.6, 1.0, 1.15, 1.3]
    """
    import numpy as np

    given = np.asarray(result, dtype=np.float64)
    at = np.array([each.at for each in curve.tiers])
    pay = np.array([each.pay for each in curve.tiers])
    if curve.between == "linear":
        found = np.interp(given, at, pay)
        found = np.where(given >= at[0] - _CLOSE, found, 0.0)
    else:
        found = np.append(0.0, pay)[np.searchsorted(at - _CLOSE * (1 + at), given, side="right")]
    return found if curve.cap is None else np.minimum(found, curve.cap)
