"""One way to an effect estimate with its verdict 「效果评估」."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, get_args

from diagnostics.errors import InputError, unknown
from diagnostics.loop.track.effect.answer import Question, answer
from diagnostics.loop.track.effect.cycle import best_cycle
from diagnostics.loop.track.effect.events import consider
from diagnostics.loop.track.effect.panel import Columns, read_panel
from diagnostics.loop.track.effect.rules import Choice, choose, is_count
from diagnostics.loop.track.effect.series.its import Shape
from diagnostics.loop.track.effect.spill import spill
from diagnostics.model.effect import REASONS, EffectEstimate, Reason
from diagnostics.model.kpi import UNITS
from diagnostics.model.period import SEASON

if TYPE_CHECKING:
    import pandas as pd

    from diagnostics.model.period import Cycle

Asked = Literal[
    "auto", "its", "poisson_its", "controlled_its", "did", "synthetic_control", "synthetic_did", "callaway_santanna"
]  # fmt: skip
Improvement = Literal["higher", "lower"]


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
    near: Sequence[Any] = (),
    without_near: bool = False,
    shape: Shape = "level",
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
        First period that counts as after the start, or each treated entity's own.
    method : Asked
        ``auto`` follows the data at hand and says why in ``why``. Nobody to compare with: an interrupted series, of
        counts where they are counts, else the chart alone. 1 to 4 others: the series less theirs. From 5 on:
        difference-in-differences; where a trend before the start speaks against it, fewer than 10 entities are treated,
        and 19 to 300 others weighted together fit, synthetic difference-in-differences has the verdict. Staggered
        starts: by cohorts of 5 or more, else each against the others from its own start on. Days and weeks of a series
        with fewer than 5 others are gathered to the cycle that tells most.
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
    near : sequence, optional
        Entities that the measure may reach although it was not done to them. It is tested whether they moved with the
        start; where that would hide or make half of the effect there is no verdict (``spill_over``).
    without_near : bool
        Whether they are left out of the comparison instead.
    shape : {"level", "level_slope"}
        What an interrupted series may change by at its start; ``effect`` is the mean change in both.

    Returns
    -------
    EffectEstimate
        Its verdict is ``insufficient`` with fewer than 6 periods, or half a season, after the start; too few before it;
        no comparison, or few, and a short series; fewer than 5 comparison entities in a plain comparison, or than 19
        without gaps for a synthetic method, or than 5 treated ones in a cohort; entities nearby that moved too;
        weighted entities that miss the treated one before the start by twice what is usual; a trend against the others
        before the start that would explain half the effect; a trend that can't be tested; a planned effect below the
        smallest detectable one; another event at the same time; anything said to stand ``against`` it.

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
    _check(method, improvement, transform, shape)
    _check_known(against, cycle, unit)
    if method == "did" and covariates:
        raise InputError("method='did' takes no covariates; leave them out, or take 'callaway_santanna' or 'its'.")
    if isinstance(seed, bool) or not isinstance(seed, int) or seed < 0:
        raise InputError(f"seed == {seed!r}, must be a whole number of 0 or more.")
    columns = Columns(entity, time, value, exposure, tuple(covariates))
    panel = read_panel(frame, columns, treated, start, cycle)
    if method == "auto":
        panel, finer = best_cycle(panel, frame, columns, treated, start)
    else:
        finer = ""
    panel, around = consider(panel, events, announced)
    panel, reached = spill(panel, near, leave_out=without_near)
    question = Question(
        panel, around, reached, improvement, planned, tuple(against), log=transform == "log", seed=seed, unit=unit,
        shape=shape, finer=finer,
    )  # fmt: skip
    if shape != "level" and method not in ("auto", "its"):
        raise InputError(f"shape == {shape!r}, which method={method!r} can't take; only an interrupted series can.")
    counted = is_count(panel, unit, weighed=exposure is not None)
    choice = choose(panel, counted=counted) if method == "auto" else Choice(method, "asked")
    return answer(question, choice)


def _check(method: str, improvement: str, transform: str | None, shape: str) -> None:
    for name, got, known in (
        ("method", method, get_args(Asked)),
        ("improvement", improvement, get_args(Improvement)),
        ("transform", transform, (None, "log")),
        ("shape", shape, get_args(Shape)),
    ):
        if got not in known:
            raise unknown(name, str(got), map(str, known))


def _check_known(against: Sequence[Reason], cycle: Cycle | None, unit: str) -> None:
    for name, known, given in (("against", REASONS, against), ("cycle", SEASON, (cycle,)), ("unit", UNITS, (unit,))):
        for got in given:
            if got is not None and got not in known:
                raise unknown(name, str(got), known)
