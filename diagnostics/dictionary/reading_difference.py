"""What a reading says otherwise than its KPI: words, formula, filter, day, entity 「定义差异」."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping

from diagnostics.model.conflicts import Aspect, DefinitionDifference
from diagnostics.model.kpi import Kpi, Reading
from diagnostics.model.period import Calendar, Period
from diagnostics.model.source import Source
from diagnostics.model.text import Text

# Signs of arithmetic are words of a definition; other punctuation and blanks are not.
_SIGNS = {"\u00f7": "/", "\u00d7": "*"}
_KEPT = frozenset("/*%+-<>=")


def definition_differences(kpi: Kpi, reading: Reading, sources: Mapping[str, Source]) -> Iterator[DefinitionDifference]:
    """What a reading says otherwise than its KPI 「定义差异」.

    Parameters
    ----------
    kpi : Kpi
        As it holds in the period that is looked at.
    reading : Reading
        The same KPI as another department counts it.
    sources : mapping of Source
        Both may take their day and entity column from their source.

    Yields
    ------
    DefinitionDifference
        For each aspect that differs. Words are compared without case, width, blanks and punctuation, and only where
        both sides give them. Formulas are compared by form: over the same source column by column, over different
        sources by their shape, and other columns of the same shape are told as such.
    """

    def told(aspect: Aspect, own: Text | str | None, other: Text | str | None) -> DefinitionDifference:
        return DefinitionDifference(kpi.id, reading.id, aspect, _text(own), _text(other))

    if words_differ(kpi.definition, reading.definition):
        yield told("wording", kpi.definition, reading.definition)
    same = kpi.source == reading.source
    aspect = _formula_aspect(kpi.measure, reading.measure, same=same)
    if aspect is not None:
        yield told(aspect, kpi.measure or kpi.formula, reading.measure)
    if _filters_differ(kpi.where, reading.where, same=same):
        yield told("filter", kpi.where, reading.where)
    own, other = sources.get(kpi.source), sources.get(reading.source)
    for name in ("time", "entity"):
        column = getattr(kpi, name) or getattr(own, name, None)
        counted = getattr(reading, name) or getattr(other, name, None)
        if kpi.measure is not None and _plain(column or "") != _plain(counted or ""):
            yield told("time" if name == "time" else "entity", column, counted)


def kpi_at(kpi: Kpi, period: Period, calendar: Calendar) -> Kpi:
    """KPI as it holds in a period: its latest version by then 「某期的指标口径」."""
    holding = [each.since for each in kpi.versions if calendar.parse(each.since).start <= period.start]
    return kpi.counted(holding[-1]) if holding else kpi


def words_differ(own: Text, other: Text) -> bool:
    """Whether definitions in one language differ in more than case, width, blanks and punctuation 「措辞差异」.

    Examples
    --------
    >>> words_differ(Text(zh="合格数 ÷ 送检数"), Text(zh="合格数/送检数。"))
    False
    >>> words_differ(Text(zh="合格数 ÷ 送检数"), Text(zh="合格数 ÷ 产量"))
    True
    """
    pairs = [(own.zh, other.zh), (own.en, other.en)]
    return any(_plain(one) != _plain(two) for one, two in pairs if one.strip() and two.strip())


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).casefold()
    signs = (_SIGNS.get(each, each) for each in folded)
    return "".join(each for each in signs if each in _KEPT or unicodedata.category(each)[0] not in "PZC")


def _text(value: Text | str | None) -> Text:
    return value if isinstance(value, Text) else Text(zh=value or "", en=value or "")


def _formula_aspect(own: str | None, other: str, *, same: bool) -> Aspect | None:
    """Whether two measures differ in form, or only in the columns of two sources."""
    from diagnostics.dictionary.expression import parse_measure
    from diagnostics.dictionary.expression.same_form import form_of

    if own is None:
        # A KPI computed from other KPIs has no measure to hold beside this one.
        return "formula"
    first, second = parse_measure(own).tree, parse_measure(other).tree
    if form_of(first) == form_of(second):
        return None
    return "columns" if not same and form_of(first, named=False) == form_of(second, named=False) else "formula"


def _filters_differ(own: str | None, other: str | None, *, same: bool) -> bool:
    from diagnostics.dictionary.expression import parse_filter
    from diagnostics.dictionary.expression.same_form import form_of

    if own is None or other is None:
        return (own is None) != (other is None)
    first, second = parse_filter(own).tree, parse_filter(other).tree
    return form_of(first, named=same) != form_of(second, named=same)
