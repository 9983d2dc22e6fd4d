"""From answer sheets to how far people agree 「共识度量」."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from diagnostics.loop.align.consensus.answers import Answers, read_answers
from diagnostics.loop.align.consensus.headings import same
from diagnostics.loop.align.consensus.matching import matched, slipped, unmatched
from diagnostics.loop.align.consensus.questions import kpi_question
from diagnostics.loop.align.consensus.shares import accord_of, difference_of, share_of
from diagnostics.model.consensus import Change, Consensus, QuestionConsensus, SurveyConsensus, WeightRow
from diagnostics.model.engagement import Engagement
from diagnostics.model.kpi import Kpi
from diagnostics.model.survey import Survey
from diagnostics.terms.say import LANGUAGES


def consensus(engagement: Engagement, seed: int = 0) -> Consensus:
    """How far those who answered the engagement's surveys agree 「共识度量」.

    Parameters
    ----------
    engagement : Engagement
        Its ``surveys``, scorecards with proposed weights, and ``min_group``.
    seed : int
        Seed of the bootstrap.

    Returns
    -------
    Consensus
        Figures with fewer than ``min_group`` people behind them are left out, and so are both sides of a question
        where either is that small: the other could be told from the whole.

    Raises
    ------
    InputError
        When a file is absent or holds no answers on a scale of five.
    """
    settings = engagement.settings
    order = sorted(settings.surveys, key=lambda each: each.when != "before")
    answers = [(each, read_answers(engagement.folder, each)) for each in order]
    kpis = _asked(engagement.kpis)
    surveys = tuple(_survey(each, found, kpis, settings.min_group, seed) for each, found in answers)
    changes, slips, once = _changes(answers, kpis, settings.min_group)
    return Consensus(
        engagement.language, surveys, changes, tuple(_weights(engagement)), settings.min_group, slips, once
    )


def _asked(kpis: Mapping[str, Kpi]) -> dict[str, str]:
    """KPI by the form of the question that asks about it, in both languages."""
    return {same(kpi_question(each, language)): each.id for each in kpis.values() for language in LANGUAGES}


def _survey(survey: Survey, answers: Answers, kpis: Mapping[str, str], least: int, seed: int) -> SurveyConsensus:
    # Whose rows may be one person's count once where it is asked how small a group is.
    people = list(zip(answers.management, answers.apart, strict=True))
    sides = [sum(each is side and sure for each, sure in people) for side in (True, False)]
    split = "untold" if not any(sides) else "shown" if min(sides) >= least else "merged"
    rows = tuple(
        _question(key, text, answers, kpis.get(key), least, seed, apart=split == "shown")
        for key, text in answers.questions.items()
    )
    return SurveyConsensus(
        survey.id, survey.when, len(answers.scores), answers.rows, answers.duplicates, answers.unread, answers.aside,
        split, rows, len(people) - sum(answers.apart),  # type: ignore[arg-type]
    )  # fmt: skip


def _question(  # noqa: PLR0913, PLR0917 (one question with all that is known of it)
    key: str, text: str, answers: Answers, kpi: str | None, least: int, seed: int, *, apart: bool
) -> QuestionConsensus:
    scores = _scores(answers, key)
    if len(scores) < least:
        return QuestionConsensus(key, text, kpi, None, None)
    told = QuestionConsensus(key, text, kpi, share_of(scores), accord_of(scores, seed) if len(scores) > 1 else None)
    sides = [_scores(answers, key, side) for side in (True, False)]
    sure = [_sure(answers, key, side) for side in (True, False)]
    # Of three who told no side the two shown would leave a rest that is too small.
    rest = _sure(answers, key) - sum(sure)
    if not apart or min(sure) < least or 0 < rest < least:
        return told
    return QuestionConsensus(
        key,
        text,
        kpi,
        told.share,
        told.accord,
        share_of(sides[0]),
        share_of(sides[1]),
        difference_of(sides[0], sides[1], len(answers.questions)),
    )


def _scores(answers: Answers, key: str, side: bool | None = None) -> list[int]:
    people = zip(answers.scores, answers.management, strict=True)
    return [each[key] for each, lead in people if key in each and (side is None or lead is side)]


def _sure(answers: Answers, key: str, side: bool | None = None) -> int:
    """People who answered a question and are surely different ones."""
    people = zip(answers.scores, answers.management, answers.apart, strict=True)
    return sum(sure for each, lead, sure in people if key in each and (side is None or lead is side))


def _changes(
    answers: Sequence[tuple[Survey, Answers]], kpis: Mapping[str, str], least: int
) -> tuple[tuple[Change, ...], tuple[tuple[str, str], ...], tuple[str, ...]]:
    """Questions asked both before and after, of the last survey of each; matched by a slip; asked only once."""
    last = {survey.when: found for survey, found in answers}
    if set(last) != {"before", "after"}:
        return (), (), ()
    pairs = matched(last["before"], last["after"], kpis)
    changes = []
    for key, text in last["after"].questions.items():
        before, after = _scores(last["before"], pairs.get(key, "")), _scores(last["after"], key)
        if min(len(before), len(after)) >= least:
            difference = difference_of(after, before, len(last["after"].questions))
            changes.append(Change(key, text, share_of(before), share_of(after), difference))
    return (
        tuple(changes), slipped(pairs, last["before"], last["after"]), unmatched(pairs, last["before"], last["after"])
    )  # fmt: skip


def _weights(engagement: Engagement) -> list[WeightRow]:
    people = {each.id for each in engagement.entities if each.person}
    return [
        WeightRow(
            card.name.say(engagement.language) or card.id,
            item.kpi,
            item.proposed.staff,
            item.proposed.manager,
            item.weight,
        )
        for card in engagement.scorecards
        for item in card.items
        if item.proposed is not None and card.entity not in people
    ]
