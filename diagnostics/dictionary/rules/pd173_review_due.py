"""PD173: KPIs that nobody has reviewed for half a year 「指标评审到期」."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from diagnostics.dictionary.rules.catalogue import Catalogue, card_name
from diagnostics.dictionary.rules.found import found
from diagnostics.dictionary.targets import holders
from diagnostics.dictionary.tiers.review_dates import MONTHS, in_force, months_later, reviewed_or_begun
from diagnostics.model.finding import Finding
from diagnostics.model.scorecard import Scorecard
from diagnostics.model.text import Text

CODE = "PD173"
# So many names tell where to begin; the notebook lists all.
SHOWN = 3


def find(catalogue: Catalogue) -> Iterator[Finding]:
    """Scorecards in force with KPIs whose last review lies more than half a year back 「指标评审到期」."""
    day = catalogue.as_of
    if day is None:
        return
    for card in catalogue.cards:
        due = _due(catalogue, card, day)
        if due:
            first = min(due.values())
            yield found(
                CODE,
                "tip",
                catalogue.card_place(card),
                card.id,
                card=card_name(card),
                names=_names(catalogue, list(due)),
                count=len(due),
                since=first.isoformat(),
                day=day.isoformat(),
                months=MONTHS,
            )


def _due(catalogue: Catalogue, card: Scorecard, day: date) -> dict[str, date]:
    """Day on which each KPI of a card was due, of those that are overdue."""
    if not in_force(card, day, catalogue.calendar) or catalogue.entities is None:
        return {}
    if not holders(card, catalogue.entities):
        return {}
    begun = _first_day(catalogue, card)
    last = {item.kpi: reviewed_or_begun(item.kpi, begun, catalogue.reviews, day) for item in card.items}
    dues = {kpi: months_later(since, MONTHS) for kpi, since in last.items()}
    return {kpi: due for kpi, due in dues.items() if due < day}


def _first_day(catalogue: Catalogue, card: Scorecard) -> date:
    """First day of a card; where it names none, of what was measured."""
    if card.since is not None:
        return catalogue.calendar.parse(card.since).start
    assert catalogue.observations is not None
    first: date = catalogue.observations["start"].min().date()
    return first


def _names(catalogue: Catalogue, kpis: list[str]) -> Text:
    told = [catalogue.kpi_name(each) for each in kpis[:SHOWN]]
    more = "\u7b49" if len(kpis) > SHOWN else ""
    return Text(
        zh="\u3001".join(each.say("zh") for each in told) + more,
        en=", ".join(each.say("en") for each in told) + (", \u2026" if more else ""),
    )
