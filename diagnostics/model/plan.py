"""The measures of a round, each tied to the gap it acts on 「改进计划」."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from diagnostics.model._result import Result
from diagnostics.model.agreement_record import agreement_record
from diagnostics.model.canonical import plain
from diagnostics.model.check_in_days import Every, check_in_record, reached_on
from diagnostics.model.decision import DecisionState, open_records
from diagnostics.model.finding import Finding
from diagnostics.model.intervention_state import PHASES
from diagnostics.model.ledger_event import Anchor
from diagnostics.model.measure_account import BenefitApproval, account_record
from diagnostics.model.plan_item import PlanItem
from diagnostics.model.private_pay import record_without_amounts, without_amounts
from diagnostics.model.recognition import recognition_records
from diagnostics.model.standard_work import standard_record

if TYPE_CHECKING:
    import pandas as pd

    from diagnostics.model.proposal import Proposals
    from diagnostics.model.text import Text
    from diagnostics.terms import Language

COLUMNS = (
    "id", "title", "dimension", "kpi", "entities", "owner", "due", "start", "decision", "state", "progress", "cost",
    "gap", "gap_relative", "gap_against", "findings",
)  # fmt: skip


# A repr of its own would win over the summary in a notebook, and tell all that the ledger holds.
@dataclass(frozen=True, eq=False, repr=False)
class Plan(Result):
    """The measures of a round, each tied to the gap it acts on 「改进计划」.

    Parameters
    ----------
    as_of : date
        Day as of which the ledger was read.
    anchor : Anchor
        Place in the ledger's log that holds all of it that is about measures.
    items : tuple of PlanItem
        Measures in the order in which they were planned.
    findings : tuple of Finding
        What is to be said of the plan as a whole.
    people : mapping
        Display names of those who act.
    language : {"zh", "en"}
        Language of titles in the table.
    currency : str
        ISO code of the costs.
    causes : mapping of Text
        By measure, words for causes whose titles pages don't bear.
    proposals : Proposals, optional
        What the library proposes for the run's confirmed causes.
    check_ins : {"week", "month", "quarter"}
        How often owners report, where a measure doesn't say.
    decided : mapping of date
        By measure, day of the last meeting that decided something about it which stands.
    meetings : tuple of date
        Days of meetings that decided anything, each once.
    silent : frozenset of str
        Entries by which somebody was recognised who has taken that back since, whatever the as-of date.
    open_decisions : tuple of DecisionState
        What meetings decided and nobody has carried out yet, in order of the due date.
    private : frozenset of str
        Measures about the pay of few: the amounts in their words are not handed on.
    confirmed : mapping of tuple of BenefitApproval
        By measure, who confirmed the benefit that this period's run counted, after its day.
    """

    as_of: date
    anchor: Anchor
    items: tuple[PlanItem, ...]
    findings: tuple[Finding, ...]
    people: dict[str, str]
    language: Language
    currency: str
    causes: Mapping[str, Text] = field(default_factory=dict)
    proposals: Proposals | None = None
    check_ins: Every = "month"
    decided: Mapping[str, date] = field(default_factory=dict)
    meetings: tuple[date, ...] = ()
    silent: frozenset[str] = frozenset()
    open_decisions: tuple[DecisionState, ...] = ()
    private: frozenset[str] = frozenset()
    confirmed: Mapping[str, tuple[BenefitApproval, ...]] = field(default_factory=dict)

    @property
    def all_findings(self) -> tuple[Finding, ...]:
        """Findings of the plan and of each measure 「全部发现」."""
        beside = self.proposals.findings if self.proposals is not None else ()
        return (*self.findings, *(each for item in self.items for each in item.findings), *beside)

    def frame(self) -> pd.DataFrame:
        """One row a measure 「措施表」."""
        import pandas as pd

        rows = [dict(zip(COLUMNS, self._row(each), strict=True)) for each in self.items]
        return pd.DataFrame(rows, columns=list(COLUMNS))

    def _row(self, item: PlanItem) -> tuple[Any, ...]:
        measure, gap = item.state.intervention, item.gaps[0] if item.gaps else None
        title = measure.title.say(self.language)
        return (
            measure.id,
            without_amounts(title, self.language) if measure.id in self.private else title,
            measure.dimension,
            measure.kpi,
            ", ".join(item.entities),
            self.people.get(measure.owner, measure.owner),
            measure.due.isoformat(),
            _day(item.state.started or measure.start),
            _day(measure.decision),
            item.state.phase,
            item.state.progress,
            None if measure.id in self.private else measure.cost,
            gap.absolute if gap else None,
            gap.relative if gap else None,
            gap.comparison if gap else None,
            ", ".join(each.code for each in item.findings),
        )

    def summary(self, language: Language = "zh") -> str:
        """How many measures there are and how they stand 「概况」."""
        from diagnostics.look.periods import show_day
        from diagnostics.terms import say

        counts = {phase: sum(each.state.phase == phase for each in self.items) for phase in PHASES}
        found, day = len(self.all_findings), show_day(self.as_of, language)
        return say("intervene.summary", language, as_of=day, count=len(self.items), found=found, **counts)

    def record(self) -> dict[str, Any]:
        """Content of the hand-off ``interventions`` 「交接内容」."""
        return {
            "as_of": self.as_of.isoformat(),
            "anchor": plain(self.anchor),
            "currency": self.currency,
            "interventions": [self._told(each) for each in self.items],
            "findings": plain(self.findings),
            "meetings": [each.isoformat() for each in self.meetings],
            "decisions_open": open_records(self.open_decisions, self.people),
            **({} if self.proposals is None else {"proposals": self.proposals.record()}),
        }

    def _told(self, item: PlanItem) -> dict[str, Any]:
        """As it is handed on: what few people are paid stays between the parties, in words too."""
        record = self._item(item)
        few = item.state.intervention.id in self.private
        return {name: record_without_amounts(each) for name, each in record.items()} if few else record

    def _item(self, item: PlanItem) -> dict[str, Any]:
        state, measure = item.state, item.state.intervention
        few = measure.id in self.private
        fields = measure.model_dump(mode="json", by_alias=True, exclude={"entities", "start", "parties"})
        if measure.id in self.causes:
            fields["cause"] = self.causes[measure.id].model_dump()
        if few:
            # Months of a raise are known: its cost over them is the raise.
            fields |= {"cost": None, "cost_withheld": measure.cost is not None}
        if item.withheld:
            # Figures of people stay out as their names do.
            expected = measure.expected
            shown = expected is not None and expected.absolute is None
            fields |= {"baseline": None, "target": None, "expected": fields["expected"] if shown else None}
        for told, stone in zip(fields["milestones"], measure.milestones, strict=True):
            told["reached"] = _day(reached_on(state, stone.progress))
        return {
            **fields,
            "check_ins": check_in_record(state, self.as_of, self.check_ins),
            "currency": measure.currency or self.currency,
            "owner_name": self.people.get(measure.owner, measure.owner),
            "entities": list(item.entities),
            "entities_withheld": item.withheld,
            "start": _day(state.started or measure.start),
            "planned_start": _day(measure.start),
            "planned": state.planned.isoformat(),
            "started": _day(state.started),
            "ended": _day(state.ended),
            "carried_out": _day(reached_on(state, 1.0)),
            "state": state.phase,
            "progress": state.progress,
            "version": state.version,
            "decided": _day(self.decided.get(measure.id)),
            "last_check_in": plain(state.check_ins[-1]) if state.check_ins else None,
            "agreement": agreement_record(state, self.as_of, self.people, withheld=bool(item.withheld)),
            "reported": sorted({each.at.isoformat() for each in state.check_ins}),
            "recognised": recognition_records(state, self.people, self.silent),
            "account": account_record(state, self.people, withheld=few, later=self.confirmed.get(measure.id, ())),
            "standard": standard_record(state, self.people),
            "gap_quantified": bool(item.gaps),
            "gaps": plain(item.gaps),
            "findings": plain(item.findings),
            **({} if item.visibility is None else {"visibility": item.visibility.record()}),
        }


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
