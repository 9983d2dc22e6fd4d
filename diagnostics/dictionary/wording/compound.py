"""Several indicators under one name 「复合指标」."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from diagnostics.dictionary.wording.figures import Figure, figures
from diagnostics.dictionary.wording.measured import measured
from diagnostics.dictionary.wording.script import is_chinese, plain

# One figure made of two: a quotient, a difference, a sum or a mean of both.
_JOINED = re.compile(
    r"(?:之?[比差和]|之比值|比值|比例|差额|差异|偏差|合计|平均值?|均值|总[和计额数分量]|综合得分|加权|"
    r"匹配率|匹配度|相关|吻合率|一致率|一致性|符合率)$|"
    r"\b(?:ratio|difference|gap|combined|average|total|match|reconciliation)\b",
    re.IGNORECASE,
)
_AND = re.compile(r"(?:以及|及其|和|与|及|、|\+|&|/|;|,)")
_AND_ENGLISH = re.compile(r"\s(?:and|&|\+|/)\s|;|,\s")
_STRONG = re.compile(
    r"(?:率|占比|次数|人数|件数|单数|数量|满意度|得分|评分|天数|时长|周期|额|成本|费用|销量|产量|利润|"
    r"营收|收入|ROI)$|"
    r"\b(?:rate|percentage|score|index|number|count|revenue|profit)$|^(?:number|percentage|% |share) ?of\b",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"[,;。、\n]|\band\b|且|并且|同时|以及")
_LIMIT_VERB = re.compile(r"^\s*[\u4e00-\u9fffA-Za-z]{2,}")
# Thresholds as conditions of what is counted: 营收达 100 万且毛利率达 30% 的门店.
_CONDITION = re.compile(r"[\u00f7]|除以|(?:[%\w])\s*(?:以上|以下|以内)?的[\u4e00-\u9fff]")
_BAND = re.compile(r"满分|得\s*\d|扣|加分|每[低高少多]|档|级别|不得分|points", re.IGNORECASE)

Kind = Literal["names", "thresholds", "limits"]


@dataclass(frozen=True, slots=True)
class Compound:
    """Several indicators in one wording 「复合指标」.

    Parameters
    ----------
    kind : {"names", "thresholds", "limits"}
        Two names of measures, two measures each with a threshold, or two limits of time for two acts.
    parts : tuple of str
        The indicators, as written.
    """

    kind: Kind
    parts: tuple[str, ...]


def compound(text: str) -> Compound | None:
    """Indicators that stand under one name, None where it is one 「是否复合指标」.

    Examples
    --------
    >>> compound("代码评审通过率\u226595%\uff0cBug率\u22642%").parts
    ('代码评审通过率≥95%', 'Bug率≤2%')
    >>> compound("出勤率与离职率").kind, compound("收入与成本之比"), compound("销售与市场费用率")
    ('names', None, None)
    >>> compound("24小时内响应\uff0c48小时内到位").kind, compound("\u226590%且\u226495%")
    ('limits', None)
    """
    told = plain(text)
    return _thresholds(told) or _limits(told) or _names(told)


def _clauses(text: str) -> tuple[tuple[str, tuple[Figure, ...]], ...]:
    found = [each.strip() for each in _CLAUSE.split(text)]
    return tuple((each, figures(each)) for each in found if each)


def _thresholds(text: str) -> Compound | None:
    """Clauses that each name another measure and hold it to a figure."""
    if _BAND.search(text) or _CONDITION.search(text):
        return None
    parts = [
        clause
        for clause, found in _clauses(text)
        if found and found[0].relation in {"at_least", "at_most"} and _named_before(clause, found[0])
    ]
    return Compound("thresholds", tuple(parts)) if len(parts) > 1 else None


def _named_before(clause: str, figure: Figure) -> bool:
    name = clause[: figure.start].strip(" :=为是应须达")
    return len(name) > 1 and measured(name) is not None


def _limits(text: str) -> Compound | None:
    """Clauses that each give an act its own limit of time."""
    parts = [
        clause
        for clause, found in _clauses(text)
        if found
        and found[0].relation in {"within", "at_most"}
        and found[0].unit in {"minutes", "hours", "days"}
        and _LIMIT_VERB.match(clause[found[0].end :])
    ]
    if len(parts) < 2:
        return None
    values = {each.value for part in parts for each in figures(part)[:1]}
    return Compound("limits", tuple(parts)) if len(values) > 1 else None


def _names(text: str) -> Compound | None:
    """Names of measures joined by an and, each complete in itself."""
    if len(text) > 40 or _JOINED.search(text):
        return None
    pieces = [each.strip() for each in (_AND if is_chinese(text) else _AND_ENGLISH).split(text)]
    whole = len(pieces) > 1 and all(len(each) > 1 and _STRONG.search(each) for each in pieces)
    return Compound("names", tuple(pieces)) if whole else None
