"""How far people agree, as the align step hands it on 「共识度的交接内容」."""

from __future__ import annotations

from typing import Any

from diagnostics.model.canonical import plain
from diagnostics.model.consensus import Consensus, SurveyConsensus
from diagnostics.model.engagement import Engagement


def consensus_of(engagement: Engagement) -> Consensus | None:
    """Consensus of an engagement; None where nobody was asked and no weight was proposed 「共识度」."""
    proposed = any(item.proposed is not None for card in engagement.scorecards for item in card.items)
    if not engagement.settings.surveys and not proposed:
        return None
    from diagnostics.loop.align.consensus.result import consensus

    return consensus(engagement)


def consensus_record(consensus: Consensus) -> dict[str, Any]:
    """Record of the hand-off: shares of groups that may be shown, nothing of a single answer 「共识记录」."""
    return {
        "surveys": [_survey(each) for each in consensus.surveys],
        "changes": plain(consensus.changes),
        "weights": plain(consensus.weights),
        "min_group": consensus.min_group,
    }


def _survey(survey: SurveyConsensus) -> dict[str, Any]:
    told = ("id", "when", "people", "rows", "split", "questions")
    counts = {"duplicates": len(survey.duplicates), "unread": len(survey.unread)}
    return {**{each: plain(getattr(survey, each)) for each in told}, **counts}
