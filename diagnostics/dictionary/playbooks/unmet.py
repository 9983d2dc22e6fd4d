"""What an engagement lacks of what its playbook needs 「未满足的要求」."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from diagnostics.dictionary.playbooks.look_for import columns_found, entities_found, evidence_found, kpis_found
from diagnostics.dictionary.playbooks.reach import periods_found
from diagnostics.model.engagement import Engagement
from diagnostics.model.playbook import (
    AnyNeed,
    ColumnNeed,
    EntityNeed,
    EvidenceNeed,
    HistoryNeed,
    KpiNeed,
    Playbook,
    Requirement,
)
from diagnostics.model.text import Text
from diagnostics.terms import Language

# By measure: the KPI it is to move, and the day on which it starts.
Measures = Mapping[str, tuple[str, date | None]]


@dataclass(frozen=True, slots=True)
class Unmet:
    """A requirement of a playbook, and how an engagement stands to it 「剧本要求的满足情况」.

    Parameters
    ----------
    playbook, title : str, Text
        Id and name of the playbook.
    field : str
        Where the requirement stands in it, such as ``requires.kpis[0]``.
    requirement : Requirement
        With its id, words, need, and what is impossible without it.
    found : int or None
        How many there are; None where the files alone can't tell.
    """

    playbook: str
    title: Text
    field: str
    requirement: Requirement
    found: int | None

    @property
    def state(self) -> Literal["met", "unmet", "later"]:
        """``later`` where only a run's figures tell 「是否满足」."""
        if self.found is None:
            return "later"
        return "met" if self.found >= self.requirement.at_least else "unmet"

    def told(self, language: Language = "en") -> str:
        """Playbook, field, what is needed, what is impossible without it, in one line 「一句话说明」."""
        wanted = self.requirement
        missing = wanted.without.say(language).rstrip(".\u3002")
        return (
            f"playbook {self.playbook!r}, {self.field} ({wanted.id}): {wanted.what.say(language)}"
            f" (found {self.found or 0} of {wanted.at_least}). Without it: {missing}"
        )


def unmet(engagement: Engagement, playbook: Playbook, measures: Measures | None = None) -> tuple[Unmet, ...]:
    """Requirements that an engagement does not meet, the needed ones first 「未满足的要求」.

    Parameters
    ----------
    engagement : Engagement
        As opened.
    playbook : Playbook
        What it is held to.
    measures : mapping, optional
        Measures of the ledger; those of ledger.yaml where absent.

    Returns
    -------
    tuple of Unmet
        What the files alone can't tell is not among them.
    """
    found = [each for each in held(engagement, playbook, measures) if each.state == "unmet"]
    return tuple(sorted(found, key=lambda each: each.requirement.need != "must"))


def held(engagement: Engagement, playbook: Playbook, measures: Measures | None = None) -> tuple[Unmet, ...]:
    """Every requirement of a playbook with how an engagement stands to it 「逐条核对」."""
    known = seeded(engagement) if measures is None else measures
    return tuple(
        Unmet(playbook.id, playbook.title, field, need, _counted(engagement, need, known))
        for field, need in playbook.needs()
    )


def seeded(engagement: Engagement) -> dict[str, tuple[str, date | None]]:
    """Measures that ledger.yaml plans 「台账文件中的措施」."""
    planned = [each.intervention for each in engagement.seeds if getattr(each, "intervention", None) is not None]
    return {each.id: (each.kpi, each.start) for each in planned}


def _counted(engagement: Engagement, need: AnyNeed, measures: Measures) -> int | None:
    count: Callable[[Any], int | None] = {
        KpiNeed: lambda match: len(kpis_found(engagement, match)),
        ColumnNeed: lambda match: len(columns_found(engagement, match)),
        EntityNeed: lambda match: entities_found(engagement, match),
        EvidenceNeed: lambda match: evidence_found(engagement, match, measures),
        HistoryNeed: lambda match: periods_found(engagement, match, measures),
    }[type(need)]
    return count(need.match)
