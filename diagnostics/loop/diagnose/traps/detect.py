"""The four execution traps, with their evidence 「四大执行陷阱」."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from diagnostics.loop.diagnose.causes.known import known_day
from diagnostics.loop.diagnose.signal import discoveries
from diagnostics.loop.diagnose.traps.culture.look import look_for_culture
from diagnostics.loop.diagnose.traps.gaming.days import look_at_days, whole_periods_only
from diagnostics.loop.diagnose.traps.gaming.look import look_for_gaming
from diagnostics.loop.diagnose.traps.incentives.look import look_for_incentives
from diagnostics.loop.diagnose.traps.silos.look import look_for_silos
from diagnostics.model.trap import TRAP_OF, TRAP_TESTS, TRAPS
from diagnostics.model.traps import RARE, TrapEvidence, Traps

if TYPE_CHECKING:
    from datetime import date

    from diagnostics.data.engine import Engine
    from diagnostics.loop.diagnose.traps.found import Looked
    from diagnostics.model.conflicts import Conflicts
    from diagnostics.model.consensus import Consensus
    from diagnostics.model.engagement import Engagement
    from diagnostics.model.observations import Observations
    from diagnostics.model.period import Period
    from diagnostics.model.trap import TrapReview


def detect_traps(engagement: Engagement, period: str, *, consensus: Consensus | None = None, as_of: str = "") -> Traps:
    """The four execution traps: features of the data that are to be verified, each with its evidence 「四大执行陷阱」.

    Parameters
    ----------
    engagement : Engagement
        With its dictionary, data, ``records`` of engagement.yaml and reviews of evidence/traps.yaml.
    period : str
        Last period looked at, canonical text such as ``2025-06``.
    consensus : Consensus, optional
        What a survey shows (``dx.align.review(engagement).consensus``); else its two sides are not looked at.
    as_of : str
        Day as of which reviews count, such as ``2025-06-30``; the period's last day where empty.

    Returns
    -------
    Traps
        ``.frame()``, ``.cards()``, ``.rows(test)``, ``.plot(test=…)``; a score each and no total.

    Raises
    ------
    InputError
        When the period's or the day's text has no known form, a record names a column that is not there, or data can't
        be read.

    Notes
    -----
    docs/methods/traps.md. The tests of one trap are held together to 5 % false findings (Benjamini–Hochberg), and an
    effect too small to matter is none. A finding is a feature of the data with innocent explanations, no verdict.
    """
    from diagnostics.data.engine import open_engine
    from diagnostics.data.observe import observe
    from diagnostics.data.reconcile import find_conflicts

    at = engagement.calendar.parse(period)
    with open_engine(engagement) as engine:
        seen = observe(engine, until=at)
        return traps_of(engine, seen, find_conflicts(engine, at), at, consensus, known=known_day(as_of, at))


def traps_of(
    engine: Engine,
    seen: Observations,
    conflicts: Conflicts,
    at: Period,
    consensus: Consensus | None = None,
    *,
    known: date | None = None,
) -> Traps:
    """Traps by figures that were observed already; reviews dated after a day wait 「由观测值检验陷阱」."""
    engagement, day = engine.engagement, known or at.last_day
    reviews = tuple(each for each in engagement.traps if each.at is None or each.at <= day)
    later = tuple(each.id for each in engagement.traps if each not in reviews)
    looked = [
        *look_for_gaming(engagement, seen), *look_at_days(engine, seen, at), *look_for_silos(engine, conflicts, at),
        *look_for_incentives(engine, seen, at), *look_for_culture(engine, consensus, at),
    ]  # fmt: skip
    evidence = [each for trap in TRAPS for each in _weighed([one for one in looked if TRAP_OF[one.test] == trap])]
    told = tuple(_reviewed(each, reviews) for each in evidence)
    names = {each.id: each.name for each in engagement.kpis.values()}
    unseen = _unseen(engagement, {each.test for each in looked})
    if "period_end" in unseen and whole_periods_only(engine, seen):
        unseen["period_end"] = "whole"
    return Traps(told, unseen, at.text, names, _unfitting(reviews, told), later, day.isoformat(),
                 engine.engagement.settings.min_group_pay)  # fmt: skip


def _weighed(looked: list[Looked]) -> Iterator[TrapEvidence]:
    """Tests of one trap, weighed together; findings first, in the order of tests."""
    rare = discoveries([each.tested.probability for each in looked], RARE)
    findings = [bool(each) and one.tested.material for one, each in zip(looked, rare, strict=True)]
    shown = {(one.test, one.kpi, one.level) for one, finding in zip(looked, findings, strict=True) if finding}
    evidence = [
        TrapEvidence(
            each.test, each.kpi, each.counter, each.level, each.group, each.tested.score, each.tested.probability,
            each.tested.n, finding, each.tested.figures, each.rows(), material=each.tested.material,
        )
        for each, finding in zip(looked, findings, strict=True)
        if not (finding and any((each.test, each.kpi, level) in shown for level in each.sums))
    ]  # fmt: skip
    yield from sorted(evidence, key=lambda each: (not each.finding, TRAP_TESTS.index(each.test), -each.score))


def _reviewed(each: TrapEvidence, reviews: tuple[TrapReview, ...]) -> TrapEvidence:
    """Evidence with what became of it; the review that names most of it counts, of several such the latest."""
    fitting = [review for review in reviews if _fits(review, each)]
    if not fitting:
        return each
    best = max(
        fitting,
        key=lambda review: (sum(part is not None for part in (review.kpi, review.level, review.group)),
                            review.at.isoformat() if review.at else ""),
    )  # fmt: skip
    return replace(
        each, state=best.state, reply=best.reply, by=best.by, at=best.at.isoformat() if best.at else "",
        released=best.released,
    )  # fmt: skip


def _unfitting(reviews: tuple[TrapReview, ...], evidence: tuple[TrapEvidence, ...]) -> dict[str, TrapEvidence | None]:
    """Reviews that fit no finding, each with what it fits that is not certain, else the nearest finding.

    Nearest: of the same test, else of the same KPI.
    """
    found = [each for each in evidence if each.finding]
    told: dict[str, TrapEvidence | None] = {}
    for review in reviews:
        if any(_fits(review, each) for each in found):
            continue
        near = [each for each in evidence if each.unsure and _fits(review, each)] or [
            each for each in found if each.test == review.test or (review.kpi and each.kpi == review.kpi)
        ]
        told[review.id] = max(
            near, default=None,
            key=lambda each: (each.test == review.test, each.kpi == review.kpi, each.level == review.level, each.score),
        )  # fmt: skip
    return told


def _fits(review: TrapReview, each: TrapEvidence) -> bool:
    pairs = ((review.kpi, each.kpi), (review.level, each.level), (review.group, each.group))
    return review.test == each.test and all(named in (None, own) for named, own in pairs)


def _unseen(engagement: Engagement, seen: set[str]) -> dict[str, str]:
    """Tests that had nothing to look at: no record declared, or too few figures."""
    records = engagement.settings.records
    declared = {
        "entries": records.entries, "check_ins": records.check_ins, "suggestions": records.suggestions,
        "sponsors": records.reviews and records.reviews.sponsor, "blame": records.reviews and records.reviews.blame,
        "fixed_rise": records.pay and records.pay.fixed and records.pay.kpi,
        "pay_link": records.pay and records.pay.kpi,
        "deductions": records.pay and records.pay.deductions and records.pay.rewards,
        "variable_share": records.pay and records.pay.fixed and records.pay.variable,
        "split": engagement.settings.surveys, "conflicts": any(each.readings for each in engagement.kpis.values()),
        "ledger": engagement.seeds,
        "scores": any(each.unit == "score" for each in engagement.kpis.values()),
    }  # fmt: skip
    return {
        test: "few" if declared.get(test, True) else "record" for test in TRAP_TESTS if test not in seen
    }  # fmt: skip
