"""Which function estimates by which method 「估计方法」."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING

from diagnostics.errors import InputError
from diagnostics.loop.track.effect.did import usable
from diagnostics.model.effect import SYNTHETIC, EffectMethod

if TYPE_CHECKING:
    from diagnostics.loop.track.effect.estimate import Estimate
    from diagnostics.loop.track.effect.panel import Panel

_ROOM = "diagnostics.loop.track.effect"
# Rooms that come with the methods in them; each exports a function of the method's name.
_ROOMS = {"its": "series", "poisson_its": "series", "controlled_its": "series", "callaway_santanna": "staggered"}
ALONE: frozenset[EffectMethod] = frozenset({"its", "poisson_its"})
# Treated entities may start at different times.
STAGGERED: frozenset[EffectMethod] = frozenset({"did", "callaway_santanna"})


def estimate(panel: Panel, method: EffectMethod, seed: int) -> Estimate | None:
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
    return _call(panel, method, seed)


def _call(panel: Panel, method: EffectMethod, seed: int) -> Estimate:
    # Imported when asked for: nobody waits for methods that are not used.
    if method == "did":
        from diagnostics.loop.track.effect.did import did

        return did(panel, seed)
    if method in SYNTHETIC:
        from diagnostics.loop.track.effect.synthetic import synthetic_control, synthetic_did

        return (synthetic_did if method == "synthetic_did" else synthetic_control)(panel, seed)
    room = f"{_ROOM}.{_ROOMS[method]}"
    function = getattr(import_module(room), method, None) if find_spec(room) else None
    if function is None:
        raise InputError(f"method={method!r} can't be estimated by this version yet.")
    found: Estimate = function(panel, seed)
    return found
