"""Figures that stand in free text, with what they are compared by and counted in 「文中数字」."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from diagnostics.dictionary.wording.chinese_numerals import read_numeral
from diagnostics.dictionary.wording.script import plain
from diagnostics.dictionary.wording.unit_words import UNIT_WORDS
from diagnostics.model.kpi import Unit

Relation = Literal["at_least", "at_most", "within", "change", "exactly"]

_POWERS = {
    "千万": 1e7, "百万": 1e6, "十万": 1e5, "亿": 1e8, "万": 1e4, "千": 1e3, "k": 1e3, "million": 1e6, "thousand": 1e3,
}  # fmt: skip
# Words before a figure, by what they say of it.
_BEFORE: dict[Relation, str] = {
    "at_least": (
        r">=|≥|>|大于等于|大于|高于|超过|不低于|不少于|不小于|不得低于|不得少于|至少|最低|达到|达|at least|"
        r"no less than|not less than|no lower than|not lower than|not below|"
        r"no fewer than|minimum of|more than|above|over|min\.?"
    ),
    "at_most": (
        r"<=|≤|<|小于等于|小于|低于|少于|不高于|不超过|不多于|不大于|不得超过|不得高于|不得多于|至多|最多|"
        r"最高|控制在|at most|no more than|"
        r"not more than|no higher than|not higher than|not above|maximum of|"
        r"less than|fewer than|below|under|max\.?|up to"
    ),
    "within": r"within|in less than",
    "change": (
        r"同比增长|环比增长|同比提升|同比下降|同比降低|环比下降|增长率?|提升|提高|增加|上升|下降|降低|减少|压降|缩短|"
        r"(?:improve|increase|grow|raise|reduce|cut|lower|decrease|rise|fall|drop|up|down)(?:s|d|ed)? by|growth of|\+"
    ),
}
_AFTER: dict[Relation, str] = {
    "at_least": r"及?以上|或以上|or more|or above|or higher|or better|minimum",
    "at_most": r"及?以下|或以下|or less|or fewer|or below|or lower|maximum",
    "within": r"以内|之内|内",
}
_DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_NUMERAL = r"百分之[零一二两三四五六七八九十百]{1,6}|[一二两三四五六七八九十百千]{1,6}"
_POWER = "|".join(sorted(_POWERS, key=len, reverse=True))
_UNIT = "|".join(re.escape(each) for each in sorted(UNIT_WORDS, key=len, reverse=True))
_LETTER_END = r"(?![A-Za-z])"
_ASCII_UNIT = "|".join(re.escape(each) for each in sorted(UNIT_WORDS, key=len, reverse=True) if each.isascii())
_HAN_UNIT = "|".join(re.escape(each) for each in sorted(UNIT_WORDS, key=len, reverse=True) if not each.isascii())
_COUNTED = rf"(?:(?:{_HAN_UNIT})|%|(?:{_ASCII_UNIT}){_LETTER_END})"
_SCALE = rf"(?:万|亿|千万|百万|十万|千|(?:k|million|thousand){_LETTER_END})"
# Below zero: 负5%, minus 5 %, and a stroke where it can't join two words or a range. 正负5% is both.
_MINUS = (
    r"(?<![正自减担背胜肩])负(?=[\d零一二两三四五六七八九十百千])|\bminus\s+(?=\d)|"
    r"(?:^|(?<=[\s(\[:=,;~<>≥≤于过到为达是比在至少多高低]))-(?=[\d\u00a5$\u20ac\u00a3])"
)
_RELATIONS = "|".join(rf"(?P<b_{name}>{words})" for name, words in _BEFORE.items())
_ENDINGS = "|".join(rf"(?P<a_{name}>{words})" for name, words in _AFTER.items())
_FORM = re.compile(
    rf"(?:(?:{_RELATIONS})(?:了|到|至|为|到了)?\s*)?"
    rf"(?P<minus>{_MINUS})?(?P<sign>[\u00a5$\u20ac\u00a3]\s*)?"
    rf"(?(minus)|(?<![\dA-Za-z.\-_#]))(?P<low>{_DIGITS}|{_NUMERAL})"
    rf"(?:\s*(?P<mid>{_COUNTED})?\s*(?:(?:~|至|到|to)\s*(?P<below>{_MINUS})|(?:-|~|至|到|to)\s*)(?P<high>{_DIGITS})|"
    rf"\s*:\s*(?P<ratio>{_DIGITS}))?"
    rf"\s*(?P<power>{_SCALE})?\s*(?P<unit>{_COUNTED})?"
    rf"(?:\s*(?:/|每|per |a |an )\s*(?P<per>[\u4e00-\u9fff]{{1,2}}|[A-Za-z]+))?\s*(?:{_ENDINGS})?",
    re.IGNORECASE,
)
_ZERO = re.compile(
    r"零(?=投诉|事故|缺陷|差错|失误|故障|违规|伤亡|库存|延误|泄漏|逾期|流失|安全)|(?<![A-Za-z])zero (?=[a-z])",
    re.IGNORECASE,
)
_CLOCK = frozenset(("00", "15", "30", "45"))
# What follows a number that names a day, a year or an edition rather than an amount.
_NAMING = re.compile(
    r"^\s*(?:年(?!以|内|之)|月份?(?!以|内|之)|号|日(?=前|起|至|止)|季度|st\b|nd\b|rd\b|th\b|年度|期|版|级|"
    r"楼|层|线(?!索))"
)
_ORDINAL = re.compile(r"(?:第|Q|H|FY|No\.?|line|version|indicator|type|ISO|GB|CRM|top)\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure in free text 「文中数字」.

    Parameters
    ----------
    value : float
        In base units: 90% is 0.9, 负5% is -0.05, 100万 is 1000000, 1:3 is 3 (what one brings).
    high : float, optional
        Upper end, where a range stands: 18-20个.
    relation : {"at_least", "at_most", "within", "change", "exactly"}
        What it is compared by; ``change`` is by how much, ``exactly`` where no word says.
    unit : str, optional
        Unit by its word; None where no word says.
    unit_word, per : str
        Words as written, such as 元 and 人 of ≤20元/人.
    start, end : int
        Where it stands in the plain text.
    text : str
        As written.
    """

    value: float
    high: float | None
    relation: Relation
    unit: Unit | None
    unit_word: str
    per: str
    start: int
    end: int
    text: str


