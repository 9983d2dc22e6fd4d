"""Columns that an engagement's files name in a source, and what they use them as 「引用的列」."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from diagnostics.errors import InputError
from diagnostics.model.engagement import Engagement
from diagnostics.model.kpi import Kpi
from diagnostics.model.target import TIERS, SourceExpression, SourceTable

if TYPE_CHECKING:
    from diagnostics.dictionary.expression.nodes import Node

Kind = Literal["name", "number", "time", "filter", "measure"]


@dataclass(frozen=True, slots=True)
class Use:
    """A column, and the key of what names it, as in ``Engagement.places`` 「引用」."""

    column: str
    key: tuple[str, ...]
    about: str


@dataclass(frozen=True, slots=True)
class ColumnRoles:
    """Columns of a source that are used as numbers, and as days 「列的用途」."""

    numbers: frozenset[str]
    days: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Stated:
    """A text that names columns of the source: an expression of a kind, or the bare name of a column."""

    text: str
    kind: Kind
    key: tuple[str, ...]
    about: str


def used_columns(engagement: Engagement, source: str, header: Sequence[str]) -> Iterator[Use]:
    """Columns that anything names in a source, in the order of the files 「引用的列」.

    Parameters
    ----------
    header : sequence of str
        The source's columns: a time that is a column's name, blanks and all, is that column.
    """
    for each in _stated(engagement, source):
        yield from (Use(name, each.key, each.about) for name in _columns(each, header))


def column_roles(engagement: Engagement, source: str, header: Sequence[str]) -> ColumnRoles:
    """Columns that the engagement uses as numbers, and as days 「列的用途」.

    Parameters
    ----------
    header : sequence of str
        The source's columns.

    Notes
    -----
    What names something (entity, person, dimensions) is neither, unless an expression computes with it.
    """
    from diagnostics.dictionary.expression.column_roles import day_columns, numeric_columns

    numbers: set[str] = set()
    days: set[str] = set()
    for each in _stated(engagement, source):
        if each.kind == "number":
            numbers.add(each.text)
        elif each.kind == "time" and each.text in header:
            days.add(each.text)
        elif each.kind != "name" and (tree := _tree(each)) is not None:
            numbers |= numeric_columns(tree)
            days |= day_columns(tree, whole=each.kind == "time")
    return ColumnRoles(frozenset(numbers), frozenset(days))


def measure_columns(kpi: Kpi, header: Sequence[str] = ()) -> tuple[str, ...]:
    """Columns without which a KPI's measure can't be computed: of measure, filter, own time and entity 「度量所需列」.

    Parameters
    ----------
    header : sequence of str
        Columns of its source, as far as they are known.
    """
    if kpi.measure is None:
        return ()
    key = ("kpi", kpi.id)
    stated = (*_texts(key, kpi.id, kpi.measure, kpi.where, kpi.time), *_names(key, kpi.id, kpi.entity))
    return tuple(dict.fromkeys(name for each in stated for name in _columns(each, header)))


def _stated(engagement: Engagement, source: str) -> Iterator[_Stated]:
    declared = engagement.settings.sources[source]
    yield from _texts(("source", source), source, time=declared.time)
    yield from _names(("source", source), source, declared.entity, declared.person)
    if isinstance(declared.manual, str):
        yield _Stated(declared.manual, "filter", ("source", source), source)
    for kpi in engagement.kpis.values():
        yield from _of_kpi(kpi, source)
    for cause in engagement.causes:
        if engagement.kpis[cause.kpi].source == source:
            asked = [each for each in cause.tests if each.kind != "mix"]
            named = {name for each in asked for name in (each.driver, *each.confounders)}
            for name in sorted(named - engagement.kpis.keys() - {""}):
                yield _Stated(name, "number", ("cause", cause.id), cause.id)
    yield from _of_records(engagement, source)
    for card in engagement.scorecards:
        for item in card.items:
            own = engagement.kpis[item.kpi].source == source
            for name in TIERS:
                tier = getattr(item.targets, name, None)
                yield from _of_tier(tier, source, ("item", card.id, item.kpi), own=own)


def _of_records(engagement: Engagement, source: str) -> Iterator[_Stated]:
    """Columns of records by which traps are looked for: pay is numbers, a day of entry is a day, the rest names."""
    records = engagement.settings.records
    pay = records.pay
    if pay is not None and pay.source == source:
        columns = (pay.fixed, pay.variable, pay.deductions, pay.rewards)
        yield from (_Stated(each, "number", ("settings",), "records.pay") for each in columns if each)
    for name in ("check_ins", "suggestions", "reviews", "entries"):
        record, about = getattr(records, name), f"records.{name}"
        if record is not None and record.source == source:
            yield from _names(("settings",), about, record.done, record.sponsor, record.failed, record.blame)
            yield from _texts(("settings",), about, time=record.entered)


def _of_kpi(kpi: Kpi, source: str) -> Iterator[_Stated]:
    key = ("kpi", kpi.id)
    if kpi.source == source and kpi.measure is not None:
        yield from _texts(key, kpi.id, kpi.measure, kpi.where, kpi.time)
        yield from _names(key, kpi.id, kpi.entity, *kpi.dimensions)
    for each in kpi.versions:
        if (each.source or kpi.source) == source and (each.measure or kpi.measure) is not None:
            yield from _texts(key, kpi.id, each.measure, each.where, each.time)
            yield from _names(key, kpi.id, each.entity)
    for other in kpi.readings:
        if other.source == source:
            yield from _texts(key, kpi.id, other.measure, other.where, other.time)
            yield from _names(key, kpi.id, other.entity)


def _of_tier(tier: object, source: str, key: tuple[str, ...], *, own: bool) -> Iterator[_Stated]:
    about = key[-1]
    if isinstance(tier, SourceExpression) and own:
        yield from _texts(key, about, tier.expression)
    elif isinstance(tier, SourceTable) and tier.source == source:
        yield from _names(key, about, tier.entity, tier.period)
        yield _Stated(tier.value, "number", key, about)
        yield from _texts(key, about, where=tier.where)


def _texts(
    key: tuple[str, ...], about: str, measure: str | None = None, where: str | None = None, time: str | None = None
) -> Iterator[_Stated]:
    kinds: tuple[tuple[Kind, str | None], ...] = (("measure", measure), ("filter", where), ("time", time))
    yield from (_Stated(text, kind, key, about) for kind, text in kinds if text is not None)


def _names(key: tuple[str, ...], about: str, *names: str | None) -> Iterator[_Stated]:
    yield from (_Stated(name, "name", key, about) for name in names if name)


def _columns(stated: _Stated, header: Sequence[str]) -> tuple[str, ...]:
    if stated.kind in {"name", "number"} or (stated.kind == "time" and stated.text in header):
        return (stated.text,)
    tree = _tree(stated)
    if tree is None:
        # No expression: the name of a column, misspelled.
        return (stated.text,)
    from diagnostics.dictionary.expression.nodes import columns

    return columns(tree)


def _tree(stated: _Stated) -> Node | None:
    """Tree of an expression; None for a time that is none."""
    # The parser behind these is heavy; an engagement that names bare columns only does without.
    from diagnostics.dictionary.expression import parse_filter, parse_measure, parse_time

    if stated.kind == "measure":
        return parse_measure(stated.text).tree
    if stated.kind == "filter":
        return parse_filter(stated.text).tree
    try:
        return parse_time(stated.text).tree
    except InputError:
        return None
