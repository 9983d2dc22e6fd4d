"""What came from outside and what is the entity's own 「外部与自身」."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from diagnostics.loop.track.effect.panel import Panel

    Floats = NDArray[np.float64]

Part = dict[str, float | None]


def since_start(panel: Panel) -> NDArray[np.bool_]:
    """Which cells of the treated entities lie after their own start 「各自启动后」."""
    import numpy as np

    periods = np.arange(panel.values.shape[1])
    return np.asarray(periods >= panel.starts[panel.treated][:, None])


def parts(panel: Panel, effect: float | None) -> tuple[Part, Part]:
    """Change since before the start, divided: what the others did too, and the rest 「外部与自身」.

    Parameters
    ----------
    panel : Panel
        In the KPI's unit.
    effect : float or None
        Estimated effect in the KPI's unit: the entity's own part.

    Returns
    -------
    tuple of mapping
        External and own part: ``absolute`` in the KPI's unit, ``relative`` as a share of the mean before the start, so
        that the two add up to the change; empty without an estimate. It means something only where others are compared
        with.

    Notes
    -----
    ``external = (mean after - mean before) - effect``, means of each treated entity over the periods with a figure,
    then over entities. Whatever moved those compared with is external: the market, and the season where the two spans
    hold different months.

    Examples
    --------
    A market fall of a tenth, with the entity down by 15 %, leaves 5 % of its own.
    """
    import numpy as np

    if effect is None:
        return {}, {}
    own, later = panel.values[panel.treated], since_start(panel)
    before, after = _means(own, ~later), _means(own, later)
    there = ~np.isnan(before) & ~np.isnan(after)
    if not there.any():
        return {}, {}
    level = float(before[there].mean())
    external = float(after[there].mean()) - level - effect
    return _part(external, level), _part(effect, level)


def _means(rows: Floats, side: NDArray[np.bool_]) -> Floats:
    import numpy as np

    cells = side & ~np.isnan(rows)
    counts, sums = cells.sum(axis=1), np.where(cells, rows, 0.0).sum(axis=1)
    return np.asarray(np.divide(sums, counts, out=np.full(len(rows), np.nan), where=counts > 0))


def _part(change: float, level: float) -> Part:
    return {"absolute": change, "relative": change / level if level > 0 else None}
