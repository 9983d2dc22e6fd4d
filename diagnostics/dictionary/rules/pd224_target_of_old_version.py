"""PD224: a target set before the KPI's meaning changed 「沿用旧口径的目标」."""

from __future__ import annotations

from collections.abc import Iterator

from diagnostics.dictionary.life.target_changes import agreed, cards_of, in_force
from diagnostics.dictionary.life.version_check import unchanged
from diagnostics.dictionary.rules.catalogue import Catalogue, card_name
from diagnostics.dictionary.rules.found import found
from diagnostics.dictionary.targets import is_stated
from diagnostics.model.finding import Finding
from diagnostics.model.period import Period
from diagnostics.model.scorecard import Item, Scorecard
from diagnostics.model.target import TIERS, DatedValue

CODE = "PD224"


def find(catalogue: Catalogue) -> Iterator[Finding]:
    """Stated targets that were there before a version of their KPI and were not set anew since 「目标未随口径更新」."""
    for kpi in catalogue.kpis.values():
        same = set(unchanged(kpi))
        changed = [catalogue.calendar.parse(each.since) for each in kpi.versions if each.since not in same]
        if not changed:
            continue
        last = changed[-1]
        for place, card in enumerate(catalogue.cards):
            item = next((each for each in card.items if each.kpi == kpi.id), None)
            if item is not None and _is_old(catalogue, last, (place, card, item)):
                yield found(
                    CODE,
                    "warning",
                    catalogue.item_place(card, kpi.id),
                    kpi.id,
                    kpi=catalogue.kpi_name(kpi.id),
                    card=card_name(card),
                    since=last.text,
                )


def _is_old(catalogue: Catalogue, version: Period, held: tuple[int, Scorecard, Item]) -> bool:
    """Whether a card holds across the version with a number that nobody touched since."""
    at, card, item = held
    calendar = catalogue.calendar
    tiers = [each for each in (getattr(item.targets, name, None) for name in TIERS) if is_stated(each)]
    begun = card.since is None or calendar.parse(card.since).start < version.start
    if not tiers or not begun or not in_force(card, version.last_day, calendar):
        return False
    dated = [step for each in tiers if isinstance(each, tuple) for step in each if isinstance(step, DatedValue)]
    if any(calendar.parse(each.since).start >= version.start for each in dated):
        return False
    return not any(
        place == at and since.start >= version.start
        for change in agreed(catalogue.changes)
        for since in (calendar.parse(change.since),)
        for place, _card, found_item in cards_of(change, since, catalogue.cards, calendar)
        if found_item.kpi == item.kpi
    )
