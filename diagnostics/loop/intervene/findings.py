"""What is missing or odd about a plan, by code 「计划发现」.

docs/findings has a page for each code: how it is detected, why it matters, how to reduce it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
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
    from diagnostics.model.root_cause import Hypothesis

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
    "PI108": "warning",  # its cause is not a confirmed one
    "PI109": "warning",  # its planned start has passed and a party has not signed
    "PI110": "warning",  # nobody but HR agreed to it
    "PI111": "error",  # an objection is overdue
    "PI112": "warning",  # it runs on terms that a party has not signed
    "PI113": "warning",  # it touches pay without parties or without the legal checklist
    "PI114": "warning",  # its pay scenario is not the one that was agreed on
    "PI115": "warning",  # what is expected is smaller than what could be seen
    "PI116": "tip",  # nothing can be concluded of it, however large its effect
    "PI117": "warning",  # money is all that the measures offer
    "PI118": "warning",  # decided before it is carried out, or before its trial is over
}


def of_ledger(flaws: Sequence[Flaw], place: str = "ledger.db") -> tuple[Finding, ...]:
    """What verify says of the ledger 「台账完整性」."""
    if not flaws:
        return ()
    entries = sorted({each.seq for each in flaws if each.seq})
    shown = ", ".join(str(each) for each in entries[:5]) or "–"
    return (finding_of("PI100", place, "", count=len(flaws), entries=shown),)


def of_plan(states: Sequence[InterventionState]) -> tuple[Finding, ...]:
    """What is to be said of the measures together, without events from outside, which nobody chose 「计划整体」."""
    decided = [each for each in states if not each.intervention.external]
    alive = [each.intervention.dimension for each in decided if each.phase != "stopped"]
    if len(alive) < 2 or len(set(alive)) > 1:
        return ()
    name = Text(zh=say(f"intervene.dimension.{alive[0]}", "zh"), en=say(f"intervene.dimension.{alive[0]}", "en"))
    return (finding_of("PI102", "ledger.yaml", "", count=len(alive), dimension=name),)


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
        yield finding_of("PI101", place, about, title=title, kpi=name)
    start = state.started or measure.start
    if start is not None and measure.due < start:
        yield finding_of("PI103", place, about, title=title, due=measure.due, start=start)
    for variant, day in (("due", measure.due), ("trial", measure.trial.until if measure.trial else None)):
        if measure.decision is not None and day is not None and measure.decision < day:
            yield finding_of("PI118", place, about, variant=variant, title=title, day=day, decision=measure.decision)
    if measure.decision is None and not measure.external:
        yield finding_of("PI104", place, about, title=title)
    if measure.expected is None and not measure.external:
        yield finding_of("PI105", place, about, title=title)
    if measure.owner not in engagement.settings.people:
        yield finding_of("PI106", place, about, title=title, owner=measure.owner)
    kpi = engagement.kpis.get(measure.kpi)
    if kpi is not None and not measure.external and goes_against(measure, kpi.direction):
        better = Text(**{each: say(f"intervene.better.{kpi.direction}", each) for each in LANGUAGES})
        yield finding_of("PI107", place, about, title=title, kpi=kpi.name, better=better)


def of_cause(engagement: Engagement, state: InterventionState, verdicts: Mapping[str, str]) -> tuple[Finding, ...]:
    """Whether a measure acts on a confirmed cause, where causes are registered 「措施对应原因」.

    Parameters
    ----------
    verdicts : mapping
        Verdict by cause, from the hand-off ``causes``; empty where none is told yet.
    """
    measure = state.intervention
    if not engagement.causes or measure.external or state.phase == "stopped":
        return ()
    named = cause_of(engagement, measure)
    kind = "none" if named is None else verdicts.get(named.id, "")
    if kind in ("", "confirmed"):
        return ()
    place = f"ledger.yaml ({measure.id})"
    told = measure.cause if named is None else named.title
    return (finding_of("PI108", place, measure.id, variant=kind, title=measure.title, cause=told),)


def cause_of(engagement: Engagement, measure: Intervention) -> Hypothesis | None:
    """Registered cause that a measure names, by its id or its title 「措施所指的原因」."""
    said = {_bare(each) for each in (measure.cause.zh, measure.cause.en) if each.strip()}
    for each in engagement.causes:
        if said & {each.id, *(_bare(text) for text in (each.title.zh, each.title.en) if text.strip())}:
            return each
    return None


def _bare(text: str) -> str:
    return text.strip().rstrip("。.")


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


def finding_of(code: str, place: str, about: str, /, *, variant: str = "", **values: object) -> Finding:
    """Finding of the plan with the words of its code, and of its variant where it has several 「计划发现」."""
    root = f"{code}.{variant}" if variant else code

    def text(part: str) -> Text:
        return Text(zh=_say(f"{root}.{part}", "zh", values), en=_say(f"{root}.{part}", "en", values))

    return Finding(code, CODES[code], place, text("message"), text("remedy"), about, variant)


def _say(term: str, language: Language, values: dict[str, object]) -> str:
    return say(f"intervene.finding.{term}", language, **{name: _shown(each, language) for name, each in values.items()})


def _shown(value: object, language: Language) -> object:
    if isinstance(value, Text):
        return value.say(language)
    return show_day(value, language) if isinstance(value, date) else value
