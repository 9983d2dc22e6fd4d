"""A card made into a measure of one's own, to be agreed on 「措施草案」."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import count
from typing import TYPE_CHECKING, Any

from diagnostics.model.detection import after_needed
from diagnostics.model.intervention import Intervention
from diagnostics.model.measure_terms import Task
from diagnostics.model.text import Text
from diagnostics.terms import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from diagnostics.loop.intervene.proposals.match import Match
    from diagnostics.model.engagement import Engagement
    from diagnostics.model.library_card import LibraryCard
    from diagnostics.model.root_cause import Hypothesis

_LONGEST = 64
# Work on a measure begins so long before its first day: owner, parties and dates are agreed in it.
LEAD_DAYS = 28
# Who has to sign where pay is touched: one of each.
_PARTIES = ("hr", "business", "staff")


def draft_of(
    match: Match,
    cause: Hypothesis,
    entities: tuple[str, ...],
    gap: Mapping[Any, Any] | None,
    *,
    engagement: Engagement,
    as_of: date,
) -> Intervention:
    """Measure from a card, for one cause, with dates that follow from its tasks 「措施草案」.

    Parameters
    ----------
    entities : tuple of str
        Whose gap the cause explains, at least one.
    gap : mapping, optional
        Row of the gaps: actual and reference become baseline and target.
    as_of : date
        Day as of which it is drafted.

    Notes
    -----
    Work begins 4 weeks after the as-of date; the measure starts with the next whole period and is decided when a
    verdict is possible. What is expected of it is left to the parties: no card knows it.
    """
    card, kpi = match.card, engagement.kpis[cause.kpi]
    begun = as_of + timedelta(LEAD_DAYS)
    start = engagement.calendar.shift(engagement.calendar.at(begun, kpi.cycle), 1)
    decided = engagement.calendar.shift(start, after_needed(kpi.cycle) - 1).last_day
    decided += timedelta(7 * card.weeks)
    tasks = tuple(Task(name=each.name, due=begun + timedelta(each.after)) for each in card.tasks)
    due = max(each.due for each in tasks if each.due is not None)
    return Intervention(
        id=free_id(card.id, cause.id, ()),
        title=card.title,
        dimension=card.dimension,
        cause=cause.title,
        kpi=cause.kpi,
        process_kpi=_process(cause, engagement),
        entities=entities,
        owner=kpi.owner.strip() or "owner",
        due=due,
        measure=_measured(card, kpi.name),
        baseline=_figure(gap, "actual"),
        target=_figure(gap, "reference"),
        start=start.start,
        decision=max(decided, due),
        tasks=tasks,
        effort=card.effort,
        confidence=match.confidence,
        library=card.id,
        touches_pay=card.touches_pay,
        parties=_parties(engagement) if card.touches_pay else (),
    )


def free_id(card: str, cause: str, taken: Collection[str]) -> str:
    """Id of a draft that no measure has: a card may answer a cause twice, at two entities or once more 「草案编号」.

    Examples
    --------
    >>> free_id("calls", "cold", ()), free_id("calls", "cold", {"calls_cold", "calls_cold_2"})
    ('calls_cold', 'calls_cold_3')
    """
    ends = ("" if number == 1 else f"_{number}" for number in count(1))
    keys = (f"{f'{card}_{cause}'[: _LONGEST - len(end)]}{end}" for end in ends)
    return next(each for each in keys if each not in taken)


def _measured(card: LibraryCard, name: Text) -> Text:
    """How one sees it, with the KPI's name in its place."""
    said = {each: getattr(card.measure, each).replace("{kpi}", name.say(each)) for each in LANGUAGES}
    return Text(**said)


def _process(cause: Hypothesis, engagement: Engagement) -> str | None:
    """KPI that a test of the cause names as its driver: it moves first."""
    drivers = (each.driver for each in cause.tests)
    return next((each for each in drivers if each in engagement.kpis and each != cause.kpi), None)


def _figure(gap: Mapping[Any, Any] | None, name: str) -> float | None:
    value = None if gap is None else float(gap[name])
    return None if value is None or value != value else value  # noqa: PLR0124 (missing)


def _parties(engagement: Engagement) -> tuple[str, ...]:
    roles = engagement.settings.roles
    found = (next((who for who, role in roles.items() if role == each), None) for each in _PARTIES)
    return tuple(each for each in found if each is not None)


def draft_fields(draft: Intervention) -> dict[str, Any]:
    """Draft as its file writes it, without what is as it would be anyway 「草案字段」."""
    told: dict[str, Any] = draft.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    return told
