"""A card from a measure that worked 「生成实践卡片」."""

from __future__ import annotations

from collections.abc import Mapping
from math import floor, log10
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from diagnostics.errors import InputError
from diagnostics.model.practice import SHARED, ClosedMeasure, Cost, Practice, seal_of
from diagnostics.model.practice_words import PracticeWords
from diagnostics.model.text import Text
from diagnostics.terms import LANGUAGES, say

if TYPE_CHECKING:
    from diagnostics.terms import Language

Record = Mapping[str, Any]
# Why a measure is no card, by its verdict.
_WHY = {
    "no_evidence": "no effect is told from chance",
    "worse": "the figure got worse with it",
    "insufficient": "it can't be judged yet",
}
_TOLD = ("title", "context", "cause", "done", "home")


def card_of(closed: ClosedMeasure, measure: Record, effect: Record, words: PracticeWords | None = None) -> Practice:
    """Card of a measure that worked 「生成实践卡片」.

    Parameters
    ----------
    closed : ClosedMeasure
        Its record.
    measure, effect : mapping
        The measure and its effect as the run's hand-offs have them.
    words : PracticeWords, optional
        What is said in place of the ledger's words.

    Raises
    ------
    InputError
        When its verdict is not ``worked``, the effect is not its own, or it has no kind.
    """
    refused = refusal(closed, measure)
    if refused:
        raise InputError(f"Measure {measure['id']!r} becomes no card: {refused}")
    assert closed.effect is not None
    said = words or PracticeWords()
    told: dict[str, Any] = {
        "title": Text.model_validate(measure["title"]),
        "context": _both("context", entities=len(measure["entities"]), comparisons=closed.effect.comparisons,
                         periods=closed.effect.periods, cycle=closed.kpi.cycle),
        "cause": Text.model_validate(measure["cause"]),
        "done": Text.model_validate(measure["measure"]),
        "home": _home(measure),
    }  # fmt: skip
    told |= {name: getattr(said, name) for name in _TOLD if getattr(said, name)}
    steps = tuple(Text.model_validate(each["name"]) for each in measure["tasks"]) if said.steps is None else said.steps
    told |= {"steps": steps, "conditions": _conditions(effect) if said.conditions is None else said.conditions}
    try:
        card = Practice(
            **{name: getattr(closed, name) for name in SHARED}, **told, cost=planned_cost(measure),
            review=said.review or _review(measure),
        )  # fmt: skip
    except ValidationError as error:
        got = error.errors()[0]
        where = ".".join(str(part) for part in got["loc"])
        raise InputError(f"Measure {measure['id']!r} becomes no card: {where}: {got['msg']}.") from error
    return card.model_copy(update={"seal": seal_of(card)})


def refusal(closed: ClosedMeasure, measure: Record) -> str:
    """Why a measure becomes no card; empty where it may 「不成卡的原因」."""
    if closed.verdict != "worked":
        return (
            f"its verdict is {closed.verdict!r}, {_WHY[closed.verdict]}; only 'worked' does; without --measure"
            " its record is kept."
        )
    if closed.effect is None:
        return "its effect has no interval on a scale that others can compare."
    if closed.shared:
        return "other measures acted at the same place and time, so the effect is not its own."
    if closed.effect.rung != 4:
        return f"the evidence reached rung {closed.effect.rung} of 4: it is not attributable to the measure."
    if not closed.kind:
        return f"it has no kind, by which others find it; name one with --kind {measure['id']}=KIND."
    return ""


def _conditions(effect: Record) -> tuple[Text, ...]:
    """What the run itself knows of why it worked."""
    return (_both("process_first"),) if effect["evidence"].get("process_moved") else ()


def _homes(measure: Record) -> list[Record]:
    found: list[Record] = (measure.get("standard") or {}).get("homes", [])
    return found


def _home(measure: Record) -> Text:
    """Rules and trainings that it went into, as the ledger has them."""
    names = [Text.model_validate(each["name"]) for each in _homes(measure)]
    return Text(zh="；".join(each.say("zh") for each in names), en="; ".join(each.say("en") for each in names))


def _review(measure: Record) -> str:
    """Month in which the first of them is looked at again."""
    return min((str(each["review"])[:7] for each in _homes(measure) if each["review"]), default="")


def planned_cost(measure: Record) -> Cost | None:
    """Planned cost to two digits: enough for the next plan, too little to know a client by 「计划成本」."""
    amount = measure["cost"]
    if amount is None:
        return None
    rounded = round(amount, 1 - floor(log10(amount))) if amount else 0.0
    return Cost(amount=rounded, currency=measure["currency"])


def _both(term: str, cycle: str = "", **values: object) -> Text:
    def told(language: Language) -> str:
        named = {"cycle": say(f"practices.cycle.{cycle}", language)} if cycle else {}
        return say(f"practices.card.{term}", language, **named, **values)

    return Text(**{each: told(each) for each in LANGUAGES})
