"""Lint of a KPI dictionary 「指标体系检查」."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, TypeVar, get_args

from diagnostics.dictionary.muting import hear
from diagnostics.dictionary.rules import NEED_FIGURES, RULES
from diagnostics.dictionary.rules.catalogue import Catalogue
from diagnostics.errors import InputError, Place, expect, unknown
from diagnostics.model.change_request import ChangeRequest
from diagnostics.model.charter import Charter
from diagnostics.model.engagement import Engagement
from diagnostics.model.entity import Entities
from diagnostics.model.finding import SEVERITIES, Finding
from diagnostics.model.goal import Goal
from diagnostics.model.kpi import Kpi
from diagnostics.model.kpi_review import KpiReview
from diagnostics.model.mute import Heard, Mute
from diagnostics.model.observations import Observations
from diagnostics.model.period import Calendar
from diagnostics.model.scorecard import Profile, Scorecard
from diagnostics.model.signoff import SignOff
from diagnostics.model.source import Source

if TYPE_CHECKING:
    import pandas as pd

PROFILES: tuple[Profile, ...] = get_args(Profile)


def lint(  # noqa: PLR0913 (each is another part of the dictionary)
    kpis: Mapping[str, Kpi] | Iterable[Kpi],
    scorecards: Iterable[Scorecard] | None = None,
    goals: Iterable[Goal] | None = None,
    *,
    entities: Entities | None = None,
    places: Mapping[tuple[str, ...], Place] | None = None,
    profile: Profile | None = None,
    charter: Charter | None = None,
    changes: Iterable[ChangeRequest] = (),
    calendar: Calendar | None = None,
    people: Mapping[str, str] | None = None,
    sources: Mapping[str, Source] | None = None,
    currency: str = "CNY",
    min_group: int = 5,
    signoffs: Iterable[SignOff] = (),
    observations: Observations | pd.DataFrame | None = None,
    reviews: Iterable[KpiReview] = (),
    mutes: Sequence[Mute] = (),
    on: date | None = None,
) -> tuple[Finding, ...]:
    """What is wrong with a KPI dictionary and its scorecards 「指标体系检查」.

    Parameters
    ----------
    kpis : mapping or iterable of Kpi
        The dictionary.
    scorecards, goals, entities, charter : optional
        What else is known; rules that need an absent part find nothing.
    places : mapping, optional
        Where nouns stand in the files, as ``Engagement.places``.
    profile : {"role", "pay", "department", "company"}, optional
        Profile to hold every scorecard to, in place of its own.
    changes : iterable of ChangeRequest
        Targets that were changed.
    calendar : Calendar, optional
        How the client counts time.
    people : mapping, optional
        Display names of those who act.
    sources : mapping, optional
        Sources by name.
    currency : str
        ISO code of the money.
    min_group : int
        Fewest people behind what everyone may read.
    signoffs : iterable of SignOff
        Who signed what.
    observations : Observations or DataFrame, optional
        What was measured, without dimensions; rules that need figures find nothing without it.
    reviews : iterable of KpiReview
        What was decided when KPIs were reviewed.
    mutes : sequence of Mute
        Findings that somebody decided not to hear of; ``hear`` sets them apart with their reasons.
    on : date, optional
        Day on which it is judged whether a mute still holds; by default the last day with a figure, else all hold.

    Returns
    -------
    tuple of Finding
        Errors first, then warnings, then tips; by code; then in file order.

    Raises
    ------
    InputError
        When an argument is of another kind, a parent or formula names an unknown KPI, or no profile has this name.
    """
    if profile is not None and profile not in PROFILES:
        raise unknown("profile", profile, PROFILES)
    listed = _nouns("kpis", kpis.values() if isinstance(kpis, Mapping) else kpis, Kpi)
    table = observed(observations)
    catalogue = Catalogue(
        kpis={each.id: each for each in listed},
        scorecards=None if scorecards is None else _nouns("scorecards", scorecards, Scorecard),
        goals=None if goals is None else _nouns("goals", goals, Goal),
        entities=entities,
        places=places or {},
        profile=profile,
        charter=charter,
        changes=tuple(changes),
        calendar=calendar or Calendar(),
        people=people or {},
        sources=sources or {},
        currency=currency,
        min_group=min_group,
        signoffs=tuple(signoffs),
        observations=table,
        reviews=tuple(reviews),
    )
    found = findings_of(catalogue, RULES)
    if not mutes:
        return found
    codes = RULES if observations is not None else RULES.keys() - NEED_FIGURES
    return hear(found, mutes, on=on or catalogue.as_of, places=catalogue.places, codes=codes).open


def observed(given: Observations | pd.DataFrame | None) -> pd.DataFrame | None:
    """Table of observations, however they were handed in 「观测值表」.

    Raises
    ------
    InputError
        When they are neither Observations nor a table.
    """
    if given is None or isinstance(given, Observations):
        return None if given is None else given.table
    # pandas is not imported to tell a table.
    if not (hasattr(given, "columns") and hasattr(given, "groupby")):
        raise InputError(
            f"observations == {given!r:.60}, must be Observations, as dx.observe gives them, or their table."
        )
    return given


_Noun = TypeVar("_Noun")


def _nouns(name: str, given: Iterable[_Noun], kind: type[_Noun]) -> tuple[_Noun, ...]:
    """What was handed in as KPIs, scorecards or goals, each of its kind."""
    rule = f"an iterable of {kind.__name__}, as an engagement has it"
    expect(name, given, Iterable, rule)
    listed = tuple(given)
    for at, each in enumerate(listed):
        expect(f"{name}[{at}]", each, kind, f"a {kind.__name__}")
    return listed


def lint_engagement(
    engagement: Engagement,
    observations: Observations | pd.DataFrame | None = None,
    published: Iterable[str] = (),
) -> tuple[Finding, ...]:
    """What is wrong with an engagement's dictionary, scorecards, charter and targets, muted or not 「项目检查」.

    Parameters
    ----------
    observations : Observations or DataFrame, optional
        What was measured, without dimensions.
    published : iterable of str
        Periods whose page is out.
    """
    return findings_of(replace(catalogue_of(engagement, observations), published=tuple(published)), RULES)


def lint_figures(engagement: Engagement, observations: Observations | pd.DataFrame) -> tuple[Finding, ...]:
    """What only figures show: targets out of reach, reviews that are due 「数据发现」.

    Parameters
    ----------
    observations : Observations or DataFrame
        What was measured, without dimensions.

    Returns
    -------
    tuple of Finding
        Together with ``lint_engagement`` without figures they are those of ``lint_engagement`` with them.
    """
    return findings_of(catalogue_of(engagement, observations), NEED_FIGURES)


def hear_engagement(
    engagement: Engagement, findings: Iterable[Finding], on: date | None, codes: Collection[str]
) -> Heard:
    """Findings of an engagement, with what its ``mutes`` keep quiet set apart 「按项目设置忽略」.

    Parameters
    ----------
    on : date, optional
        Day on which it is judged whether a mute still holds.
    codes : collection of str
        Codes that were looked for.
    """
    return hear(findings, engagement.settings.mutes, on=on, places=engagement.places, codes=codes)


def catalogue_of(engagement: Engagement, observations: Observations | pd.DataFrame | None = None) -> Catalogue:
    """What the rules look at in an engagement 「项目的检查对象」."""
    settings = engagement.settings
    return Catalogue(
        kpis=dict(engagement.kpis),
        scorecards=engagement.scorecards,
        goals=settings.goals,
        entities=engagement.entities,
        places=engagement.places,
        charter=settings.charter,
        changes=engagement.changes,
        calendar=engagement.calendar,
        people=settings.people,
        sources=settings.sources,
        currency=settings.currency,
        min_group=settings.min_group,
        signoffs=engagement.signoffs,
        observations=observed(observations),
        reviews=settings.reviews,
    )


def findings_of(catalogue: Catalogue, codes: Collection[str]) -> tuple[Finding, ...]:
    """Findings of some rules, the gravest first 「按规则检查」."""
    return in_order(finding for code in sorted(codes) for finding in RULES[code](catalogue))


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings with the gravest first, else as they came 「按严重程度排序」."""
    return tuple(sorted(findings, key=lambda each: SEVERITIES.index(each.severity)))
