"""The unit that a whole header states, in brackets or in its words 「表头单位识别」."""

from __future__ import annotations

import re

from diagnostics.data.layout.full_width import narrow
from diagnostics.data.layout.money_words import begins_with_money, ends_in_money, is_money
from diagnostics.data.layout.threshold_text import bare_multiple, without_denominators, without_thresholds
from diagnostics.data.layout.unit_text import NOTHING, UnitText, read_unit
from diagnostics.data.layout.unit_words import ACRONYMS, CHINESE_CURRENCY, COUNTED, CURRENCY, ENGLISH, MULTIPLE, UNIT
from diagnostics.model.layout import Scale

_BRACKET = re.compile("[(\\[【\u3014{]([^()\\[\\]【】\u3014\u3015{}]*)[)\\]】\u3015}]")
_SHARE_FIRST = re.compile(r"[%‰]")
_SHARE = re.compile(r"(?:%|‰|‱|\bppm)$")
_NUMERAL = "每/一二两三四五六七八九十百千万亿几数第"
_AMOUNT = re.compile(rf"(?<![{_NUMERAL}])(?P<text>(?:{MULTIPLE})(?:元|圆|{CHINESE_CURRENCY}))(?:/\S*)?$")
_APART = re.compile(rf"[\s_\-,:·—–](?P<text>(?:{MULTIPLE})(?:{UNIT})?)$")
_CLOSE = re.compile(rf"(?<![{_NUMERAL}])(?P<text>(?:{MULTIPLE})(?:{UNIT})?)$")
_FRONT = re.compile(rf"^(?P<text>(?:{MULTIPLE})(?:元|圆))(?P<rest>.+)$")
_IN_WORDS = re.compile(
    r"(?:\bin |[\s_\-,])(?P<text>(?:thousands?|millions?|billions?|mn|mln|bn|'000s?|000s)(?:\s+(?:of )?\S+)?)$"
)
_THOUSANDS = re.compile("(?<=[a-z$\u00a5])(?P<text>['\u2018\u2019]000s?)$")
# 销售额/万元 is money in 万元; 投诉/万人 is so many for each.
_SLASH = re.compile(rf"^(?P<head>[^/]+)/\s*(?P<text>(?:{MULTIPLE})?(?:元|圆|{CHINESE_CURRENCY}))$")
_LETTER = re.compile(r"[\s_\-](?P<text>[kw])$")
_CENTS = re.compile(r"[\s_\-](?P<text>分|角|fen|cents?|pence)$")
_MULTIPLES = {**ENGLISH, **COUNTED}
# Sales 100 million yuan.
_CURRENCY_LAST = re.compile(rf"(?P<text>{CURRENCY.pattern})\s*$")
_PER = re.compile(r"每|\bper\b")
# Codes of currencies as words of a name; in small letters only those that are no words of their own.
_CODE = re.compile(
    r"(?<![A-Za-z])(?:[kKmM]?(?:USD|EUR|RMB|CNY|HKD|JPY|GBP|TWD|SGD|AUD|CAD|KRW|CHF|INR|THB|usd|eur|rmb|cny|hkd|jpy|gbp)"
    r"[kKmM]?)(?![A-Za-z])"
)
_SIGNED = re.compile("[$\u20ac\u00a3\u20a9\u20b9\u20bd]")


def header_unit(heading: str, currency: str = "CNY") -> UnitText:
    """Unit that a header states 「表头单位」.

    Parameters
    ----------
    heading : str
        Text of the header's cell.
    currency : str
        ISO code of the engagement's currency.

    Returns
    -------
    UnitText
        Scale 元 where it names a unit by which figures stand as they are; a doubt where it states a scale or a
        currency that can't be taken over.

    Examples
    --------
    >>> [header_unit(each).scale for each in ("销售额(万元)(不含税)", "销售额_万元", "Sales in thousands", "产量万吨")]
    ['万元', '万元', '千元', '万元']
    >>> [bool(header_unit(each).doubt) for each in ("万元销售额", "Sales (m)", "Sales ($M)", "长度(m)")]
    [True, True, True, False]
    """
    plain = re.sub(r"\s+", " ", narrow(heading))
    name = _BRACKET.sub(" ", plain).strip()
    read = [read_unit(each, currency, about=name) for each in _BRACKET.findall(plain)]
    outside = _outside(name, currency)
    told = [each for each in (*read, outside) if each != NOTHING]
    doubt = next((each for each in told if each.doubt), None)
    if doubt is not None:
        return doubt
    scales: list[Scale] = list(dict.fromkeys(each.scale for each in told if each.scale not in (None, "元")))
    # A currency alone says nothing of a multiple: Sales RMB (thousands).
    texts = (*_BRACKET.findall(plain), name)
    said = zip(texts, (*read, outside), strict=True)
    base = any(each.scale == "元" and each.money and re.search("[元圆]", text) for text, each in said)
    if len(scales) > 1 or (scales and base and scales[0].endswith("元")):
        return UnitText(doubt=f"states {' and '.join([*scales, *(['元'] if base else [])])}")
    if scales:
        found = next(each for each in told if each.scale == scales[0])
        money = any(each.money for each in told)
        return UnitText(found.scale, money=money, bare=found.bare and not money)
    return told[0] if told else NOTHING


