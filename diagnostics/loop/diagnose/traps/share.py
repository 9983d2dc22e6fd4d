"""A share of events against what is asked of it 「占比检验」."""

from __future__ import annotations

from diagnostics.loop.diagnose.traps.tested import Tested, score_of

# Below this many events nothing is said.
FEWEST = 6


def too_few(done: int, count: int, rule: float) -> Tested | None:
    """Whether a share lies below what is asked for, by more than chance 「占比过低」.

    Parameters
    ----------
    done, count : int
        How many were, of how many.
    rule : float
        Share asked for, 0 to 1.

    Returns
    -------
    Tested or None
        None with fewer than six. ``figures``: ``n_done``, ``n_count``, ``share``, ``rule``.

    Notes
    -----
    Binomial, one side: probability of so few where the share is just what is asked for. Score: 100 at none.

    Examples
    --------
    >>> too_few(2, 20, 0.5).score, round(too_few(2, 20, 0.5).probability, 4)
    (80.0, 0.0002)
    """
    if count < FEWEST:
        return None
    from scipy import stats

    share = done / count
    return Tested(
        float(stats.binom.cdf(done, count, rule)), score_of(rule - share, rule), count,
        {"n_done": float(done), "n_count": float(count), "share": share, "rule": rule}, material=share < rule,
    )  # fmt: skip


def too_many(done: int, count: int, rule: float) -> Tested | None:
    """Whether a share lies above what is tolerated, by more than chance 「占比过高」.

    As `too_few`; the score is 100 at all.
    """
    if count < FEWEST:
        return None
    from scipy import stats

    share = done / count
    return Tested(
        float(stats.binom.sf(done - 1, count, rule)), score_of(share - rule, 1 - rule), count,
        {"n_done": float(done), "n_count": float(count), "share": share, "rule": rule}, material=share > rule,
    )  # fmt: skip
