"""Columns that say what the figure of each row is: its unit, its currency, plan or actual 「行口径列」."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from typing import Literal

from diagnostics.data.layout.full_width import narrow
from diagnostics.data.layout.unit_text import NOTHING, UnitText, read_unit
from diagnostics.data.layout.unit_words import CURRENCY, is_own
from diagnostics.model.layout import Scale

RowKind = Literal["unit", "currency", "plan"]

_NAMES: tuple[tuple[RowKind, re.Pattern[str]], ...] = (
    ("unit", re.compile(
        r"(?:金额|货币|计量|计价|数据|数值|指标)?单位|量纲|(?:figure |value )?units?|uom|unit of measure"
    )),
    ("currency", re.compile(
        r"(?:交易|结算|记账|原)?(?:币种|币别|货币)(?:种类|代码|类型)?|(?:\w+ )?(?:currency|ccy)(?: code)?"
    )),
    ("plan", re.compile(
        r".*(?:类型|类别|版本|口径|场景|情景|性质)|(?:\w+ )?(?:scenario|version|type|kind|category|basis)"
    )),
)  # fmt: skip
_PLAN = re.compile(
    r"(?:年度|季度|月度|全年|年初|滚动|最新|考核|经营|销售)?(?:预算|计划|目标|预测|预计|预估)(?:数据|数|值|额|版)?[vV]?\d*"
    r"|(?:\w+ )?(?:budget(?:ed)?|plan(?:ned)?|forecast|fcst|targets?|outlook|estimated?)(?: \w+)?"
)
_BEFORE = re.compile(r"(?:去年|上年|上期)?同期(?:数|值)?|上年(?:数|实际)?|去年(?:实际)?|last year|prior year|ly|py")
# What stands below a figure as a part of it, at the start of its name in small letters; every engine reads this form.
PART = r"^[\s" + "\u3000\uff08\u2014\u2013" + r"(·*-]*(?:其中|of which|thereof|including:)"
# What makes base units of a figure, in an expression.
FACTORS: dict[Scale, str] = {
    "百元": "* 100", "千元": "* 1000", "万元": "* 10000", "十万元": "* 100000", "百万元": "* 1000000",
    "千万元": "* 10000000", "亿元": "* 100000000", "十亿元": "* 1000000000", "百亿元": "* 10000000000",
    "千亿元": "* 100000000000", "万亿元": "* 1000000000000", "%": "/ 100", "‰": "/ 1000", "‱": "/ 10000",
    "ppm": "/ 1000000",
}  # fmt: skip
_ACTUAL = re.compile(r"(?:本年|本期|当年)?(?:实际|实绩|决算)(?:数据|数|值|额|完成)?|actuals?(?: \w+)?|act")


def kind_of(name: str) -> RowKind | None:
    """What a column says of the figures of its rows, by its name; None where it says nothing 「行口径列识别」.

    Examples
    --------
    >>> [kind_of(each) for each in ("单位", "Currency", "数据类型", "单位成本", "销售额")]
    ['unit', 'currency', 'plan', None, None]
    """
    plain = re.sub(r"[\s_]+", " ", narrow(name)).strip().casefold()
    return next((kind for kind, names in _NAMES if names.fullmatch(plain)), None)


def is_plan(value: str) -> bool:
    """Whether a word says that figures are planned, or of a time before, and not what happened 「是否计划口径」.

    Examples
    --------
    >>> [is_plan(each) for each in ("预算", "年度目标", "Forecast", "去年同期", "实际", "直营")]
    [True, True, True, True, False, False]
    """
    plain = re.sub(r"[\s_]+", " ", narrow(value)).strip().casefold()
    return bool(_PLAN.fullmatch(plain) or _BEFORE.fullmatch(plain))


def is_actual(value: str) -> bool:
    """Whether a word says that figures are what happened 「是否实际口径」."""
    return bool(_ACTUAL.fullmatch(re.sub(r"[\s_]+", " ", narrow(value)).strip().casefold()))


def is_part(value: str) -> bool:
    """Whether a name says that its figure is a part of one above it, and counted there already 「是否其中项」.

    Examples
    --------
    >>> [is_part(each) for each in ("其中：线上", "  其中:直播", "of which online", "Of Mice", "人其中")]
    [True, True, True, False, False]
    """
    return re.match(PART, value.lower()) is not None


def currency_word(value: str) -> str | None:
    """Word for a currency that a cell of a currency column holds; None where it is none 「币种识别」."""
    plain = narrow(value).strip().casefold()
    found = CURRENCY.search(plain) or (CURRENCY.search("cny") if plain in ("元", "人民币元") else None)
    return found.group() if found else None


def is_own_currency(value: str, currency: str) -> bool:
    """Whether a cell of a currency column names the engagement's currency 「是否本币」.

    Examples
    --------
    >>> is_own_currency("RMB", "CNY"), is_own_currency("USD", "CNY"), is_own_currency("人民币", "CNY")
    (True, False, True)
    """
    word = currency_word(value)
    return word is not None and is_own(word, currency)


def units_of(values: Iterable[str], currency: str) -> dict[str, UnitText]:
    """Units that the cells of a unit column state; none where no cell is one: 单位 may mean a firm 「行单位」."""
    read = {each: read_unit(each, currency) for each in values}
    return read if any(each != NOTHING for each in read.values()) else {}


def untold(kind: RowKind, values: Collection[str], currency: str) -> str:
    """Why figures beside these words can't be added up as they stand; empty where they can 「行口径疑问」.

    Parameters
    ----------
    kind : {"unit", "currency", "plan"}
        What the column says.
    values : collection of str
        Distinct cells of the column.
    currency : str
        ISO code of the engagement's currency.

    Notes
    -----
    Pieces beside boxes are left to whoever wrote the KPI; a scale, a share, or money beside anything else is not.

    Examples
    --------
    >>> untold("unit", ["万元", "人"], "CNY")
    "counts figures in '万元', '人'"
    >>> untold("unit", ["件", "箱"], "CNY"), untold("unit", ["一分厂"], "CNY"), untold("plan", ["直营", "加盟"], "CNY")
    ('', '', '')
    >>> untold("currency", ["CNY", "USD"], "CNY")
    "holds figures in 'USD', and the engagement counts in CNY"
    >>> untold("plan", ["实际", "预算"], "CNY")
    "sets '预算' beside '实际'"
    """
    cells = [each for each in values if each.strip()]
    if kind == "currency":
        foreign = [each for each in cells if currency_word(each) and not is_own_currency(each, currency)]
        return f"holds figures in {_shown(foreign)}, and the engagement counts in {currency}" if foreign else ""
    if kind == "plan":
        plans = [each for each in cells if is_plan(each)]
        others = [each for each in cells if each not in plans]
        return f"sets {_shown(plans)} beside {_shown(others or plans)}" if plans and len(cells) > 1 else ""
    units = units_of(cells, currency)
    money = [each for each in units.values() if each.money]
    scaled = [each for each in units.values() if each.doubt or each.scale not in (None, "元")]
    return f"counts figures in {_shown(cells)}" if scaled or (money and len(money) < len(units)) else ""


def _shown(values: Collection[str]) -> str:
    listed = [repr(each) for each in list(values)[:5]]
    return ", ".join(listed) + (" …" if len(values) > 5 else "")
