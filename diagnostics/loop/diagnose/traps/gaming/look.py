"""All tests of the first trap over the figures of an engagement 「指标游戏检验」."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from diagnostics.loop.diagnose.traps.found import Looked
from diagnostics.loop.diagnose.traps.gaming.base import inflated_base
from diagnostics.loop.diagnose.traps.gaming.bunching import bunching
from diagnostics.loop.diagnose.traps.gaming.counter import counter_falls
from diagnostics.loop.diagnose.traps.gaming.digits import heaped_digits
from diagnostics.loop.diagnose.traps.gaming.limit import MOST_LIMIT, at_limit
from diagnostics.loop.diagnose.traps.gaming.scores import shining_scores
from diagnostics.loop.diagnose.traps.gaming.smooth import too_smooth
from diagnostics.loop.diagnose.traps.panel import YEAR, adds_up, grouped, panel_of, rows_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from diagnostics.loop.diagnose.traps.panel import Panel
    from diagnostics.loop.diagnose.traps.tested import Tested
    from diagnostics.model.engagement import Engagement
    from diagnostics.model.observations import Observations
    from diagnostics.model.trap import TrapTest

    Floats = NDArray[np.float64]

# Units of which a whole figure counts events that come by chance.
_COUNTED = frozenset({"count", "number"})
# What is no rarer than this is no finding, whatever it repeats.
RARE = 0.05
Panels = dict[tuple[str, str], "Panel"]


def look_for_gaming(engagement: Engagement, seen: Observations) -> Iterator[Looked]:
    """Every test of the first trap that has enough figures, but that of days 「指标游戏检验」."""
    panels: Panels = {}
    for kpi in engagement.kpis.values():
        for level in engagement.entities.levels:
            found = panel_of(seen, kpi, level)
            people = found is not None and any(engagement.entities[each].person for each in found.entities)
            # Of few people nothing is told, not even together.
            if found is not None and not (people and len(found.entities) < engagement.settings.min_group):
                panels[kpi.id, level] = found
    lowest = dict(reversed(list(panels)))
    for (key, level), panel in panels.items():
        looks = [
            each
            for part in grouped(panel, engagement.entities, engagement.settings.min_group)
            for each in _own(part, engagement, reported=lowest[key] == level)
        ]
        sums: tuple[str, ...] = ()
        if any(each.tested.material and each.tested.probability <= RARE for each in looks):
            others = (each for (kpi, _), each in panels.items() if kpi == key)
            sums = tuple(each.level for each in others if adds_up(panel, each, engagement.entities))
        yield from (replace(each, sums=sums) for each in looks)
    yield from _counters(panels, engagement)
    yield from _scores(panels, engagement)


def _own(panel: Panel, engagement: Engagement, *, reported: bool) -> Iterator[Looked]:
    """Tests that need nothing but the KPI's own figures; digits only where they were reported."""
    kpi, found = panel.kpi, dict[str, "Tested | None"]()
    lower = kpi.direction == "lower"
    if kpi.direction in ("higher", "lower"):
        limit = _limit(panel)
        if limit is not None:
            found["limit"] = limit
        else:
            found["bunching"] = _crowded(panel, lower=lower)
        found["smooth"] = too_smooth(panel.values, panel.sizes, YEAR[kpi.cycle])
    if panel.written and reported and not panel.group and kpi.direction != "none":
        found["digits"] = heaped_digits(panel.values)
    if lower and kpi.unit == "money" and kpi.kind != "behaviour":
        found["base"] = inflated_base(panel.values, YEAR[kpi.cycle])
    for test, tested in found.items():
        if tested is not None:
            yield _looked(test, tested, panel, engagement)  # type: ignore[arg-type]


def _looked(test: TrapTest, tested: Tested, panel: Panel, engagement: Engagement, counter: str = "") -> Looked:
    rows = partial(rows_of, panel, engagement.entities)
    return Looked(test, tested, rows, panel.kpi.id, counter, panel.level, panel.group)


def _limit(panel: Panel) -> Tested | None:
    """Small counts against a small limit, where lower is better; whole days or points are no counts."""
    import numpy as np

    counted = panel.kpi.direction == "lower" and panel.kpi.unit in _COUNTED and panel.written
    if not counted or np.nanmax(panel.values) > 5 * MOST_LIMIT:
        return None
    return at_limit(panel.values, panel.targets)


