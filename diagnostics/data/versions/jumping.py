"""Figures of a new version in another unit than before, and facts that it holds twice 「数据跳变」."""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from diagnostics.terms.counted import counted

if TYPE_CHECKING:
    from diagnostics.data.engine import Engine

# A ratio of sums this near a power of ten is another unit; one period alone must be off by a hundred at least.
_NEAR, _ALONE = 0.05, 2
# Periods that are new have no sums before: their facts may be larger or smaller this much, in powers of ten.
_BEYOND = 2.5
# Share of the facts that stand there more than once, beyond that of before.
_MORE_TWICE = 0.1


@dataclass(frozen=True, slots=True)
class Figures:
    """What the figures of a source come to 「数据源合计」.

    Parameters
    ----------
    sums : dict of dict of float
        Sum of each column that a KPI computes with, by period; of all facts under ``""`` where they have no day.
    facts : dict of int
        Facts by period.
    twice : int
        Facts that repeat another in every column.
    filled : dict of dict of int
        Cells of each column that hold a figure, by entity and period.
    each : dict of int
        Facts by entity and period.
    """

    sums: dict[str, dict[Hashable, float]] = field(default_factory=dict)
    facts: dict[Hashable, int] = field(default_factory=dict)
    twice: int = 0
    filled: dict[str, dict[Hashable, int]] = field(default_factory=dict)
    each: dict[Hashable, int] = field(default_factory=dict)


def figures_of(engine: Engine, source: str, day: Any, name: Any, entity: str | None = None) -> Figures:
    """What the figures of a source come to, by the periods of their days 「数据源合计」.

    Parameters
    ----------
    day : expression or None
        Day of a fact.
    name : callable
        Period of a day.
    entity : str, optional
        Column that names entities.
    """
    from diagnostics.dictionary.used_columns import column_roles

    facts = engine.facts(source)
    numbers = sorted(column_roles(engine.engagement, source, facts.columns).numbers & set(facts.columns))
    values = {f"figure_{at}": facts.number(each).cast("float64") for at, each in enumerate(numbers)}
    keys = {} if day is None else {"day": day}
    if entity is not None:
        keys["who"] = facts.value(entity).cast("string")
    chosen = facts.table.select(**values, **keys)
    sums = {key: chosen[key].sum() for key in values}
    shown = {f"shown_{at}": chosen[f"figure_{at}"].count() for at in range(len(numbers))}
    grouped = chosen.aggregate(facts=chosen.count(), **sums, **shown, by=list(keys))
    found = Figures(sums={each: {} for each in numbers}, filled={each: {} for each in numbers})
    known = engine.engagement.entities.names
    for row in engine.frame(grouped).to_dict("records"):
        period = "" if day is None or row["day"] != row["day"] or row["day"] is None else name(row["day"])
        written = str(row.get("who"))
        who = (known.get(written, written), period)
        found.facts[period] = found.facts.get(period, 0) + int(row["facts"])
        found.each[who] = found.each.get(who, 0) + int(row["facts"])
        for at, each in enumerate(numbers):
            found.filled[each][who] = found.filled[each].get(who, 0) + int(row[f"shown_{at}"])
            own = row[f"figure_{at}"]
            if own is not None and math.isfinite(own):
                found.sums[each][period] = found.sums[each].get(period, 0.0) + float(own)
    distinct = facts.table.distinct()
    total = sum(found.facts.values())
    twice = total - int(engine.frame(distinct.aggregate(n=distinct.count()))["n"][0])
    return Figures(found.sums, found.facts, twice, found.filled, found.each)


def blanked(before: Figures, after: Figures) -> Iterator[str]:
    """Cells that held a figure before and are empty now, a part of a line for each column 「清空的数值」.

    Counted by entity and period, beyond the facts that are gone: new facts of others hide none.

    Examples
    --------
    >>> key = ("s1", "2025-01")
    >>> old = Figures(filled={"sales": {key: 9}}, each={key: 9})
    >>> list(blanked(old, Figures(filled={"sales": {key: 7}}, each={key: 9})))
    ["2 figures of column 'sales' blanked out (they held a value before and are empty now)"]
    """
    for column, old in before.filled.items():
        lost = 0
        for key, count in old.items() if column in after.filled else ():
            gone = max(before.each.get(key, 0) - after.each.get(key, 0), 0)
            lost += max(count - after.filled[column].get(key, 0) - gone, 0) if after.each.get(key) else 0
        if lost:
            told = counted(lost, "figure")
            yield f"{told} of column {column!r} blanked out (they held a value before and are empty now)"


