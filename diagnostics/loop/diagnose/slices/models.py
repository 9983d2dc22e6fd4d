"""Which model of quiet leaves suits the figures 「模型选择」."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from diagnostics.loop.diagnose.slices import amounts, counts
from diagnostics.loop.diagnose.slices.amounts import Amounts
from diagnostics.loop.diagnose.slices.calm import noise_and_scores, wandering
from diagnostics.loop.diagnose.slices.counts import Counts
from diagnostics.loop.diagnose.slices.past import RESTLESS, Past

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from diagnostics.loop.diagnose.slices.scan import Model

    Floats = NDArray[np.float64]
    Codes = NDArray[np.intp]

# With a history, what a model leaves over of one trouble is no second one: nothing below this part of it is sought.
LEFTOVER = 0.1


@dataclass(frozen=True, eq=False)
class Plan:
    """How slices are sought 「扫描方案」.

    Parameters
    ----------
    model : Model
        What tells quiet leaves from others.
    uneven : float
        By which share of an effect the leaves of a slice differ.
    accept : callable, optional
        Whether a slice is told.
    part : float
        Part of the first slice's score below which no further one is sought.
    """

    model: Model
    uneven: float
    accept: Callable[[Codes, Codes], bool] | None = None
    part: float = 0.0


def model_of(now: Floats, then: Floats, past: Floats | None, calm: Sequence[tuple[Floats, Floats]] = ()) -> Plan:
    """Model that suits the figures: counts out of counts, or amounts 「模型选择」.

    Parameters
    ----------
    now, then : array, (figures, leaves)
        NaN where a leaf was not there.
    past : array, (periods, figures, leaves), optional
        Earlier periods.
    calm : sequence of two arrays, (figures, leaves)
        Earlier pairs of periods: how far leaves wander is taken from them, where there is enough.
    """
    import numpy as np

    calm = [(np.nan_to_num(one), np.nan_to_num(two)) for one, two in calm]
    now, then = np.nan_to_num(now), np.nan_to_num(then)
    counted = len(now) == 2 and _counted(now) and _counted(past if past is not None else then)
    before = None if past is None else Past.of(past, now, counted)
    if counted:
        old = then if before is None else before.sums
        # The rarer side is counted: of 98 parts in 100 that pass, the two that fail tell.
        if now[0].sum() + old[0].sum() > (now[1].sum() + old[1].sum()) / 2:
            now, old = _others(now), _others(old)
            calm = [(_others(one), _others(two)) for one, two in calm]
        told = wandering([pair for pair in calm if all(map(_counted, pair))])
        if before is None and told is not None:
            model: Model = Counts(now, old, *told)
        else:
            wander = None if before is None else before.wandering()
            model = Counts(now, old, wander, lenient=0.0 if before is None else RESTLESS)
        uneven = counts.UNEVEN
    else:
        seen = noise_and_scores([(one[0], _awaited(one, two)) for one, two in calm])
        if before is None and seen is not None:
            model = Amounts(now[0], _awaited(now, then), *seen)
        else:
            noise = before.noise() if before is not None and len(now) == 1 else None
            model = Amounts(now[0], _awaited(now, then), noise)
        uneven = amounts.UNEVEN
    if before is None:
        return Plan(model, uneven)
    return Plan(model, uneven, before.beyond_own, LEFTOVER if counted else 0.0)


def _counted(pair: Floats) -> bool:
    """Whether figures are counts out of counts: whole, none below 0, no more events than cases."""
    import numpy as np

    events, cases = (pair[0], pair[1]) if pair.ndim == 2 else (pair[:, 0], pair[:, 1])
    whole = bool((events == np.floor(events)).all() and (cases == np.floor(cases)).all())
    return whole and bool((events >= 0).all() and (events <= cases).all())


def _others(pair: Floats) -> Floats:
    import numpy as np

    return np.vstack([pair[1] - pair[0], pair[1]])


def _awaited(now: Floats, then: Floats) -> Floats:
    """Amounts of then, or numerators of now at the rates of then; a leaf that was not there at the whole's rate."""
    import numpy as np

    if len(now) == 1:
        amounts: Floats = then[0]
        return amounts
    whole = then[0].sum() / then[1].sum() if then[1].sum() else 0.0
    rate = np.divide(then[0], then[1], out=np.full(then.shape[1], whole), where=then[1] != 0)
    expected: Floats = now[1] * rate
    return expected