def without_unit(name: str) -> str:
    """Name of a column without the unit in brackets that it bears; other brackets are part of it 「去掉单位的名称」.

    Examples
    --------
    >>> without_unit("销售额(万元)"), without_unit("收入（不含税）"), without_unit("Sales ($M)")
    ('销售额', '收入（不含税）', 'Sales ($M)')
    """
    found = re.search(r"\s*[(（\[【]([^()（）\[\]【】]*)[)）\]】]\s*$", name)
    if found is None:
        return name
    read = read_unit(found[1], about=name[: found.start()])
    return name[: found.start()].strip() or name if read.scale is not None else name


def _outside(name: str, currency: str) -> UnitText:
    """Unit that the words of a header state outside its brackets."""
    if bare := bare_multiple(name):
        return UnitText(doubt=f"ends in {bare!r}, which is no scale that is known")
    worth = _CURRENCY_LAST.search(name.casefold())
    if worth and (counted := bare_multiple(name[: worth.start()].strip())):
        return read_unit(f"{counted} {worth['text']}", currency, about=name)
    if (slash := _SLASH.match(name.strip())) and is_money([slash["head"]]):
        return read_unit(slash["text"], currency, about=slash["head"])
    counted = without_denominators(without_thresholds(name)).strip()
    low = counted.casefold()
    if share := _SHARE.search(low) or _SHARE_FIRST.match(low):
        return read_unit(share.group())
    foreign = _currency(counted, currency)
    if foreign.doubt or foreign.scale not in (None, "元"):
        return foreign
    if cents := _CENTS.search(low):
        return read_unit(cents["text"], currency, about=low[: cents.start()])
    for pattern in (_AMOUNT, _APART, _THOUSANDS, _IN_WORDS):
        if found := pattern.search(low):
            return _behind(low[: found.start()], found["text"], currency)
    return _doubtful(counted, low, currency) or foreign


def _multiple_behind(text: str) -> str:
    """Multiple at the end of a text, with the number that stands before it: 100 million."""
    words = text.split()
    if not words or words[-1] not in _MULTIPLES:
        return ""
    number = re.search(r"(?:(?:one )?hundreds?(?: of)?|ten|tens of|[0-9][0-9.,]*) ?$", " ".join(words[:-1]))
    return f"{number.group().strip()} {words[-1]}" if number else words[-1]


def _behind(before: str, text: str, currency: str) -> UnitText:
    """Unit at the end of a name; a doubt where what stands before may make it what is divided by."""
    per = list(_PER.finditer(before))
    if per and is_money([before[per[-1].end() :]]) is None:
        return UnitText(doubt=f"ends in {text!r} behind {per[-1].group()!r}, which may be what is divided by")
    return read_unit(text, currency, about=before)


def _doubtful(name: str, low: str, currency: str) -> UnitText | None:
    """What may state a multiple at the end or the front of a name: 销售额万, revenue_k, 万元销售额."""
    for pattern in (_CLOSE, _LETTER):
        found = pattern.search(low)
        if found and is_money([name[: found.start()]]) is not None:
            if pattern is _CLOSE and len(found["text"]) > 1 and found["text"][-1] not in "百千万亿":
                return _behind(low[: found.start()], found["text"], currency)
            return UnitText(doubt=f"ends in {found['text']!r}, which may be a multiple")
    front = _FRONT.search(low)
    if front and is_money([front["rest"]]):
        return UnitText(doubt=f"begins with {front['text']!r}, which may be its scale or part of its name")
    return None


def _currency(name: str, currency: str) -> UnitText:
    """Currency that a name bears: 美元收入, revenue_usd, Sales $."""
    chinese = re.search(CHINESE_CURRENCY, name)
    found = chinese or _CODE.search(name) or _SIGNED.search(name)
    word = found and CURRENCY.search(found.group().casefold())
    if not found or not word:
        return NOTHING
    before, behind = name[: found.start()].rstrip(" _-"), name[found.end() :].lstrip(" _-")
    told = is_money([f"{before} {behind}"])
    if word.group() in ACRONYMS and not told:
        return NOTHING
    # A word within a name that no money stands beside is part of another: 创美元件.
    if chinese and before and behind and not (ends_in_money(before) or begins_with_money(behind)):
        return NOTHING
    if chinese and told is False:
        return NOTHING
    beside = behind.casefold() if behind.casefold() in _MULTIPLES else _multiple_behind(before.casefold())
    rest = f"{found.group().casefold().replace(word.group(), '').strip()} {beside}".strip()
    return read_unit(f"{word.group()} {rest}".strip(), currency)
