"""What is missing or odd about a plan, by code 「计划发现」.

docs/findings has a page for each code: how it is detected, why it matters, how to reduce it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from diagnostics.look.periods import show_day
from diagnostics.model.finding import Finding, Severity
from diagnostics.model.text import Text
from diagnostics.terms import LANGUAGES, Language, say

if TYPE_CHECKING:
    from diagnostics.loop.intervene.ledger import Flaw
    from diagnostics.model.engagement import Engagement
    from diagnostics.model.intervention import Intervention
    from diagnostics.model.intervention_state import InterventionState
    from diagnostics.model.kpi import Direction

# Findings of the plan by code, with how much they weigh.
CODES: dict[str, Severity] = {
    "PI100": "error",  # the ledger is not as its writers wrote it
    "PI101": "warning",  # no quantified gap behind the measure
    "PI102": "warning",  # all measures in one dimension
    "PI103": "warning",  # due before the start
    "PI104": "warning",  # no decision date
    "PI105": "warning",  # no expected effect
    "PI106": "tip",  # owner without a display name
    "PI107": "warning",  # what is expected goes against the KPI's direction
}


def of_ledger(flaws: Sequence[Flaw]) -> tuple[Finding, ...]:
    """What verify says of the ledger 「台账完整性」."""
    if not flaws:
        return ()
    entries = sorted({each.seq for each in flaws if each.seq})
    shown = ", ".join(str(each) for each in entries[:5]) or "–"
    return (_finding("PI100", "ledger.db", "", count=len(flaws), entries=shown),)


def of_plan(states: Sequence[InterventionState]) -> tuple[Finding, ...]:
    """What is to be said of the measures together, without events from outside, which nobody chose 「计划整体」."""
    decided = [each for each in states if not each.intervention.external]
    alive = [each.intervention.dimension for each in decided if each.phase != "stopped"]
    if len(alive) < 2 or len(set(alive)) > 1:
        return ()
    name = Text(zh=say(f"intervene.dimension.{alive[0]}", "zh"), en=say(f"intervene.dimension.{alive[0]}", "en"))
    return (_finding("PI102", "ledger.yaml", "", count=len(alive), dimension=name),)


def of_measure(engagement: Engagement, state: InterventionState, *, quantified: bool) -> tuple[Finding, ...]:
    """What is missing or odd about one measure; a stopped one is left in peace 「单项措施」."""
    if state.phase == "stopped":
        return ()
    return tuple(_of_measure(engagement, state, quantified))


def _of_measure(engagement: Engagement, state: InterventionState, quantified: bool) -> Iterator[Finding]:
    measure = state.intervention
    place, about, title = f"ledger.yaml ({measure.id})", measure.id, measure.title
    if not quantified:
        name = engagement.kpis[measure.kpi].name if measure.kpi in engagement.kpis else Text(zh=measure.kpi)
        yield _finding("PI101", place, about, title=title, kpi=name)
    start = state.started or measure.start
    if start is not None and measure.due < start:
        yield _finding("PI103", place, about, title=title, due=measure.due, start=start)
    if measure.decision is None and not measure.external:
        yield _finding("PI104", place, about, title=title)
    if measure.expected is None and not measure.external:
        yield _finding("PI105", place, about, title=title)
    if measure.owner not in engagement.settings.people:
        yield _finding("PI106", place, about, title=title, owner=measure.owner)
    kpi = engagement.kpis.get(measure.kpi)
    if kpi is not None and not measure.external and goes_against(measure, kpi.direction):
        better = Text(**{each: say(f"intervene.better.{kpi.direction}", each) for each in LANGUAGES})
        yield _finding("PI107", place, about, title=title, kpi=kpi.name, better=better)


def goes_against(measure: Intervention, direction: Direction) -> bool:
    """Whether the expected effect, or the way from baseline to target, makes the KPI worse 「预期方向相反」.

    A KPI without a better side can't be made worse; a share of a negative level counts the other way round.
    """
    way = {"higher": 1, "lower": -1}.get(direction, 0)
    expected, baseline, target = measure.expected, measure.baseline, measure.target
    steps = [0.0 if baseline is None or target is None else target - baseline]
    if expected is not None:
        level = -1 if expected.relative is not None and baseline is not None and baseline < 0 else 1
        steps.append((expected.relative or expected.absolute or 0.0) * level)
    return any(way * each < 0 for each in steps)


def _finding(code: str, place: str, about: str, **values: object) -> Finding:
    def text(part: str) -> Text:
        return Text(zh=_say(f"{code}.{part}", "zh", values), en=_say(f"{code}.{part}", "en", values))

    return Finding(code, CODES[code], place, text("message"), text("remedy"), about)


def _say(term: str, language: Language, values: dict[str, object]) -> str:
    return say(f"intervene.finding.{term}", language, **{name: _shown(each, language) for name, each in values.items()})


def _shown(value: object, language: Language) -> object:
    if isinstance(value, Text):
        return value.say(language)
    return show_day(value, language) if isinstance(value, date) else value
