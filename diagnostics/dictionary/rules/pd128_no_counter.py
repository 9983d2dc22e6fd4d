"""PD128: a KPI that is easily reached the wrong way, with nothing beside it that would show it 「缺少制衡指标」."""

from __future__ import annotations

from collections.abc import Iterator

from diagnostics.dictionary.rules.catalogue import Catalogue, card_name
from diagnostics.dictionary.rules.found import found
from diagnostics.dictionary.rules.kpi_words import holdings, judged, names
from diagnostics.dictionary.wording.pressure import Pressure, pressure_of
from diagnostics.model.finding import Finding
from diagnostics.model.kpi import Kpi
from diagnostics.model.scorecard import Scorecard
from diagnostics.model.text import Text
from diagnostics.terms import say

CODE = "PD128"


def find(catalogue: Catalogue) -> Iterator[Finding]:
    """Scored KPIs that are easily gamed, without a counter-metric of their own or on the card 「缺少制衡指标」."""
    told: set[tuple[str, str]] = set()
    for kpi in judged(catalogue):
        pressure = pressure_of(names(kpi), kpi.direction)
        card = None if pressure is None else uncountered(catalogue, kpi, pressure)
        # Sales and sales a day on one card press the same way: the first speaks for both.
        if pressure is not None and card is not None and (card.id, pressure.key) not in told:
            told.add((card.id, pressure.key))
            place, name = catalogue.place("kpi", kpi.id), catalogue.kpi_name(kpi.id)
            yield found(
                CODE, "warning" if pressure.grave else "tip", place, kpi.id, kpi=name, card=card_name(card),
                harm=pressure_words(pressure, "harm"), counter=pressure_words(pressure, "counter"),
            )  # fmt: skip


def uncountered(catalogue: Catalogue, kpi: Kpi, pressure: Pressure) -> Scorecard | None:
    """First scorecard on which nothing would show the harm, None where all have something 「无制衡的考核表」."""
    if any(each != kpi.id for each in kpi.counters):
        return None
    for card, _ in holdings(catalogue, kpi.id):
        others = (catalogue.kpis[item.kpi] for item in card.items if item.kpi != kpi.id and item.kpi in catalogue.kpis)
        if not any(pressure.is_countered_by(names(each)) for each in others):
            return card
    return None


def pressure_words(pressure: Pressure, part: str) -> Text:
    """Words about a kind of pressure in both languages 「做数方式与制衡」."""
    root = f"wording.pressure.{pressure.key}.{part}"
    return Text(zh=say(root, "zh"), en=say(root, "en"))
