"""Whether the name of a column speaks of money, or of people, pieces, times and shares 「金额词」."""

from __future__ import annotations

import re
from collections.abc import Sequence

from diagnostics.data.layout.full_width import narrow

_BRACKET = re.compile(r"[(\[【][^()\[\]【】]*[)\]】]\s*$")
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


def begins_with_money(text: str) -> bool:
    """Whether a text begins with a word for money 「是否以金额词开头」.

    Examples
    --------
    >>> begins_with_money("收入合计"), begins_with_money("客户数")
    (True, False)
    """
    return _MONEY.match(text) is not None


def ends_in_money(text: str) -> bool:
    """Whether a text ends in a word for money 「是否以金额词结尾」.

    Examples
    --------
    >>> ends_in_money("销售额"), ends_in_money("收入客户")
    (True, False)
    """
    return any(each.end() == len(text) for each in _MONEY.finditer(text))
