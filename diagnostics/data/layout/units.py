"""Scales that headers and the line above a sheet state: 销售额(万元), 完成率%, 单位:万元 「表头单位」."""

from __future__ import annotations

import re
from collections.abc import Sequence

from diagnostics.data.layout.full_width import narrow
from diagnostics.data.layout.grid import Cell, Grid
from diagnostics.data.layout.header import Heading
from diagnostics.model.layout import Layout, Scale

_SCALES: dict[str, Scale] = {
    "千": "千元", "万": "万元", "百万": "百万元", "亿": "亿元", "%": "%", "‰": "‰",
}  # fmt: skip
# What is counted: 万人次 are ten thousand visits as 万元 are ten thousand yuan; 千克 and 千米 are units of their own.
_COUNTED = r"(?:元|人民币|rmb|cny|人次|人|件|单|笔|次|户|台|个|份|张|家|股|条|瓶|箱|吨)"
_SCALED = re.compile(rf"(?:人民币)?(百万|千|万|亿)(?:{_COUNTED}(?:/.*)?)?")
_YUAN = re.compile(r"(?:人民币)?元(?:/.*)?|rmb|cny")
_BRACKET = re.compile(r"[(\[【]\s*(?:金额)?(?:单位)?\s*[:：]?\s*([^()\[\]【】]*?)\s*[)\]】]\s*$")
_BEHIND = re.compile(r"(百万元|千元|万元|亿元|%|‰)$")
# Units by which a column is counted as it stands; any other bracket, such as 不含税, says nothing of a scale.
_UNIT = re.compile(
    rf"{_COUNTED}(?:/.*)?|人天|工时|小时|分钟|分|秒|天|日|周|月|年|克|千克|公斤|米|千米|公里|平米|平方米|㎡|升|度|千瓦时|倍|℃|°c"
    r"|k|g|kg|t|m|km|m2|m²|l|h|hours?|min|minutes?|s|seconds?|d|days?|kwh|pcs|units?|persons?|people|pieces?|times"
)
_LINE = re.compile(r"单位\s*[:：]?\s*(人民币)?\s*(百万元|百万|千元|万元|亿元|元|千|万|亿|%|‰)")
# What a sheet's 单位:万元 speaks of, and what it does not: people, pieces, times and shares. English words stand whole.
_MONEY = re.compile(
    r"金额|额|收入|营收|流水|毛利|利润|净利|成本|费用|费|支出|开支|工资|薪酬|奖金|回款|货款|贷款|存款|余额|应收|应付|预算|租金|佣金|资产|负债"
    r"|现金|业绩|税"
    r"|\b(?:sales|revenue|turnover|income|profit|costs?|expenses?|amount|budget|spend|fees?|salary|wages?|cash|gmv)\b",
    re.IGNORECASE,
)
_OTHERWISE = re.compile(
    r"人数|人次|单数|件数|笔数|次数|数量|客流|天数|户数|店数|门店|个数|台数|份数|张数|订单量|销量|产量|会员|工时|小时|时长|分钟|面积|重量|里程"
    r"|率|占比|比例|比重|同比|环比|增幅|增速|排名|得分|评分|年份|月份|序号"
    r"|\b(?:counts?|numbers?|qty|quantity|rates?|ratio|share|percent|percentage|rank|scores?|visits|visitors|orders|members"
    r"|headcount|hours|minutes|days|area)\b",
    re.IGNORECASE,
)


def own_scale(heading: str) -> Scale | None:
    """Scale that a header states; 元 where it names another unit, None where it says nothing of it 「列单位」.

    Examples
    --------
    >>> own_scale("销售额(万元)"), own_scale("完成率%"), own_scale("客流(人次)"), own_scale("客流(万人次)")
    ('万元', '%', '元', '万元')
    >>> own_scale("销售额"), own_scale("重量(千克)"), own_scale("毛利【单位:千元】"), own_scale("Temperature [K]")
    (None, '元', '千元', '元')
    >>> own_scale("收入(不含税)"), own_scale("收入(线上)(万元)")
    (None, '万元')
    """
    plain = narrow(heading)
    bracket = _BRACKET.search(plain)
    if bracket:
        return _named(bracket[1]) or ("元" if _UNIT.fullmatch(bracket[1].strip().casefold()) else None)
    behind = _BEHIND.search(plain)
    return _named(behind[1]) if behind else None


def sheet_scale(grid: Grid, layout: Layout) -> Scale | None:
    """Scale that a line above the header states for the whole sheet 「表格单位」.

    Raises
    ------
    InputError
        When two lines state different scales.
    """
    found: tuple[Scale, int, int] | None = None
    for row in range(min(layout.first_row - 1, len(grid.rows))):
        for column, cell in enumerate(grid.rows[row]):
            scale = line_scale(cell)
            if scale is not None and found is not None and found[0] != scale:
                raise grid.refuse(
                    f"says {scale} and {grid.at(found[1], found[2])} says {found[0]}: say which under layout, scale.",
                    row,
                    column,
                )
            found = found or ((scale, row, column) if scale is not None else None)
    return found[0] if found else None


def line_scale(cell: Cell) -> Scale | None:
    """Scale that a text above a table states 「标题单位」.

    Examples
    --------
    >>> line_scale("各地区月度销售额(单位:万元)"), line_scale("2025年销售月报")
    ('万元', None)
    """
    found = _LINE.search(narrow(cell)) if isinstance(cell, str) else None
    return _named(found[2]) if found else None


def scale_of(heading: Heading, layout: Layout) -> Scale | None:
    """Scale of a column: the layout's word, else its header's 「列比例」."""
    if heading.name in layout.scale:
        return layout.scale[heading.name]
    return next((scale for part in reversed(heading.parts) if (scale := own_scale(part)) is not None), None)


def is_money(names: Sequence[str]) -> bool | None:
    """Whether the names of a column say that money stands in it; None where they don't tell 「是否金额」.

    The last word tells: 会员销售额 is money, 销售额占比 is none.

    Examples
    --------
    >>> [is_money([each]) for each in ("会员销售额", "收入(不含税)", "Operation cost", "销售额占比", "新增会员")]
    [True, True, True, False, False]
    >>> [is_money([each]) for each in ("Discount", "库存", "1月")], is_money(["1月", "客流", "销售额"])
    ([None, None, None], False)
    """
    for name in names:
        plain = re.split(r"\bof\b", _BRACKET.sub("", narrow(name)).replace("_", " "))[0]
        money, other = ([each.end() for each in words.finditer(plain)] for words in (_MONEY, _OTHERWISE))
        if money or other:
            return max(money, default=-1) > max(other, default=-1)
    return None


def _named(text: str) -> Scale | None:
    plain = re.sub(r"\s", "", narrow(text)).casefold()
    if _YUAN.fullmatch(plain):
        return "元"
    found = _SCALED.fullmatch(plain)
    return _SCALES.get(found[1] if found else plain)
