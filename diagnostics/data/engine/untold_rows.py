"""Rows of several units or currencies, or planned beside actual, wait for a KPI to say which 「行口径检查」."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING

from diagnostics.data.engine.name_remedies import has_cells
from diagnostics.data.files.plain_totals import LIKE, MOST_TEXTS, total_among, total_told
from diagnostics.data.layout.number_text import SHARES
from diagnostics.data.layout.row_words import FACTORS, PART, RowKind, kind_of, units_of, untold
from diagnostics.data.layout.scales import stated
from diagnostics.data.layout.wanted import entity_columns
from diagnostics.dictionary.expression.written import without
from diagnostics.errors import InputError
from diagnostics.model.engagement import Engagement
from diagnostics.model.kpi import Kpi
from diagnostics.model.layout import Layout

if TYPE_CHECKING:
    from diagnostics.data.engine.engine import Engine
    from diagnostics.data.engine.facts import Facts

_MOST = 200
# What is counted in none of these has no currency.
_MONEYLESS = ("count", "minutes", "hours", "days", "score", "distance")
_REMEDY: dict[RowKind, str] = {
    "unit": "say by its where which rows count and by its measure what they are worth, such as where: {0} = {1} and"
    " measure: {2}",
    "currency": "say by its where which count, such as where: {0} = {1}",
    "plan": "say by its where which count, such as where: {0} = {1}",
}


def refuse_untold_rows(engine: Engine, facts: Facts) -> None:
    """Refuse a KPI that adds up rows in several units or currencies, or planned beside actual 「拒绝混合口径」.

    Parameters
    ----------
    engine : Engine
        Where the facts are.
    facts : Facts
        Facts of a source.

    Raises
    ------
    InputError
        Naming KPI, column and what stands in it; a KPI that names the column has said which rows count.
    """
    engagement = engine.engagement
    naming = entity_columns(engagement, facts.source)
    kinds = {each: kind for each in facts.columns if each not in naming and (kind := kind_of(each)) is not None}
    _refuse_parts(engine, facts, naming)
    seen: dict[tuple[str, str], list[str]] = {}
    for kpi in _counted(engagement, facts.source):
        figures = _figures(kpi)
        for name, kind in kinds.items():
            if not figures or name in _named(kpi) or (kind == "currency" and kpi.unit in _MONEYLESS):
                continue
            key = (name, kpi.where or "")
            if key not in seen:
                seen[key] = _values(engine, facts, *key)
            told = untold(kind, seen[key], engagement.settings.currency)
            if told and not (kind == "unit" and _is_declared(engagement, facts.source, figures, seen[key])):
                remedy = _REMEDY[kind].format(name, *_example(kind, seen[key], engagement.settings.currency))
                raise InputError(
                    f"Column {name!r} of {facts.place} {told}; KPI {kpi.id!r} adds them up as they stand. {remedy}."
                )


def _example(kind: RowKind, values: Sequence[str], currency: str) -> tuple[str, str]:
    """A word of a column, and what is measured of its rows: shares are averaged, amounts added up."""
    units = units_of(values, currency) if kind == "unit" else {}
    word = next((each for each, read in units.items() if read.scale in FACTORS), values[0])
    scale = units[word].scale if word in units else None
    if scale in SHARES:
        return repr(word), f"mean(… {FACTORS[scale]}), or mean(…) where its cells say their {word} themselves"
    return repr(word), f"sum(… {FACTORS[scale]})" if scale in FACTORS else "sum(…)"


def _refuse_parts(engine: Engine, facts: Facts, naming: Collection[str]) -> None:
    """Refuse names such as 其中：线上, whose figures the row above them holds, unless a KPI names their column.

    Words for totals are looked for in the same pass, where neither a reader of files nor an entity column tells them.
    """
    counted = [each for each in _counted(engine.engagement, facts.source) if _figures(each)]
    texts = [each for each in facts.columns if each not in naming and facts.table[each].type().is_string()]
    texts = [each for each in texts if any(each not in _named(kpi) for kpi in counted)]
    plain = _plain(engine, facts, naming)
    if not texts and not plain:
        return
    table = facts.table
    found = {f"t{at}": table[each].max(where=table[each].lower().re_search(LIKE)) for at, each in enumerate(plain)}
    found |= {str(at): table[each].max(where=table[each].lower().re_search(PART)) for at, each in enumerate(texts)}
    looked = engine.frame(table.aggregate(**found), f"reading {facts.place}").iloc[0]
    layout = engine.engagement.settings.sources[facts.source].layout or Layout()
    for at, name in enumerate(texts):
        part = looked[str(at)]
        if isinstance(part, str) and part.strip() not in layout.kept:
            raise InputError(
                f"Column {name!r} of {facts.place} holds {part!r}, a part of a row above it, which would count twice:"
                f" {_left_out(engine, facts, name, part)} that they count."
            )
    _refuse_totals(engine, facts, [name for at, name in enumerate(plain) if isinstance(looked[f"t{at}"], str)])


def _plain(engine: Engine, facts: Facts, naming: Collection[str]) -> list[str]:
    """Columns of texts in which a word for a total would go unnoticed; the reader of files has looked in its own."""
    declared = engine.engagement.settings.sources[facts.source]
    if naming or declared.layout is not None or declared.engine == "duckdb" or has_cells(engine, facts.source):
        return []
    return [each for each in facts.columns if facts.table[each].type().is_string()]


def _refuse_totals(engine: Engine, facts: Facts, names: list[str]) -> None:
    """Refuse a word for a total in columns that hold something like one."""
    for name in names:
        own = facts.table.select(name=name)
        like = own.filter(own.name.lower().re_search(LIKE)).distinct().order_by("name").limit(MOST_TEXTS)
        found = total_among(engine.frame(like, f"reading column {name!r} of {facts.place}")["name"])
        if found is not None:
            raise total_told(facts.files[0], name, found, facts.source, has_cells=False)


def _left_out(engine: Engine, facts: Facts, name: str, part: str) -> str:
    """What leaves a part out, or keeps it, in words that its source understands."""
    leave, bare = "leave such out by the KPI's where", part.strip()
    if has_cells(engine, facts.source):
        return f"{leave}, name them in layout: {{totals: [{bare!r}]}}, or say by layout: {{kept: [{bare!r}]}}"
    return f"{leave} ({without(name, part)}), or say by layout: {{totals: [], kept: [{bare!r}]}}"


def _counted(engagement: Engagement, source: str) -> Iterator[Kpi]:
    """KPIs over a source, each version and each other reading as one of its own."""
    for kpi in engagement.kpis.values():
        versions = (kpi.counted(since) for since in ("", *(each.since for each in kpi.versions)))
        yield from (each for each in versions if each.source == source and each.measure is not None)
        for other in kpi.readings:
            if other.source == source:
                yield kpi.model_copy(update={"measure": other.measure, "where": other.where, "dimensions": ()})


def _figures(kpi: Kpi) -> frozenset[str]:
    """Columns that a KPI computes with."""
    from diagnostics.dictionary.expression import parse_measure
    from diagnostics.dictionary.expression.column_roles import numeric_columns

    return frozenset(numeric_columns(parse_measure(kpi.measure or "").tree))


def _named(kpi: Kpi) -> frozenset[str]:
    """Columns that a KPI names in its filter or its measure."""
    from diagnostics.dictionary.expression import parse_filter, parse_measure

    where = parse_filter(kpi.where).columns if kpi.where else ()
    return frozenset((*where, *parse_measure(kpi.measure or "").columns))


def _values(engine: Engine, facts: Facts, name: str, where: str) -> list[str]:
    """Distinct texts of a column among the rows that pass a filter."""
    from diagnostics.dictionary.expression import parse_filter
    from diagnostics.dictionary.expression.build import build_condition

    if not facts.table[name].type().is_string():
        return []
    table = facts.table
    if where:
        try:
            table = table.filter(build_condition(parse_filter(where), facts))
        except InputError:
            # Whoever observes the KPI refuses its filter with the place where it stands.
            return []
    rows = engine.frame(table.select(name).distinct().limit(_MOST), f"reading column {name!r} of {facts.place}")
    return sorted(each for each in rows[name].dropna().astype(str) if each.strip())


def _is_declared(engagement: Engagement, source: str, figures: frozenset[str], values: list[str]) -> bool:
    """Whether the layout, or their headers, say the one scale that the rows say."""
    layout = engagement.settings.sources[source].layout or Layout()
    currency = engagement.settings.currency
    scales = {each.scale for each in units_of(values, currency).values()}
    return all({stated(each, layout, currency).scale} == scales for each in figures)
