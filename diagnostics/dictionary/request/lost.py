"""What an engagement can't tell without some columns of its sources 「缺失的后果」."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from diagnostics.dictionary.request.words import joined, plain, told
from diagnostics.dictionary.tree import formula_names
from diagnostics.dictionary.used_columns import measure_columns, used_columns
from diagnostics.model.target import TIERS, SourceTable

if TYPE_CHECKING:
    from diagnostics.model.engagement import Engagement
    from diagnostics.model.kpi import Kpi
    from diagnostics.model.text import Text

RECORDS = ("pay", "check_ins", "suggestions", "reviews", "entries")
# Columns that are gone, by source; None where the whole source is.
Gone = Mapping[str, frozenset[str] | None]


def impossible(engagement: Engagement, gone: Gone) -> Text:
    """What can't be told without these columns, in sentences 「缺失的后果」.

    Parameters
    ----------
    gone : mapping
        Names of columns by source; None where the whole source is missing.
    """
    lost = lost_kpis(engagement, gone)
    parts = [told("lost.kpis", kpis=_names(engagement, lost))] if lost else []
    return joined((*parts, *_less(engagement, gone, lost)), "stop")


def lost_kpis(engagement: Engagement, gone: Gone) -> tuple[str, ...]:
    """KPIs that can't be computed without these columns, in file order 「算不出的指标」.

    A KPI without a measure needs every KPI that its formula names.
    """
    lost = {key for key, kpi in engagement.kpis.items() if kpi.measure is not None and _is_lost(engagement, kpi, gone)}
    while True:
        more = {
            key
            for key, kpi in engagement.kpis.items()
            if kpi.measure is None and key not in lost and lost & set(formula_names(kpi))
        }
        if not more:
            return tuple(each for each in engagement.kpis if each in lost)
        lost |= more


def _is_lost(engagement: Engagement, kpi: Kpi, gone: Gone) -> bool:
    if kpi.source not in gone:
        return False
    columns, source = gone[kpi.source], engagement.settings.sources[kpi.source]
    if columns is None:
        return True
    needed = set(measure_columns(kpi, tuple(columns)))
    for own, shared in ((kpi.time, source.time), (kpi.entity, source.entity)):
        if own is None and shared:
            needed |= {each.column for each in used_columns(engagement, kpi.source, tuple(columns))
                       if each.key == ("source", kpi.source) and each.column != source.person}  # fmt: skip
    return bool(needed & columns)


def _less(engagement: Engagement, gone: Gone, lost: tuple[str, ...]) -> Iterator[Text]:
    """What else is lost: driver splits, slices, targets, records, second counts."""
    for key, kpi in engagement.kpis.items():
        missing = [each for each in formula_names(kpi) if each in lost] if key not in lost else []
        if missing:
            yield told("lost.split", kpi=kpi.name, drivers=_names(engagement, missing))
    yield from _slices(engagement, gone, lost)
    unaimed = [key for key in _aimed(engagement, gone) if key not in lost]
    if unaimed:
        yield told("lost.targets", kpis=_names(engagement, unaimed))
    for name in RECORDS:
        record = getattr(engagement.settings.records, name)
        if record is not None and record.source in gone:
            columns = gone[record.source]
            named = set(record.model_dump(exclude={"source", "kpi"}).values())
            if columns is None or named & columns:
                yield told(f"lost.records.{name}")
    for kpi in engagement.kpis.values():
        others = [each for each in kpi.readings if each.source in gone and gone[each.source] is None]
        for each in others:
            yield told("lost.reading", kpi=kpi.name, department=each.department or plain(each.id))


def _slices(engagement: Engagement, gone: Gone, lost: tuple[str, ...]) -> Iterator[Text]:
    cut: dict[str, list[str]] = {}
    for key, kpi in engagement.kpis.items():
        columns = gone.get(kpi.source)
        if key not in lost and columns:
            for each in kpi.dimensions:
                if each in columns:
                    cut.setdefault(each, []).append(key)
    for column, kpis in cut.items():
        yield told("lost.slice", column=column, kpis=_names(engagement, kpis))


def _aimed(engagement: Engagement, gone: Gone) -> tuple[str, ...]:
    """KPIs whose targets stand in a table that is gone, or lacks a column."""
    found = []
    for card in engagement.scorecards:
        for item in card.items:
            for tier in (getattr(item.targets, name, None) for name in TIERS):
                if isinstance(tier, SourceTable) and tier.source in gone:
                    columns = gone[tier.source]
                    if columns is None or {tier.entity, tier.period, tier.value} & columns:
                        found.append(item.kpi)
    return tuple(dict.fromkeys(found))


def _names(engagement: Engagement, kpis: tuple[str, ...] | list[str]) -> Text:
    return joined(engagement.kpis[each].name for each in kpis)
