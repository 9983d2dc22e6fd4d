"""Every figure of the first screen and the verdicts with where it comes from 「句中数字的来源」.

A figure counts as traced when a value that its sentence is made from would be rounded to exactly what stands there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from diagnostics.data.handoff import SCHEMAS
from diagnostics.loop.close.lead import driver_sentence
from diagnostics.loop.close.sections.breaks import break_lines
from diagnostics.loop.close.told.sources import of_breaks, of_counts, of_decomposition, of_gap, of_review
from diagnostics.loop.close.told.stored import Stored, periods_in
from diagnostics.loop.close.told.tokens import Token, tokens_of, without
from diagnostics.loop.close.verdict_time import last_figure

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from diagnostics.look.page import Page
    from diagnostics.loop.close.wording import Wording
    from diagnostics.model.retrospective import MeasureReview

_OWN = SCHEMAS["retrospective"][0]
_MULTIPLE = ("倍", "times")
# Days of a measure that the words on one which has not started tell.
_DAYS = ("planned_start", "started", "ended", "due")
_DIGITS = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of a sentence and the stored value behind it 「句中数字」.

    Parameters
    ----------
    where : str
        Which sentence: ``lead[0]``, ``headlines[1].note``, ``verdicts[ID].text``.
    text : str
        The figure as it stands there.
    value : float, optional
        The stored value; None where nothing stored would be written so.
    unit : str
        ``share``, ``points``, ``scaled`` (a scale such as 万元) or ``number``.
    ref : dict
        ``file`` and ``path`` of the run, with ``kpi``, ``entity`` and ``period`` where it is a KPI's; empty where
        nothing stored is behind it.
    """

    where: str
    text: str
    value: float | None
    unit: str
    ref: dict[str, str] = field(default_factory=dict)

    def record(self) -> dict[str, object]:
        """Figure as plain data 「记录」."""
        return {"in": self.where, "text": self.text, "value": self.value, "unit": self.unit, "ref": self.ref}


def figures_of(page: Page, reviews: Sequence[MeasureReview], wording: Wording) -> tuple[Figure, ...]:
    """Figures of a page's title, lead, headlines and verdicts, in their order 「首屏数字的来源」.

    Parameters
    ----------
    page : Page
        The retrospective's.
    reviews : sequence of MeasureReview
        What its verdicts were made from.
    """
    inputs = wording.inputs
    screen = [*of_gap(inputs), *of_decomposition(inputs), *of_counts(reviews, wording)]
    names = _names(wording, reviews)
    found = list(_figures("title", page.title, screen, names))
    for number, sentence in enumerate(page.lead):
        found += _figures(f"lead[{number}]", sentence, _behind(sentence, wording) or screen, names)
    for number, headline in enumerate(page.headlines):
        for part in ("label", "value", "note"):
            found += _figures(f"headlines[{number}].{part}", getattr(headline, part), screen, names)
    for each in reviews:
        told = list(of_review(each, inputs))
        for part, text in _verdict_texts(each, page):
            found += _figures(f"verdicts[{each.id}].{part}", text, told, names, spoken=f"measures[{each.id}].text")
    return tuple(found)


def untraced(figures: Iterable[Figure]) -> tuple[Figure, ...]:
    """Figures behind which nothing stored stands 「无来源的数字」."""
    return tuple(each for each in figures if not each.ref)


def _behind(sentence: str, wording: Wording) -> list[Stored]:
    """Values that a sentence of the lead is made from; none where it is told apart from no other."""
    inputs = wording.inputs
    if sentence == driver_sentence(inputs, wording):
        return list(of_decomposition(inputs))
    if sentence in break_lines(inputs, wording):
        return list(of_breaks(inputs))
    return []


def _verdict_texts(review: MeasureReview, page: Page) -> Iterator[tuple[str, str]]:
    parts = (part for section in page.sections for part in section.parts if part.kind == "verdict")
    card = next((each for each in parts if each.title == review.title), None)
    if card is None:
        return
    for name in ("value", "interval", "text", "judge_from"):
        yield name, str(getattr(card, name))


def _figures(
    where: str, text: str, stored: Sequence[Stored], names: Sequence[str], spoken: str = ""
) -> Iterator[Figure]:
    for each in tokens_of(without(text, names)):
        yield _traced(where, text, each, stored, spoken)


def _traced(where: str, text: str, token: Token, stored: Sequence[Stored], spoken: str) -> Figure:
    fits = (
        each
        for each in stored
        if each.is_at(text, token.start, token.end) and not (each.told_in and token.unit == "number")
    )
    found = next((each for each in fits if token.says(each.value)), None)
    if found is not None:
        return Figure(where, token.text, found.value, token.unit, found.ref())
    multiple = text[token.end :].lstrip().startswith(_MULTIPLE)
    if spoken and token.unit == "number" and not token.signed and (token.value == int(token.value) or multiple):
        # Numbers of periods, and how many times as restless, that the estimate's own words tell: the rule applied.
        return Figure(where, token.text, token.value, token.unit, {"file": _OWN, "path": spoken})
    return Figure(where, token.text, None, token.unit)


def _names(wording: Wording, reviews: Sequence[MeasureReview]) -> list[str]:
    """Names and periods: their digits are no figures."""
    inputs = wording.inputs
    days = [each.get(name) for each in inputs.interventions["interventions"] for name in _DAYS]
    ends = [last_figure(each, inputs) for each in reviews]
    records = (inputs.diagnosis, inputs.tracking["effects"], [each.judge_from for each in reviews], days, ends)
    periods = {found for each in records for found in periods_in(each)}
    for name in {"period", "reference_period"} & set(inputs.gaps.columns):
        periods |= set(inputs.gaps[name].dropna().astype(str))
    known = [
        *(each["name"] for each in inputs.kpis.values()),
        *(each["title"] for each in inputs.interventions["interventions"]),
    ]
    told = [wording.words(each) for each in known] + [str(each["label"]) for each in inputs.entities.values()]
    return [each for each in (*told, *map(wording.period, sorted(periods))) if _DIGITS.search(each)]
