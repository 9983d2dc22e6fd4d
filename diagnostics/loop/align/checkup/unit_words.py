"""What a sheet says its amounts are in: 单位：万元 above the table or in a heading 「全表单位」."""

from __future__ import annotations

import re
from collections.abc import Iterable

from diagnostics.dictionary.wording import figures, measured, plain

_MONEY = (
    r"(?:人民币|美元|欧元|港元|RMB|CNY|USD|EUR|HKD|GBP)?\s*"
    r"(?:[百千十]?万|百|千|亿|百亿)?\s*(?:元|美元|欧元|港元)(?:人民币)?"
)
_LINE = re.compile(rf"^[(\[]?\s*(?:金额|计量|货币)?单位\s*[:为]\s*(?P<unit>{_MONEY})\s*[)\]]?$", re.IGNORECASE)
_HEADED = re.compile(rf"[(\[]\s*(?:(?:金额|计量|货币)?单位\s*[:为]?\s*)?(?P<unit>{_MONEY}|%)\s*[)\]]", re.IGNORECASE)
_ANY_LINE = re.compile(
    r"^[(\[]?\s*(?:金额|计量|货币)?单位\s*[:为]|^\(?\s*unit\s*:|^\(?\s*in (?:rmb|usd|eur|cny|thousand|million)",
    re.IGNORECASE,
)
_FOREIGN = re.compile(r"人民币|美元|欧元|港元|RMB|CNY|USD|EUR|HKD|GBP", re.IGNORECASE)


_CURRENCY = re.compile(
    r"(?:US|HK|S|A|C)\$|[$\u20ac\u00a3]|美元|美金|欧元|港[元币]|日元|英镑|新加坡元|"
    r"(?<![a-z])(?:USD|EUR|GBP|HKD|JPY|SGD|AUD|CAD|CHF|INR|KRW|TWD|VND|THB|dollars?|euros?)(?![a-z])|"
    r"(?P<own>[\u00a5]|人民币|元|(?<![a-z])(?:RMB|CNY|yuan)(?![a-z]))",
    re.IGNORECASE,
)


def unit_told(text: str) -> bool:
    r"""Whether a text only tells a unit 「是否单位说明」.

    Examples
    --------
    >>> unit_told("单位\uff1a万元"), unit_told("单位成本"), unit_told("单位: 人次")
    (True, False, True)
    """
    return _ANY_LINE.match(plain(text)) is not None


def unit_above(cells: Iterable[str]) -> str:
    r"""Unit of money that cells around a table tell, empty where they tell none 「表外单位」.

    Examples
    --------
    >>> unit_above(["2025年考核表", "单位\uff1a万元"]), unit_above(["单位成本"])
    ('万元', '')
    """
    return next((_plain_unit(match["unit"]) for each in cells if (match := _LINE.match(plain(each)))), "")


def unit_of_heading(text: str) -> str:
    """Unit that a heading tells in brackets, empty where it tells none 「表头单位」.

    Examples
    --------
    >>> unit_of_heading("指标（单位：万元）"), unit_of_heading("目标值(%)"), unit_of_heading("目标(2025)")
    ('万元', '%', '')
    """
    match = _HEADED.search(plain(text))
    return _plain_unit(match["unit"]) if match else ""


def currency_of(texts: Iterable[str]) -> str:
    """Currency that the first of texts with one tells, as it writes it; empty for the yuan 「币种」.

    Examples
    --------
    >>> [currency_of(each) for each in (["<= 3.20", "USD"], ["$120k"], ["≥320万元", "USD"], ["12万美元"], ["8家"])]
    ['USD', '$', '', '美元', '']
    """
    for each in texts:
        if match := _CURRENCY.search(plain(each)):
            return "" if match["own"] else match.group()
    return ""


def holds_for(unit: str, name: str) -> bool:
    """Whether the unit of a whole table or column is that of a KPI: 万元 is none of 客户数 or 合格率 「单位是否适用」.

    Examples
    --------
    >>> holds_for("万元", "营业收入"), holds_for("万元", "回款率"), holds_for("%", "回款率"), holds_for("", "利润")
    (True, False, True, False)
    """
    if not unit:
        return False
    told = measured(name)
    if told is None:
        return unit != "%"
    return told.units[0] == ("share" if unit == "%" else "money")


def _plain_unit(text: str) -> str:
    unit = _FOREIGN.sub("", text).strip() if not text.endswith(("美元", "欧元", "港元")) else text
    return unit if figures(f"1{unit}") else ""
