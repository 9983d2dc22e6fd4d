"""Thresholds and denominators within headers: 50万元以上, over 30%, 每百万元, per thousand 「门槛与分母」."""

from __future__ import annotations

import re

from diagnostics.data.layout.unit_words import CHINESE_CURRENCY, MULTIPLE, UNIT

_WORDS = r"(?:thousands?|millions?|billions?|mn|mln|bn)(?![a-z])"
_POWER = rf"(?:(?:{MULTIPLE})|{_WORDS})"
_MONEY = rf"(?:元|圆|{CHINESE_CURRENCY})"
_NUMBER = r"[0-9][0-9.,]*"
_BEFORE = (
    r"(?:超过|超|低于|高于|大于|小于|多于|少于|不足|不满|不到|未满|至少|至多|最多|最少|满|逾|剔除|扣除|不含|包含|含|除|[≥≤≧≦<>=]+"
    r"|\b(?:over|under|above|below|top|bottom|beyond|exceed(?:s|ing)?|than|at least|at most|up to|between"
    r"|excl(?:uding|\.)?|incl(?:uding|\.)?)(?![a-z]))"
)
_BEHIND = r"(?:及|或)?(?:以上|以下|以内|以外|之上|之下|之内|之间|开外|起|级|\+)"
_SIGN = r"(?:人民币|rmb|cny|usd|eur|[$¥\u20ac\u00a3])?\s*"
_THRESHOLD = re.compile(
    rf"(?:{_BEFORE}\s*)?{_SIGN}{_NUMBER}\s*(?:{_POWER}{_MONEY}?|[%‰])\s*{_BEHIND}?"
    rf"|{_BEFORE}\s*{_SIGN}(?:(?:a|an|one)\s+)?{_POWER}{_MONEY}?\s*{_BEHIND}?"
    rf"|(?:{MULTIPLE}){_MONEY}?\s*{_BEHIND}|{_WORDS}-\w+",
    re.IGNORECASE,
)
# One that compares with nothing may be the unit of the figures: 销售额2024万元, (100万元).
_BARE = re.compile(
    rf"(?:[x×*]\s*)?{_NUMBER}\s*{_POWER}(?:{_MONEY}|{UNIT})?|(?<![0-9])(?:19|20)[0-9]{{2}}\s*[%‰]", re.IGNORECASE
)
_TIGHT = re.compile(rf"(?:{_BEFORE}\s*{_SIGN}|[~\-至到]\s*)$", re.IGNORECASE)
_NUMERALS = r"[0-9.,一二两三四五六七八九几数]*"
_END = r"(?![\u4e00-\u9fff])"
_RATIO = re.compile(
    rf"(?:每\s*{_NUMERALS}\s*{_POWER}|\bper\s+(?:(?:one|an?|[0-9.,]+)\s+)?(?:hundred|{_POWER})"
    rf"|/\s*{_NUMERALS}\s*(?:十万|百万|千万|十亿|{_WORDS}|(?:{MULTIPLE})(?:{_MONEY}|{UNIT}|{_END})))",
    re.IGNORECASE,
)


def without_thresholds(text: str) -> str:
    """Text without the thresholds that it names, whose multiples say nothing of the figures 「去掉门槛」.

    Examples
    --------
    >>> [without_thresholds(each) for each in ("50万元以上", "订单数≥5万元", "Orders over 30%", "不含税万元")]
    ['', '订单数', 'Orders ', '不含税万元']
    """
    return _THRESHOLD.sub("", text)


def bare_multiple(text: str, *, whole: bool = False) -> str | None:
    """A number with its multiple at the end of a text, compared with nothing; None where there is none 「孤立倍数」.

    Parameters
    ----------
    text : str
        Header, or text of its bracket.
    whole : bool
        Whether it must be all of the text.

    Examples
    --------
    >>> bare_multiple("销售额2024万元"), bare_multiple("订单数≥5万元"), bare_multiple("单笔500万元", whole=True)
    ('2024万元', None, None)
    """
    found = next((each for each in _BARE.finditer(text) if each.end() == len(text)), None)
    if found is None or _TIGHT.search(text[: found.start()]) or (whole and found.start()):
        return None
    return found.group()


def denominator(text: str) -> re.Match[str] | None:
    """Where a text begins to say how many of something its figures are counted by; None where it doesn't 「分母」.

    Examples
    --------
    >>> [bool(denominator(each)) for each in ("起/百万元", "Cases per million", "每万元", "百货/万达", "万元/月")]
    [True, True, True, False, False]
    """
    return _RATIO.search(text)


def without_denominators(text: str) -> str:
    """Text without the numbers that its figures are counted by 「去掉分母」.

    Examples
    --------
    >>> without_denominators("投诉率 起/百万元"), without_denominators("每万元产值能耗")
    ('投诉率 起', '产值能耗')
    """
    return re.sub(rf"({_RATIO.pattern}){_MONEY}?", "", text, flags=re.IGNORECASE)
