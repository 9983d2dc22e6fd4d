"""Lint of a KPI dictionary 「指标体系检查」."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, get_args

from diagnostics.dictionary.rules import RULES
from diagnostics.dictionary.rules.catalogue import Catalogue
from diagnostics.errors import Place, unknown
from diagnostics.model.change_request import ChangeRequest
from diagnostics.model.charter import Charter
from diagnostics.model.engagement import Engagement
from diagnostics.model.entity import Entities
from diagnostics.model.finding import SEVERITIES, Finding
from diagnostics.model.goal import Goal
from diagnostics.model.kpi import Kpi
from diagnostics.model.kpi_review import KpiReview
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
    signoffs: Iterable[SignOff] = (),
    observations: Observations | pd.DataFrame | None = None,
    reviews: Iterable[KpiReview] = (),
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
    signoffs : iterable of SignOff
        Who signed what.
    observations : Observations or DataFrame, optional
        What was measured, without dimensions; rules that need figures find nothing without it.
    reviews : iterable of KpiReview
        What was decided when KPIs were reviewed.

    Returns
    -------
    tuple of Finding
        Errors first, then warnings, then tips; by code; then in file order.

    Raises
    ------
    UnknownNameError
        When a parent or formula names an unknown KPI, or no profile has this name.
    """
    if profile is not None and profile not in PROFILES:
        raise unknown("profile", profile, PROFILES)
    listed = tuple(kpis.values() if isinstance(kpis, Mapping) else kpis)
    catalogue = Catalogue(
        kpis={each.id: each for each in listed},
        scorecards=None if scorecards is None else tuple(scorecards),
        goals=None if goals is None else tuple(goals),
        entities=entities,
        places=places or {},
        profile=profile,
        charter=charter,
        changes=tuple(changes),
        calendar=calendar or Calendar(),
        people=people or {},
        sources=sources or {},
        currency=currency,
        signoffs=tuple(signoffs),
        observations=observations.table if isinstance(observations, Observations) else observations,
        reviews=tuple(reviews),
    )
    return in_order(finding for code in sorted(RULES) for finding in RULES[code](catalogue))


def lint_engagement(
    engagement: Engagement, observations: Observations | pd.DataFrame | None = None
) -> tuple[Finding, ...]:
    """What is wrong with an engagement's dictionary, scorecards, charter and targets 「项目检查」.

    Parameters
    ----------
    observations : Observations or DataFrame, optional
        What was measured, without dimensions.
    """
    return lint(
        engagement.kpis,
        engagement.scorecards,
        engagement.settings.goals,
        entities=engagement.entities,
        places=engagement.places,
        charter=engagement.settings.charter,
        changes=engagement.changes,
        calendar=engagement.calendar,
        people=engagement.settings.people,
        sources=engagement.settings.sources,
        currency=engagement.settings.currency,
        signoffs=engagement.signoffs,
        observations=observations,
        reviews=engagement.settings.reviews,
    )


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings with the gravest first, else as they came 「按严重程度排序」."""
    return tuple(sorted(findings, key=lambda each: SEVERITIES.index(each.severity)))
