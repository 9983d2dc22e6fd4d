"""The six steps of a KPI system, each with a table and a check 「KPI体系搭建六步」."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from diagnostics.data.handoff import write_records
from diagnostics.dictionary.cascade.goal_map import goal_map
from diagnostics.dictionary.linting import catalogue_of, hear_engagement, lint_engagement
from diagnostics.dictionary.public_parts import public_cards, public_heard
from diagnostics.dictionary.rules import NEED_FIGURES, RULES
from diagnostics.errors import expect
from diagnostics.loop.align.handed_down import public_coverage
from diagnostics.loop.align.kpi_build.checks import CODES, HANDED_DOWN
from diagnostics.loop.align.kpi_build.tables import Material, sheet_of, table_of
from diagnostics.model.coverage import CoverageRow
from diagnostics.model.engagement import Engagement
from diagnostics.model.finding import Finding
from diagnostics.model.kpi_build import BUILD_STEPS, BuildStep, BuildStepId, KpiBuild
from diagnostics.model.period import Period
from diagnostics.model.scorecard import Scorecard


def build_kpis(engagement: Engagement, period: str = "") -> KpiBuild:
    """Build a KPI system in six steps, as far as the files carry it 「KPI体系搭建」.

    Strategy, department, person, target, weight, period: each step leaves a table and a check, and all end in the KPI
    sheet, with the errors that are still open. No figure is needed: what only figures show is told once there are some.

    Parameters
    ----------
    engagement : Engagement
        As opened.
    period : str
        Canonical text of the period for which scorecards and targets hold; all scorecards where empty.

    Returns
    -------
    KpiBuild
        Six steps and the sheet; nothing of it is about a single person.

    Raises
    ------
    InputError
        When the period has no known form.

    Notes
    -----
    What stays open of a target that is handed down is the target less the sum of its parts; of a limit (less is
    better) the sum less the target. Figures of other units are never added.
    """
    expect("engagement", engagement, Engagement, "an Engagement, as dx.open_engagement gives it")
    chosen = engagement.calendar.parse(period) if period else None
    coverage = public_coverage(engagement, chosen).rows
    made_of = Material(
        catalogue_of(engagement),
        goal_map(engagement.settings.goals, engagement.kpis, engagement.language),
        coverage,
        tuple(each for each in public_cards(engagement) if _in_force(engagement, each, chosen)),
    )
    found = _heard(engagement, chosen)
    homes = [(_home(each, coverage), each) for each in found]
    steps = tuple(
        BuildStep(name, table_of(name, made_of), tuple(each for home, each in homes if home == name))
        for name in BUILD_STEPS
    )
    return KpiBuild(engagement.language, steps, sheet_of(made_of), tuple(each for home, each in homes if home is None))


def save_build(found: KpiBuild, run: str | Path) -> None:
    """Write the hand-off ``kpi_build`` of a run 「写搭建交接文件」.

    Parameters
    ----------
    run : str or Path
        Folder of the run; empty in interactive use, where nothing is written.
    """
    if str(run):
        write_records(Path(run), "kpi_build", found.record())


def _heard(engagement: Engagement, period: Period | None) -> tuple[Finding, ...]:
    """Findings that everyone may hear and nobody muted."""
    codes = RULES.keys() - NEED_FIGURES
    on = period.last_day if period is not None else None
    return public_heard(engagement, hear_engagement(engagement, lint_engagement(engagement), on, codes)).open


def _home(finding: Finding, coverage: Iterable[CoverageRow]) -> BuildStepId | None:
    """Step that can mend a finding; none for those about charter, signatures and sources."""
    if finding.code == HANDED_DOWN:
        rows = [each for each in coverage if each.kpi == finding.about and each.short]
        return "person" if rows and all(each.people for each in rows) else "department"
    return next((step for step, codes in CODES.items() if finding.code in codes), None)


def _in_force(engagement: Engagement, card: Scorecard, period: Period | None) -> bool:
    if period is None:
        return True
    begun = not card.since or engagement.calendar.parse(card.since).start < period.end
    return begun and (not card.until or engagement.calendar.parse(card.until).end > period.start)
