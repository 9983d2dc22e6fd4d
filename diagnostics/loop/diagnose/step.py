"""The diagnose step: observe, compare, take apart 「精准诊断」."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from diagnostics.data.engine import open_engine
from diagnostics.data.handoff import write_records, write_table
from diagnostics.data.observe import observe
from diagnostics.data.quality.card import quality_card
from diagnostics.data.reconcile import find_conflicts
from diagnostics.data.suppress import publishable, shareable, shown_before, with_withheld
from diagnostics.dictionary.evidence.naming import public_titles
from diagnostics.dictionary.targets import TargetBook
from diagnostics.errors import InputError
from diagnostics.loop.diagnose.causes.known import as_known, known_day
from diagnostics.loop.diagnose.causes.register import register_of
from diagnostics.loop.diagnose.drivers import driver_records
from diagnostics.loop.diagnose.expected.records import expected_records
from diagnostics.loop.diagnose.field_work.record import field_work_record
from diagnostics.loop.diagnose.focus import focus_of
from diagnostics.loop.diagnose.gaps.comparable import comparable_figures, with_comparable
from diagnostics.loop.diagnose.gaps.compare import compare
from diagnostics.loop.diagnose.gaps.standing import standing_records
from diagnostics.loop.diagnose.gaps.to_date import to_date_figures, with_to_date
from diagnostics.loop.diagnose.headline import headline_facts
from diagnostics.loop.diagnose.leading.record import leading_record
from diagnostics.loop.diagnose.shown import heard_figures
from diagnostics.loop.diagnose.signal.marks import mark_records
from diagnostics.loop.diagnose.slices.records import slice_records
from diagnostics.loop.diagnose.traps import traps_of
from diagnostics.model.diagnosis import Diagnosis
from diagnostics.model.gap import Gaps

if TYPE_CHECKING:
    import pandas as pd

    from diagnostics.model.diagnosis import Focus
    from diagnostics.model.engagement import Engagement
    from diagnostics.model.observations import Observations
    from diagnostics.model.period import Period


class StepDiagnosis(Diagnosis):
    """Diagnosis that can be handed to the next steps 「精准诊断」."""

    def save(self, run: str | Path) -> None:
        """Write the hand-offs of a run; an empty run writes nothing 「写交接文件」."""
        save(self, run)


def save(diagnosis: Diagnosis, run: str | Path) -> None:
    """Write the hand-offs of diagnosis: observations, gaps, quality, conflicts, causes 「写诊断交接文件」.

    Parameters
    ----------
    run : str or Path
        Folder of the run; empty in interactive use, where nothing is written.
    """
    if str(run):
        write_table(Path(run), "observations", diagnosis.observations.table)
        write_table(Path(run), "gaps", diagnosis.published)
        write_records(Path(run), "diagnosis", diagnosis.record())
        if diagnosis.quality is not None:
            write_records(Path(run), "quality", diagnosis.quality.record())
        if diagnosis.conflicts is not None and diagnosis.conflicts.pairs:
            write_records(Path(run), "conflicts", diagnosis.conflicts.record())
        if diagnosis.causes is not None:
            write_records(Path(run), "causes", diagnosis.causes.record(diagnosis.titles))
        if diagnosis.field_work is not None:
            write_records(Path(run), "fieldwork", diagnosis.field_work)
        if diagnosis.traps is not None:
            write_records(Path(run), "traps", diagnosis.traps.record())


def diagnose(
    engagement: Engagement, period: str, levels: Iterable[str] | None = None, as_of: str = ""
) -> StepDiagnosis:
    """Gaps of all KPIs in a period, and where those of the focal entities come from 「精准诊断」.

    Parameters
    ----------
    engagement : Engagement
        With its dictionary and data.
    period : str
        Canonical text, such as ``2025-06``.
    levels : iterable of str, optional
        Levels of entities; all, where absent.
    as_of : str
        Day as of which evidence on causes and reviews of traps count, such as ``2025-06-30``; the period's last day
        where empty.

    Returns
    -------
    StepDiagnosis
        ``save(run)`` writes its hand-offs.

    Raises
    ------
    InputError
        When the period's or the day's text has no known form, nothing was measured in it, or the data can't be read.
    """
    at = engagement.calendar.parse(period)
    day = known_day(as_of, at)
    known = as_known(engagement, day)
    levels = levels if levels is None or isinstance(levels, str) else tuple(levels)
    with open_engine(engagement) as engine:
        seen = with_withheld(observe(engine, levels=levels, until=at), engine, shown_before(engagement, day))
        quality = quality_card(engine, seen, at)
        conflicts = find_conflicts(engine, at, levels, seen=seen)
        gaps = _gaps(engagement, seen, at)
        _refuse_nothing(gaps, seen)
        published = _published(engagement, seen, gaps, at)
        heard, told = heard_figures(engagement, seen, at)
        figures, to_date = comparable_figures(engine, gaps.table, seen), to_date_figures(engine, gaps.table, seen)
        gaps = Gaps(
            with_to_date(with_comparable(gaps.table, figures), to_date), gaps.period, gaps.origin, gaps.language
        )
        published = with_to_date(with_comparable(published, figures, published=True), to_date, published=True)
        focus = focus_of(engagement, published)
        decompositions, undivided = driver_records(engagement, seen, at, focus.entities)
        slices, unlocated = slice_records(engine, seen, at, focus.entities)
        shared = shareable(seen, engagement)
        leading = leading_record(engagement, shared, focus, at)
        expected = expected_records(engagement, shared, at, focus.entities)
        standing = standing_records(engagement, shared, published, focus.entities)
        marks = _marks(engagement, shared, focus, at)
        traps = traps_of(engine, seen, conflicts, at, known=day)
        causes = register_of(engine, seen, at, published, known=day) if engagement.causes else None
    # What a reader looks at first stands first.
    for records in (decompositions, slices):
        records.sort(key=lambda each: (each["entity"] != focus.entity, each["kpi"] != focus.kpi))
    return StepDiagnosis(
        period=at.text, focus=focus, observations=seen, gaps=gaps, published=published,
        decompositions=tuple(decompositions), slices=tuple(slices), skipped=(*undivided, *unlocated),
        headline=tuple(headline_facts(focus, published, decompositions, slices)), kpis=engagement.kpis,
        labels={each.id: each.label for each in engagement.entities if not each.person},
        currency=engagement.settings.currency, quality=quality, conflicts=conflicts, heard=heard, told=told,
        causes=causes, titles=public_titles(engagement), field_work=field_work_record(known, causes), traps=traps,
        leading=leading, expected=tuple(expected), standing=tuple(standing), marks=tuple(marks),
        language=engagement.settings.language,
    )  # fmt: skip


def _gaps(engagement: Engagement, seen: Observations, at: Period) -> Gaps:
    """Gaps of everything observed, weighted by the scorecards that hold."""
    book = TargetBook.of(engagement)
    pairs = seen.table[["entity", "kpi"]].drop_duplicates()
    weights, benchmarks = {}, {}
    for entity, kpi in zip(pairs["entity"], pairs["kpi"], strict=True):
        held = book.holding(kpi, entity, at)
        if held is not None:
            weights[entity, kpi] = held.item.weight
            anchors = held.item.anchors
            if anchors is not None and anchors.benchmark is not None:
                benchmarks[entity, kpi] = anchors.benchmark
    return compare(
        seen, engagement.kpis, at, calendar=engagement.calendar, entities=engagement.entities, weights=weights,
        benchmarks=benchmarks,
    )  # fmt: skip


def _marks(engagement: Engagement, seen: Observations, focus: Focus, at: Period) -> list[dict[str, Any]]:
    """What the history of the focal series made one expect of each of its figures."""
    table, cycle = seen.table, engagement.kpis[focus.kpi].cycle
    rows = table[(table["kpi"] == focus.kpi) & (table["entity"] == focus.entity) & (table["cycle"] == cycle)]
    last = at if cycle == at.cycle else engagement.calendar.last_complete(cycle, at.end)
    return mark_records(rows, last, engagement.calendar)


def _published(engagement: Engagement, seen: Observations, gaps: Gaps, at: Period) -> pd.DataFrame:
    """Gaps that may be published: references too are of figures that may, or a neighbour would tell what is blanked."""
    shared = shareable(seen, engagement)
    anew = shared is not seen and len(shared.table)
    return publishable((_gaps(engagement, shared, at) if anew else gaps).table, engagement, seen.table)


def _refuse_nothing(gaps: Gaps, seen: Observations) -> None:
    """Refuse a period in which nothing was measured."""
    if not gaps.table["actual"].notna().any():
        starts = seen.table["start"]
        span = f"{starts.min():%Y-%m-%d} … {starts.max():%Y-%m-%d}" if len(starts) else "no period at all"
        # A week of which the last day has no figure is refused though days before it have some.
        raise InputError(
            f"Nothing was measured in {gaps.period}; the periods observed begin {span}. Of a longer period a KPI shows"
            " the last of its own periods (a daily one the last day): take a period that ends where its figures do."
        )
