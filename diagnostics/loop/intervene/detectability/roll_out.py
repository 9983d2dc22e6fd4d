"""How to begin a measure in steps, so that its effect shows 「分批推广」."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

from diagnostics.errors import InputError
from diagnostics.loop.intervene.detectability.history import History, history_of
from diagnostics.loop.intervene.detectability.noise import Steps, smallest_in_steps, steps_of
from diagnostics.loop.intervene.detectability.peers import free_peers
from diagnostics.loop.intervene.detectability.sight import in_units, window
from diagnostics.model.period import SEASON
from diagnostics.model.visibility import RollOut, RollOutPlan, Wave

if TYPE_CHECKING:
    from random import Random

    import pandas as pd

    from diagnostics.model.engagement import Engagement
    from diagnostics.model.intervention import Intervention
    from diagnostics.model.intervention_state import InterventionState

# Of how many entities one begins at first: half, a third, a quarter, a sixth.
ONE_OF = (6, 4, 3, 2)
MOST_WAVES = 4
FEWEST = 4


def roll_out(  # noqa: PLR0917 (the public contract: each is a fact about the plan or the data)
    engagement: Engagement,
    measure: Intervention,
    observed: pd.DataFrame,
    as_of: date,
    states: Sequence[InterventionState] = (),
    seed: int = 0,
) -> RollOut | None:
    """Ways to begin a measure at its entities and their peers in steps 「分批推广方案」.

    Parameters
    ----------
    measure : Intervention
        Its entities begin in the first wave; peers at which nothing else is done follow.
    observed : DataFrame
        Hand-off ``observations``.
    as_of : date
        Day up to which figures are there.
    states : sequence of InterventionState
        All measures of the ledger.
    seed : int
        Seed of the draw of who begins when.

    Returns
    -------
    RollOut or None
        None with fewer than 4 entities that have a figure in every period.

    Raises
    ------
    InputError
        When the seed is below 0.

    Notes
    -----
    Entities are ordered by peer group and level of the KPI and cut into blocks of neighbours; of each block one, drawn
    at random, begins first, and the others follow in waves drawn likewise: every wave holds large and small ones. Until
    a wave begins it is a comparison. The next wave begins when a verdict on the first is possible.
    """
    from random import Random

    if seed < 0:
        raise InputError(f"seed == {seed}, must not be negative.")
    kpi, entities = engagement.kpis.get(measure.kpi), engagement.entities
    named = [each for each in measure.entities if each in entities and not entities[each].person]
    if kpi is None or kpi.direction not in ("higher", "lower") or len(named) < len(measure.entities):
        return None
    peers = free_peers(engagement, kpi.id, named, states, measure.id)
    past = history_of(kpi, observed, (*named, *peers), SEASON[kpi.cycle])
    if past is None or len(past.whole) < FEWEST or not set(named) <= set(past.whole):
        return None
    # Plan and verdict follow the same clock as a measure of its own.
    span = window(measure.model_copy(update={"decision": None}), engagement.calendar, past.cycle, as_of)
    ordered = _ordered(past, engagement)
    starts = [engagement.calendar.shift(span.start, step * span.after).start for step in range(MOST_WAVES)]
    plans: list[RollOutPlan] = []
    # A draw decides who begins when; it guards no secret.
    for block in ONE_OF:
        waves = _waves(ordered, set(named), block, Random(f"{seed} {kpi.id} {block}"))  # noqa: S311
        if len(waves) > 1 and not any(len(waves[0]) == each.first for each in plans):
            plans.append(_plan(waves, starts, (past, span.after, kpi.direction == "lower"), named))
    shown = [at for at, each in enumerate(plans) if each.smallest is not None]
    best = min(shown, key=lambda at: plans[at].smallest or 0, default=None)
    return RollOut(kpi.id, span.judged.text, tuple(plans), best, seed) if plans else None


def _ordered(past: History, engagement: Engagement) -> list[str]:
    """Neighbours stand beside each other: by peer group, then by level of the KPI."""
    entities, level = engagement.entities, dict(zip(past.entities, past.levels, strict=True))
    return sorted(past.whole, key=lambda each: (entities[each].peer_group, -level[each], each))


def _waves(ordered: Sequence[str], fixed: set[str], block: int, draw: Random) -> list[list[str]]:
    """Who begins when: one of each block first, the rest in waves of neighbours' draws."""
    first = [each for each in ordered if each in fixed]
    rest: list[str] = []
    free = [each for each in ordered if each not in fixed]
    owed = max(0, round(len(ordered) / block) - len(first))
    chosen = _spread(free, owed, draw)
    first += [each for each in free if each in chosen]
    rest = [each for each in free if each not in chosen]
    later = max(1, min(MOST_WAVES - 1, -(-len(rest) // max(1, len(first)))))
    waves: list[list[str]] = [[] for _ in range(later)]
    for at in range(0, len(rest), later):
        places = list(range(later))
        draw.shuffle(places)
        for each, place in zip(rest[at : at + later], places, strict=False):
            waves[place].append(each)
    return [first, *(each for each in waves if each)]


def _spread(names: Sequence[str], count: int, draw: Random) -> set[str]:
    """One of each of ``count`` stretches of neighbours."""
    edges = [len(names) * step // count for step in range(count + 1)] if count else []
    return {draw.choice(names[low:high]) for low, high in pairwise(edges) if high > low}


def _plan(
    waves: Sequence[Sequence[str]], starts: Sequence[date], seen: tuple[History, int, bool], named: Sequence[str]
) -> RollOutPlan:
    """Plan of these waves, with what it would show: figures so far, periods to come, whether they are to fall."""
    past, after, falls = seen
    rows, sizes = past.of(past.whole), [len(each) for each in waves]

    def told(steps: Steps) -> tuple[float | None, float | None]:
        # Who begins when is drawn: the noise of all is that of each wave.
        smallest = smallest_in_steps(rows, rows, steps, waiting=sum(sizes) - sum(steps.sizes))
        if smallest is None:
            return None, None
        return in_units(smallest, past.level(named), proportional=past.proportional, falls=falls)

    by_wave = [told(each) for each in steps_of(sizes, after)]
    listed = tuple(Wave(at + 1, starts[at], tuple(each)) for at, each in enumerate(waves))
    later = tuple(each for each, _ in by_wave[1:])
    return RollOutPlan(listed, sizes[0], sum(sizes[1:]), *by_wave[0], later)