def figures(text: str) -> tuple[Figure, ...]:
    """Figures of a free text, in order; names of days, years, quarters and lines are none 「找出数字」.

    Parameters
    ----------
    text : str
        Name, definition, target or rule, in Chinese or English.

    Returns
    -------
    tuple of Figure
        Only what has a unit, a scale or a word of comparison, or is the whole text.

    Examples
    --------
    >>> [(each.value, each.relation, each.unit) for each in figures("评审通过率≥95%\uff0cBug率不超过2%")]
    [(0.95, 'at_least', 'share'), (0.02, 'at_most', 'share')]
    >>> [(each.value, each.unit_word, each.per) for each in figures("≤20元/人")]
    [(20.0, '元', '人')]
    >>> [each.value for each in figures("季度目标100万\uff0c18-20个\uff0c投入产出1:3")]
    [1000000.0, 18.0, 3.0]
    >>> figures("2025年第3季度 indicator 100360, 126th Street")
    ()
    """
    return _figures(plain(text))


# Several rules ask for the figures of the same words.
@lru_cache(maxsize=4096)
def _figures(text: str) -> tuple[Figure, ...]:
    return tuple(_found(text))


def _found(text: str) -> Iterator[Figure]:
    for zero in _ZERO.finditer(text):
        yield Figure(0.0, None, "exactly", "count", "", "", zero.start(), zero.end(), zero.group())
    for match in _FORM.finditer(text):
        figure = _figure(match, text)
        if figure is not None:
            yield figure


def _figure(match: re.Match[str], text: str) -> Figure | None:
    low, relation = match["low"], _relation(match)
    numeral = not low[0].isdigit()
    if _names_something(match, text) or (numeral and not _counts(match, relation)):
        return None
    if match["ratio"]:
        return _ratio(match, relation)
    word = (match["unit"] or match["mid"] or "").lower()
    told = UNIT_WORDS.get(word)
    bare = told is None and not match["power"] and not match["sign"] and relation == "exactly"
    if bare and match.group().strip() != text and not low.startswith("百分之"):
        return None
    factor = _POWERS.get((match["power"] or "").lower(), 1.0) * (told.factor if told else 1.0)
    value = read_numeral(low) if numeral else float(low.replace(",", ""))
    if value is None:
        return None
    value = -value if match["minus"] else value
    unit: Unit | None = told.unit if told else "money" if match["sign"] else None
    unit = "share" if low.startswith("百分之") else unit
    high = None if match["high"] is None else _exact(_upper(match) * factor)
    return Figure(
        _exact(value * factor), high, relation, unit, word, match["per"] or "", match.start(), match.end(),
        match.group().strip(),
    )  # fmt: skip


def _upper(match: re.Match[str]) -> float:
    """Upper end of a range as written: 负10%至负5% has both ends below zero."""
    value = float(match["high"].replace(",", ""))
    return -value if match["below"] else value


def _relation(match: re.Match[str]) -> Relation:
    names: tuple[Relation, ...] = ("within", "at_least", "at_most", "change")
    for name in names:
        after = f"a_{name}" in match.re.groupindex and match[f"a_{name}"]
        if after or match[f"b_{name}"]:
            return name
    return "exactly"


def _names_something(match: re.Match[str], text: str) -> bool:
    """Whether the digits name a day, a place or an edition, or a time of day."""
    if match["ratio"] in _CLOCK:
        return True
    end = match.end("low") if match["high"] is None else match.end("high")
    return bool(_NAMING.match(text[end:]) or _ORDINAL.search(text[: match.start("low")]))


def _counts(match: re.Match[str], relation: Relation) -> bool:
    """Whether a Chinese numeral counts something: 三天内 does, 一次解决率 and 统一 don't."""
    return match["low"].startswith("百分之") or (bool(match["unit"]) and relation != "exactly")


def _ratio(match: re.Match[str], relation: Relation) -> Figure | None:
    first, second = float(match["low"].replace(",", "")), float(match["ratio"].replace(",", ""))
    if not first or match["minus"]:
        return None
    return Figure(
        _exact(second / first), None, relation, "ratio", ":", "", match.start(), match.end(), match.group().strip()
    )


def _exact(value: float) -> float:
    """Without the dust of binary fractions: 90 % is 0.9."""
    return float(f"{value:.12g}")
