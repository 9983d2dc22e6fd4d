"""PD150: a KPI without a figure between start and end 「中间没有数据」."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from diagnostics.dictionary.rules.catalogue import Catalogue, card_name
from diagnostics.dictionary.rules.found import found
from diagnostics.dictionary.tiers.reach import ItemReach
from diagnostics.dictionary.tiers.review_dates import in_force
from diagnostics.model.finding import Finding

CODE = "PD150"
# Of so few periods between start and end one may be missing by chance.
FEWEST = 2


def find(catalogue: Catalogue) -> Iterator[Finding]:
    """Items in force whose figures come at the start or the end alone 「只有期初期末数据」."""
    day = catalogue.as_of
    for each in catalogue.reached:
        if day is None or each.rows.empty or not in_force(each.card, day, catalogue.calendar):
            continue
        between = _between(catalogue, each, day)
        known = set(each.rows["period"])
        if len(between) >= FEWEST and not known & set(between):
            yield found(
                CODE, "warning", catalogue.item_place(each.card, each.kpi.id), each.kpi.id,
                card=card_name(each.card), kpi=catalogue.kpi_name(each.kpi.id),
                first=between[0], last=between[-1], count=len(between),
            )  # fmt: skip


def _between(catalogue: Catalogue, reached: ItemReach, day: date) -> list[str]:
    """Periods strictly between the card's first, or the first with a figure, and the last that is over."""
    first = reached.rows["start"].min().date()
    if reached.card.since is not None:
        first = min(first, catalogue.calendar.parse(reached.card.since).start)
    begun = catalogue.calendar.at(first, reached.kpi.cycle)
    over = catalogue.calendar.last_complete(reached.kpi.cycle, day + timedelta(days=1))
    return [each.text for each in catalogue.calendar.between(begun, over)][1:-1] if begun < over else []
