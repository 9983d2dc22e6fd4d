"""Periods and limits of time that words name 「文中周期与期限」."""

from __future__ import annotations

import re

from diagnostics.dictionary.wording.figures import figures
from diagnostics.dictionary.wording.script import plain
from diagnostics.model.period import Cycle

_WORDS: tuple[tuple[Cycle, str], ...] = (
    ("year", r"每年|年度|全年|当年|本年|按年|年内|/年|年终|\b(?:annual|annually|yearly|per year|a year|each year|"
        r"every year)\b"),
    ("quarter", r"每季度?|季度|当季|本季|按季|/季|季内|\b(?:quarterly|per quarter|a quarter|each quarter|"
        r"every quarter|q[1-4])\b"),
    ("month", r"每个?月|月度|当月|本月|按月|/月|月内|单月|\b(?:monthly|per month|a month|each month|every month)\b"),
    ("week", r"每周|周度|当周|本周|按周|/周|每个?星期|\b(?:weekly|per week|a week|each week|every week)\b"),
    ("day", r"每日|每天|日度|当日|当天|按日|/日|/天|\b(?:daily|per day|a day|each day|every day)\b"),
)  # fmt: skip
_FORMS = tuple((cycle, re.compile(words, re.IGNORECASE)) for cycle, words in _WORDS)
# What names a period without being the one that figures are made for: averages a day, people of the day.
_NOT_PERIOD = re.compile(
    r"[日周月季年]均|[日周月]活|次[日月周]留存|\d+[日天周]内?留存|季度?奖|年化|年度?(?:合同|会员|预算|"
    r"奖金?|计划|框架|会议|审计)|月度?(?:会议|例会|计划|报表|报告)|"
    r"[月季年]度?之星|[月季年]度(?:重点|核心|战略|优秀|先进|标杆|重大|关键|入围|合格供|VIP|大客户|供应商|合作伙伴|"
    r"体检|总结|盘点|例会|培训计划)|年[卡票]|(?:annual|yearly) (?:key|leave)|"
    r"(?:annual|yearly|monthly) (?:pass|member|subscri|ticket)\w*|"
    r"周[转期边报会末]|周例会|季节性?|(?:同比|环比)|daily average|average daily|monthly active|"
    r"daily active|annuali[sz]ed|"
    r"(?:annual|monthly|weekly|quarterly) (?:report|meeting|plan|budget|audit|review|contract)s?|day's",
    re.IGNORECASE,
)
_DEADLINE = re.compile(
    r"(?:\d{1,2}月(?:\d{1,2}日|底|末|初)?|年底|年末|月底|月末|季末|季度末|周[一二三四五六日末]|"
    r"[一二三四]季度|q[1-4]|半年|\d{4}年?)"
    r"(?:之?前|以前|内|底|末)|第[一二三四1-4]季度|[上下]半年|按计划|按期|准时|"
    r"\bby (?:the )?(?:end of|\d{4}|q[1-4]|january|february|march|april|may|june|july|august|september|"
    r"october|november|december|"
    r"year|month|quarter)|\bin q[1-4]\b|\bon time\b|\bhalf[- ]year",
    re.IGNORECASE,
)


def cycles_of(text: str) -> tuple[Cycle, ...]:
    """Cycles that a text names, the longest first 「文中周期」.

    Examples
    --------
    >>> cycles_of("季度新签客户数"), cycles_of("月均销售额"), cycles_of("orders per month")
    (('quarter',), (), ('month',))
    """
    told = _NOT_PERIOD.sub(" ", plain(text))
    return tuple(cycle for cycle, form in _FORMS if form.search(told))


def is_timed(text: str) -> bool:
    """Whether a text says by when or for what period: a cycle, a deadline, a limit such as 3天内 「是否有时限」.

    Examples
    --------
    >>> is_timed("活动结束后3天内"), is_timed("在第三季度实现"), is_timed("提升产品销量")
    (True, True, False)
    """
    limits = any(each.unit in {"minutes", "hours", "days"} and each.relation != "exactly" for each in figures(text))
    return bool(cycles_of(text)) or limits or bool(_DEADLINE.search(plain(text)))
