"""The unit that a text in a header states: its scale, or why that can't be told 「单位文本」."""

from __future__ import annotations

import re
from dataclasses import dataclass

from diagnostics.data.layout.full_width import narrow
from diagnostics.data.layout.money_words import is_money
from diagnostics.data.layout.multiple_text import has_multiple, may_be_multiple
from diagnostics.data.layout.threshold_text import bare_multiple, denominator, without_thresholds
from diagnostics.data.layout.unit_words import (
    ACRONYMS,
    CENTS,
    CHINESE_CURRENCY,
    COUNTED,
    CURRENCY,
    ENGLISH,
    MULTIPLE,
    PHYSICAL,
    SCALE_OF,
    SHARES,
    SURE,
    UNIT,
    YUAN,
    code_of,
    foreign,
    is_own,
)
from diagnostics.model.layout import Scale

_UNIT = re.compile(UNIT)
_LEAD = re.compile(r"^(?:(?:金额|货币|计量|计价|数据)?单位|units?(?=\s*:)|in(?=\s))\s*:?\s*")
_POWER = re.compile(rf"({MULTIPLE})(元|圆|{UNIT})?")
_MONEY = re.compile(rf"({MULTIPLE})?(元|圆)")
_NUMERAL = "每/一二两三四五六七八九十百千万亿几数第近过"
_WITHIN = re.compile(rf"(?<![{_NUMERAL}])(?P<text>({MULTIPLE})(元|圆|{CHINESE_CURRENCY}))")
# What may stand beside a scale in one bracket and leaves it what it is.
_BESIDE = re.compile(
    r"(?:不含税|含税|未税|税前|税后|折合?|换算|人民币|本币|按|以|为|计|金额|单位|净额|总额|合计|累计|[本当]?[年季月周日期]度?|线[上下]|[、:*\s])*"
)
_LONGEST = 12
# 百度 and 百分 are words; a multiple before these letters may begin one.
_WORDLIKE = {"百度": "", "百分": "", "百点": "?", "百位": "?", "百家": "?"}


@dataclass(frozen=True, slots=True)
class UnitText:
    """What a text states of the unit of figures 「单位识别」.

    Parameters
    ----------
    scale : str, optional
        Scale; 元 for figures as they stand; None where the text says nothing of a unit.
    doubt : str
        Why the scale can't be told, or the figures can't be added up; empty where all is well.
    money : bool
        Whether it says that money is counted.
    bare : bool
        Whether it is a multiple that says nothing of what is counted: 万, in thousands.
    """

    scale: Scale | None = None
    doubt: str = ""
    money: bool = False
    bare: bool = False


NOTHING = UnitText()
_LETTER = "states '{}', which may be a multiple or a unit of its own"
_UNKNOWN = "states {!r}, which is no scale that is known"
_EITHER = "states '{}', which may be a multiple or a name"
_CENTS = "states '{}', a part of the currency's unit"
_PRICE = re.compile(r"价|price|\bcost", re.IGNORECASE)
_PAIR = re.compile(r"[a-z]/[a-z]")
# What stands between a currency and its multiple: RMB in thousands, expressed in thousands of RMB.
_BETWEEN = re.compile(
    r"^(?:(?:is |are )?(?:expressed |stated |presented |shown |reported )?in |of )+|(?: of| in)+$|元$|圆$"
)


def read_unit(text: str, currency: str = "CNY", *, about: str = "") -> UnitText:
    """Read the unit that a text in brackets states 「读单位」.

    Parameters
    ----------
    text : str
        Such as ``万元``, ``USD k``, ``万元,不含税``.
    currency : str
        ISO code of the engagement's currency.
    about : str
        Name of the column: it tells whether ``m`` are metres.

    Examples
    --------
    >>> read_unit("十亿元").scale, read_unit("万㎡").scale, read_unit("千克").scale, read_unit("不含税").scale
    ('十亿元', '万元', '元', None)
    >>> read_unit("万美元").doubt
    "states '美元', and the engagement counts in CNY (currency: USD in engagement.yaml where all its money is in it)"
    >>> read_unit("$M", "USD").scale, read_unit("k", about="销售额").doubt
    ('百万元', "states 'k', which may be a multiple or a unit of its own")
    >>> read_unit("不含税万元").scale, read_unit("元/万件").scale, read_unit("每万人").scale
    ('万元', '元', '元')
    """
    spaced = re.sub(r"\s+", " ", narrow(text)).strip().casefold()
    plain = _LEAD.sub("", re.sub("[\u2018\u2019]", "'", spaced))
    if not plain:
        return NOTHING
    if (counted := _counted(plain, currency)) != NOTHING:
        return counted
    kept = without_thresholds(plain).strip()
    if kept == plain and (whole := _part(plain, currency, about)) != NOTHING:
        return whole
    if per := denominator(plain):
        head = plain[: per.start()].strip(" ,;、|")
        return read_unit(head, currency, about=about) if has_multiple(head) else UnitText("元")
    if bare_multiple(plain, whole=True):
        return UnitText(doubt=_UNKNOWN.format(text.strip()))
    read = _of_parts(kept, currency, about) if kept else NOTHING
    if kept != plain and read == UnitText("元"):
        # What is compared is no unit: orders > 10 million.
        return NOTHING
    doubted = read.doubt == _UNKNOWN.format(kept)
    return UnitText(doubt=_UNKNOWN.format(text.strip())) if doubted else read


