"""Measures of the ledger that have not started, placed beside what is proposed 「计划中的措施」."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Literal

from diagnostics.model.canonical import plain

if TYPE_CHECKING:
    from diagnostics.model.intervention import Intervention
    from diagnostics.model.priority import Priority, Stake
    from diagnostics.terms import Language

# What a place needs: what is at stake, how sure one is, how hard it is.
Lack = Literal["value", "confidence", "effort"]


@dataclass(frozen=True, slots=True)
class Planned:
    """A measure of the ledger that has not started, with its place 「计划中的措施」.

    Parameters
    ----------
    measure : Intervention
        As the ledger has it.
    cause : str
        Registered cause that it names; empty where none.
    stake : Stake or None
        What its confirmed cause costs, else what is expected of it; None where neither says it.
    confidence, effort : float, int or None
        The measure's own, else those of the card it came from; None where nobody said.
    priority : Priority
        Place in the order, among proposals too.
    promised : bool
        Whether what is at stake is what the parties expect, not what a test found.
    """

    measure: Intervention
    cause: str
    stake: Stake | None
    confidence: float | None
    effort: int | None
    priority: Priority
    promised: bool = False

    @property
    def lacks(self) -> tuple[Lack, ...]:
        """What is not known that a place needs 「缺少的依据」."""
        said: dict[Lack, object] = {"value": self.stake, "confidence": self.confidence, "effort": self.effort}
        return tuple(name for name, each in said.items() if each is None)

    def row(self, language: Language) -> dict[str, Any]:
        """Measure as a row beside the proposals' 「表格行」."""
        stake, place, measure = self.stake, self.priority, self.measure
        return {
            "rank": place.rank, "card": measure.library, "title": measure.title.say(language),
            "dimension": measure.dimension, "cause": self.cause, "entity": ", ".join(measure.entities),
            "value": stake and stake.share, "value_low": stake and stake.low, "value_high": stake and stake.high,
            "confidence": self.confidence, "effort": self.effort, "score": place.score,
            "first_share": place.first_share, "rank_low": place.rank_low, "rank_high": place.rank_high,
            "cost": None, "weeks": None, "backing": "planned",
        }  # fmt: skip

    def record(self) -> dict[str, Any]:
        """Measure as a record of the hand-off 「记录」."""
        measure = self.measure
        return {
            **self.row("zh"),
            "id": measure.id,
            "title": measure.title.model_dump(),
            "kpi": measure.kpi,
            "stake": None if self.stake is None else plain(asdict(self.stake)),
            "promised": self.promised,
            "lacks": list(self.lacks),
        }
