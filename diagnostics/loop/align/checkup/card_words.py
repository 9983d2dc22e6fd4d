"""What words of a sheet tell: kinds of KPIs by their categories, family and rank by a name 「考核表用语」."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Literal

from diagnostics.dictionary.wording import plain
from diagnostics.loop.align.checkup.period_words import cycle_above
from diagnostics.model.checkup import DraftCard
from diagnostics.model.kpi import View
from diagnostics.model.period import Cycle
from diagnostics.model.scorecard import Family, Rank

Kind = Literal["result", "process", "behaviour"]


def _forms(words: Mapping[str, str]) -> dict[str, re.Pattern[str]]:
    return {key: re.compile(form, re.IGNORECASE) for key, form in words.items()}


_KINDS = _forms({
    "result": r"结果|业绩|产出|效益|\b(?:result|outcome)",
    "process": r"过程|\bprocess (?:kpi|indicator|metric)",
    "behaviour": r"行为|态度|价值观|素质|能力|\b(?:behaviou?r|attitude|competenc)",
})  # fmt: skip
_VIEWS = _forms({
    "financial": r"财务|\bfinanc",
    "customer": r"客户|顾客|\bcustomer",
    "process": r"内部|流程|\binternal|\bprocess(?:es)?$",
    "learning": r"学习|成长|\b(?:learning|growth)\b",
})  # fmt: skip
_CORE = _forms({"core": r"核心|\bcore\b", "support": r"支撑|支持|辅助|\bsupport"})
_LEADING = re.compile(r"先行|前瞻|领先指标|\bleading\b", re.IGNORECASE)
_FAMILIES = _forms({
    "business": r"销售|业务|营销|市场|招商|\bsales|\bmarketing",
    "support": r"行政|人事|人力|财务|会计|出纳|法务|文员|前台|后勤|\b(?:hr|admin\w*|accountant|clerk|legal)\b",
    "technical": r"研发|开发|技术|测试|设计|算法|架构|产品经理|\b(?:r&d|developer|software|product manager)\b",
})  # fmt: skip
# 客户经理 and 项目经理 lead nobody by their names.
_RANKS = _forms({
    "senior": r"总经理|总裁|总监|副总|董事|\b(?:ceo|cfo|coo|cto|vp|director|president)\b",
    "middle": r"(?<!总)(?<!客户)(?<!产品)(?<!项目)(?<!渠道)经理$|主管|部长|主任$|店长|\b(?:supervisor|head of)\b",
    "junior": r"专员|文员|助理|工程师$|代表$|会计$|出纳|\b(?:clerk|assistant|engineer|developer|representative)$",
})  # fmt: skip
_LABEL = re.compile(r"(?:考核|评价|评估)周期|assess(?:ment|ed) (?:cycle|period)", re.IGNORECASE)
# A year in a title is mostly the one in which the sheet holds: 2025年度绩效考核表.
_SCORED = re.compile(r"(?P<cycle>[周月季])度?(?:度)?(?:绩效|kpi)?(?:考核|考评|评分)", re.IGNORECASE)
_CYCLES: dict[str, Cycle] = {"周": "week", "月": "month", "季": "quarter"}


def _only(forms: Mapping[str, re.Pattern[str]], text: str) -> str | None:
    """The one thing that words say; None where they say none, or two."""
    told = [key for key, form in forms.items() if form.search(plain(text))]
    return told[0] if len(told) == 1 else None


def kpi_marks(category: str) -> dict[str, object]:
    """Fields of a KPI that the category above it tells 「类别含义」.

    Examples
    --------
    >>> kpi_marks("过程指标"), kpi_marks("内部流程"), kpi_marks("先行指标"), kpi_marks("一、")
    ({'kind': 'process'}, {'view': 'process'}, {'leading': True}, {})
    """
    found: dict[str, object] = {"kind": _only(_KINDS, category), "view": view_of(category)}
    told = {key: value for key, value in found.items() if value is not None}
    return {**told, "leading": True} if _LEADING.search(plain(category)) else told


def view_of(category: str) -> View | None:
    """View of the balanced scorecard that a category names 「所属维度」."""
    return _only(_VIEWS, category)  # type: ignore[return-value]


def is_core(category: str) -> bool:
    """Whether a category is that of the core 「是否核心」."""
    return _only(_CORE, category) == "core"


def family_of(name: str) -> Family | None:
    """Family of a role by its name; None where the name doesn't tell one 「岗位序列」.

    Examples
    --------
    >>> family_of("渠道销售"), family_of("研发工程师"), family_of("销售会计"), family_of("司机")
    ('business', 'technical', None, None)
    """
    return _only(_FAMILIES, name)  # type: ignore[return-value]


def rank_of(name: str) -> Rank | None:
    """Rank of a role by its name; None where the name doesn't tell one 「职级」.

    Examples
    --------
    >>> rank_of("销售总监"), rank_of("采购部经理"), rank_of("客户经理"), rank_of("研发工程师")
    ('senior', 'middle', None, 'junior')
    """
    return _only(_RANKS, name)  # type: ignore[return-value]


def assessed(cells: Sequence[str]) -> Cycle | None:
    """How often a card is scored, where the words above it say so 「考核周期」.

    Examples
    --------
    >>> assessed(["考核周期：", "2025年6月"]), assessed(["季度绩效考核表"]), assessed(["2025年度绩效考核表"])
    ('month', 'quarter', None)
    """
    for number, cell in enumerate(cells):
        if _LABEL.search(cell):
            return cycle_above(cells[number : number + 2])
    match = next((found for cell in cells if (found := _SCORED.search(plain(cell)))), None)
    return _CYCLES[match["cycle"]] if match else None


def told(card: DraftCard) -> frozenset[str]:
    """What the categories of a card tell of all its KPIs 「已说明的方面」.

    Returns
    -------
    frozenset of str
        ``kind``, ``view``, ``core``, ``leading``.
    """
    categories = [each.texts.get("category", "") for each in card.items]
    found = {
        "kind": all(_only(_KINDS, each) for each in categories),
        "view": all(view_of(each) for each in categories),
        "core": all(_only(_CORE, each) for each in categories),
        "leading": all(categories) and any(each.kpi.leading for each in card.items),
    }
    return frozenset(key for key, value in found.items() if value)
