"""What a plan looks forward to: can effects be seen, is it more than money, what could be done 「方案前瞻」."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from diagnostics.data.handoff import SCHEMAS, read_table
from diagnostics.loop.intervene.findings import finding_of
from diagnostics.model.finding import Finding
from diagnostics.model.text import Text
from diagnostics.terms import LANGUAGES, say

if TYPE_CHECKING:
    from diagnostics.model.engagement import Engagement
    from diagnostics.model.intervention_state import InterventionState
    from diagnostics.model.proposal import Proposals
    from diagnostics.model.visibility import Visibility

Seen = tuple["Visibility | None", tuple[Finding, ...]]


def sight_of(
    engagement: Engagement, run: str, day: date, states: Sequence[InterventionState]
) -> Callable[[InterventionState], Seen]:
    """Whether the effect of each measure that has not started could be seen, with its finding 「能否看得出效果」."""
    if not run or not (Path(run) / SCHEMAS["observations"][0]).is_file():
        return lambda _: (None, ())
    from diagnostics.data.suppress import publishable
    from diagnostics.loop.intervene.detectability import visibility

    # What is said of an effect tells the level: it comes from figures that may be published.
    observed = publishable(read_table(Path(run), "observations"), engagement)

    def see(state: InterventionState) -> Seen:
        if state.phase != "planned" or state.intervention.external:
            return None, ()
        found = visibility(engagement, state.intervention, observed, day, states)
        return found, _findings(engagement, state, found)

    return see


def _findings(engagement: Engagement, state: InterventionState, found: Visibility) -> tuple[Finding, ...]:
    from diagnostics.look.periods import show_period

    measure = state.intervention
    place = f"ledger.yaml ({measure.id})"
    if found.sight == "impossible":
        why = Text(**{each: say(f"proposals.sight.bar.{found.bar}", each) for each in LANGUAGES})
        return (finding_of("PI116", place, measure.id, title=measure.title, why=why),)
    if found.sight != "too_small":
        return ()
    told = Text(**{each: smallest_text(engagement, found, each) for each in LANGUAGES})
    judged = Text(**{each: show_period(found.judged, each) for each in LANGUAGES})
    return (finding_of("PI115", place, measure.id, title=measure.title, smallest=told, judged=judged),)


def smallest_text(engagement: Engagement, found: Visibility, language: str) -> str:
    """Smallest effect as readers know it: percentage points of a share, else a share of the level 「最小变化」."""
    from diagnostics.look.numbers import show_change, show_ratio

    kpi = engagement.kpis[found.kpi]
    if kpi.unit == "share" or found.smallest_relative is None:
        return show_change(abs(found.smallest or 0.0), kpi.unit, language, engagement.settings.currency).lstrip("+")  # type: ignore[arg-type]
    return show_ratio(abs(found.smallest_relative), language).lstrip("+")  # type: ignore[arg-type]


def money_finding(engagement: Engagement, states: Sequence[InterventionState]) -> tuple[Finding, ...]:
    """Whether money is all that the measures offer 「唯奖金论」."""
    if not any(each.intervention.touches_pay or each.intervention.scenario for each in states):
        return ()
    from diagnostics.dictionary.library import read_library
    from diagnostics.loop.intervene.proposals.variety import of_money

    return of_money(states, read_library(engagement.folder).cards)


def proposals_of(engagement: Engagement, period: str, run: str, as_of: str) -> Proposals | None:
    """What the library proposes for a run's confirmed causes; None where no cause was judged 「措施建议」."""
    needed = ("causes", "gaps", "observations")
    if not run or not all((Path(run) / SCHEMAS[each][0]).is_file() for each in needed):
        return None
    from diagnostics.loop.intervene.proposals import propose

    return propose(engagement, period, run, as_of)
