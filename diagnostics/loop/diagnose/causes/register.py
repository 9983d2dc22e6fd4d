"""All hypotheses of an engagement, tested and judged together 「根因台账」."""

from __future__ import annotations

from dataclasses import replace
from math import inf, nan
from typing import TYPE_CHECKING

from diagnostics.data.engine import open_engine
from diagnostics.data.observe import observe
from diagnostics.errors import InputError
from diagnostics.loop.diagnose.causes.figures import CauseFigures
from diagnostics.loop.diagnose.causes.known import as_known, known_day
from diagnostics.loop.diagnose.causes.testing import first_focus, tests_of, who
from diagnostics.loop.diagnose.causes.verdicts import RATE, judged_tests, verdict_of
from diagnostics.loop.diagnose.field_work.triangulation import findings
from diagnostics.loop.diagnose.gaps.compare import compare
from diagnostics.model.cause_register import VERDICTS, CauseRegister, JudgedCause

if TYPE_CHECKING:
    from datetime import date

    import pandas as pd

    from diagnostics.data.engine import Engine
    from diagnostics.model.cause_test_result import CauseTestResult
    from diagnostics.model.engagement import Engagement
    from diagnostics.model.observations import Observations
    from diagnostics.model.period import Period

SEED = 20250630


def causes(engagement: Engagement, period: str, *, as_of: str = "", seed: int = SEED) -> CauseRegister:
    """Register of causes with tests and verdicts for the gaps of a period 「根因台账」.

    Parameters
    ----------
    engagement : Engagement
        With its dictionary, data and evidence/causes.yaml.
    period : str
        Canonical text, such as ``2025-06``.
    as_of : str
        Day as of which evidence counts, such as ``2025-07-15``; the period's last day where empty.
    seed : int
        Of the draws; the same seed gives the same register.

    Returns
    -------
    CauseRegister
        Without hypotheses an empty one. A hypothesis whose KPI has no quantified gap yet stays open.

    Raises
    ------
    InputError
        When the period or the day has no known form, or the data can't be read.
    """
    at = engagement.calendar.parse(period)
    known = known_day(as_of, at)
    with open_engine(engagement) as engine:
        seen = observe(engine, until=at)
        gaps = compare(seen, engagement.kpis, at, calendar=engagement.calendar, entities=engagement.entities).table
        return register_of(engine, seen, at, gaps, known=known, seed=seed)


def register_of(
    engine: Engine,
    seen: Observations,
    at: Period,
    gaps: pd.DataFrame | None,
    *,
    known: date | None = None,
    seed: int = SEED,
) -> CauseRegister:
    """Register of causes, from figures that were observed and compared already 「根因台账」.

    Parameters
    ----------
    known : date, optional
        Day as of which evidence counts; the period's last where absent.

    Raises
    ------
    InputError
        When no gaps are handed in: verdicts wait until a gap is quantified.
    """
    client = as_known(engine.engagement, known or at.last_day)
    if gaps is None:
        raise InputError(
            "Verdicts on causes wait until a gap is quantified: compare KPIs first (dx.diagnose.compare or the diagnose"
            " step). Hypotheses and notes can be recorded in evidence/causes.yaml at any time."
        )
    figures = CauseFigures(seen, at.text, client, engine)
    whose = {each.id: who(client, each, each.entity or first_focus(client)) for each in client.causes}
    quantified = _quantified(gaps)
    tests = []
    for each in client.causes:
        found = tests_of(figures, each, whose[each.id], seed)
        tests += found if (each.kpi, whose[each.id][0]) in quantified else [_without_gap(one) for one in found]
    outcomes = judged_tests(tests)
    judged = []
    for cause in client.causes:
        own = tuple(each for each in outcomes if each.cause == cause.id)
        entity = whose[cause.id][0]
        verdict, why, for_, against = verdict_of(
            own, findings(cause, client.interviews), gap=(cause.kpi, entity) in quantified, no_data=bool(cause.no_data)
        )
        judged.append(JudgedCause(cause, entity, verdict, why, own, for_, against))
    return CauseRegister(
        tuple(sorted(judged, key=_order)), at.text, RATE, client.kpis, client.settings.currency, client.settings.labels
    )


def _without_gap(test: CauseTestResult) -> CauseTestResult:
    """Test that tells no share: the KPI has no gap of known size that it could be a share of."""
    return replace(test, gap=nan, move=nan, reference="", within=(), share=nan, share_low=nan, share_high=nan)


def _quantified(gaps: pd.DataFrame) -> set[tuple[str, str]]:
    """KPIs and entities with a gap of known size."""
    known = gaps[gaps["absolute"].notna()]
    return set(zip(known["kpi"], known["entity"], strict=True))


def _order(each: JudgedCause) -> tuple[int, float, str]:
    test = each.telling
    share = test.share if test is not None and test.share == test.share else -inf
    return VERDICTS.index(each.verdict), -share, each.hypothesis.id
