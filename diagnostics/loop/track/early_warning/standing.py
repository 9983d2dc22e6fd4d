"""Alerts about figures, before anyone asks what they mean 「指标预警」."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING

from diagnostics.loop.track.early_warning.expected_alerts import (
    BEARABLE_MISSES,
    BEARABLE_SIGNALS,
    bearable_n,
    bearable_strictness,
    miss_rate,
    signal_rate,
)
from diagnostics.loop.track.early_warning.in_force import rule_for
from diagnostics.loop.track.early_warning.judged import Spoken, bounds, last_events, missed, misses, signals_of
from diagnostics.loop.track.early_warning.traits import Traits, traits
from diagnostics.model.alert import Alert, NotWatched, WarningRate
from diagnostics.model.process_limits import FEWEST

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from diagnostics.loop.track.early_warning.events import Event
    from diagnostics.loop.track.early_warning.histories import History
    from diagnostics.model.warning_rule import RuleName, WarningRule

    Floats = NDArray[np.float64]
    Judged = tuple[Spoken, Floats, Floats, Floats]


class Watch:
    """Rules at work on histories: alerts, what they cost in false ones, what can't be watched 「监测」.

    Parameters
    ----------
    settings : iterable of WarningRule
        ``warnings`` of engagement.yaml.
    """

    def __init__(self, settings: Iterable[WarningRule]) -> None:
        self._settings = tuple(settings)
        self.rates: list[WarningRate] = []
        self.not_watched: list[NotWatched] = []

    def alerts(self, found: Sequence[History]) -> Iterator[Alert]:
        """Last event of each KPI, entity and side, whether it is open or over 「指标预警」."""
        for (_, _), group in groupby(found, key=lambda each: (each.kpi.id, each.level)):
            yield from self._of_group(list(group))

    def _of_group(self, group: list[History]) -> Iterator[Alert]:
        rule = rule_for("misses", group[0].kpi.id, self._settings)
        tier = rule.tier if rule is not None else "base"
        like = traits(group, [missed(each, tier) != 0 for each in group])
        signals = self._signals(group, like)
        counted = self._misses(group, like, rule)
        rates = {each.rule: each.expected_per_year for each in self.rates if _about(each, group[0])}
        for history, signal, miss in zip(group, signals, counted, strict=True):
            spoken = [each for each in (signal[0] if signal else None, miss) if each is not None]
            for side, (event, rules) in last_events(history, spoken).items():
                alert = _alert(history, side, event, rules, tier)
                runs = [int(each.run[event.last]) for each in spoken if each.side[event.last] == side]
                alert = replace(alert, in_a_row=max(runs, default=0))
                limits = _limits(history, signal)
                alert = replace(alert, usual=_usual(signal, side, event.last))
                yield _with(alert, limits, sum(rates.get(each, 0.0) for each in rules))

    def _signals(self, group: list[History], like: Traits) -> Sequence[Judged | None]:
        rule = rule_for("signal", group[0].kpi.id, self._settings)
        if rule is None:
            return [None] * len(group)
        reasons = [_unjudged(each) for each in group]
        for reason in ("short", "constant"):
            if reason in reasons:
                self._left_out("signal", group[0], reason, reasons.count(reason))
        judged = [each for each, reason in zip(group, reasons, strict=True) if not reason]
        if not judged:
            return [None] * len(group)
        most = rule.most or BEARABLE_SIGNALS
        strictness = bearable_strictness(like.history, like.correlation, like.periods, most, like.tail)
        rate = like.periods * signal_rate(like.history, like.correlation, strictness, like.tail)
        if rate > max(1.0, rule.most or 0.0):
            self._left_out("signal", group[0], "alike", len(judged))
            return [None] * len(group)
        # Figures with long tails both ways leave limits made for normal ones far oftener.
        strictness = replace(strictness, width=strictness.width * like.tail)
        self._rate("signal", judged, like, rate, width=strictness.width, run=strictness.run)
        told = iter(signals_of(judged, strictness))
        return [None if reason else next(told) for reason in reasons]

    def _misses(self, group: list[History], like: Traits, rule: WarningRule | None) -> Sequence[Spoken | None]:
        if rule is None:
            return [None] * len(group)
        held = [_has_bound(each, rule.tier) for each in group]
        if not all(held):
            self._left_out("misses", group[0], "no_base", held.count(False))
        if not any(held):
            return [None] * len(group)
        most = rule.most or BEARABLE_MISSES
        n = rule.n or bearable_n(like.below, like.correlation, like.periods, most)
        rate = like.periods * miss_rate(n, like.below, like.correlation)
        self._rate("misses", [each for each, there in zip(group, held, strict=True) if there], like, rate, n=n)
        return [misses(each, rule.tier, n) if there else None for each, there in zip(group, held, strict=True)]

    def _rate(
        self, rule: RuleName, group: Sequence[History], like: Traits, expected: float, **chosen: float | int
    ) -> None:
        about = group[0]
        rate = WarningRate(
            rule=rule,
            kpi=about.kpi.id,
            level=about.level,
            entities=len(group),
            periods_a_year=like.periods,
            history=like.history,
            # Last digits differ from machine to machine, and mean nothing.
            autocorrelation=round(like.correlation, 4),
            below=round(like.below, 4) if rule == "misses" else None,
            expected_per_year=round(expected, 4),
        )
        self.rates.append(replace(rate, **chosen))  # type: ignore[arg-type]

    def _left_out(self, rule: RuleName, about: History, reason: str, count: int) -> None:
        self.not_watched.append(NotWatched(rule, about.kpi.id, about.level, reason, count))  # type: ignore[arg-type]


def _about(rate: WarningRate, history: History) -> bool:
    return (rate.kpi, rate.level) == (history.kpi.id, history.level)


def _unjudged(history: History) -> str:
    """Why a history has no usual range; empty where it has one."""
    import numpy as np

    there = history.adjusted[~np.isnan(history.adjusted)]
    if len(there) <= FEWEST:
        return "short"
    return "constant" if np.ptp(there) == 0 else ""


def _has_bound(history: History, tier: str) -> bool:
    import numpy as np

    low, high = bounds(history, tier)
    return bool(np.isfinite(low).any() or np.isfinite(high).any())


def _limits(history: History, signal: Judged | None) -> tuple[float | None, float | None]:
    """Usual range of the last figure."""
    import numpy as np

    if signal is None:
        return None, None
    at = int(np.flatnonzero(~np.isnan(history.values))[-1])
    low, high = float(signal[1][at]), float(signal[2][at])
    if np.isnan(low):
        return None, None
    # Limits as wide down as up may leave what the KPI can be: no count below 0, no share above 1.
    low = max(low, 0.0) if np.nanmin(history.values) >= 0 else low
    return low, (min(high, 1.0) if history.kpi.unit == "share" and np.nanmax(history.values) <= 1 else high)


def _usual(signal: Judged | None, side: int, at: int) -> float | None:
    """Level that a run lies on this side of at a period; none where no run is told there."""
    if signal is None or signal[0].side[at] != side or signal[3][at] != signal[3][at]:  # NaN alone differs from itself
        return None
    return float(signal[3][at])


def _with(alert: Alert, limits: tuple[float | None, float | None], rate: float) -> Alert:
    return replace(alert, lower=limits[0], upper=limits[1], expected_per_year=rate)


def _alert(history: History, side: int, event: Event, rules: tuple[RuleName, ...], tier: str) -> Alert:
    import numpy as np

    at = int(np.flatnonzero(~np.isnan(history.values))[-1])
    low, high = (each[at] for each in bounds(history, tier))
    mark = low if side < 0 else high
    return Alert(
        id="",
        rules=rules,
        kpi=history.kpi.id,
        level=history.level,
        entity=history.entity,
        side="above" if side > 0 else "below",
        against=_against(history, side, rules),
        since=history.periods[event.since].text,
        fired=history.periods[event.fired].text,
        last=history.periods[event.last].text,
        periods=int((~np.isnan(history.values[event.since : event.last + 1])).sum()),
        seasonal=len(history.before) > 0,
        calm=int((~np.isnan(history.values[event.last + 1 :])).sum()),
        latest=history.periods[at].text,
        state="open" if event.open else "closed",
        value=float(history.values[at]),
        held_against=float(mark) if "misses" in rules and np.isfinite(mark) else None,
        missed=_missed_in_a_row(history, side, tier),
        tier="base" if tier == "base" else "target",
    )


def _against(history: History, side: int, rules: tuple[RuleName, ...]) -> bool | None:
    if "misses" in rules:
        return True
    better = {"higher": 1, "lower": -1}.get(history.kpi.direction)
    return None if better is None else side != better


def _missed_in_a_row(history: History, side: int, tier: str) -> int:
    """Periods in a row, up to the last figure, that miss on a side."""
    import numpy as np

    at = int(np.flatnonzero(~np.isnan(history.values))[-1])
    held = np.flatnonzero(missed(history, tier)[: at + 1] != side)
    return at - int(held[-1]) if len(held) else at + 1
