"""The 90/10 rule on every target, and what would be proposed 「目标值校准」."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING

from diagnostics.dictionary.public_parts import public_cards
from diagnostics.dictionary.tiers.reach import ItemReach, items_reached
from diagnostics.errors import InputError, expect
from diagnostics.loop.align.targets.proposal import propose_target
from diagnostics.model.engagement import Engagement
from diagnostics.model.observations import Observations
from diagnostics.model.recalibration import Recalibration, RecalibrationRow
from diagnostics.model.target_proposal import ItemProposal, TargetProposal, TargetProposals

if TYPE_CHECKING:
    import pandas as pd


def recalibrate(engagement: Engagement, observations: Observations) -> Recalibration:
    """Which targets are too high or too low, and the tiers that three years of figures tell 「目标值校准」.

    Parameters
    ----------
    engagement : Engagement
        As opened.
    observations : Observations
        As ``dx.observe`` makes them, without dimensions.

    Returns
    -------
    Recalibration
        One row per item with figures; scorecards of one person are left out.

    Raises
    ------
    InputError
        When the observations are by dimensions.

    Notes
    -----
    Reached by 90 % of figures or more: too low. By 10 % or fewer: too high, or unreasonable. It holds for the target
    tier alone: 80 % are meant to reach the base.
    """
    return Recalibration(tuple(_row(each) for each in reached_items(engagement, observations)))


def propose_targets(engagement: Engagement, observations: Observations) -> TargetProposals:
    """Targets proposed for every item from three years of figures and its ``anchors`` 「目标值建议一览」.

    Parameters
    ----------
    engagement, observations
        As for `recalibrate`.

    Returns
    -------
    TargetProposals
        One entry per item with figures and a direction.

    Raises
    ------
    InputError
        When the observations are by dimensions, or an item's anchors contradict each other.
    """
    expect("engagement", engagement, Engagement, "an Engagement, as dx.open_engagement gives it")
    currency = engagement.settings.currency
    items = tuple(
        ItemProposal(each.card.id, each.kpi.id, target_now(each), proposal_of(each, currency))
        for each in reached_items(engagement, observations)
        if each.kpi.direction != "range"
    )
    return TargetProposals(items)


def reached_items(engagement: Engagement, observations: Observations) -> Iterator[ItemReach]:
    """Items with figures on scorecards that are not about one person 「可校准的考核项」.

    Raises
    ------
    InputError
        When the observations are by dimensions.
    """
    expect("engagement", engagement, Engagement, "an Engagement, as dx.open_engagement gives it")
    expect("observations", observations, Observations, "Observations, as dx.observe gives them")
    if observations.by:
        raise InputError(f"Observations are by {', '.join(observations.by)}; targets are about whole entities.")
    table: pd.DataFrame = observations.table
    public = {id(each) for each in public_cards(engagement)}
    # All cards take part: one person's own card takes its figures out of the card of the role.
    found = items_reached(table, engagement.scorecards, engagement.kpis, engagement.entities, engagement.calendar)
    return (each for each in found if id(each.card) in public)


def _row(each: ItemReach) -> RecalibrationRow:
    return RecalibrationRow(
        each.card.id, each.kpi.id, each.verdict, each.share, len(each.met), target_now(each), each.best, each.worst,
        each.calibration(draws=499),
    )  # fmt: skip


def target_now(each: ItemReach) -> float:
    """Target that holds now; missing where holders have different ones 「现行目标」."""
    targets = each.now["target"]
    return float(targets.iloc[0]) if targets.nunique() == 1 else math.nan


def proposal_of(each: ItemReach, currency: str) -> TargetProposal | None:
    """Target proposed for an item from its figures and anchors; None without figures 「单项目标建议」.

    Raises
    ------
    InputError
        When its anchors contradict each other or the figures.
    """
    if each.history.empty:
        return None
    kpi = each.kpi
    try:
        return propose_target(
            each.history[["value", "entity", "period"]], anchors=each.item.anchors, direction=kpi.direction,
            unit=kpi.unit, currency=currency, decimals=kpi.decimals,
        )  # fmt: skip
    except InputError as error:
        raise InputError(f"{str(error).rstrip('.')} (KPI {kpi.id!r} on scorecard {each.card.id!r}).") from error
