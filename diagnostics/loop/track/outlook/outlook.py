"""Forecasts of KPIs to the end of a year or quarter 「期末预测」."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from diagnostics.data.handoff import write_records
from diagnostics.errors import InputError, unknown
from diagnostics.loop.track.outlook.seen import Pair, Seen, seen_of
from diagnostics.loop.track.outlook.span import UNTIL, Until
from diagnostics.model.outlook import COLUMNS, FIGURES, Outlook

if TYPE_CHECKING:
    from diagnostics.model.engagement import Engagement

SHARE = 0.8
MOST = 60


class PeriodEnd(Outlook):
    """Outlook that can be handed to the next step 「期末预测」."""

    def save(self, run: str | Path) -> None:
        """Write the hand-off ``outlook``; an empty run writes nothing 「写交接记录」."""
        save(self, run)


def save(outlook: Outlook, run: str | Path) -> None:
    """Write the hand-off ``outlook`` of a run 「写期末预测交接文件」.

    Parameters
    ----------
    run : str or Path
        Folder of the run; empty in interactive use, where nothing is written.
    """
    if str(run):
        write_records(Path(run), "outlook", outlook.record())


def outlook(  # noqa: PLR0913 (one public name, its choices by keyword)
    engagement: Engagement,
    period: str,
    run: str | Path = "",
    *,
    as_of: str = "",
    until: Until = "year",
    kpis: Collection[str] | None = None,
    entities: Collection[str] | None = None,
    share: float = SHARE,
) -> PeriodEnd:
    """Where KPIs will stand at the end of the year or quarter, and how likely they reach their targets 「期末预测」.

    Parameters
    ----------
    engagement : Engagement
        With its KPIs, scorecards and calendar.
    period : str
        Last period that is over, such as ``2025-06``. KPIs of another cycle are looked at in their last one by then.
    run : str or Path
        Folder of a run, with the hand-off ``observations``; observed anew where empty.
    as_of : str
        Day such as ``2025-06-30``, the period's last where empty. Later figures are not looked at.
    until : {"year", "quarter"}
        What is looked ahead to; figures by the day to the end of their month.
    kpis, entities : collection of str, optional
        Only these; else every KPI with a direction or at the top of the tree, at the entities that the engagement is
        about and those that measures are done to. People are never among them.
    share : float
        Share of figures that the range is to hold, between 0 and 1.

    Returns
    -------
    PeriodEnd
        One row a KPI and entity that was observed, in the dictionary's order.

    Raises
    ------
    InputError
        When a period, day, KPI or entity is unknown, a choice is out of its range, or the hand-off is not there.

    Notes
    -----
    docs/methods/outlook.md.
    """
    import pandas as pd

    if until not in UNTIL:
        raise unknown("span", str(until), UNTIL, "until")
    if isinstance(share, bool) or not isinstance(share, (int, float)) or not 0 < share < 1:
        raise InputError(
            f"share is {share!r}; the share of figures within the range lies between 0 and 1, such as 0.8."
        )
    seen = seen_of(engagement, period, run, as_of)
    pairs = _asked(seen, kpis, entities)
    rows = [found for pair in pairs if (found := seen.row(pair, until, float(share))) is not None]
    table = pd.DataFrame(rows, columns=list(COLUMNS)).astype(dict.fromkeys(FIGURES, "float64"))
    return PeriodEnd(
        table=table,
        as_of=seen.as_of,
        share=float(share),
        kpis=engagement.kpis,
        names={each.id: each.label for each in engagement.entities if not each.person},
        language=engagement.language,
        currency=engagement.settings.currency,
    )


def _asked(seen: Seen, kpis: Collection[str] | None, entities: Collection[str] | None) -> list[Pair]:
    """KPIs and entities asked for, or those that a board shows."""
    engagement = seen.engagement
    known = {"KPI": list(engagement.kpis), "entity": [each.id for each in engagement.entities if not each.person]}
    for kind, asked in (("KPI", kpis), ("entity", entities)):
        if isinstance(asked, str):
            raise InputError(f"outlook got the text {asked!r} for its {kind} names; write a list, such as ['{asked}'].")
        for each in asked or ():
            if each not in known[kind]:
                raise unknown(kind, each, known[kind])
    shown = [each.id for each in engagement.kpis.values() if each.direction != "none" or each.mother]
    tops = [each.id for each in engagement.entities if each.parent is None]
    focal: Iterable[str] = entities if entities is not None else (engagement.settings.focus or tops)
    pairs = [(kpi, entity) for kpi in (kpis if kpis is not None else shown) for entity in focal]
    if kpis is None and entities is None:
        pairs += seen.measured
    order = {key: at for at, key in enumerate(engagement.kpis)}
    pairs = sorted(dict.fromkeys(pairs), key=lambda each: order[each[0]])
    return pairs if kpis is not None or entities is not None else pairs[:MOST]
