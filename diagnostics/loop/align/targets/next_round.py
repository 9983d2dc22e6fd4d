"""The 90/10 rule as advice on the targets of the next round 「下一轮目标建议」."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from diagnostics.dictionary.tiers.reach import FEWEST, LEAST, MOST, ItemReach
from diagnostics.errors import InputError, expect
from diagnostics.loop.align.targets.recalibration import proposal_of, reached_items, target_now
from diagnostics.model.engagement import Engagement
from diagnostics.model.next_targets import Advice, NextTarget, NextTargets
from diagnostics.model.observations import Observations

if TYPE_CHECKING:
    from diagnostics.model.target_proposal import TargetProposal

_ADVICE: dict[str, Advice] = {"too_low": "raise", "too_high": "lower", "fits": "keep", "open": "few"}


def next_targets(engagement: Engagement, run: str | Path, as_of: str = "") -> NextTargets:
    """What the 90/10 rule asks of every target, from the figures of a run 「下一轮目标建议」.

    Parameters
    ----------
    run : str or Path
        Folder of the run, with the hand-off ``observations``.
    as_of : str
        Day such as ``2025-06-30``; periods that are not over by then are left out. All are taken where empty.

    Returns
    -------
    NextTargets
        One entry per item with figures on scorecards that are not about one person. Advice, never a change: targets
        change by a change request alone.

    Raises
    ------
    InputError
        When no run is named, it has no observations, the day is none, or an item's anchors contradict each other.

    Notes
    -----
    The rule is read as the article has it, of the target tier alone, over the figures (one per holder and period) since
    the target has been what it is: reached by 90 % or more it is too low; by 10 % or fewer too high, *or the KPI is
    unreasonable*, which no figure tells. Fewer than ten figures can't tell one in ten. What is proposed is
    `propose_target`'s target, from three years of figures (what half of them reach) and the item's ``anchors``; its
    range runs from the easier to the harder end. Where that doesn't point the way of the rule, or would itself break it
    (most figures are ties), no figure is proposed.
    """
    from diagnostics.data.figures_until import figures_until

    expect("engagement", engagement, Engagement, "an Engagement, as dx.open_engagement gives it")
    if not str(run):
        raise InputError("run == '', must be the folder of a run: its observations are looked at.")
    day = _day(as_of)
    observed = Observations(figures_until(Path(run), engagement, day))
    currency = engagement.settings.currency
    return NextTargets(tuple(advised(each, currency) for each in reached_items(engagement, observed)))


def _day(as_of: str) -> date:
    try:
        return date.fromisoformat(as_of) if as_of else date.max.replace(year=date.max.year - 1)
    except ValueError as error:
        raise InputError(f"as_of == {as_of!r}, must be a day such as 2025-06-30.") from error


def advised(reach: ItemReach, currency: str) -> NextTarget:
    """What the rule asks of one item 「单项建议」.

    Parameters
    ----------
    reach : ItemReach
        How often its target was reached.
    currency : str
        ISO code of its money.
    """
    advice, now, share = _ADVICE[reach.verdict], target_now(reach), reach.share
    item = NextTarget(
        reach.card.id, reach.kpi.id, advice, None if math.isnan(share) else share, len(reach.met),
        None if math.isnan(now) else now,
    )  # fmt: skip
    if advice not in {"raise", "lower"}:
        return item
    found = None if reach.kpi.direction == "range" or len(reach.history) < FEWEST else proposal_of(reach, currency)
    if found is None or not _answers(found, advice, now):
        return replace(item, advice="decide", grounds=None if found is None else found.text)
    return replace(item, proposed=found.target, low=found.base, high=found.stretch, grounds=found.text)


def _answers(found: TargetProposal, advice: Advice, now: float) -> bool:
    """Whether a proposal points the way of the rule, and would not itself be nearly always or hardly ever reached."""
    # Holders with targets of their own have no one figure to hold the proposal against.
    harder = (found.target - now) * (1 if found.direction == "higher" else -1)
    reached = found.reached.get("target", 0.5)
    return harder != 0 and (harder > 0) == (advice == "raise") and LEAST < reached < MOST and not math.isnan(now)
