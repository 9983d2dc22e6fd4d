"""Measures that the library proposes for confirmed causes 「措施建议」."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from diagnostics.model._result import Result
from diagnostics.model.canonical import plain
from diagnostics.model.finding import Finding
from diagnostics.model.library_card import FORMS, LEVELS, Form, Level, LevelTools
from diagnostics.model.planned import Planned
from diagnostics.model.priority import Priority, Stake
from diagnostics.model.text import Text
from diagnostics.model.training import Training
from diagnostics.model.visibility import RollOut, Visibility

if TYPE_CHECKING:
    import pandas as pd

    from diagnostics.model.intervention import Intervention
    from diagnostics.model.library_card import LibraryCard
    from diagnostics.terms import Language

# What a card was proposed for: a word of the cause, its category, the KPI, the slice that it acts in.
Ground = Literal["word", "category", "kpi", "slice"]
# Share of the draws in which the first measure is to be first; below it the order is no reason to begin with it.
SETTLED = 0.5
COLUMNS = (
    "rank", "card", "title", "dimension", "cause", "entity", "value", "value_low", "value_high", "confidence", "effort",
    "score", "first_share", "rank_low", "rank_high", "cost", "weeks", "backing",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Proposal:
    """A card for a confirmed cause, as a draft 「措施建议」.

    Parameters
    ----------
    card : LibraryCard
        Where it comes from.
    own : bool
        Whether it is the firm's own card.
    cause : str
        Confirmed cause.
    cause_title : Text
        What it says.
    grounds : tuple of (kind, word)
        Why it was proposed.
    confidence : float
        How sure one is that it works here, 0 to 1.
    stake : Stake or None
        What the cause costs; None where no gap says it.
    draft : Intervention
        Ready to be added to the ledger once owner and dates are agreed.
    priority : Priority
        Place in the order.
    visibility : Visibility or None
        Whether its effect could be seen; None without figures.
    """

    card: LibraryCard
    own: bool
    cause: str
    cause_title: Text
    grounds: tuple[tuple[Ground, str], ...]
    confidence: float
    stake: Stake | None
    draft: Intervention
    priority: Priority
    visibility: Visibility | None = None

    def row(self, language: Language) -> dict[str, Any]:
        """Proposal as a row 「表格行」."""
        stake, place = self.stake, self.priority
        told = (
            place.rank, self.card.id, self.card.title.say(language), self.card.dimension, self.cause,
            ", ".join(self.draft.entities), stake and stake.share, stake and stake.low, stake and stake.high,
            self.confidence, self.card.effort, place.score, place.first_share, place.rank_low, place.rank_high,
            self.card.cost, self.card.weeks, self.card.backing,
        )  # fmt: skip
        return dict(zip(COLUMNS, told, strict=True))

    def record(self) -> dict[str, Any]:
        """Proposal as a record of the hand-off 「记录」."""
        return {
            **self.row("zh"),
            "title": self.card.title.model_dump(),
            "cause_title": self.cause_title.model_dump(),
            "grounds": [list(each) for each in self.grounds],
            "stake": None if self.stake is None else plain(asdict(self.stake)),
            "kpi": self.draft.kpi,
            "own": self.own,
            "touches_pay": self.card.touches_pay,
            "forms": sorted({each.form for each in self.card.incentives}, key=FORMS.index),
            "incentives": [each.model_dump(mode="json") for each in self.card.incentives],
            "risks": [each.model_dump() for each in self.card.risks],
            "tasks": [each.name.model_dump() for each in self.card.tasks],
            "visibility": None if self.visibility is None else self.visibility.record(),
            "hidden": self.hidden,
        }

    @property
    def open(self) -> float | None:
        """Gap that the draft is to close, in the KPI's unit; None where no figure says it 「待补差距」."""
        before, after = self.draft.baseline, self.draft.target
        return None if before is None or after is None else abs(after - before)

    @property
    def hidden(self) -> bool:
        """Whether the effect would not show although the whole gap were closed 「补上也看不出」."""
        smallest = None if self.visibility is None else self.visibility.smallest
        return self.open is not None and smallest is not None and abs(smallest) > self.open


