"""Scale on which a series moves evenly: as it is, log, root of counts, angle of shares 「尺度」."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from diagnostics.loop.diagnose.signal.panel import Panel

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]
    Codes = NDArray[np.int8]

PLAIN, LOG, ROOT, ANGLE, BINOMIAL = range(5)
# Those that are not the figures as they are.
MOVED = (LOG, ROOT, ANGLE, BINOMIAL)
# Whole numbers up to this mean are counts of single things; larger ones move like amounts.
COUNTED = 50.0


@dataclass(frozen=True, slots=True)
class Scaled:
    """Histories and figures on the scale of each series 「变换后的序列」.

    Parameters
    ----------
    code : array of int
        Scale of each series.
    past, now : array of float
        Histories and the period's own figures on that scale.
    usual, own : array of float
        What pure counting makes figures vary (a variance on that scale): in the history on average, and at the period.
    wider : array of float
        How much wider the period's figure scatters because fewer cases are behind it than usual, at least 1.
    cases : array of float
        Cases behind the period's figure, or as many as usual; 1 where there are none to tell.
    """

    code: Codes
    past: Floats
    now: Floats
    usual: Floats
    own: Floats
    wider: Floats
    cases: Floats


def scaled(block: Panel) -> Scaled:
    """Histories on the scale on which each moves evenly 「变换后的序列」.

    Notes
    -----
    Shares of whole numbers: ``arcsin sqrt((x + 3/8) / (n + 3/4))``, whose counting variance is ``1 / (4 n + 2)``.
    Counts: ``sqrt(x + 3/8)``, 1/4 (Anscombe 1948). Amounts above 0: logarithms where they make the history likelier
    (Box and Cox 1964). Counting variance is the least a figure varies, unless the history varies clearly less than
    counting would make it: then it does not count single things.
    """
    past, now = block.past, block.now
    there = ~np.isnan(past)
    count = block.count
    held = np.where(there, past, 0.0)
    mean = held.sum(axis=1) / np.maximum(count, 1)
    code = np.zeros(len(past), dtype=np.int8)
    code[_likelier(block, mean)] = LOG
    few = np.flatnonzero((block.least >= 0) & ~(now < 0) & (mean < COUNTED))
    own = now[few]
    whole = (held[few] == np.floor(held[few])).all(axis=1) & ((own == np.floor(own)) | np.isnan(own))
    code[few[whole]] = ROOT
    ones = np.ones(len(past))
    if block.parts_past is None or block.parts_now is None:
        usual = np.where(_counts(past, np.ones_like(past), code == ROOT), 0.25, 0.0)
        code[(code == ROOT) & (usual == 0) & (mean > 0)] = PLAIN
        return Scaled(code, *_on(code, past, now, None), usual, usual, ones, ones)
    return _with_cases(block, code, mean)


def _with_cases(block: Panel, code: Codes, mean: Floats) -> Scaled:
    """The same where figures are ratios: of how many cases is known."""
    assert block.parts_past is not None
    assert block.parts_now is not None
    (top, under), (own_top, own_under) = block.parts_past, block.parts_now
    there = ~np.isnan(block.past)
    ratio: Flags = np.asarray((np.where(there, under, 1.0) > 0).all(axis=1))
    count = np.maximum(there.sum(axis=1), 1)
    safe = np.where(there & (under > 0), under, np.nan)
    held = np.where(there & ratio[:, None], 1 / np.where(np.isnan(safe), 1, safe), 0.0)
    usual_cases = count / np.maximum(held.sum(axis=1), 1e-300)
    cases = np.where(ratio & (own_under > 0), own_under, np.where(ratio, usual_cases, 1.0))
    share = ratio & _is_share(block, there)
    whole = share & (np.where(there, (top == np.floor(top)) & (under == np.floor(under)), True)).all(axis=1)
    whole &= np.isnan(own_under) | ((own_top == np.floor(own_top)) & (own_under == np.floor(own_under)))
    code[ratio & (code == ROOT)] = PLAIN
    code[share] = ANGLE
    code[whole] = BINOMIAL
    plain = np.where(ratio[:, None], np.where(there, top, np.nan), block.past)
    binomial = _counts(plain, np.where(ratio[:, None], under, 1.0), whole, share=True)
    counted = _counts(block.past, np.ones_like(under), code == ROOT)
    code[(code == ROOT) & ~counted & (mean > 0)] = PLAIN
    code[(code == BINOMIAL) & ~binomial] = ANGLE
    average = (np.where(there, 1 / (4 * np.where(np.isnan(safe), 1, safe) + 2), 0.0)).sum(axis=1) / count
    usual = np.where(counted, 0.25, np.where(binomial, average, 0.0))
    own = np.where(counted, 0.25, np.where(binomial, 1 / (4 * cases + 2), 0.0))
    wider = np.where(ratio & ~binomial, np.maximum(usual_cases / np.maximum(cases, 1e-300), 1.0), 1.0)
    return Scaled(code, *_on(code, block.past, block.now, (under, cases)), usual, own, wider, cases)


def _is_share(block: Panel, there: Flags) -> Flags:
    """Whether every figure is its numerator over its denominator, from 0 to 1."""
    assert block.parts_past is not None
    assert block.parts_now is not None
    found = np.ones(len(there), dtype=bool)
    for value, top, under in (
        (block.past, *block.parts_past),
        (block.now[:, None], block.parts_now[0][:, None], block.parts_now[1][:, None]),
    ):
        held = ~np.isnan(value)
        with np.errstate(invalid="ignore"):
            good = (top >= 0) & (top <= under) & (np.abs(value * under - top) <= 1e-9 * under)
        found &= (good | ~held).all(axis=1)
    return found


def _likelier(block: Panel, mean: Floats) -> Flags:
    """Whether logarithms make a history likelier than the figures as they are; all have to be above 0."""
    found = (block.least > 0) & ~(block.now <= 0) & (block.count > 1)
    rows = np.flatnonzero(found)
    some = block.past[rows]
    missing = np.isnan(some)
    logs = np.log(some)
    size = block.count[rows]
    middle = np.where(missing, 0.0, logs).sum(axis=1) / size
    spread, plain = (_squares(each, centre, missing) / size for each, centre in ((logs, middle), (some, mean[rows])))
    with np.errstate(divide="ignore", over="ignore"):
        better = np.log(spread) + 2 * middle < np.log(plain)
    found[rows] = better & (spread > 0)
    return found


def _squares(values: Floats, centre: Floats, missing: Flags) -> Floats:
    """Sum of squares of each row about a centre."""
    apart = values - centre[:, None]
    apart *= apart
    apart[missing] = 0.0
    found: Floats = apart.sum(axis=1)
    return found


def _counts(top: Floats, under: Floats, asked: Flags, *, share: bool = False) -> Flags:
    """Whether figures vary at least as much as counting single things would make them, but for chance (1 in 100)."""
    found = np.zeros(len(top), dtype=bool)
    rows = np.flatnonzero(asked)
    top, under = top[rows], np.where(np.isnan(top[rows]), np.nan, under[rows])
    rate = np.nansum(top, axis=1) / np.maximum(np.nansum(under, axis=1), 1e-300)
    expected = under * rate[:, None]
    noise = expected * (1 - rate[:, None]) if share else expected
    free = np.maximum((~np.isnan(top)).sum(axis=1) - 1, 1)
    with np.errstate(invalid="ignore", divide="ignore"):
        seen = np.nansum(np.where(noise > 0, (top - expected) ** 2 / noise, 0.0), axis=1) / free
    least = np.maximum(1 - 2 / (9 * free) - 2.326 * np.sqrt(2 / (9 * free)), 0) ** 3
    # Nothing ever, or all ever, tells nothing against counting.
    found[rows] = (seen >= least) | (rate == 0) | (share & (rate == 1))
    return found


def _on(code: Codes, past: Floats, now: Floats, cases: tuple[Floats, Floats] | None) -> tuple[Floats, Floats]:
    """Figures on their scales."""
    together = np.column_stack([past, now])
    # Only shares ask for cases, and without cases nothing is a share.
    behind = together if cases is None else np.column_stack(cases)
    done = together.copy()
    for each in MOVED:
        rows = np.flatnonzero(code == each)
        if len(rows):
            done[rows] = onto(each, together[rows], behind[rows])
    return done[:, :-1], done[:, -1]


def onto(code: int, values: Floats, cases: Floats) -> Floats:
    """Figures on one scale 「变换」."""
    if code == LOG:
        return np.log(values)
    if code == ROOT:
        return np.sqrt(np.maximum(values, 0) + 0.375)
    if code == ANGLE:
        return np.arcsin(np.sqrt(np.clip(values, 0, 1)))
    if code == BINOMIAL:
        return np.arcsin(np.sqrt(np.clip((values * cases + 0.375) / (cases + 0.75), 0, 1)))
    return values


def back(code: int, values: Floats, cases: Floats) -> Floats:
    """Figures back from one scale 「逆变换」."""
    if code == LOG:
        return np.exp(np.minimum(values, 700))
    if code == ROOT:
        return np.maximum(np.maximum(values, 0) ** 2 - 0.375, 0)
    if code == ANGLE:
        return np.sin(np.clip(values, 0, np.pi / 2)) ** 2
    if code == BINOMIAL:
        angle = np.sin(np.clip(values, 0, np.pi / 2)) ** 2
        return np.clip((angle * (cases + 0.75) - 0.375) / cases, 0, 1)
    return values
