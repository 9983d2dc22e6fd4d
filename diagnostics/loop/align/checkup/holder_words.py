"""Whose a KPI table is, by the words above it 「识别被考核对象」."""

from __future__ import annotations

import re
from collections.abc import Sequence

from diagnostics.dictionary.wording import plain
from diagnostics.loop.align.checkup.column_words import Role

_LABELS: tuple[tuple[Role, str], ...] = (
    ("person", r"被考核人(?:姓名)?|被考核者|员工姓名|姓\s*名|employee(?: name)?"),
    ("role", r"岗\s*位(?:名称)?|职\s*位|职\s*务|role|position|job title"),
    ("department", r"(?:所在|所属)?部\s*门(?:名称)?|department|team"),
)
_INLINE = tuple(
    (role, re.compile(rf"(?:^|[\s,;|/])(?:{words})\s*:\s*(?P<name>[^\s:;,|]+(?: [A-Za-z]+)*)", re.IGNORECASE))
    for role, words in _LABELS
)
_LABEL = tuple((role, re.compile(rf"(?:{words})\s*:?", re.IGNORECASE)) for role, words in _LABELS)
_HOLDER = re.compile(
    r"(?:岗位?|经理|主管|主任|专员|总监|工程师|助理|店长|组长|班长|部长|厂长|会计|出纳|文员|前台|客服|销售员|"
    r"代表|顾问|部门?|中心|车间|科室)(?:\([^()]*\))?$|"
    r"\b(?:manager|engineer|clerk|director|officer|assistant|representative|specialist|accountant|department|team)$",
    re.IGNORECASE,
)
_TITLE = re.compile(
    r"(?:\d{4}\s*年?度?|[一二三四1-4]季度|第[一二三四1-4]季度|[上下]半年|q[1-4]|\d{1,2}月份?|年度|季度|月度|"
    r"(?:关键)?绩效(?:考核|管理|评价|指标|合约|合同|承诺)*(?:表|书|卡|方案|指标)?|kpi\s*(?:指标)?(?:考核|体系)?(?:表|卡)?|"
    r"考核(?:指标|评分|方案)?(?:表|卡|标准|细则|办法|一览表)?|指标(?:体系|分解|库|一览表|汇总表?|明细表?|清单|表)|一览表|汇总表|明细表|实施?细则|细则|目标责任书|责任书|评分表|权重|"
    r"\b(?:kpis?|scorecard|performance|appraisal|evaluation|review|sheet|form|plan|fy\s*\d{2,4}|\d{4}|annual|quarterly|monthly)\b)",
    re.IGNORECASE,
)
_GENERIC = re.compile(r"^(?:sheet\s*\d*|工作表\s*\d*|表\s*\d+|kpis?|汇总|总表|新建.*|\d+)$", re.IGNORECASE)


def holder_in(cells: Sequence[str]) -> list[tuple[Role, str]]:
    """Department, role and person that cells above a table name 「表头中的对象」.

    Examples
    --------
    >>> holder_in(["姓名：王敏  岗位：招商主管"]), holder_in(["部门", "采购部", "日期", "3月"])
    ([('person', '王敏'), ('role', '招商主管')], [('department', '采购部')])
    """
    found: list[tuple[Role, str]] = []
    for number, cell in enumerate(cells):
        told = plain(cell)
        found += [(role, match["name"]) for role, form in _INLINE if (match := form.search(told))]
        beside = plain(cells[number + 1]) if number + 1 < len(cells) else ""
        for role, form in _LABEL:
            # The next label is no name: 姓名 | 岗位 | …
            if form.fullmatch(told) and beside and not any(each.match(beside) for _, each in _LABEL):
                found.append((role, beside))
    return found


def is_holder(text: str) -> bool:
    """Whether a heading names a role or a department rather than a group of KPIs 「是否岗位或部门」.

    Examples
    --------
    >>> is_holder("采购主管"), is_holder("一、财务类"), is_holder("Warehouse clerk")
    (True, False, True)
    """
    told = plain(text)
    return len(told) <= 30 and _HOLDER.search(told) is not None


def holder_of_title(title: str) -> str:
    """Whose a table is by its title; empty where that only says what it is 「标题中的对象」.

    Examples
    --------
    >>> holder_of_title("2025年度采购主管绩效考核表"), holder_of_title("KPI 考核表"), holder_of_title("Sheet1")
    ('采购主管', '', '')
    """
    told = plain(title)
    if _GENERIC.match(told):
        return ""
    left = _TITLE.sub(" ", told).strip(" -_—()·:/,、及与和")
    return " ".join(left.split()) if 1 < len(left) <= 30 else ""