def _crowded(panel: Panel, *, lower: bool) -> Tested | None:
    """Bunching at the target or at the base, whichever is rarer; two looks, so twice the probability."""
    lines = (panel.targets, panel.bases)
    looks = (bunching(panel.values, line, lower=lower, steps=panel.steps) for line in lines)
    found = [each for each in looks if each is not None]
    if not found:
        return None
    best = min(found, key=lambda each: (not each.material, each.probability))
    return replace(best, probability=min(best.probability * len(found), 1.0))


def _counters(panels: Panels, engagement: Engagement) -> Iterator[Looked]:
    """KPIs beside their counter-metrics and the mother metric they serve, at the highest level that has both."""
    for key, kpi in engagement.kpis.items():
        if kpi.direction not in ("higher", "lower") or kpi.unit == "score":
            continue
        for other in dict.fromkeys((*kpi.counters, *_mothers(engagement, key))):
            levels = [each for each in engagement.entities.levels if (key, each) in panels and (other, each) in panels]
            partner = engagement.kpis[other]
            if not levels or partner.direction not in ("higher", "lower") or partner.cycle != kpi.cycle:
                continue
            # The highest level says it once; those below would only say it again.
            panel = panels[key, levels[-1]]
            tested = _beside(panel, panels[other, levels[-1]])
            if tested is not None:
                yield _looked("counter", tested, panel, engagement, other)


def _mothers(engagement: Engagement, key: str) -> tuple[str, ...]:
    """Nearest mother metric above a KPI; none for one that is itself a mother metric."""
    kpi = engagement.kpis[key]
    if kpi.mother:
        return ()
    seen = {key}
    while kpi.parent is not None and kpi.parent not in seen:
        kpi = engagement.kpis[kpi.parent]
        seen.add(kpi.id)
        if kpi.mother:
            return (kpi.id,)
    return ()


def _beside(panel: Panel, partner: Panel) -> Tested | None:

    both = [each for each in panel.entities if each in partner.entities]
    starts = panel.starts.intersection(partner.starts)
    if not both or not len(starts):
        return None
    ours, theirs = ([each.entities.index(name) for name in both] for each in (panel, partner))
    mine, other = panel.starts.get_indexer(starts), partner.starts.get_indexer(starts)
    met = _mean(panel.met[ours][:, mine])
    return counter_falls(
        _level(panel.values[ours][:, mine]), _level(partner.values[theirs][:, other]), YEAR[panel.kpi.cycle],
        signs=(panel.sign, partner.sign), met=met,
    )  # fmt: skip


def _level(values: Floats) -> Floats:
    """One series of several units: each relative to its own mean, so that large ones do not decide alone."""
    import numpy as np

    if len(values) == 1:
        alone: Floats = values[0]
        return alone
    known = np.isfinite(values)
    size = np.where(known, values, 0).sum(axis=1) / np.maximum(known.sum(axis=1), 1)
    kept = known.all(axis=1) & (size > 0)
    rows = kept if kept.any() else size > 0
    return _mean(values[rows] / size[rows, None]) if rows.any() else np.full(values.shape[1], np.nan)


def _mean(values: Floats) -> Floats:
    import numpy as np

    count = np.isfinite(values).sum(axis=0)
    whole: Floats = np.where(count > 0, np.nansum(values, axis=0) / np.maximum(count, 1), np.nan)
    return whole


def _scores(panels: Panels, engagement: Engagement) -> Iterator[Looked]:
    """Scores of departments beside the mother metrics of the company."""
    top = engagement.entities.levels[-1]
    for (_, level), panel in panels.items():
        if panel.kpi.unit != "score" or level == top:
            continue
        found = []
        for (other, where), result in panels.items():
            kpi = result.kpi
            money = kpi.mother and kpi.unit == "money" and kpi.direction in ("higher", "lower")
            if where != top or not money or kpi.cycle != panel.kpi.cycle:
                continue
            starts = panel.starts.intersection(result.starts)
            met = panel.met[:, panel.starts.get_indexer(starts)]
            own = _level(result.values)[result.starts.get_indexer(starts)]
            tested = shining_scores(met, own, YEAR[panel.kpi.cycle], sign=result.sign)
            if tested is not None:
                found.append((other, tested))
        for other, tested in found:
            yield _looked("scores", tested, panel, engagement, other)
