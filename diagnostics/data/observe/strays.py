"""Facts without a day, or of unknown names, are refused: none vanishes silently 「无归属的事实」."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diagnostics.data.engine.name_remedies import has_cells
from diagnostics.data.observe.job import DAY, KEY, RAW, START, Job
from diagnostics.data.observe.match import NAME, unmatched
from diagnostics.data.observe.plan import Asked
from diagnostics.data.observe.scan import Scanned
from diagnostics.dictionary.expression.build import build_condition
from diagnostics.errors import InputError
from diagnostics.terms.counted import counted

if TYPE_CHECKING:
    import pandas as pd


def refuse_strays(job: Job, scanned: Scanned) -> None:
    """Refuse facts without a day, and facts that name no known entity 「拒绝无归属的事实」.

    Raises
    ------
    InputError
        Naming the KPI, how many facts there are, and the day or the names.
    """
    table = scanned.table
    undated = table[START].isnull()
    if job.named:
        known = job.names
        joined = table.left_join(known.select(NAME), table[RAW] == known[NAME])
        strays = joined.filter(joined[NAME].isnull() | joined[START].isnull())
    else:
        strays = table.filter(undated)
    found = job.engine.frame(strays)
    if not len(found):
        return
    for asked in job.asked:
        own = found[found[scanned.partials.count(job.rest(asked))] > 0]
        if job.selector is not None:
            own = own[own[KEY] == job.selector.value(asked)]
        _refuse(job, scanned, asked, own)


def _refuse(job: Job, scanned: Scanned, asked: Asked, found: pd.DataFrame) -> None:
    place = f"KPI {asked.kpi.id!r}, {job.facts.place}"
    count = scanned.partials.count(job.rest(asked))
    undated = found[found[START].isna()]
    if len(undated):
        told = counted(int(undated[count].sum()), f"fact of {place} has", f"facts of {place} have")
        example = _example(job, scanned, asked)
        raise InputError(
            f"{told} no day: {example}, for example. A day is a date, an ISO text such as 2025-03-09, or"
            f" make_date(y, m, d).{_remedy(job, asked, example)}"
        )
    unknown = found[_looked_at(job, asked, found)] if job.named else found[:0]
    if len(unknown):
        names = [each if isinstance(each, str) else None for each in unknown[RAW].unique()]
        listed = sorted(each for each in names if each is not None) + [None] * (None in names)
        told = f"{place}, column {job.batch.entity!r}"
        column = "" if has_cells(job.engine, job.facts.source) else job.batch.entity or ""
        raise unmatched(listed, int(unknown[count].sum()), job.engine.engagement.entities, told, column)


def _remedy(job: Job, asked: Asked, example: str) -> str:
    """What to write where rows whose day is empty are meant to be left out; nothing where it holds something else."""
    if not example.endswith("(empty)"):
        return ""
    names = tuple(job.time.columns)
    column = names[0] if len(names) == 1 and names[0].isidentifier() else "COLUMN"
    before = "… and " if asked.where is not None else ""
    return f" Rows that are none of this KPI's are left out by 'where: {before}{column} is not null' in kpis.yaml."


def _looked_at(job: Job, asked: Asked, found: pd.DataFrame) -> pd.Series:
    """Finest cells of the time that is asked for and in which the KPI is counted so."""
    import pandas as pd

    days = pd.to_datetime(found[START])
    first, end = job.wanted.window.span(asked.cycle) or (None, None)
    within = asked.meaning.within(days.map(lambda day: pd.Timestamp(job.calendar.at(day.date(), asked.cycle).start)))
    if first is not None:
        within &= days >= pd.Timestamp(first)
    if end is not None:
        within &= days < pd.Timestamp(end)
    return within


def _example(job: Job, scanned: Scanned, asked: Asked) -> str:
    """What the time of a fact without a day holds."""
    facts = scanned.partials.facts
    rows = facts.table.filter(facts.table[DAY].isnull())
    if asked.where is not None:
        rows = rows.filter(build_condition(asked.where, facts.over(rows)))
    first = job.engine.frame(rows.select(*(rows[each].cast("string") for each in job.time.columns)).limit(1))
    shown = ", ".join(repr(value) if isinstance(value, str) else "(empty)" for value in first.iloc[0])
    names = ", ".join(repr(each) for each in job.time.columns)
    return f"time {job.time.text.source!r} (column {names}) holds {shown}"
