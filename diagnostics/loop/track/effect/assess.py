"""One way to an effect estimate with its verdict 「效果评估」."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Literal, get_args

from diagnostics.errors import InputError, unknown
from diagnostics.loop.track.effect.contrast import contrasts
from diagnostics.loop.track.effect.events import consider
from diagnostics.loop.track.effect.methods import estimate as estimated
from diagnostics.loop.track.effect.panel import Columns, Panel, read_panel
from diagnostics.loop.track.effect.rules import UNFIT, choose, may_synthesise
from diagnostics.loop.track.effect.scale import Scale
from diagnostics.loop.track.effect.verdict import Case, judge
from diagnostics.loop.track.effect.wording import sentences
from diagnostics.model.effect import EffectEstimate, EffectMethod, Reason, Verdict

if TYPE_CHECKING:
    import pandas as pd

    from diagnostics.loop.track.effect.estimate import Estimate
    from diagnostics.model.period import Cycle

Asked = Literal[
    "auto", "its", "poisson_its", "controlled_its", "did", "synthetic_control", "synthetic_did", "callaway_santanna"
]  # fmt: skip
Improvement = Literal["higher", "lower"]
Judged = tuple[Case, tuple[Verdict, tuple[Reason, ...], str]]


def estimate_effect(  # noqa: PLR0913 (the public contract: each is a fact about the measure or the data)
    frame: pd.DataFrame,
    *,
    entity: str | None,
    time: str,
    value: str,
    treated: Sequence[Any] | str = (),
    start: Any,
    method: Asked = "auto",
    improvement: Improvement = "higher",
    exposure: str | None = None,
    covariates: Sequence[str] = (),
    transform: Literal["log"] | None = None,
    planned: float | Mapping[str, float | None] | None = None,
    seed: int = 0,
    events: Mapping[Any, Iterable[Any]] | None = None,
    announced: Any = None,
    cycle: Cycle | None = None,
    unit: str = "number",
    against: Sequence[Reason] = (),
) -> EffectEstimate:
    """Effect of a measure on a KPI, with interval and verdict 「效果评估」.

    Parameters
    ----------
    frame : DataFrame
        A row an entity and period.
    entity, time, value : str
        Columns; ``entity=None`` for a frame of one series.
    treated : sequence
        Entities that the measure was done to.
    start : period or mapping of entity to period
        First period that counts as after the start; all treated entities start together.
    method : Asked
        ``auto`` takes difference-in-differences where there are comparison entities, an interrupted series where there
        are none and the series is long enough, else describes only. Where a trend before the start speaks against the
        plain comparison, fewer than 10 entities are treated, and 19 to 300 others weighted together fit, synthetic
        difference-in-differences stands beside it in ``contrast``; ask for it to have its verdict.
    improvement : {"higher", "lower"}
        Which way is better.
    exposure : str, optional
        Column by which values are divided, such as opening days.
    covariates : sequence of str
        Columns that explain the series besides (interrupted series), or in which the entities weighted together are to
        resemble the treated one (synthetic control, by their means before the start), on the scale given.
    transform : {None, "log"}
        Scale of the analysis; ``log`` takes effects for shares of the level and needs positive values.
    planned : number or mapping, optional
        Planned effect in the KPI's unit, or ``{"relative": 0.1}`` or ``{"absolute": 5}``.
    seed : int
        Of the placebo draws of a synthetic method where several entities are treated; nothing else is drawn.
    events : mapping of entity to periods, optional
        Other events: they are named, and comparison entities that have one are left out.
    announced : period, optional
        When the start was announced; the periods up to the start then belong to neither side.
    cycle : str, optional
        Length of a period, where the time column doesn't tell.
    unit : str
        The KPI's unit; the sentences write a share's change in percentage points.
    against : sequence of {"not_carried_out", "related_start"}
        What is known to stand against a verdict whatever the figures are: nobody carried the measure out, or one on a
        related KPI started with it.

    Returns
    -------
    EffectEstimate
        Its verdict is ``insufficient`` with fewer than 6 periods, or half a season, after the start; too few before it;
        no comparison and a short series; 1 to 4 comparison entities, or fewer than 19 without gaps for a synthetic
        method; weighted entities that miss the treated one before the start by twice what is usual; a trend against
        the others before the start that would explain half the effect; a trend that can't be tested; a planned effect
        below the smallest detectable one; another event at the same time; anything said to stand ``against`` it.

    Raises
    ------
    InputError
        When a column, period or treated entity is absent, the start lies outside the data, all entities are treated,
        an entity has two rows in a period, a value is infinite, the treated series is constant, or a covariate of a
        synthetic control has no mean for an entity.

    Examples
    --------
    >>> import pandas as pd
    >>> rows = [(shop, month, 100 + 7 * (month * ord(shop) % 5)) for shop in "abcdefgh" for month in range(24)]
    >>> sales = pd.DataFrame(rows, columns=["shop", "month", "sales"])
    >>> sales.loc[(sales["shop"] == "a") & (sales["month"] >= 12), "sales"] += 60
    >>> found = estimate_effect(sales, entity="shop", time="month", value="sales", treated=["a"], start=12)
    >>> found.method, found.verdict, round(found.effect)
    ('did', 'worked', 61)
    """
    _check(method, improvement, transform)
    columns = Columns(entity, time, value, exposure, tuple(covariates))
    panel, around = consider(read_panel(frame, columns, treated, start, cycle), events, announced)
    scale = Scale.of(panel, transform == "log")
    analysed = _logarithms(panel) if transform == "log" else panel

    def judged(used: EffectMethod) -> Judged:
        estimate = estimated(analysed, used, seed)
        case = Case(analysed, used, estimate, scale.figures(estimate), around, improvement)
        return case, judge(case, planned, against)

    found = judged(choose(panel) if method == "auto" else method)
    others = _beside(analysed, found, judged) if method == "auto" else {}
    case, (verdict, reasons, judge_from) = found
    used, estimate, figures = case.method, case.estimate, case.figures
    beside = {name: scale.figures(each) for name, each in contrasts(analysed, estimate, others).items()}
    weights, fit = _synthesis(estimate)
    result = EffectEstimate(
        method=used, effect=figures["effect"], low=figures["low"], high=figures["high"],
        relative=figures["relative"], relative_low=figures["relative_low"], relative_high=figures["relative_high"],
        p_value=figures["p_value"], mde=figures["mde"], relative_mde=figures["relative_mde"],
        verdict=verdict, reasons=reasons, judge_from=judge_from, contrast=beside,
        placebo=scale.placebo(estimate.placebo if estimate else None), before=case.before, after=case.after,
        comparisons=case.comparisons, improvement=improvement, transform=transform, seed=seed, unit=unit,
        weights=weights, fit=fit,
    )  # fmt: skip
    return replace(result, text=sentences(result, case.panel.line, around))


def _check(method: str, improvement: str, transform: str | None) -> None:
    for name, got, known in (
        ("method", method, get_args(Asked)),
        ("improvement", improvement, get_args(Improvement)),
        ("transform", transform, (None, "log")),
    ):
        if got not in known:
            raise unknown(name, str(got), map(str, known))


def _logarithms(panel: Panel) -> Panel:
    import numpy as np

    low = np.argwhere(panel.values <= 0)
    if len(low):
        row, column = (int(each) for each in low[0])
        where = f"{panel.entities[row]!r} in {panel.line.text(column)}"
        got = f"{panel.values[row, column]:g}"
        raise InputError(f"The value of {where} is {got}; transform='log' needs positive values.")
    return replace(panel, values=np.log(panel.values))


def _beside(panel: Panel, found: Judged, judged: Callable[[EffectMethod], Judged]) -> dict[str, Estimate]:
    """What weights would say where a trend speaks against the plain comparison, if they fit."""
    if not may_synthesise(panel, found[1][1]):
        return {}
    case, (_, reasons, _) = judged("synthetic_did")
    return {case.method: case.estimate} if case.estimate and not UNFIT.intersection(reasons) else {}


def _synthesis(estimate: Estimate | None) -> tuple[dict[str, dict[str, float]], dict[str, float | None]]:
    """Weights and fit as the result has them."""
    found = estimate.synthesis if estimate else None
    if estimate is None or found is None:
        return {}, {}
    weights = {"entities": dict(found.entities), "periods": dict(found.periods)}
    fit: dict[str, float | None] = {"missed": found.missed}
    if estimate.placebo:
        rank, count = found.ratio_rank, estimate.placebo.count
        fit |= {"usual": found.usual, "ratio_rank": rank, "ratio_p_value": rank / (count + 1)}
    return weights, fit
