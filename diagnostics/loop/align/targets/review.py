"""The half-yearly review: three questions about every KPI 「指标有效性评审」."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from diagnostics.dictionary.public_parts import public_cards
from diagnostics.dictionary.tiers.reach import FEWEST, LEAST, MOST, ItemReach, as_of
from diagnostics.dictionary.tiers.review_dates import MONTHS, last_review, months_later, reviewed_or_begun
from diagnostics.dictionary.tiers.served import served_goals
from diagnostics.dictionary.tree import build_tree
from diagnostics.errors import InputError, expect
from diagnostics.look.numbers import show
from diagnostics.loop.align.targets.recalibration import reached_items
from diagnostics.model.engagement import Engagement
from diagnostics.model.kpi import Kpi
from diagnostics.model.kpi_review import QUESTIONS, KpiReview
from diagnostics.model.kpi_reviews import KpiReviews, ReviewRow
from diagnostics.model.observations import Observations
from diagnostics.model.text import Text
from diagnostics.terms import say

# Shares of figures that reach a target which fits what people can do.
FITTING = (0.2, 0.8)
_Answer = tuple[int | None, Text]


def review_kpis(engagement: Engagement, observations: Observations, day: date | None = None) -> KpiReviews:
    """Three questions about every KPI on a scorecard, answered with evidence as far as figures can 「指标有效性评审」.

    Parameters
    ----------
    engagement : Engagement
        As opened; ``reviews`` in engagement.yaml hold what people answered and decided.
    observations : Observations
        As ``dx.observe`` makes them, without dimensions.
    day : date, optional
        Day to look on; the last day with figures where absent.

    Returns
    -------
    KpiReviews
        With what the answers speak for: keep, adjust, drop, or open.

    Raises
    ------
    InputError
        When there are no figures and no day, or the observations are by dimensions.

    Notes
    -----
    *Strategy*: 2 linked to a goal of today, by itself or a key result; 1 it drives a mother metric; 0 neither.
    *Ability*: 2 where 20 to 80 % of figures reach the target, 0 from 90 % or up to 10 %, else 1. *Industry*: against
    the item's benchmark, 2 where the target closes at least the least share of the distance, 1 where it is harder than
    the own median, else 0. A review of the last six months answers first. Strategy 0 speaks for dropping; another 0, or
    work that has been automated, for adjusting; a missing answer leaves it open.
    """
    expect("engagement", engagement, Engagement, "an Engagement, as dx.open_engagement gives it")
    expect("observations", observations, Observations, "Observations, as dx.observe gives them")
    day = day or as_of(observations.table, engagement.calendar)
    if day is None:
        raise InputError("There are no figures, so it is open what day it is; hand in the day of the review.")
    reached: dict[str, list[ItemReach]] = {}
    for each in reached_items(engagement, observations):
        reached.setdefault(each.kpi.id, []).append(each)
    held = {item.kpi for card in public_cards(engagement) for item in card.items}
    strategy = _strategy(engagement)
    rows = [
        _row(engagement, kpi, (strategy[kpi.id], reached.get(kpi.id, [])), day)
        for kpi in engagement.kpis.values()
        if kpi.id in held
    ]
    return KpiReviews(tuple(rows), day)


def _row(engagement: Engagement, kpi: Kpi, known: tuple[_Answer, list[ItemReach]], day: date) -> ReviewRow:
    strategy, reached = known
    answers: dict[str, _Answer] = {
        "strategy": strategy,
        "ability": _ability(reached),
        "industry": _industry(reached, engagement.settings.currency),
    }
    last = last_review(kpi.id, engagement.settings.reviews, day)
    due = months_later(reviewed_or_begun(kpi.id, _begun(engagement, kpi, reached, day), _listed(last), day), MONTHS)
    marks = {name: answers[name][0] for name in QUESTIONS}
    evidence = [answers[name][1] for name in QUESTIONS]
    decision = ""
    if last is not None and due >= day:
        marks |= {name: told for name in QUESTIONS if (told := getattr(last, name)) is not None}
        decision = last.decision or ""
        if last.evidence:
            evidence.append(_both("targets.review.recorded", day=last.on.isoformat(), evidence=last.evidence))
    if kpi.automated:
        evidence.append(_both("targets.review.automated"))
    return ReviewRow(
        kpi.id, kpi.name, marks["strategy"], marks["ability"], marks["industry"], tuple(evidence),
        decision or decide(marks["strategy"], marks["ability"], marks["industry"], automated=kpi.automated),
        None if last is None else last.on, due, due < day,
    )  # fmt: skip


def decide(strategy: int | None, ability: int | None, industry: int | None, *, automated: bool = False) -> str:
    """What three answers speak for 「评审结论」.

    Examples
    --------
    >>> decide(0, 0, 2), decide(2, 0, None), decide(2, 1, 1), decide(2, 2, None)
    ('drop', 'adjust', 'keep', 'open')
    """
    if strategy == 0:
        return "drop"
    if 0 in (ability, industry) or automated:
        return "adjust"
    return "open" if None in (strategy, ability, industry) else "keep"


def _listed(last: KpiReview | None) -> Iterable[KpiReview]:
    return () if last is None else (last,)


def _begun(engagement: Engagement, kpi: Kpi, reached: list[ItemReach], day: date) -> date:
    """First day on which the KPI was held: of its first card, else of its first figure."""
    cards = [card for card in public_cards(engagement) if any(item.kpi == kpi.id for item in card.items)]
    starts = [engagement.calendar.parse(each.since).start for each in cards if each.since]
    if len(starts) < len(cards):
        starts += [each.rows["start"].min().date() for each in reached if len(each.rows)]
    return min(starts, default=day)


def _strategy(engagement: Engagement) -> dict[str, _Answer]:
    served, tree = served_goals(engagement.settings.goals), build_tree(engagement.kpis)
    found: dict[str, _Answer] = {}
    for key in engagement.kpis:
        linked = served.get(key, ())
        today = [each for each in linked if not each.former]
        way = tree.path_to_mother(key)
        if today:
            found[key] = 2, _both("targets.review.strategy.direct", goal=today[0].name)
        elif linked:
            found[key] = 0, _both("targets.review.strategy.former", goal=linked[0].name)
        elif way:
            found[key] = 1, _both("targets.review.strategy.indirect", goal=engagement.kpis[way[-1]].name)
        else:
            found[key] = 0, _both("targets.review.strategy.none")
    return found


def _ability(reached: list[ItemReach]) -> _Answer:
    count = sum(len(each.met) for each in reached)
    if count < FEWEST:
        return None, _both("targets.review.ability.open")
    share = sum(int(each.met.sum()) for each in reached) / count
    mark = 0 if share >= MOST or share <= LEAST else 2 if FITTING[0] <= share <= FITTING[1] else 1
    return mark, _both("targets.review.ability.known", count=count, share=f"{100 * share:.0f}%")


def _industry(reached: list[ItemReach], currency: str) -> _Answer:
    for each in reached:
        anchors = each.item.anchors
        if anchors is None or anchors.benchmark is None or each.now.empty or each.kpi.direction not in _SIGN:
            continue
        sign, goal = _SIGN[each.kpi.direction], anchors.benchmark
        own, target = float(each.history["value"].median()), float(each.now["target"].median())
        wanted = own + anchors.closing[0] * (goal - own) if sign * (goal - own) > 0 else goal
        near, better = sign * (target - wanted) >= 0, sign * (target - own) > 0
        variant = "near" if near else "between" if better else "behind"
        shown = {
            language: show(goal, each.kpi.unit, language, currency, each.kpi.decimals) for language in ("zh", "en")
        }
        mark = {"near": 2, "between": 1, "behind": 0}[variant]
        return mark, _both(f"targets.review.industry.{variant}", benchmark=Text(**shown))
    return None, _both("targets.review.industry.open")


_SIGN = {"higher": 1.0, "lower": -1.0}


def _both(term: str, **values: Any) -> Text:
    said = {
        language: say(term, language, **{n: v.say(language) if isinstance(v, Text) else v for n, v in values.items()})
        for language in ("zh", "en")
    }
    return Text(**said)
