"""Columns that an engagement's files name in a source 「引用的列」."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from diagnostics.errors import InputError
from diagnostics.model.engagement import Engagement
from diagnostics.model.kpi import Kpi
from diagnostics.model.target import TIERS, SourceExpression, SourceTable


@dataclass(frozen=True, slots=True)
class Use:
    """A column, and the key of what names it, as in ``Engagement.places`` 「引用」."""

    column: str
    key: tuple[str, ...]
    about: str


def used_columns(engagement: Engagement, source: str, header: Sequence[str]) -> Iterator[Use]:
    """Columns that anything names in a source, in the order of the files 「引用的列」.

    Parameters
    ----------
    header : sequence of str
        The source's columns: a time that is a column's name, blanks and all, is that column.
    """
    declared = engagement.settings.sources[source]
    names = [*_time(declared.time, header), declared.entity, declared.person]
    yield from (Use(each, ("source", source), source) for each in names if each)
    for kpi in engagement.kpis.values():
        if kpi.source == source:
            yield from (Use(each, ("kpi", kpi.id), kpi.id) for each in _of_kpi(kpi, header))
    for card in engagement.scorecards:
        for item in card.items:
            own = engagement.kpis[item.kpi].source == source
            for name in TIERS:
                tier = getattr(item.targets, name, None)
                yield from (
                    Use(each, ("item", card.id, item.kpi), item.kpi) for each in _of_tier(tier, source, own=own)
                )


def _of_kpi(kpi: Kpi, header: Sequence[str]) -> Iterator[str]:
    from diagnostics.dictionary.expression import parse_filter, parse_measure

    if kpi.measure is None:
        return
    yield from parse_measure(kpi.measure).columns
    yield from parse_filter(kpi.where).columns if kpi.where is not None else ()
    yield from _time(kpi.time, header)
    yield from (each for each in (kpi.entity, *kpi.dimensions) if each)


def _of_tier(tier: object, source: str, *, own: bool) -> Iterator[str]:
    from diagnostics.dictionary.expression import parse_filter, parse_measure

    if isinstance(tier, SourceExpression) and own:
        yield from parse_measure(tier.expression, kind="target").columns
    elif isinstance(tier, SourceTable) and tier.source == source:
        yield from (each for each in (tier.entity, tier.period, tier.value) if each)
        yield from parse_filter(tier.where).columns if tier.where is not None else ()


def _time(text: str | None, header: Sequence[str]) -> tuple[str, ...]:
    from diagnostics.dictionary.expression import parse_time

    if text is None:
        return ()
    try:
        return (text,) if text in header else parse_time(text).columns
    except InputError:
        # No expression: the name of a column, misspelled.
        return (text,)