def _counted(plain: str, currency: str) -> UnitText:
    """Unit of a number with its multiple and a currency: 100 million yuan; nothing where it is none."""
    found = CURRENCY.search(plain)
    rest = _BETWEEN.sub("", f"{plain[: found.start()]} {plain[found.end() :]}".strip(" :,")).strip() if found else ""
    if not found or not (rest in COUNTED or bare_multiple(rest, whole=True)):
        return NOTHING
    own = is_own(found.group(), currency)
    if rest in COUNTED or not own:
        return _of_currency(rest, found.group(), currency)
    return UnitText(doubt=_UNKNOWN.format(plain), money=True)


def _of_parts(plain: str, currency: str, about: str) -> UnitText:
    """Unit of a text of several parts."""
    for parts in ([plain], re.split(r"\s*[,;、|]\s*", plain), plain.split(" ")):
        read = [each for each in (_part(part, currency, about) for part in parts) if each != NOTHING]
        if read:
            return _joined(read)
    doubt = UnitText(doubt=_UNKNOWN.format(plain))
    if within := _WITHIN.search(plain):
        beside = plain[: within.start()] + plain[within.end() :]
        return _part(within["text"], currency, about) if _BESIDE.fullmatch(beside) else doubt
    return doubt if may_be_multiple(plain, about) else NOTHING


def _joined(read: list[UnitText]) -> UnitText:
    """One unit of several texts; a doubt of any is one of all."""
    doubt = next((each.doubt for each in read if each.doubt), "")
    scales = list(dict.fromkeys(each.scale for each in read if each.scale not in (None, "元")))
    if not doubt and len(scales) > 1:
        doubt = f"states {' and '.join(map(str, scales))}"
    scale = scales[0] if scales else "元"
    bare = not doubt and all(each.bare for each in read if each.scale != "元")
    money = any(each.money for each in read)
    return UnitText(None if doubt else scale, doubt, money, bare and scale != "元" and not money)


def _part(text: str, currency: str, about: str) -> UnitText:
    """Unit of a text as a whole; nothing where it is none."""
    head, _, per = text.partition("/")
    head = head.strip()
    if text.startswith(("每", "per ")) or (not head and per):
        # So many for each of something: a ratio, as it stands.
        return UnitText("元")
    if head in SHARES or (CENTS.fullmatch(head) and _is_priced(about, head)):
        return UnitText(SHARES[head]) if head in SHARES else UnitText(doubt=_CENTS.format(head), money=True)
    found = CURRENCY.search(head)
    if found and not (found.group() in ACRONYMS and about and not is_money([about])):
        rest = f"{head[: found.start()]} {head[found.end() :]}".strip(" _-.*")
        return _of_currency(rest, found.group(), currency)
    if head == "t" and is_money([about]):
        return UnitText(doubt=_LETTER.format(text))
    if _UNIT.fullmatch(head) and head not in PHYSICAL:
        return UnitText("元")
    if money := _MONEY.fullmatch(head):
        told = UnitText(SCALE_OF.get(money[1] or "", "元"), money=True)
        return told if currency in YUAN else UnitText(doubt=foreign(money.group(), "CNY", currency), money=True)
    if power := _POWER.fullmatch(head):
        return _of_power(head, power, about)
    # Two letters apart are two words: M/F, Y/N.
    return NOTHING if _PAIR.fullmatch(text) and not _UNIT.fullmatch(per) else _english(head, about)


def _of_power(text: str, power: re.Match[str], about: str) -> UnitText:
    """Unit of a multiple with what it counts, or alone; a doubt where it may be a name: 万家, 百位."""
    if text in _WORDLIKE:
        return UnitText(doubt=_EITHER.format(text)) if _WORDLIKE[text] else NOTHING
    if power[2] and is_money([about]):
        return UnitText(doubt=_EITHER.format(text))
    return UnitText(SCALE_OF[power[1]], bare=not power[2])


def _is_priced(about: str, head: str) -> bool:
    """Whether a column may hold money, so that 分 and cents are parts of its unit."""
    told = is_money([about])
    return bool(told or _PRICE.search(about)) or (head != "分" and told is None)


def _of_currency(rest: str, word: str, currency: str) -> UnitText:
    """Unit of a text that names a currency, by what stands beside it."""
    rest = rest if rest.startswith("'") else rest.strip("' ")
    rest = _BETWEEN.sub("", rest).strip()
    if not is_own(word, currency):
        # A long text that mentions a currency, such as how it was converted, is no unit.
        return UnitText(doubt=foreign(word, code_of(word), currency), money=True) if len(rest) <= _LONGEST else NOTHING
    ending = re.search(rf"(?:^|[\s:])({MULTIPLE})$", rest)
    rest = ending[1] if ending else rest
    if CENTS.fullmatch(rest):
        return UnitText(doubt=_CENTS.format(rest), money=True)
    scale = SCALE_OF.get(rest) or ENGLISH.get("'000" if rest == "000" else rest) or COUNTED.get(rest)
    if rest == "w" or (scale is None and rest and may_be_multiple(rest, "")):
        return UnitText(doubt=f"states {rest!r} beside {word!r}, which is no scale that is known")
    return UnitText(scale or "元", money=True)


def _english(text: str, about: str) -> UnitText:
    """Unit of an English multiple: thousand, millions of units, k."""
    first, _, rest = text.partition(" ")
    rest = rest.removeprefix("of ")
    if first in SURE and (not rest or _UNIT.fullmatch(rest)):
        return UnitText(ENGLISH[first], bare=not rest)
    if first in ENGLISH and (not rest or _UNIT.fullmatch(rest)):
        physical = PHYSICAL.get(text)
        if physical is not None and physical.search(about):
            return UnitText("元")
        return UnitText(doubt=_LETTER.format(text))
    return NOTHING
