"""Page of what a kind of measure did so far, with every case 「同类措施效果页」."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from diagnostics.look.numbers import show_change, show_ratio
from diagnostics.look.page import Callout, Page, Paragraph, Section, TablePart
from diagnostics.look.tables import Column, Table
from diagnostics.look.theme import status_word
from diagnostics.loop.close.practices.guideline import effect_figures
from diagnostics.model.expected_effect import PRIORS
from diagnostics.terms import say

if TYPE_CHECKING:
    from diagnostics.look.page import AnyPart
    from diagnostics.model.expected_effect import ExpectedEffect
    from diagnostics.model.practice import ClosedMeasure
    from diagnostics.terms import Language

_KEYS = ("case", "year", "industry", "verdict", "effect", "range", "used")


def outcomes_page(found: ExpectedEffect, language: Language = "zh") -> Page:
    """What a kind of measure did so far: every case, and what to expect of the next 「同类措施效果页」.

    Parameters
    ----------
    found : ExpectedEffect
        Of one kind and KPI.
    language : {"zh", "en"}
        Language of the page.
    """
    say_ = partial(_say, language)
    kpi = found.kpi.name.say(language)
    parts: list[AnyPart] = [_figure(found, language)] if found.used else []
    caution = Callout(title=say_("caution_title"), text=say_("caution"), tone="watch")
    parts += [caution, TablePart(table=_table(found, language))]
    return Page(
        language=language,
        title=say_(f"title_{found.reach}", **found.told(language)),
        subtitle=f"{say_('subtitle')} · {found.kind} · {kpi}",
        lead=(found.summary(language), say_("lead", **found.counts)),
        sections=(Section(id="cases", title=say_("title"), parts=tuple(parts)),),
        appendix=(Section(id="method", title=say_("method"), parts=tuple(_method(found, language)), folded=True),),
        footer=(say_("footer"),),
        synthetic=found.synthetic,
    )


def _figure(found: ExpectedEffect, language: Language) -> AnyPart:
    from diagnostics.look.figure import figure_part

    figures = found.told(language)
    alt = _say(language, "alt", **figures)
    return figure_part(partial(found.plot, language), alt, caption=_say(language, "caption"))


def _table(found: ExpectedEffect, language: Language) -> Table:
    columns = tuple(Column(key=each, label=_say(language, f"column.{each}")) for each in _KEYS)
    rows = tuple(_row(each, each.id in found.used, language) for each in found.cases)
    return Table(caption=_say(language, "table"), columns=columns, rows=rows)


def _row(each: ClosedMeasure, used: bool, language: Language) -> dict[str, str]:
    value, span = ("", "") if each.effect is None else effect_figures(each.effect, language)
    why = "yes" if used else "shared" if each.shared else "no"
    told = (
        each.id[-8:], str(each.source.year), each.industry, status_word(each.verdict, language), value,
        span, _say(language, f"used.{why}"),
    )  # fmt: skip
    return dict(zip(_KEYS, told, strict=True))


def _method(found: ExpectedEffect, language: Language) -> list[AnyPart]:
    prior, alone = PRIORS[found.scale], found.without_prior
    parts: list[AnyPart] = [
        Paragraph(text=_say(language, "method_text", mean=f"{prior.mean:.0%}", spread=f"{prior.spread:.0%}"))
    ]
    if alone is not None:
        figures = {
            "value": alone.mean.value, "low": alone.mean.low, "high": alone.mean.high, "next_low": alone.next.low,
            "next_high": alone.next.high,
        }  # fmt: skip
        told = {name: _change(figure, found, language) for name, figure in figures.items()}
        parts.append(Paragraph(text=_say(language, "without_prior", inconsistent=f"{alone.inconsistent:.0%}", **told)))
    return parts


def _change(figure: float, found: ExpectedEffect, language: Language) -> str:
    return show_change(figure, "share", language) if found.scale == "points" else show_ratio(figure)


def _say(language: Language, term: str, **values: object) -> str:
    return say(f"practices.page.{term}", language, **values)
