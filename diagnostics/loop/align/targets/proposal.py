"""A target from history, benchmark and strategy 「目标值建议」."""

from __future__ import annotations

import math
from collections.abc import Iterator
from statistics import median
from typing import TYPE_CHECKING, Any

from diagnostics.dictionary.tiers.calibrate import calibrate
from diagnostics.dictionary.tiers.figures import direction_of, read_figures
from diagnostics.errors import InputError, unknown
from diagnostics.look.numbers import show, show_ratio
from diagnostics.loop.align.targets.bounds import Bounds
from diagnostics.model.anchors import CLOSING, Anchors
from diagnostics.model.calibration import Calibration
from diagnostics.model.kpi import UNITS
from diagnostics.model.target import TIERS
from diagnostics.model.target_proposal import AnchorRange, TargetProposal
from diagnostics.model.text import Text
from diagnostics.terms import say

if TYPE_CHECKING:
    import numpy as np

# Only whole figures of these can be reached; the next harder one is taken.
WHOLE = ("count",)
_Range = tuple[float, float, float]


def propose_target(  # noqa: PLR0913 (each is another ground)
    history: Any = None,
    *,
    growth: tuple[float, float] | None = None,
    benchmark: float | None = None,
    strategy: tuple[float, float] | None = None,
    anchors: Anchors | None = None,
    direction: str | None = None,
    unit: str = "number",
    currency: str = "CNY",
    decimals: int | None = None,
) -> TargetProposal:
    """Base, target and stretch from history, benchmark and strategy, each with its range 「目标值建议」.

    Parameters
    ----------
    history : float or figures, optional
        One figure of the past, such as last year's, or what ``dx.dictionary.calibrate`` takes.
    growth : pair of float, optional
        Least and most improvement on the past, as shares; where lower is better figures fall by it.
    benchmark : float, optional
        What comparable companies reach.
    strategy : pair of float, optional
        What the strategy asks for: at least, and at best.
    anchors : Anchors, optional
        Growth, benchmark and strategy as an item of a scorecard states them, in place of the three.
    direction : {"higher", "lower"}, optional
        Which way is better; as for ``calibrate``.
    unit, currency, decimals
        Of the KPI; counts are rounded to the next harder whole figure.

    Returns
    -------
    TargetProposal
        ``.base .target .stretch``, ``.anchors`` with range and reason, ``.text``.

    Raises
    ------
    InputError
        When there is no ground at all, or one can't be: infinite, or below 0 where lower is better and nothing is.

    Notes
    -----
    History x gives ``x (1 + g)`` for the least and the most g; of many figures the three tiers, each so improved. A
    benchmark b gives ``x + c (b - x)``, c the share of the distance that is to be closed: 0.7 to 1 where nobody says;
    without history it gives b. One that is already passed is told and not used. The strategy gives what it states.
    Base, target and stretch are the medians of the easier ends, the middles and the harder ends of the grounds, so that
    no ground by itself decides. A share whose figures all lie from 0 to 1 ends at 1, and the words say so; where lower
    is better, figures that were never below 0 are not taken there.

    Examples
    --------
    >>> found = propose_target(15, growth=(0.2, 0.3), benchmark=25, strategy=(20, 25), unit="count")
    >>> [(each.kind, each.low, each.high) for each in found.anchors]
    [('history', 18.0, 19.5), ('benchmark', 22.0, 25.0), ('strategy', 20.0, 25.0)]
    >>> found.base, found.target, found.stretch
    (20.0, 23.0, 25.0)
    """
    direction = direction_of(history, direction)
    if unit not in UNITS:
        raise unknown("unit", unit, UNITS)
    told = anchors or _anchors(growth, benchmark, strategy)
    past = _Past(history, direction)
    show_as = _Show(unit, currency, decimals)
    bounds = _bounds(past, told, unit, direction)
    ranges = tuple(_ranges(past, told, show_as, bounds))
    used = [each for each in ranges if each.used]
    if not used:
        raise InputError("A target needs a ground that asks for something: history, a benchmark ahead, or strategy.")
    tiers = _medians(used, past.sign, whole=unit in WHOLE)
    reached = {name: past.reached(value) for name, value in zip(TIERS, tiers, strict=True)} if past.many else {}
    return TargetProposal(ranges, *tiers, direction, unit, currency, decimals, reached, bounds.cut)


def _anchors(growth: Any, benchmark: Any, strategy: Any) -> Anchors:
    from pydantic import ValidationError

    try:
        return Anchors(growth=growth, benchmark=benchmark, strategy=strategy)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"]))
        raise InputError(f"{place or 'ground'} == {first['input']!r:.60}: {first['msg']}.") from error


def _bounds(past: _Past, told: Anchors, unit: str, direction: str) -> Bounds:
    benchmark = () if told.benchmark is None else (told.benchmark,)
    known = () if math.isnan(past.figure) else (past.figure,)
    figures = known if past.values is None else past.values.tolist()
    bounds = Bounds(unit, direction, figures, (*benchmark, *(told.strategy or ())))
    bounds.refuse_growth(told.growth if figures else None)
    bounds.refuse_stated("benchmark", benchmark)
    bounds.refuse_stated("strategy", told.strategy or ())
    return bounds


