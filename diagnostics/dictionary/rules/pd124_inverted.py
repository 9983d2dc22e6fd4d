"""PD124: a formula that rises as things get worse, where higher is better 「公式倒置」."""

from __future__ import annotations

import re
from collections.abc import Iterator

from diagnostics.dictionary.expression.nodes import Arithmetic, Column, Node
from diagnostics.dictionary.expression.ratio import as_ratio
from diagnostics.dictionary.rules.catalogue import Catalogue
from diagnostics.dictionary.rules.found import found
from diagnostics.dictionary.rules.kpi_words import formula_tree, measure_tree, names, said
from diagnostics.dictionary.rules.pd123_direction import is_reversed
from diagnostics.dictionary.wording import better, figures, plain
from diagnostics.model.finding import Finding, Severity
from diagnostics.model.kpi import Kpi

CODE = "PD124"
_DIVISION = re.compile(
    r"(?P<above>[^\u00f7/=:,;。]+?)\s*(?:\u00f7|/|除以|divided by)\s*(?P<below>[^\u00f7/=:,;。]+)", re.IGNORECASE
)
# Time or money used, held against what was planned: more is worse.
_USED = re.compile(
    r"(?:周期|耗时|用时|工期|费用|支出|开支|成本|延误天数|交付时间|完成时间)$|"
    r"\b(?:lead|cycle|delivery|handling|repair|response) (?:time|days|hours|duration)$|\b(?:cost|costs|"
    r"expenses?|spend|spent)$",
    re.IGNORECASE,
)
_PLANNED = re.compile(
    r"计划|目标|预算|标准|定额|约定|承诺|规定|\b(?:plan|planned|target|budget|budgeted|standard|agreed|"
    r"due|promised)\b",
    re.IGNORECASE,
)
# What one wants more of although it is time or money: running, attending, learning, research.
_WANTED = re.compile(
    r"运行|开机|出勤|工作|培训|学习|作业|研发|科研|服务|投入|投资|回收|收回|在线|陪伴|\b(?:run|running|uptime|work|"
    r"worked|working|training|study|research|r&d|service|online|invested|investments?|recovered)\b",
    re.IGNORECASE,
)
# Money that is to be spent, or to come back: of these one wants as much as was planned.
_TO_BE_SPENT = re.compile(
    r"执行|使用[率进度]|消耗[率进度]|支[出付](?:率|进度)|拨付|到位|投[入资]|回[收本]|序时|"
    r"\b(?:utili[sz]ation|utili[sz]ed|execution|absorption|burn|deploy\w*|recover\w*|invest\w*|disburse\w*|"
    r"take[- ]?up|drawdown|spending progress)\b",
    re.IGNORECASE,
)


def find(catalogue: Catalogue) -> Iterator[Finding]:
    """KPIs with ``higher`` whose upper side is what should be low 「公式倒置」."""
    for kpi in catalogue.kpis.values():
        # A name that says lower is better has its direction wrong, not its formula: PD123.
        if kpi.direction != "higher" or is_reversed(kpi):
            continue
        # What a KPI's direction tells is certain; what words tell may be meant otherwise.
        severity: Severity = "error"
        sides = _in_formula(catalogue, kpi)
        if sides is None and not any(_TO_BE_SPENT.search(each) for each in names(kpi)):
            severity, sides = "warning", _in_measure(kpi) or _in_definition(kpi)
        if sides is not None:
            place, name = catalogue.place("kpi", kpi.id), catalogue.kpi_name(kpi.id)
            yield found(CODE, severity, place, kpi.id, kpi=name, above=sides[0], below=sides[1])


def _in_formula(catalogue: Catalogue, kpi: Kpi) -> tuple[str, str] | None:
    """A KPI of direction ``lower`` alone above the line."""
    tree = formula_tree(kpi)
    if not isinstance(tree, Arithmetic) or tree.operator != "/":
        return None
    above = [catalogue.kpis[each] for each in _products(tree.left) if each in catalogue.kpis]
    if not any(each.direction == "lower" for each in above):
        return None
    return " × ".join(each.id for each in above), " ".join(_columns(tree.right))


def _products(node: Node) -> tuple[str, ...]:
    """Factors of a product; a sum or a difference has none: what is taken off may well be bad."""
    if isinstance(node, Column):
        return (node.name,)
    if isinstance(node, Arithmetic) and node.operator == "*":
        return tuple(each for side in node.children for each in _products(side))
    return ()


def _columns(node: Node) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each.name for each in node.walk() if isinstance(each, Column)))


def _in_measure(kpi: Kpi) -> tuple[str, str] | None:
    """Time or money used, over the same as planned."""
    tree = measure_tree(kpi)
    sides = None if tree is None else as_ratio(tree)
    if sides is None or _subtracts(sides[0]):
        return None
    above, below = (_columns(each) for each in sides)
    if len(above) == 1 and len(below) == 1 and _is_used_over_plan(_spoken(above[0]), _spoken(below[0])):
        return above[0], below[0]
    return None


def _subtracts(node: Node) -> bool:
    return any(isinstance(each, Arithmetic) and each.operator == "-" for each in node.walk())


def _spoken(column: str) -> str:
    """Name of a column as words: ``actual_lead_time`` and ``actualLeadTime`` are three."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])|_+", " ", column).lower()


def _in_definition(kpi: Kpi) -> tuple[str, str] | None:
    """The division that the definition states."""
    for words in said(kpi.definition):
        match = _DIVISION.search(plain(words))
        if match and not re.search(r"[-+\u2212]|^1\b", match["above"]):
            above, below = match["above"].strip(' ()"“”'), match["below"].strip(' ()"“”')
            worse = better(above) == "lower" and not _names_loss(kpi, above)
            if _is_used_over_plan(above, below) or (worse and not _WANTED.search(above) and not _PLANNED.search(above)):
                return above, below
    return None


def _is_used_over_plan(above: str, below: str) -> bool:
    if _WANTED.search(above) or _PLANNED.search(above) or not _USED.search(above):
        return False
    planned = bool(_PLANNED.search(below)) or bool(figures(below))
    return planned and (above != below)


def _names_loss(kpi: Kpi, above: str) -> bool:
    """Whether the name itself says that it counts the bad: then its direction is the matter, not the formula."""
    return any(above in plain(each) for each in names(kpi))
