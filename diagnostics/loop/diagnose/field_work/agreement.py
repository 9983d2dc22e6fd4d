"""How far two people who coded the same notes agree, beyond chance 「编码一致性」."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any

from diagnostics.errors import InputError

if TYPE_CHECKING:
    from diagnostics.model.root_cause import Interview

# Below this many notes the normal law is no guide to the interval: notes are drawn again instead.
SMALL = 50
_DRAWS = 2000
# An interval narrower than rounding tells nothing.
_WIDTH = 1e-9
_Z = 1.959963984540054


@dataclass(frozen=True, eq=False)
class Agreement:
    """How far two coders agree 「编码一致性」.

    Parameters
    ----------
    first, second : str
        Who coded.
    notes : int
        Notes that both coded; ``single`` those that one of them coded.
    kappa : float, optional
        Cohen's κ, -1 to 1; None where nothing was coded by both, or both used one code only.
    low, high : float, optional
        95 % interval.
    method : {"asymptotic", "bootstrap", ""}
        How the interval was found.
    agreed : float, optional
        Share of notes with the same code, 0 to 1.
    disputed : tuple of (interview, number, code, code)
        Notes that they code otherwise; the number counts from 1.
    """

    first: str
    second: str
    notes: int
    single: int
    kappa: float | None
    low: float | None
    high: float | None
    method: str
    agreed: float | None
    disputed: tuple[tuple[str, int, str, str], ...]


def agreements(interviews: Sequence[Interview], *, seed: int = 0) -> tuple[Agreement, ...]:
    """Agreement of every two coders, those with the most notes in common first 「两两一致性」.

    Parameters
    ----------
    interviews : sequence of Interview
        With codes by coder in their notes.
    seed : int
        Of the draws for the interval.
    """
    noted = [(each.id, at, note.codes) for each in interviews for at, note in enumerate(each.notes, start=1)]
    coders = sorted({coder for *_, codes in noted for coder in codes})
    found = []
    for first, second in combinations(coders, 2):
        both = [(codes[first], codes[second]) for *_, codes in noted if first in codes and second in codes]
        single = sum((first in codes) != (second in codes) for *_, codes in noted)
        disputed = tuple(
            (interview, at, codes[first], codes[second])
            for interview, at, codes in noted
            if first in codes and second in codes and codes[first] != codes[second]
        )
        kappa, low, high, method = cohen(both, seed=seed) if both else (None, None, None, "")
        agreed = 1 - len(disputed) / len(both) if both else None
        found.append(Agreement(first, second, len(both), single, kappa, low, high, method, agreed, disputed))
    return tuple(sorted(found, key=lambda each: -each.notes))


def cohen(pairs: Sequence[tuple[str, str]], *, seed: int = 0) -> tuple[float | None, float | None, float | None, str]:
    """Cohen's κ of pairs of codes with its 95 % interval 「科恩 κ」.

    Parameters
    ----------
    pairs : sequence of (str, str)
        Codes of the same note by two people.
    seed : int
        Of the draws, where notes are few.

    Returns
    -------
    (kappa, low, high, method)
        None where both used the same code throughout: then chance alone explains all agreement.

    Raises
    ------
    InputError
        When there is no pair.

    Notes
    -----
    κ = (p - e) / (1 - e), p the share of equal codes and e the share expected of two who code by their own habits.
    The interval is asymptotic (Fleiss, Cohen and Everitt 1969) from 50 notes on, else from notes drawn anew 2,000 times
    (percentiles), which is wide where notes are few, as it should be; of draws in which κ is undefined nothing is
    known, and where those are more than a tenth no interval is told. Nor is one without width, as of coders who agree
    on every note: that nothing differed in these notes is not that nothing could.

    Examples
    --------
    >>> cohen([("a", "a"), ("b", "b"), ("a", "b"), ("b", "b")])[0]
    0.5
    """
    if not pairs:
        raise InputError("cohen got no pair of codes, needs one at least.")
    codes = sorted({each for pair in pairs for each in pair})
    if len(codes) == 1:
        return None, None, None, ""
    few = len(pairs) < SMALL
    kappa, low, high = _drawn(pairs, codes, seed) if few else _asymptotic(pairs, codes)
    if low is None or high is None or high - low < _WIDTH:
        return kappa, None, None, ""
    return kappa, low, high, "bootstrap" if few else "asymptotic"


def _asymptotic(pairs: Sequence[tuple[str, str]], codes: Sequence[str]) -> tuple[float, float | None, float | None]:
    import numpy as np

    at = {each: index for index, each in enumerate(codes)}
    table = np.zeros((len(codes), len(codes)))
    for (first, second), count in Counter(pairs).items():
        table[at[first], at[second]] = count
    p = table / table.sum()
    rows, columns = p.sum(axis=1), p.sum(axis=0)
    observed, expected = float(np.trace(p)), float(rows @ columns)
    kappa = (observed - expected) / (1 - expected)
    own = np.diag(p) * (1 - (rows + columns) * (1 - kappa)) ** 2
    # Habits of the other: of cell (i, j) the share of i with the second coder and of j with the first.
    other = p * (columns[:, None] + rows[None, :]) ** 2
    np.fill_diagonal(other, 0)
    spread = own.sum() + (1 - kappa) ** 2 * other.sum() - (kappa - expected * (1 - kappa)) ** 2
    error = float(np.sqrt(max(spread, 0.0) / len(pairs))) / (1 - expected)
    return kappa, max(-1.0, kappa - _Z * error), min(1.0, kappa + _Z * error)


def _drawn(
    pairs: Sequence[tuple[str, str]], codes: Sequence[str], seed: int
) -> tuple[float, float | None, float | None]:
    import numpy as np

    at = {each: index for index, each in enumerate(codes)}
    first, second = (np.array([at[pair[side]] for pair in pairs]) for side in (0, 1))
    draws = np.random.default_rng(seed).integers(0, len(pairs), size=(_DRAWS, len(pairs)))
    whole = float(_kappas(first[None, :], second[None, :], len(codes))[0])
    found = _kappas(first[draws], second[draws], len(codes))
    known = found[~np.isnan(found)]
    if len(known) < 0.9 * _DRAWS:
        return whole, None, None
    low, high = np.percentile(known, [2.5, 97.5])
    return whole, float(low), float(high)


def _kappas(first: Any, second: Any, codes: int) -> Any:
    """κ of each row of two tables of codes; missing where one code only is left."""
    import numpy as np

    one, other = np.asarray(first), np.asarray(second)
    observed = (one == other).mean(axis=1)
    expected = sum((one == each).mean(axis=1) * (other == each).mean(axis=1) for each in range(codes))
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(expected < 1 - 1e-12, (observed - expected) / (1 - expected), np.nan)
