"""Entities whose figures are the sum of others', in files and databases alike 「隐藏合计行」."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from diagnostics.data.engine.entity_sums import MOST_ROWS, Sums, entity_sums
from diagnostics.data.engine.name_remedies import leave_out
from diagnostics.data.files.name_places import find_place
from diagnostics.data.layout.hidden_sums import Figures, find_hidden_sums
from diagnostics.data.layout.repeats import Repeat, find_repeats, is_called_total, may_be_total
from diagnostics.errors import InputError
from diagnostics.model.layout import Layout

if TYPE_CHECKING:
    from diagnostics.data.engine.engine import Engine
    from diagnostics.data.engine.facts import Facts
    from diagnostics.model.engagement import Engagement
    from diagnostics.model.entity import Entities
    from diagnostics.model.kpi import Kpi

_FEWEST = 3
# Where there are fewer months, days tell more; of more entities than these, only the months are looked at.
_FEW_MONTHS, _MOST_BY_DAY = 6, 1_000


def refuse_hidden_totals(engine: Engine, facts: Facts) -> None:
    """Refuse facts among whose entities one is the sum of others', beyond any chance 「拒绝隐藏合计」.

    Parameters
    ----------
    engine : Engine
        Where the facts are.
    facts : Facts
        Facts of a source. What a KPI's filter leaves out is left out; each column of figures is judged alone, and all
        together; a name in ``layout.kept`` is a fact.

    Raises
    ------
    InputError
        Naming the place, the name, whose figures it repeats, and what to write.
    """
    for label, wanted in sums_wanted(engine.engagement, facts).items():
        refuse_among(engine, facts, label, wanted, entity_sums(engine, facts, label, wanted, by_day=False))


def refuse_among(
    engine: Engine, facts: Facts, label: str, wanted: tuple[tuple[str, str], ...], sums: Sums | None
) -> None:
    """Refuse facts among whose entities one is the sum of others', told by sums that exist already 「按合计拒绝」.

    Parameters
    ----------
    label : str
        Column of the names.
    wanted : tuple of (str, str)
        Columns of figures, each with a filter.
    sums : Sums, optional
        Their sums by month; where there are few months and few entities, days are looked at too.
    """
    engagement = engine.engagement
    for by_day in (False, True):
        if by_day:
            sums = entity_sums(engine, facts, label, wanted, by_day=True)
        if sums is None or len(sums.names) < _FEWEST:
            return
        layout = engagement.settings.sources[facts.source].layout or Layout()
        found = next(_found(engagement.entities, sums, frozenset(layout.kept)), None)
        if found is not None:
            raise _refusal(engine, facts, (label, sums.count), *found)
        if sums.periods >= _FEW_MONTHS or len(engagement.entities.items) > _MOST_BY_DAY:
            return


def _refusal(engine: Engine, facts: Facts, told: tuple[str, int], repeat: Repeat, column: str) -> InputError:
    label, count = told
    place = facts.place
    if count <= MOST_ROWS:
        every = (find_place(engine, facts.source, each, repeat.name) for each in engine.files[facts.source])
        place = next((at for at in every if at), place)
    of = f" of column {column!r}" if column else ""
    return InputError(
        f"{place}, column {label!r}: {repeat.told()}{of}; a total would be counted twice."
        f" {leave_out(engine, facts, label, repeat.name, count)} (source {facts.source!r})."
    )


def sums_wanted(engagement: Engagement, facts: Facts) -> dict[str, tuple[tuple[str, str], ...]]:
    """Columns that KPIs add up, each with the KPI's filter, by the column of their entities 「待查合计的列」."""
    if len(engagement.entities.items) < _FEWEST:
        return {}
    from diagnostics.dictionary.expression import parse_measure
    from diagnostics.dictionary.expression.column_roles import numeric_columns

    found: dict[str, dict[tuple[str, str], None]] = {}
    declared = engagement.settings.sources[facts.source].entity
    for kpi in _counted(engagement, facts.source):
        label = kpi.entity or declared
        if label in facts.columns and label is not None:
            for name in sorted(numeric_columns(parse_measure(kpi.measure or "").tree)):
                if name in facts.columns and facts.table[name].type().is_numeric():
                    found.setdefault(label, {})[name, kpi.where or ""] = None
    return {label: tuple(each) for label, each in found.items()}


def _counted(engagement: Engagement, source: str) -> Iterator[Kpi]:
    """KPIs over a source, each version and each other reading as one of its own."""
    for kpi in engagement.kpis.values():
        versions = (kpi.counted(since) for since in ("", *(each.since for each in kpi.versions)))
        yield from (each for each in versions if each.source == source and each.measure is not None)
        for other in kpi.readings:
            if other.source == source:
                said = {"measure": other.measure, "where": other.where, "entity": other.entity}
                yield kpi.model_copy(update=said)


def _found(entities: Entities, sums: Sums, kept: frozenset[str]) -> Iterator[tuple[Repeat, str]]:
    """Names that are totals beyond chance, those called so first, each with the column where one alone tells."""
    never = {at for at, each in enumerate(sums.written) if not kept.isdisjoint(each)}
    columns = [(column, sums.figures(at)) for at, (column, _) in enumerate(sums.wanted)]
    if any(may_be_total(each[0]) for each in sums.written):
        together = _cells(sums, [figures for _, figures in columns], never)
        alone = [(_cells(sums, [figures], never), column) for column, figures in columns]
        for cells, column in [(together, ""), *(alone if len(columns) > 1 else ())]:
            yield from ((each, column) for each in find_repeats(cells, called_only=True) if each.is_sure)
    groups = _groups(entities, sums, never)
    for column, figures in columns:
        for found in find_hidden_sums(figures, groups, sums.order, sorted(never)):
            parts = tuple(sums.written[at][0] for at in found.parts)
            yield Repeat(sums.written[found.name][0], parts, "sum", found.cells, found.of, is_sure=True), column


def _cells(sums: Sums, columns: list[Figures], never: set[int]) -> Mapping[str, dict[object, float]]:
    """Figures by name and cell, in the order in which the names stand."""
    import numpy as np

    found: dict[str, dict[object, float]] = {}
    for at in sums.order or range(len(sums.names)):
        if at not in never:
            cells = ((number, each.values[at]) for number, each in enumerate(columns))
            found[sums.written[at][0]] = {
                (number, int(time)): float(values[time])
                for number, values in cells
                for time in np.flatnonzero(~np.isnan(values))
            }
    return found


def _groups(entities: Entities, sums: Sums, never: set[int]) -> list[tuple[int, ...]]:
    """Rows of all names that stand for no others here, and of those below each entity; without what may be totals."""
    place = {each: at for at, each in enumerate(sums.names)}
    above = {step.id for each in sums.names for step in entities.path(each)[1:]}
    leaves = [at for each, at in place.items() if each not in above]
    found: dict[str, list[int]] = {"": leaves}
    for at in leaves:
        for step in entities.path(sums.names[at]):
            found.setdefault(step.id, []).append(at)
    apart = {at for at in leaves if at in never or is_called_total(sums.written[at][0])}
    every = [tuple(each) for each in found.values()]
    if apart:
        every += [tuple(at for at in each if at not in apart) for each in every]
    return [each for each in dict.fromkeys(every) if len(each) > 1]
