"""Cells of the six steps' tables, in both languages 「单元格用词」."""

from __future__ import annotations

from typing import Any

from diagnostics.dictionary.rules.catalogue import Catalogue
from diagnostics.dictionary.rules.found import percent
from diagnostics.dictionary.rules.target_words import figure
from diagnostics.model.coverage import CoverageRow
from diagnostics.model.kpi import Kpi
from diagnostics.model.target import SourceExpression, SourceTable, Tier
from diagnostics.model.text import Text
from diagnostics.terms import Language, say

NOTHING = Text()


def both(text: str) -> Text:
    """The same words in both languages 「同一文字」."""
    return Text(zh=text, en=text)


def words(term: str, **values: Any) -> Text:
    """Words of a term; a Text among the values is said in each language 「术语」."""

    def told(language: Language) -> str:
        said = {name: each.say(language) if isinstance(each, Text) else each for name, each in values.items()}
        return say(term, language, **said)

    return Text(zh=told("zh"), en=told("en"))


def choice(field: str, value: str | None) -> Text:
    """Word of a fixed list, as the dictionary's workbook writes it; nothing where nobody said 「选项用词」."""
    return words(f"exchange.choice.{field}.{value}") if value else NOTHING


def joined(texts: tuple[Text, ...]) -> Text:
    """Several texts as one list 「连缀」."""
    return Text(zh="、".join(each.say("zh") for each in texts), en=", ".join(each.say("en") for each in texts))


def tier(catalogue: Catalogue, kpi: Kpi, told: Tier | None) -> Text:
    """A tier in words: a figure, a range, those by period, or where it comes from 「目标档」.

    Of several dated values the last is told, with the period from which it holds.
    """
    if told is None:
        return NOTHING
    if isinstance(told, SourceExpression):
        return words("kpi_build.tier.expression")
    if isinstance(told, SourceTable):
        return words("kpi_build.tier.table", source=told.source)
    if isinstance(told, int | float):
        return figure(catalogue, kpi, float(told))
    first, *rest = told
    if isinstance(first, int | float):
        low, high = (figure(catalogue, kpi, float(each)) for each in told)  # type: ignore[arg-type]  # a pair of numbers
        return words("kpi_build.tier.range", low=low, high=high)
    last = rest[-1] if rest else first
    return words("kpi_build.tier.dated", value=figure(catalogue, kpi, float(last.value)), since=last.since)  # type: ignore[union-attr]  # dated values


def covered(catalogue: Catalogue, row: CoverageRow) -> Text:
    """Target of a whole beside what its parts give, and what stays open 「覆盖情况」.

    The open share is what is open over the target; of a target of 0 it is not told.
    """
    kpi = catalogue.kpis[row.kpi]
    values: dict[str, Any] = {"entity": both(row.label), "target": figure(catalogue, kpi, row.target)}
    if row.given is None:
        low, high = figure(catalogue, kpi, row.low), figure(catalogue, kpi, row.high)
        variant = "open" if row.short else "same" if row.low == row.high == row.target else "whole"
        return words(f"kpi_build.covered.mix_{variant}", low=low, high=high, **values)
    values["given"] = figure(catalogue, kpi, row.given)
    if not row.short:
        variant = "silent" if row.lower and row.silent else "whole"
        return words(f"kpi_build.covered.{variant}", parts=len(row.parts), silent=len(row.silent), **values)
    share = percent(row.short / abs(row.target), 1) if row.target else "–"
    variant = "over" if row.lower else "open"
    return words(f"kpi_build.covered.{variant}", short=figure(catalogue, kpi, row.short), share=share, **values)
