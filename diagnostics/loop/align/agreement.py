"""The align step: is what is measured worth agreeing on 「共识重塑」."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from diagnostics.data.handoff import write_records
from diagnostics.data.suppress import shareable
from diagnostics.dictionary.cascade.goal_map import goal_map
from diagnostics.dictionary.groupings import groupings
from diagnostics.dictionary.linting import hear_engagement, lint_engagement
from diagnostics.dictionary.public_parts import public_heard
from diagnostics.dictionary.rules import NEED_FIGURES, RULES
from diagnostics.dictionary.tree import KpiTree, build_tree
from diagnostics.errors import InputError, expect
from diagnostics.loop.align.consensus_record import consensus_of, consensus_record
from diagnostics.loop.align.handed_down import cascade_records, public_coverage
from diagnostics.loop.align.records import alignment_records
from diagnostics.model.alignment import Alignment, CharterAnswer, TreeRow
from diagnostics.model.charter import QUESTIONS
from diagnostics.model.engagement import Engagement
from diagnostics.model.mute import Heard
from diagnostics.model.observations import Observations
from diagnostics.model.period import Period
from diagnostics.model.text import Text

if TYPE_CHECKING:
    import pandas as pd


def review(
    engagement: Engagement,
    period: str = "",
    run: str | Path = "",
    observations: Observations | pd.DataFrame | None = None,
) -> Alignment:
    """Review an engagement's charter, KPI tree and scorecards 「审视指标体系」.

    Parameters
    ----------
    engagement : Engagement
        As opened.
    period : str
        Canonical text of the period that is reported on; none for a review of the dictionary alone.
    run : str or Path
        Folder of the run; the hand-off ``alignment`` is written there. Empty: nothing is written.
    observations : Observations or DataFrame, optional
        What was measured, without dimensions: findings that need figures are told as well. A run tells them in the
        diagnose step, which observes.

    Returns
    -------
    Alignment
        Charter answers, KPI tree, findings.

    Raises
    ------
    InputError
        When the period has no known form.
    """
    expect("engagement", engagement, Engagement, "an Engagement, as dx.open_engagement gives it")
    chosen = engagement.calendar.parse(period) if period else None
    tree = build_tree(engagement.kpis)
    heard = _heard(engagement, chosen, observations)
    coverage = public_coverage(engagement, chosen)
    agreement = consensus_of(engagement)
    agreed = {"consensus": consensus_record(agreement)} if agreement is not None else {}
    goals = goal_map(engagement.settings.goals, engagement.kpis, engagement.language)
    alignment = Alignment(
        language=engagement.language,
        charter=tuple(_answer(engagement, each) for each in QUESTIONS),
        tree=tuple(_row(engagement, tree, *each) for each in tree.walk()),
        findings=heard.open,
        scorecards=len(engagement.scorecards),
        coverage=coverage,
        goals=goals,
        records={**alignment_records(engagement, tree, heard, chosen), **cascade_records(coverage, goals), **agreed},
        consensus=agreement,
        muted=heard.muted,
        groups=groupings(heard.open),
        unseen=_unseen(chosen, observations),
    )
    save(alignment, run)
    return alignment


def _heard(engagement: Engagement, period: Period | None, observations: Observations | pd.DataFrame | None) -> Heard:
    """Findings that everyone may hear, with what was muted set apart."""
    codes = RULES.keys() - NEED_FIGURES if observations is None else set(RULES)
    if observations is not None:
        seen = _seen(observations)
        # What is told here is handed on: figures of people, and of few of them, have no part in it.
        observations = shareable(seen, engagement)
    found = lint_engagement(engagement, observations)
    on = period.last_day if period is not None else None
    return public_heard(engagement, hear_engagement(engagement, found, on, codes))


def _unseen(period: Period | None, observations: Observations | pd.DataFrame | None) -> str:
    """Period that was asked for, where no figure is of it."""
    if period is None or observations is None:
        return ""
    starts = _seen(observations).table["start"].dt.date
    return "" if ((starts >= period.start) & (starts < period.end)).any() else period.text


def _seen(observations: Observations | pd.DataFrame) -> Observations:
    if isinstance(observations, Observations):
        return observations
    if not hasattr(observations, "columns"):
        raise InputError(
            f"observations == {observations!r:.60}, must be Observations, as dx.observe gives them, or their table."
        )
    return Observations(observations)


def save(alignment: Alignment, run: str | Path) -> None:
    """Write the hand-off ``alignment`` of a run 「写共识交接文件」.

    Parameters
    ----------
    run : str or Path
        Folder of the run; empty in interactive use, where nothing is written.
    """
    if str(run):
        write_records(Path(run), "alignment", alignment.records)


def _answer(engagement: Engagement, question: str) -> CharterAnswer:
    """Answer of a field of the charter; an example in its place is none, and the sponsor has a name."""
    charter = engagement.settings.charter
    if question in charter.unanswered:
        return CharterAnswer(question, Text())
    if question == "sponsor":
        name = engagement.person(charter.sponsor)
        return CharterAnswer(question, Text(zh=name, en=name))
    return CharterAnswer(question, getattr(charter, question))


def _row(engagement: Engagement, tree: KpiTree, key: str, parent: str | None, depth: int) -> TreeRow:
    kpi = engagement.kpis[key]
    path = tree.path_to_mother(key)
    return TreeRow(key, kpi.name, parent, depth, path, kpi.mother, engagement.person(kpi.owner))
