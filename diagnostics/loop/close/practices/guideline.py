"""A card as a guideline to hand out 「实践指引」."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from diagnostics.look.numbers import show, show_between, show_change, show_ratio
from diagnostics.look.page import Bullets, Callout, Fact, Facts, Page, Paragraph, Section
from diagnostics.terms import say

if TYPE_CHECKING:
    from diagnostics.look.page import AnyPart
    from diagnostics.model.practice import MeasuredEffect, Practice
    from diagnostics.terms import Language


def guideline_page(card: Practice, language: Language = "zh") -> Page:
    """Card as a page: what it answers, what was done, what it did, and under which conditions 「实践指引」.

    Parameters
    ----------
    card : Practice
        From a firm's library; no client is named in it.
    language : {"zh", "en"}
        Language of the page; words that exist in one language stand in that one.
    """
    told = partial(_say, language)
    done: list[AnyPart] = [Paragraph(text=card.done.say(language))]
    if card.steps:
        done.append(Bullets(items=tuple(each.say(language) for each in card.steps), ordered=True))
    sections = [
        _section("cause", told("cause"), [Paragraph(text=card.cause.say(language))]),
        _section("done", told("done"), done),
        _section("effect", told("effect"), _effect(card, language)),
        _section("context", told("context"), [Paragraph(text=card.context.say(language))] if card.context else []),
        _section(
            "conditions", told("conditions"),
            [Bullets(items=tuple(each.say(language) for each in card.conditions))] if card.conditions else [],
        ),
        _section("home", told("home"), _home(card, language)),
    ]  # fmt: skip
    return Page(
        language=language,
        title=card.title.say(language),
        subtitle=told("subtitle"),
        lead=(effect_text(card, language),),
        sections=tuple(each for each in sections if each is not None),
        footer=(say("practices.page.footer", language),),
        fingerprint=card.seal[:16],
        synthetic=card.synthetic,
    )


def effect_text(card: Practice, language: Language) -> str:
    """What a card's measure did, with its range 「效果一句话」."""
    value, span = effect_figures(card.effect, language)
    return _say(language, "effect_text", kpi=card.kpi.name.say(language), value=value, range=span)


def effect_figures(effect: MeasuredEffect, language: Language) -> tuple[str, str]:
    """Estimate and range as readers read them 「效果数字」."""
    if effect.scale == "points":
        return show_change(effect.value, "share", language), show_between(effect.low, effect.high, "share", language)
    ends = {"low": show_ratio(effect.low), "high": show_ratio(effect.high)}
    return show_ratio(effect.value), say("number.between", language, **ends)


def _effect(card: Practice, language: Language) -> list[AnyPart]:
    effect = card.effect
    cycle = say(f"practices.cycle.{card.kpi.cycle}", language)
    basis = _say(language, "basis", periods=effect.periods, cycle=cycle, comparisons=effect.comparisons)
    facts = [
        ("kind", card.kind), ("industry", card.industry),
        ("dimension", say(f"intervene.dimension.{card.dimension}", language)),
        ("cost", show(card.cost.amount, "money", language, card.cost.currency) if card.cost else ""),
    ]  # fmt: skip
    rows = tuple(Fact(label=_say(language, name), value=value) for name, value in facts if value)
    caution = Callout(title=_say(language, "caution_title"), text=_say(language, "caution"), tone="watch")
    return [
        Paragraph(text=effect_text(card, language)),
        Paragraph(text=basis, tone="note"),
        Facts(rows=rows, title=_say(language, "facts")),
        caution,
    ]


def _home(card: Practice, language: Language) -> list[AnyPart]:
    text = card.home.say(language) if card.home else _say(language, "home_open")
    parts: list[AnyPart] = [Paragraph(text=text)]
    return [*parts, Paragraph(text=_say(language, "review", month=card.review), tone="note")] if card.review else parts


def _section(key: str, title: str, parts: list[AnyPart]) -> Section | None:
    return Section(id=key, title=title, parts=tuple(parts)) if parts else None


def _say(language: Language, term: str, **values: object) -> str:
    return say(f"practices.guideline.{term}", language, **values)
