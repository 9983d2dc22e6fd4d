"""What a reader of survey results has to know of the data 「问卷数据说明」."""

from __future__ import annotations

from collections.abc import Iterator

from diagnostics.model.consensus import Consensus, SurveyConsensus
from diagnostics.terms import Language, say

_LISTED = 8


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
    for each in ("share", "accord", "difference") if consensus.surveys else ():
        yield say(f"consensus.note.{each}", language)


def _survey(survey: SurveyConsensus, least: int, language: Language) -> Iterator[str]:
    joint = "、" if language == "zh" else ", "
    yield say("consensus.note.rows", language, id=survey.id, rows=survey.rows, people=survey.people)
    if survey.duplicates:
        yield say("consensus.note.duplicates", language, rows=joint.join(map(str, survey.duplicates[:_LISTED])))
    if survey.unread:
        places = joint.join(f"{each.place} {each.written}" for each in survey.unread[:_LISTED])
        variant = "unread_more" if len(survey.unread) > _LISTED else "unread"
        yield say(f"consensus.note.{variant}", language, places=places, count=len(survey.unread))
    if survey.aside:
        yield say("consensus.note.aside", language, names=joint.join(survey.aside[:_LISTED]))
    if survey.split != "shown":
        yield say(f"consensus.note.{survey.split}", language, least=least)
