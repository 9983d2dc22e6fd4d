"""One hypothesis held to the data 「假设检验」."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import TYPE_CHECKING

from diagnostics.data.engine import open_engine
from diagnostics.data.observe import observe
from diagnostics.errors import InputError, unknown
from diagnostics.loop.diagnose.causes.figures import CauseFigures
from diagnostics.loop.diagnose.causes.kinds import asked
from diagnostics.loop.diagnose.causes.question import Question
from diagnostics.loop.diagnose.causes.verdicts import judged_tests
from diagnostics.model.engagement import Engagement
from diagnostics.model.observations import Observations

if TYPE_CHECKING:
    from diagnostics.model.cause_test_result import CauseTestResult
    from diagnostics.model.root_cause import Hypothesis


def test_cause(
    source: Engagement | Observations,
    hypothesis: Hypothesis,
    period: str = "",  # noqa: PT028 (a public function, no test)
    *,
    entity: str = "",  # noqa: PT028
    seed: int = 0,  # noqa: PT028
) -> tuple[CauseTestResult, ...]:
    """Data tests of one hypothesis, false ones controlled among them alone 「检验一个原因假设」.

    Parameters
    ----------
    source : Engagement or Observations
        Whose figures; slices and columns need the engagement.
    hypothesis : Hypothesis
        With its tests.
    period : str
        Last period that is looked at; all where empty.
    entity : str
        Whose gap it would explain; the hypothesis's own, else the focal entity, where empty.
    seed : int
        Of the draws.

    Returns
    -------
    tuple of CauseTestResult
        In the order of the tests. What could not be computed says why.

    Raises
    ------
    InputError
        When the KPI or the entity is unknown, the driver is the result itself, or the period has no known form.
    """
    if isinstance(source, Observations):
        whose = entity or hypothesis.entity or ""
        if not whose:
            raise InputError(f"Cause {hypothesis.id!r} names no entity; observations know no focal one, so name it.")
        peers = frozenset(source.table["entity"])
        if whose not in peers:
            raise unknown("entity", whose, peers)
        known = set(source.table["kpi"])
        if hypothesis.kpi not in known:
            raise unknown("KPI", hypothesis.kpi, known)
        direction = source.known.directions.get(hypothesis.kpi, "none") if source.known else "none"
        asked_ = tests_of(CauseFigures(source, ""), hypothesis, (whose, peers, direction), seed)
        return tuple(judged_tests(asked_))
    source.kpi(hypothesis.kpi)
    until = source.calendar.parse(period) if period else None
    with open_engine(source) as engine:
        seen = observe(engine, until=until)
        last = until.text if until else str(seen.table["period"].max())
        figures = CauseFigures(seen, last, source, engine)
        whose = entity or hypothesis.entity or first_focus(source)
        return tuple(judged_tests(tests_of(figures, hypothesis, who(source, hypothesis, whose), seed)))


def first_focus(engagement: Engagement) -> str:
    """Entity that an engagement looks at first 「首要对象」."""
    units = [each for each in engagement.entities if not each.person]
    named = [each for each in engagement.settings.focus if not engagement.entities[each].person]
    return next(iter([*named, *(each.id for each in units if each.parent is None)]), units[0].id if units else "")


def who(engagement: Engagement, hypothesis: Hypothesis, entity: str) -> tuple[str, Collection[str], str]:
    """Whose gap, beside whom, and which way is better 「对象与同类」."""
    found = engagement.entities[entity]
    peers = frozenset(each for each in engagement.entities.peers(found.id) if not engagement.entities[each].person)
    return found.id, peers, engagement.kpi(hypothesis.kpi).direction


def tests_of(
    figures: CauseFigures, hypothesis: Hypothesis, whose: tuple[str, Collection[str], str], seed: int
) -> list[CauseTestResult]:
    """Effects of all tests of a hypothesis, not yet judged 「逐项计算」."""
    entity, peers, direction = whose
    found = []
    for number, test in enumerate(hypothesis.tests):
        question = Question(figures, hypothesis, test, number, entity, peers, direction, seed + number)
        found.append(replace(asked(question), part=question.is_part))
    return found
