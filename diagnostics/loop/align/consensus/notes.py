"""What a reader of survey results has to know of the data 「问卷数据说明」."""

from __future__ import annotations

from collections.abc import Iterator

from diagnostics.model.consensus import Consensus, SurveyConsensus
from diagnostics.terms import Language, say

_LISTED, _CELLS = 8, 40


def note_lines(consensus: Consensus, language: Language) -> Iterator[str]:
    """Sentences on rows, duplicates, what could not be read, and how figures were counted 「数据说明」.

    Parameters
    ----------
    consensus : Consensus
        What was answered.
    language : {"zh", "en"}
        Language of the reader.
    """
    for survey in consensus.surveys:
        yield from _survey(survey, consensus.min_group, language)
    for before, after in consensus.slips:
        yield say("consensus.note.slip", language, before=before, after=after)
    if consensus.once:
        joint = "\uff1b" if language == "zh" else "; "
        yield say("consensus.note.once", language, questions=joint.join(consensus.once))
    for each in ("share", "accord", "difference") if consensus.surveys else ():
        yield say(f"consensus.note.{each}", language)


def _survey(survey: SurveyConsensus, least: int, language: Language) -> Iterator[str]:
    joint = "、" if language == "zh" else ", "
    yield say("consensus.note.rows", language, id=survey.id, rows=survey.rows, people=survey.people)
    if survey.duplicates:
        yield say("consensus.note.duplicates", language, rows=joint.join(map(str, survey.duplicates[:_LISTED])))
    if survey.alike:
        yield say("consensus.note.alike", language, count=survey.alike)
    if survey.unread:
        yield say("consensus.note.unread", language, count=len(survey.unread))
    if survey.aside:
        yield say("consensus.note.aside", language, count=len(survey.aside))
    if survey.split != "shown":
        yield say(f"consensus.note.{survey.split}", language, least=least)


def cell_lines(consensus: Consensus) -> Iterator[str]:
    """Cells that nobody could read and columns left aside: for who holds the sheet, never for a page 「待核对单元格」.

    Parameters
    ----------
    consensus : Consensus
        What was answered.
    """
    for survey in consensus.surveys:
        for each in survey.unread[:_CELLS]:
            yield f"survey {survey.id}: {each.place} holds {each.written!r}, which is no answer on the scale"
        if len(survey.unread) > _CELLS:
            yield f"survey {survey.id}: and {len(survey.unread) - _CELLS} more"
        for heading in survey.aside:
            yield f"survey {survey.id}: column {heading!r} is no question on a scale of five"
