"""Whether pay follows results 「薪酬与业绩的关联」."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diagnostics.loop.diagnose.traps.tested import Tested, score_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

# A tenth more result ought to bring at least 2 % more pay: the weakest link that can be called one.
TIE, NEEDED, SPAN = 0.2, 24, 6
RISE, LEAST_PEERS, HALF = 0.05, 4, 0.5


def pay_link(pay: Floats, result: Floats, *, sign: float = 1.0) -> Tested | None:
    """Whether pay follows the result within units, by how much, and with what interval 「薪酬业绩敏感度」.

    Parameters
    ----------
    pay, result : array of float, entities × periods
        Both above zero; NaN where there is none.
    sign : float
        1 where a higher result is better, -1 where a lower one is.

    Returns
    -------
    Tested or None
        None with fewer than 24 pairs, or where the result does not move. ``figures``: ``tie`` (relative change of pay
        to a relative change of the result of one), ``tie_low``, ``tie_high`` (95 %).

    Notes
    -----
    Least squares of logarithms within units; errors by unit, or by stretches of six periods where units are few. The
    probability is that of so weak a link where the true one is 0.2. Association, not cause.
    """
    import numpy as np
    from scipy import stats

    known = np.isfinite(pay) & np.isfinite(result) & (pay > 0) & (result > 0)
    if known.sum() < NEEDED:
        return None
    y, x = _within(np.where(known, pay, 1.0), known), sign * _within(np.where(known, result, 1.0), known)
    power = float((x[known] ** 2).sum())
    if power / known.sum() < 1e-6:
        return None
    tie = float((x * y)[known].sum()) / power
    left = np.where(known, y - tie * x, 0.0) * x
    rows = left.sum(axis=1)
    if len(rows) < 5:
        parts = [left[:, at : at + SPAN].sum(axis=1) for at in range(0, left.shape[1], SPAN)]
        rows = np.concatenate(parts)
    count = int((np.abs(rows) > 0).sum())
    if count < 3:
        # Pay that never moves follows nothing, and has no error of its own.
        error, freedom = 1e-6, float(known.sum() - 1)
    else:
        error, freedom = float(np.sqrt((rows**2).sum() * count / (count - 1))) / power, float(count - 1)
    reach = float(stats.t.ppf(0.975, freedom)) * error
    return Tested(
        float(stats.t.cdf((tie - TIE) / max(error, 1e-9), freedom)), score_of(TIE - tie, TIE), int(known.sum()),
        {"tie": tie, "tie_low": tie - reach, "tie_high": tie + reach, "n_entities": float(known.any(axis=1).sum())},
        material=tie < TIE,
    )  # fmt: skip


def _within(values: Floats, known: NDArray[np.bool_]) -> Floats:
    """Logarithms less their unit's mean."""
    import numpy as np

    logs = np.where(known, np.log(np.where(known, values, 1.0)), 0.0)
    mean = logs.sum(axis=1, keepdims=True) / np.maximum(known.sum(axis=1, keepdims=True), 1)
    found: Floats = np.where(known, logs - mean, 0.0)
    return found


def fixed_rise(fixed: Floats, result: Floats, *, sign: float = 1.0) -> Tested | None:
    """Whether results stayed where they were after fixed pay was raised 「固定工资上调而业绩未变」.

    Parameters
    ----------
    fixed, result : array of float, entities × periods
        Fixed pay and the result, months as a rule.
    sign : float
        1 where a higher result is better, -1 where a lower one is.

    Returns
    -------
    Tested or None
        None without a rise of at least 5 % that has six periods before and after it, or with fewer than four other
        units without one then. ``figures``: ``rise`` (geometric mean) and ``change`` (of the result against the
        others), both relative, and ``n_rises``.
        ``marks``: whose pay was raised.

    Notes
    -----
    The result of the six periods after against those before, less the median change of the others then. Its noise is
    the spread of the others. The probability is that of so little where the result had risen by half the pay rise.
    """
    import numpy as np
    from scipy import stats

    rises, changes, errors, raised = [], [], [], []
    jumps = _jumps(fixed)
    for at, when, size in jumps:
        before, after = result[:, when - SPAN : when], result[:, when : when + SPAN]
        # A result below zero, as a loss is, has no relative change.
        there = np.asarray((before > 0).all(axis=1) & (after > 0).all(axis=1))
        there &= np.isfinite(before).all(axis=1) & np.isfinite(after).all(axis=1)
        moved = np.full(len(result), np.nan)
        moved[there] = sign * np.log(after[there].mean(axis=1) / before[there].mean(axis=1))
        busy = {other for other, day, _ in jumps if abs(day - when) < SPAN}
        others = np.array([moved[each] for each in range(len(result)) if each not in busy and there[each]])
        if there[at] and len(others) >= LEAST_PEERS:
            rises.append(size)
            changes.append(float(moved[at] - np.median(others)))
            errors.append(float(others.std(ddof=1)) * np.sqrt(1 + 1.57 / len(others)))
            raised.append((at, len(others)))
    if not rises:
        return None
    rise, change = float(np.mean(rises)), float(np.mean(changes))
    error = float(np.sqrt(np.sum(np.square(errors)))) / len(errors)
    # The spread of few others is itself uncertain, and their median a choice.
    freedom = sum(max(count - 3, 1) for _, count in raised)
    return Tested(
        float(stats.t.cdf((change - HALF * rise) / max(error, 1e-9), freedom)), score_of(rise - change, rise),
        len(rises), {"rise": float(np.expm1(rise)), "change": float(np.expm1(change)), "n_rises": float(len(rises))},
        tuple(at for at, _ in raised), material=change < HALF * rise,
    )  # fmt: skip


def _jumps(fixed: Floats) -> list[tuple[int, int, float]]:
    """Rises of fixed pay that lasted: unit, period, size as a logarithm."""
    import numpy as np

    found = []
    for at, row in enumerate(fixed):
        when = SPAN
        while when <= len(row) - SPAN:
            before, after = row[when - SPAN : when], row[when : when + SPAN]
            whole = np.isfinite(before).all() and np.isfinite(after).all() and before.min() > 0
            # Steady on both sides: otherwise it is no fixed pay that was raised.
            if whole and row[when] > before[-1] * (1 + RISE) and after.min() >= before.max() * (1 + RISE):
                found.append((at, when, float(np.log(after.mean() / before.mean()))))
                when += SPAN
            else:
                when += 1
    return found
