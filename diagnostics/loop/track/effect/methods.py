"""Which function estimates by which method 「估计方法」."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diagnostics.errors import InputError
from diagnostics.loop.track.effect.did import usable
from diagnostics.model.effect import SYNTHETIC, EffectMethod

if TYPE_CHECKING:
    from diagnostics.loop.track.effect.estimate import Estimate
    from diagnostics.loop.track.effect.panel import Panel
    from diagnostics.loop.track.effect.series.its import Shape

ALONE: frozenset[EffectMethod] = frozenset({"its", "poisson_its"})
# Treated entities may start at different times.
STAGGERED: frozenset[EffectMethod] = frozenset({"did", "callaway_santanna"})


def estimate(panel: Panel, method: EffectMethod, seed: int, shape: Shape = "level") -> Estimate | None:
    """What a method gives for a panel; None where there is nothing to estimate 「按方法估计」.

    Raises
    ------
    InputError
        When the method needs entities to compare with and there are none, takes no covariates and there are some, or
        knows one start and there are several.
    """
    import numpy as np

    if method == "xmr" or np.isnan(panel.values[panel.treated, panel.start :]).all():
        return None
    if method not in ALONE and not len(panel.comparisons):
        raise InputError(f"method={method!r} needs entities that the measure was not done to; there is none.")
    if method not in ALONE and not len(usable(panel.comparisons, panel.after)):
        raise InputError(
            f"method={method!r} needs another entity with values both before and after the start; there is none."
        )
    if method == "synthetic_did" and panel.predictors:
        raise InputError("method='synthetic_did' takes no covariates; leave them out, or take 'synthetic_control'.")
    if method not in STAGGERED:
        panel.need_one_start(method)
    if method == "its":
        from diagnostics.loop.track.effect.series import its

        return its(panel, seed, shape)
    return _call(panel, method, seed)


def _call(panel: Panel, method: EffectMethod, seed: int) -> Estimate | None:
    # Imported when asked for: nobody waits for methods that are not used.
    if method == "did":
        from diagnostics.loop.track.effect.did import did

        return did(panel, seed)
    if method in SYNTHETIC:
        from diagnostics.loop.track.effect.synthetic import synthetic_control, synthetic_did

        return (synthetic_did if method == "synthetic_did" else synthetic_control)(panel, seed)
    if method == "callaway_santanna":
        from diagnostics.loop.track.effect.staggered import callaway_santanna

        return callaway_santanna(panel, seed)
    from diagnostics.loop.track.effect.series import controlled_its, poisson_its

    return (poisson_its if method == "poisson_its" else controlled_its)(panel, seed)