class _Past:
    """History as one figure or many 「历史数据」."""

    def __init__(self, history: Any, direction: str) -> None:
        self.sign = 1.0 if direction == "higher" else -1.0
        self.values: np.ndarray[Any, Any] | None = None
        self.found: Calibration | None = None
        self.figure = math.nan
        if isinstance(history, int | float) and not isinstance(history, bool):
            if math.isinf(history):
                raise InputError(f"history == {history}, must be finite.")
            self.figure = float(history)
        elif history is not None:
            values = read_figures(history).values
            found = calibrate(history, direction, draws=0)
            self.found = found if found.ok else None
            self.values = values if len(values) else None
            self.figure = found.target.value if found.ok else float(median(values)) if len(values) else math.nan

    @property
    def many(self) -> bool:
        """Whether many figures are known, so that shares can be told."""
        return self.values is not None

    def reached(self, value: float) -> float:
        """Share of past figures that reach a value."""
        assert self.values is not None
        return float((self.sign * self.values >= self.sign * value).mean())

    def better(self, figure: float, by: float) -> float:
        """Figure improved by a share of its size."""
        return figure + self.sign * by * abs(figure)


class _Show:
    """Figures of a KPI in both languages 「数值的写法」."""

    def __init__(self, unit: str, currency: str, decimals: int | None) -> None:
        self.told = (unit, currency, decimals)

    def text(self, term: str, **values: Any) -> Text:
        """Words of a term with figures as the KPI's unit writes them."""
        unit, currency, decimals = self.told

        def fill(language: Any) -> str:
            said = {
                name: show(each, unit, language, currency, decimals) if isinstance(each, float) else each.say(language)
                for name, each in values.items()
            }
            return say(term, language, **said)

        return Text(zh=fill("zh"), en=fill("en"))


def _ranges(past: _Past, told: Anchors, show_as: _Show, bounds: Bounds) -> Iterator[AnchorRange]:
    if not math.isnan(past.figure):
        low, middle, high = (bounds.kept(each) for each in _history(past, told.growth))
        term = "targets.reason.figures" if past.found is not None else "targets.reason.figure"
        reason = show_as.text(term + (".growth" if told.growth else ".plain"), past=past.figure, **_growth(told.growth))
        yield AnchorRange("history", low, middle, high, reason)
    if told.benchmark is not None:
        yield _benchmark(past, told, show_as, bounds)
    if told.strategy is not None:
        low, high = told.strategy
        if past.sign * (high - low) < 0:
            way = "at least as high" if past.sign > 0 else "at most as high"
            raise InputError(f"strategy == [{low:g}, {high:g}], must be [at least, at best]; the second is {way}.")
        yield AnchorRange("strategy", low, (low + high) / 2, high, show_as.text("targets.reason.strategy"))


def _history(past: _Past, growth: tuple[float, float] | None) -> _Range:
    least, most = growth or (0.0, 0.0)
    found = past.found
    figures = (past.figure,) * 3 if found is None else tuple(each.value for each in found.tiers)
    steps = (least, (least + most) / 2, most)
    low, middle, high = (past.better(figure, by) for figure, by in zip(figures, steps, strict=True))
    return low, middle, high


def _growth(growth: tuple[float, float] | None) -> dict[str, Text]:
    if growth is None:
        return {}
    shown = {name: show_ratio(each).lstrip("+") for name, each in zip(("least", "most"), growth, strict=True)}
    return {name: Text(zh=each, en=each) for name, each in shown.items()}


def _benchmark(past: _Past, told: Anchors, show_as: _Show, bounds: Bounds) -> AnchorRange:
    assert told.benchmark is not None
    goal, own = told.benchmark, past.figure
    source = told.benchmark_source or show_as.text("targets.reason.no_source")
    if math.isnan(own):
        reason = show_as.text("targets.reason.benchmark.alone", benchmark=goal, source=source)
        return AnchorRange("benchmark", goal, goal, goal, reason)
    if past.sign * (goal - own) <= 0:
        reason = show_as.text("targets.reason.benchmark.passed", benchmark=goal, past=own, source=source)
        return AnchorRange("benchmark", goal, goal, goal, reason, used=False)
    least, most = told.closing or CLOSING
    low, high = (bounds.kept(own + each * (goal - own)) for each in (least, most))
    shares = {name: f"{100 * each:.0f}%" for name, each in (("least", least), ("most", most))}
    parts = {name: Text(zh=each, en=each) for name, each in shares.items()}
    reason = show_as.text("targets.reason.benchmark.ahead", benchmark=goal, source=source, **parts)
    return AnchorRange("benchmark", low, (low + high) / 2, high, reason)


def _medians(used: list[AnchorRange], sign: float, *, whole: bool) -> tuple[float, float, float]:
    """Medians of the grounds, never easier from one tier to the next."""
    made: list[float] = []
    for name in ("low", "middle", "high"):
        value = sign * float(median(getattr(each, name) for each in used))
        value = float(math.ceil(round(value, 9))) if whole else value
        made.append(max([value, *made]))
    base, target, stretch = (sign * each + 0.0 for each in made)
    return base, target, stretch
