"""PD125: a share that can't be one 「比率不成立」."""

from __future__ import annotations

import re
from collections.abc import Iterator

from diagnostics.dictionary.expression.nodes import Arithmetic, Literal, Node
from diagnostics.dictionary.expression.ratio import is_additive
from diagnostics.dictionary.rules.catalogue import Catalogue, card_name
from diagnostics.dictionary.rules.found import found
from diagnostics.dictionary.rules.kpi_words import holdings, measure_tree, names, stated
from diagnostics.dictionary.wording import head
from diagnostics.model.finding import Finding
from diagnostics.model.kpi import Kpi

CODE = "PD125"
# Parts of a whole: none is above 1 or below 0, whatever the trade.
_PART = re.compile(
    r"(?:合格|良品|优良|及时|准时|准点|按时|按期|出勤|到岗|满意|好评|通过|转化|留存|正确|准确|完好|上座|"
    r"入住|直通|成功|不良|报废|次品|缺陷|缺勤|破损|回访|签收|"
    r"差错|投诉)率$|良率$|占比$|份额$|占有率$|比重$|\b(?:on[- ]time (?:rate|delivery|performance)|"
    r"accuracy|availability|pass rate|attendance rate|"
    r"conversion rate|retention rate|defect rate|scrap rate|market share|first[- ]pass yield)$|^(?:share|"
    r"percentage) of\b",
    re.IGNORECASE,
)
# Above ten times the whole nobody means a share any more: 95 was typed for 95 %.
_TYPED = 10.0


def find(catalogue: Catalogue) -> Iterator[Finding]:
    """Shares that add up, are multiplied by 100, or have a target that no share reaches 「比率不成立」."""
    for kpi in catalogue.kpis.values():
        if kpi.unit != "share":
            continue
        name = catalogue.kpi_name(kpi.id)
        tree = measure_tree(kpi)
        variant = "" if tree is None else "sum" if is_additive(tree) else "hundred" if _times_hundred(tree) else ""
        if variant:
            yield found(CODE, "warning", catalogue.place("kpi", kpi.id), kpi.id, variant=variant, kpi=name)
        for card, item in holdings(catalogue, kpi.id):
            wrong = _impossible(kpi, stated(item))
            if wrong is not None:
                place = catalogue.item_place(card, kpi.id)
                said = f"{wrong:.10g}"
                yield found(CODE, "error", place, kpi.id, variant="target", kpi=name, card=card_name(card), value=said)


def _times_hundred(node: Node) -> bool:
    """Whether 100 multiplies what stands outside the aggregates."""
    if not isinstance(node, Arithmetic):
        return False
    hundred = any(isinstance(each, Literal) and each.value == 100 for each in node.children)
    # Below the line a hundred makes the share smaller, and is none of this.
    parts = (node.left,) if node.operator == "/" else node.children
    return (node.operator == "*" and hundred) or any(_times_hundred(each) for each in parts)


def _impossible(kpi: Kpi, values: tuple[float, ...]) -> float | None:
    """First target that the share can't have."""
    part = any(_PART.search(head(each)) for each in names(kpi))
    return next((each for each in values if each >= _TYPED or (part and not 0 <= each <= 1)), None)
