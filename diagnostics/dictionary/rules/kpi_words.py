"""What the rules about wording and formulas read of a KPI 「指标的文字与公式」."""

from __future__ import annotations

from diagnostics.dictionary.expression import parse_formula, parse_measure
from diagnostics.dictionary.expression.nodes import Node
from diagnostics.dictionary.rules.catalogue import Catalogue
from diagnostics.dictionary.targets import stated_values
from diagnostics.errors import InputError
from diagnostics.model.kpi import Kpi
from diagnostics.model.period import Cycle
from diagnostics.model.scorecard import Item, Scorecard
from diagnostics.model.target import TIERS
from diagnostics.model.text import Text
from diagnostics.terms import say


def said(text: Text) -> tuple[str, ...]:
    """Wordings of a text, each once 「各语言的文字」."""
    return tuple(dict.fromkeys(each for each in (text.zh.strip(), text.en.strip()) if each))


def names(kpi: Kpi) -> tuple[str, ...]:
    """Names of a KPI, each once 「指标名」."""
    return said(kpi.name)


def every(cycle: Cycle) -> Text:
    """How often, in words 「多久一次」."""
    return Text(zh=say(f"wording.every.{cycle}", "zh"), en=say(f"wording.every.{cycle}", "en"))


def holdings(catalogue: Catalogue, kpi: str) -> tuple[tuple[Scorecard, Item], ...]:
    """Scorecards that a KPI stands on, with its item 「所在考核表」."""
    return catalogue.held.get(kpi, ())


def judged(catalogue: Catalogue) -> tuple[Kpi, ...]:
    """KPIs that stand on a scorecard, in file order 「被考核的指标」."""
    named = {item.kpi for card in catalogue.cards for item in card.items}
    return tuple(each for each in catalogue.kpis.values() if each.id in named)


def stated(item: Item) -> tuple[float, ...]:
    """Every number that an item's targets state 「考核项的目标数值」."""
    return tuple(value for name in TIERS for value in stated_values(getattr(item.targets, name, None)))


def measure_tree(kpi: Kpi) -> Node | None:
    """Tree of a KPI's measure, None without one or where it can't be read: the loader's matter 「度量的表达式树」."""
    try:
        return parse_measure(kpi.measure).tree if kpi.measure else None
    except InputError:
        return None


def formula_tree(kpi: Kpi) -> Node | None:
    """Tree of a KPI's formula, None without one or where it can't be read 「公式的表达式树」."""
    try:
        return parse_formula(kpi.formula).tree if kpi.formula else None
    except InputError:
        return None
