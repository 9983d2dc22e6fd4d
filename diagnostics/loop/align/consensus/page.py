"""Page of a survey: what is agreed, where the sides part, what the workshop changed 「共识结果页」."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from diagnostics.look.numbers import show, show_change
from diagnostics.look.page import Headline, Page, Paragraph, Section, TablePart
from diagnostics.look.tables import Column, Table
from diagnostics.loop.align.consensus.notes import note_lines
from diagnostics.model.consensus import Consensus, Difference, QuestionConsensus, Share, SurveyConsensus
from diagnostics.model.engagement import Engagement
from diagnostics.terms import Language, say

if TYPE_CHECKING:
    from diagnostics.look.page import AnyPart

# Below these, answers are told to be far apart, or in two camps.
_ALIKE, _APART = 0.7, 0.3


def consensus_page(engagement: Engagement, consensus: Consensus) -> Page:
    """Page of an engagement's surveys 「共识结果页」.

    Parameters
    ----------
    engagement : Engagement
        For its names.
    consensus : Consensus
        What was answered, in groups large enough to be shown.
    """
    language = consensus.language
    sections = [_questions(consensus, language), _parted(consensus, language), _changes(consensus, language),
                _weights(consensus, engagement, language)]  # fmt: skip
    told = tuple(each for each in sections if each is not None)
    lead = [say(f"consensus.when.{consensus.latest.when}", language)] if consensus.latest else []
    notes = Section(
        id="notes",
        title=say("consensus.section.notes", language),
        parts=tuple(Paragraph(text=each) for each in note_lines(consensus, language)),
    )
    client = engagement.settings.client.say(language)
    return Page(
        language=language,
        title=consensus.summary(language),
        subtitle=say("consensus.title", language),
        client=client,
        lead=tuple(lead),
        headlines=tuple(_headlines(consensus, language)),
        sections=told or (notes,),
        appendix=(notes,) if told else (),
        synthetic=engagement.settings.synthetic,
    )


def _headlines(consensus: Consensus, language: Language) -> list[Headline]:
    survey = consensus.latest
    if survey is None:
        return []
    words = partial(_headline, language)
    repeated = say("consensus.headline.people_note", language, duplicates=len(survey.duplicates))
    found = [words("people", show(survey.people, "count", language), repeated if survey.duplicates else "")]
    shown = _ordered(survey)
    if not shown:
        return found
    agreed = sum(share.majority == "agree" for _, share in shown)
    found.append(words("agreed", say("consensus.headline.agreed_value", language, agreed=agreed, count=len(shown)), ""))
    lowest, share = shown[0]
    found.append(words("lowest", show(share.value, "share", language), lowest.text))
    if survey.split == "shown":
        parted = sum(each.spread is not None and each.spread.tells for each in survey.questions)
        found.append(words("parted", say("consensus.headline.parted_value", language, parted=parted), ""))
    else:
        note = say("consensus.headline.merged_note", language, least=consensus.min_group)
        untold = say("consensus.headline.untold_value", language)
        found.append(words("parted", untold, note if survey.split == "merged" else ""))
    return found


def _headline(language: Language, key: str, value: str, note: str) -> Headline:
    return Headline(label=say(f"consensus.headline.{key}", language), value=value, note=note)


def _ordered(survey: SurveyConsensus) -> list[tuple[QuestionConsensus, Share]]:
    """Questions that may be shown, the least agreed with first."""
    shown = [(each, each.share) for each in survey.questions if each.share is not None]
    return sorted(shown, key=lambda each: each[1].value)


def _range(share: Share, language: Language) -> str:
    return f"{show(share.low, 'share', language, decimals=0)}–{show(share.high, 'share', language, decimals=0)}"


def _percent(share: Share, language: Language) -> str:
    return show(share.value, "share", language, decimals=0)


def _points(difference: Difference, language: Language) -> str:
    return show_change(difference.value, "share", language, decimals=0)


def _accord(share: Share | None, language: Language) -> str:
    if share is None:
        return ""
    # Two camps are told only where chance does not make them of people who differ at random.
    name = "high" if share.value >= _ALIKE else "middle" if share.value >= _APART else "low"
    name = "camps" if share.high < 0 else name
    return say(f"consensus.accord.{name}", language)


def _table(caption: str, names: Sequence[str], rows: Sequence[Sequence[str]], language: Language) -> TablePart:
    figures = {"people", "share", "range", "management", "staff", "spread", "before", "after", "difference",
               "staff_weight", "manager_weight", "agreed_weight"}  # fmt: skip
    columns = tuple(
        Column(key=each, label=say(f"consensus.column.{each}", language), align="right" if each in figures else "left")
        for each in names
    )
    told = tuple(dict(zip(names, row, strict=True)) for row in rows)
    return TablePart(table=Table(caption=caption, columns=columns, rows=told))


def _section(key: str, parts: Sequence[AnyPart], language: Language) -> Section:
    title = say(f"consensus.section.{key}", language)
    return Section(id=key, title=title, lead=say(f"consensus.section.{key}_lead", language), parts=tuple(parts))


def _questions(consensus: Consensus, language: Language) -> Section | None:
    survey = consensus.latest
    shown = _ordered(survey) if survey is not None else []
    if survey is None or not shown:
        return None
    few = say("consensus.few", language, least=consensus.min_group)
    rows = [
        (each.text, show(share.n, "count", language), _percent(share, language), _range(share, language),
         say(f"consensus.majority.{share.majority}", language), _accord(each.accord, language))
        for each, share in shown
    ]  # fmt: skip
    rows += [(each.text, few, "", "", "", "") for each in survey.questions if each.share is None]
    names = ("question", "people", "share", "range", "majority", "accord")
    return _section(
        "questions", [_table(say("consensus.section.questions", language), names, rows, language)], language
    )


def _parted(consensus: Consensus, language: Language) -> Section | None:
    survey = consensus.latest
    if survey is None or survey.split != "shown":
        return None
    apart = [each for each in survey.questions if each.spread is not None]
    apart.sort(key=lambda each: -abs(each.spread.value) if each.spread else 0.0)
    rows = [
        (each.text, _percent(each.management, language), _percent(each.staff, language), _points(each.spread, language),
         _tells(each.spread, language))
        for each in apart
        if each.management and each.staff and each.spread
    ]  # fmt: skip
    if not rows:
        return None
    names = ("question", "management", "staff", "spread", "tells")
    parts: list[AnyPart] = [_table(say("consensus.section.parted", language), names, rows, language)]
    if not any(each.spread and each.spread.tells for each in apart):
        parts.insert(0, Paragraph(text=say("consensus.section.parted_none", language)))
    return _section("parted", parts, language)


def _tells(difference: Difference, language: Language) -> str:
    return say(f"consensus.tells.{'yes' if difference.tells else 'no'}", language)


def _changes(consensus: Consensus, language: Language) -> Section | None:
    if not consensus.changes:
        return None
    rows = [
        (each.text, _percent(each.before, language), _percent(each.after, language), _points(each.difference, language),
         _tells(each.difference, language))
        for each in sorted(consensus.changes, key=lambda each: -abs(each.difference.value))
    ]  # fmt: skip
    names = ("question", "before", "after", "difference", "tells")
    return _section("change", [_table(say("consensus.section.change", language), names, rows, language)], language)


def _weights(consensus: Consensus, engagement: Engagement, language: Language) -> Section | None:
    if not consensus.weights:
        return None

    def weight(value: float | None) -> str:
        return show(value, "share", language, decimals=0)

    rows = [
        (each.card, engagement.kpis[each.kpi].name.say(language) or each.kpi, weight(each.staff), weight(each.manager),
         weight(each.agreed))
        for each in consensus.weights
    ]  # fmt: skip
    names = ("card", "kpi", "staff_weight", "manager_weight", "agreed_weight")
    return _section("weights", [_table(say("consensus.section.weights", language), names, rows, language)], language)
