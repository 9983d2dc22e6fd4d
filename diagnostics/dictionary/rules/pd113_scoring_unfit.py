"""PD113: a scoring rule that does not fit the KPI or its target 「计分规则不匹配」."""

from __future__ import annotations

from collections.abc import Iterator

from diagnostics.dictionary.rules.catalogue import Catalogue, card_name
from diagnostics.dictionary.rules.found import found
from diagnostics.dictionary.scoring import fits, misfit, unscorable
from diagnostics.dictionary.targets import stated_values
from diagnostics.model.finding import Finding
from diagnostics.model.kpi import Kpi
from diagnostics.model.scorecard import Item
from diagnostics.model.target import TIERS
from diagnostics.model.text import Text

CODE = "PD113"


def find(catalogue: Catalogue) -> Iterator[Finding]:
    """Items whose rule would reward the wrong way, or divide by zero or less 「计分规则不匹配」."""
    for card in catalogue.cards:
        for item in card.items:
            kpi = catalogue.kpis.get(item.kpi)
            # What has no direction can't be scored by any rule: PD111 says so.
            if kpi is None or kpi.direction == "none":
                continue
            if variant := _variant(item, kpi):
                yield found(
                    CODE,
                    "error",
                    catalogue.item_place(card, item.kpi),
                    item.kpi,
                    variant=variant,
                    card=card_name(card),
                    kpi=catalogue.kpi_name(item.kpi),
                    rule=item.scoring.rule,
                    direction=kpi.direction,
                    points=_instead(item, kpi, variant),
                )


def _variant(item: Item, kpi: Kpi) -> str:
    """Which way the rule does not fit; empty where it does."""
    if not fits(item.scoring.rule, kpi.direction):
        return "direction"
    if misfit(item.scoring, kpi.direction):
        return "bands"
    stated = [value for name in TIERS for value in stated_values(getattr(item.targets, name, None))]
    return "sign" if any(unscorable(item.scoring, value) for value in stated) else ""


def _instead(item: Item, kpi: Kpi, variant: str) -> Text:
    """What fitting rules would give at 80 to 120 % of the target: the numbers show best which one is meant."""
    # What needs no numbers is not loaded: a dictionary without such a finding is checked without numpy.
    from diagnostics.dictionary.scoring.table import points_line, points_table

    if variant == "bands":
        return Text()
    target = 1.0
    rules: tuple[str, ...] = tuple(
        each for each in ("ratio", "complement", "inverse_ratio") if fits(each, kpi.direction)
    )
    if variant == "sign":
        stated = [value for name in TIERS for value in stated_values(getattr(item.targets, name, None))]
        rules, target = ("difference",), min((each for each in stated if each), default=-1.0)
    held = (target, target) if kpi.direction == "range" else target
    lines = [f"{each} {points_line(points_table(each, kpi.direction, held))}" for each in rules]
    return Text(zh="\uff1b".join(lines), en="; ".join(lines))