def jumps(before: Figures, after: Figures) -> Iterator[str]:
    """What no business explains: figures in another unit, facts held twice; a part of a line each 「跳变说明」.

    Examples
    --------
    >>> old, new = Figures({"sales": {"2025-01": 3.0}}), Figures({"sales": {"2025-01": 30_000.0}})
    >>> list(jumps(old, new))
    ["column 'sales' sums to 30,000 over 1 period, 3 before: 10,000 times as much, as in another unit"]
    """
    for column in [each for each in before.sums if each in after.sums]:
        told = _another_unit(column, before, after) or _new_periods(column, before, after)
        if told:
            yield told
    yield from _twice(before, after)


def _another_unit(column: str, before: Figures, after: Figures) -> str | None:
    old, new = before.sums[column], after.sums[column]
    common = [each for each in old if each in new]
    odd = [each for each in common if abs(_power(old[each], new[each])) >= _ALONE]
    whole = _power(sum(old[each] for each in common), sum(new[each] for each in common))
    periods = odd or (common if whole else [])
    if not periods:
        return None
    was, now = sum(old[each] for each in periods), sum(new[each] for each in periods)
    over = counted(len(periods), "period")
    ratio = _times(_power(was, now) or round(math.log10(abs(now / was))))
    return f"column {column!r} sums to {now:,.12g} over {over}, {was:,.12g} before: {ratio}, as in another unit"


def _new_periods(column: str, before: Figures, after: Figures) -> str | None:
    """What is said of a period that is new and whose facts are of another size than all before."""
    sizes = _sizes(before.sums[column], before.facts)
    for period, size in _sizes(after.sums[column], after.facts).items():
        if sizes and period not in before.sums[column]:
            near = min(sizes.values(), key=lambda each: abs(math.log10(size / each)))
            if abs(math.log10(size / near)) >= _BEYOND:
                return (
                    f"column {column!r} is {size:,.6g} a fact in {period}, which is new, and between"
                    f" {min(sizes.values()):,.6g} and {max(sizes.values()):,.6g} in the periods before"
                )
    return None


def _sizes(sums: Mapping[Hashable, float], facts: Mapping[Hashable, int]) -> dict[Hashable, float]:
    return {each: abs(value) / facts[each] for each, value in sums.items() if value and facts.get(each)}


def _twice(before: Figures, after: Figures) -> Iterator[str]:
    rows, earlier = sum(after.facts.values()), sum(before.facts.values())
    if rows and after.twice / rows > (before.twice / earlier if earlier else 0) + _MORE_TWICE:
        yield f"{counted(after.twice, 'fact')} of {rows:,} repeat another in every column ({before.twice:,} before)"
        return
    common = [each for each in before.facts if each in after.facts]
    counts = {after.facts[each] / before.facts[each] for each in common}
    sums = {
        round(after.sums[column][each] / own, 9)
        for column, old in before.sums.items() for each, own in old.items()
        if own and each in after.sums.get(column, {})
    }  # fmt: skip
    if len(counts) == 1 and sums == counts and (times := counts.pop()) >= 2:
        yield f"each of {counted(len(common), 'period')} holds {times:g} times the facts and the figures of before"


def _power(old: float, new: float) -> int:
    """Power of ten by which one figure is another; 0 where it is none."""
    if not old or not new or old * new < 0:
        return 0
    power = round(math.log10(new / old))
    return power if abs(new / old / 10.0**power - 1) <= _NEAR else 0


def _times(power: int) -> str:
    return f"{10**power:,} times as much" if power > 0 else f"a {10**-power:,}th of it"