@dataclass(frozen=True, eq=False)
class Proposals(Result):
    """Measures that the library proposes for confirmed causes, first things first 「措施建议」.

    Parameters
    ----------
    period : str
        Period whose causes were confirmed.
    items : tuple of Proposal
        In order of priority.
    unanswered : tuple of str
        Confirmed causes for which the library has no card.
    training : tuple of Training
        For the weakest KPI of each focal entity.
    tools : tuple of LevelTools
        Which tools fit which level.
    findings : tuple of Finding
        What is to be said of the proposals as a whole.
    draws, seed : int
        How often the order was drawn, and from which seed.
    roll_outs : tuple of RollOut
        How a measure on a KPI could be begun so that its effect shows.
    already : mapping
        Measures that the ledger has for a confirmed cause; their dimensions are not proposed again.
    planned : tuple of Planned
        Measures of the ledger that have not started, in the same order as the proposals.
    past : tuple of mapping
        What measures of the same kind did at other clients, where the firm keeps a practice library.
    """

    period: str
    items: tuple[Proposal, ...]
    unanswered: tuple[str, ...]
    training: tuple[Training, ...]
    tools: tuple[LevelTools, ...]
    findings: tuple[Finding, ...]
    draws: int
    seed: int
    roll_outs: tuple[RollOut, ...] = ()
    already: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    planned: tuple[Planned, ...] = ()
    past: tuple[Mapping[str, Any], ...] = ()
    language: Language = "zh"

    def frame(self) -> pd.DataFrame:
        """A row a proposal or planned measure, first things first 「建议表」."""
        import pandas as pd

        rows = [each.row(self.language) for each in self.ordered()]
        return pd.DataFrame(rows, columns=list(COLUMNS))

    def ordered(self) -> tuple[Proposal | Planned, ...]:
        """Proposals and planned measures in one order 「统一次序」."""
        return tuple(sorted((*self.items, *self.planned), key=lambda each: each.priority.rank))

    @property
    def settled(self) -> bool:
        """Whether what stands first is first in half of the draws, where several are ranked 「次序是否稳定」."""
        ranked = [each for each in self.ordered() if each.stake is not None]
        return len(ranked) < 2 or ranked[0].priority.first_share >= SETTLED

    def summary(self, language: Language = "zh") -> str:
        """How many measures are proposed for how many causes 「概况」."""
        from diagnostics.terms import say

        if not self.items:
            return say("proposals.summary.none", language)
        causes = len({each.cause for each in self.items})
        first = self.ordered()[0]
        title = first.card.title if isinstance(first, Proposal) else first.measure.title
        return say(
            "proposals.summary.some", language, count=len(self.items), causes=causes,
            first=title.say(language), share=f"{first.priority.first_share:.0%}",
        )  # fmt: skip

    def draft(self, card: str, cause: str = "") -> Intervention:
        """Draft by its own id or its card's, for the first cause it was proposed for or a named one 「取草案」.

        Raises
        ------
        UnknownNameError
            When the card was not proposed, or not for that cause.
        """
        from diagnostics.errors import unknown

        for each in self.items:
            if card in (each.card.id, each.draft.id) and cause in ("", each.cause):
                return each.draft
        causes = [each.cause for each in self.items if card in (each.card.id, each.draft.id)]
        if causes:
            raise unknown("cause", cause, causes, f"what card {card!r} is proposed for")
        raise unknown("proposed card", card, (each.card.id for each in self.items))

    def forms(self) -> dict[Form, int]:
        """How many proposals bring each form of incentive 「激励形式」."""
        return {
            form: sum(any(one.form == form for one in each.card.incentives) for each in self.items) for form in FORMS
        }

    def record(self) -> dict[str, Any]:
        """Part ``proposals`` of the hand-off ``interventions`` 「交接内容」."""
        return {
            "period": self.period,
            "items": [each.record() for each in self.items],
            "settled": self.settled,
            "unanswered": list(self.unanswered),
            "training": [{**plain(asdict(each)), "title": each.title.model_dump()} for each in self.training],
            "tools": [each.model_dump(mode="json") for each in self.tools],
            "forms": self.forms(),
            "findings": plain(self.findings),
            "roll_outs": [each.record() for each in self.roll_outs],
            "planned": [each.record() for each in self.planned],
            "already": {cause: list(each) for cause, each in self.already.items()},
            **({"past": plain(self.past)} if self.past else {}),
            "draws": self.draws,
            "seed": self.seed,
        }


def ordered_tools(tools: dict[Level, LevelTools]) -> tuple[LevelTools, ...]:
    """Tools from the top of the company to its front line 「分级工具」."""
    return tuple(tools[each] for each in LEVELS if each in tools)
