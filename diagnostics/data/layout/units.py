"""Scales that headers and the line above a sheet state: 销售额(万元), 完成率%, 单位:万元 「表头单位」."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from diagnostics.data.layout.full_width import narrow
from diagnostics.data.layout.grid import Cell, Grid, is_blank
from diagnostics.data.layout.header import Heading
from diagnostics.data.layout.header_unit import header_unit
from diagnostics.data.layout.money_words import is_money
from diagnostics.data.layout.unit_text import NOTHING, UnitText, read_unit
from diagnostics.data.layout.unit_words import (
    ACRONYMS,
    CHINESE_CURRENCY,
    COUNTED,
    CURRENCY,
    MULTIPLE,
    SHARES,
    UNIT,
    code_of,
    foreign,
    is_own,
)
from diagnostics.errors import InputError
from diagnostics.model.layout import Layout, Scale

__all__ = ["is_money", "line_scale", "line_unit", "name_unit", "own_scale", "scale_of", "sheet_scale", "sheet_unit"]
# Another label in the same text ends a unit: 单位:万元编制单位:财务部.
_LABEL = r"(?:编制|填[报表]|报送|制表|审核|复核|币种|货币|金额|日期|期间|部门|单位)[^\s:：]{0,4}[:：]"
# Who made a sheet, or for whom, is called 单位 too: 编制单位, 填报单位.
_LINE = re.compile(
    r"(?P<firm>编[制报]|填[报表制]|[报上申][送报]|报告|制表|主管|责任|考核|所属|使用|建设|施工|承[办建])?单位"
    rf"\s*(?P<colon>[:：]|均?为|是)?\s*(?P<text>(?:(?!{_LABEL})[^\s()\[\]【】,，;；。])+)"
)
# Rows at the end of a sheet among which notes stand.
_NOTES = 20
_BARE = re.compile(rf"(?:人民币)?(?:{MULTIPLE})?(?:元|圆|{CHINESE_CURRENCY}|{UNIT}|[%‰])?")
_WORDS = r"(?:thousands?|millions?|billions?|'000s?|000s)"
# All that a text may hold beside currencies, to be a unit and nothing else.
_WORDS_OF_UNITS = re.compile(
    rf"{MULTIPLE}|[元圆:,、%\u2030\s]|\b(?:in|of|thousands?|millions?|billions?|mn|mln|bn|hundreds?|ten|tens|one)\b"
    r"|'?\b0{3}s?\b|\b1(?:,?0{2,3})+\b|\b10\b"
)
_BRACKETS = re.compile(r"[()\[\]【】:]")
_BRACKET = re.compile(r"[(\[【]([^()\[\]【】]*)[)\]】]")
_ENGLISH = re.compile(
    rf"\bin (?P<text>(?:[a-z$\u20ac\u00a3\u00a5]{{1,4}} ?)?{_WORDS}(?: of [a-z]+| [a-z]{{3}})?)\b", re.IGNORECASE
)
# Sales in RMB 100 million, in 10,000 yuan: a number counts only beside a currency.
_TIMES = "|".join(sorted(COUNTED, key=len, reverse=True))
_ENGLISH_TIMES = re.compile(
    rf"\b(?:in|of) (?P<text>(?:{CURRENCY.pattern}) ?(?:{_TIMES})|(?:{_TIMES}) (?:of )?(?:{CURRENCY.pattern}))",
    re.IGNORECASE,
)
# Behind these words a unit stands alone: 金额:千元, 币种：美元, Unit: RMB million, Amounts in USD.
_NAMED = re.compile(r"(?:金额|币种|货币)\s*[:：]\s*(?P<text>[^\s()\[\]【】,，;；。:：]+)")
_UNIT_OF = re.compile(r"\b(?:units?|currency)\s*[:：]\s*(?P<text>[a-z$\u20ac\u00a3\u00a5' 0-9,%]+)", re.IGNORECASE)
_AMOUNTS = re.compile(
    r"\b(?:amounts?|figures|values|money|sums)\b[a-z ]{0,24}?\bin (?P<text>[a-z$\u20ac\u00a3\u00a5' 0]+)", re.IGNORECASE
)
_CODED = re.compile(r"(?<![a-z])(?P<text>(?:rmb|usd|us\$|eur|cny|\u00a5|\$)\s?'000)", re.IGNORECASE)


def own_scale(heading: str, currency: str = "CNY") -> Scale | None:
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
    return header_unit(heading, currency).scale


def sheet_scale(grid: Grid, layout: Layout, currency: str = "CNY") -> Scale | None:
    """Scale that a line above the header states for the money of the whole sheet 「表格单位」.

    Raises
    ------
    InputError
        When two lines state different scales.
    """
    found = sheet_unit(grid, layout, currency)
    # Pieces and people above a sheet say nothing of its money.
    return None if found is None or (found[0].scale == "元" and not found[0].money) else found[0].scale


def sheet_unit(grid: Grid, layout: Layout, currency: str = "CNY") -> tuple[UnitText, tuple[int, int] | None] | None:
    """Unit that is stated for the whole sheet: above its header, below its facts, or by its name 「表格单位与位置」.

    Returns
    -------
    (UnitText, (int, int) or None) or None
        With the cell; None for the names of sheet and file.

    Raises
    ------
    InputError
        When two of them state different units.
    """
    found: tuple[UnitText, tuple[int, int] | None, str] | None = None
    for unit, place, text in _sheet_units(grid, layout, currency):
        if found is not None and (found[0].scale, found[0].doubt) != (unit.scale, unit.doubt):
            first = grid.at(*found[1]) if found[1] else repr(found[2])
            told = f"says {text!r} and {first} says otherwise: say the scale of each column under layout, scale."
            raise grid.refuse(told, *place) if place else InputError(f"The name {grid.name} {told}")
        if found is None or (unit.money and not found[0].money):
            found = unit, place, text
    return None if found is None else found[:2]


def _sheet_units(grid: Grid, layout: Layout, currency: str) -> Iterator[tuple[UnitText, tuple[int, int] | None, str]]:
    """Units stated for a whole sheet, each with its cell and its text."""
    above = min(layout.first_row - 1, len(grid.rows))
    below = max(layout.first_row + layout.header_rows - 1, len(grid.rows) - _NOTES)
    for row in (*range(above), *range(below, len(grid.rows))):
        filled = [(column, cell) for column, cell in enumerate(grid.rows[row]) if not is_blank(cell)]
        for column, cell in filled if row < above or len(filled) == 1 else ():
            unit = line_unit(cell, currency)
            if unit is None and row < above:
                unit = whole_unit(cell, currency) or _title_unit(grid.rows[row], currency)
            if unit is not None and unit != NOTHING:
                yield unit, (row, column), str(cell)
    for name in (grid.sheet, grid.file):
        unit = name_unit(name, currency)
        if unit is not None:
            yield unit, None, name


def name_unit(name: str, currency: str = "CNY") -> UnitText | None:
    """Unit of money that the name of a sheet or a file bears in brackets 「名称中的单位」.

    Examples
    --------
    >>> name_unit("销售(万元)").scale, name_unit("销售（2024）.xlsx")
    ('万元', None)
    """
    return _title_unit([name], currency)


def line_unit(cell: Cell, currency: str = "CNY") -> UnitText | None:
    """Unit that a text above a table states; None where it states none 「标题单位识别」."""
    if not isinstance(cell, str):
        return None
    plain = narrow(cell)
    said = [each for each in _LINE.finditer(plain) if each["colon"] or _BARE.fullmatch(each["text"])]
    read = [read_unit(each["text"], currency) for each in said if not each["firm"]]
    if any(each != NOTHING for each in read):
        return _with_currency(_chosen(read), plain, currency)
    english = _ENGLISH_TIMES.search(plain) or _ENGLISH.search(plain) or _CODED.search(plain)
    if english:
        return _with_currency(read_unit(english["text"], currency), plain, currency)
    return _named_unit(plain, currency) or (NOTHING if said else None)


def _chosen(read: Sequence[UnitText]) -> UnitText:
    """Unit of a text with several: the one of its money; a doubt where two are stated for it."""
    money = list(dict.fromkeys(each for each in read if each.money))
    doubt = next((each for each in money if each.doubt), None)
    if doubt is not None or len(money) < 2:
        return doubt or next(iter(money or (each for each in read if each != NOTHING)))
    return UnitText(doubt=f"states {' and '.join(str(each.scale) for each in money)}", money=True)


def _with_currency(unit: UnitText, line: str, currency: str) -> UnitText:
    """Unit of a line with the currency that it names elsewhere: USD in thousands, 币种:美元 单位:万元."""
    words = [each for each in CURRENCY.findall(line.casefold()) if each not in ACRONYMS]
    if unit.doubt or unit.scale in SHARES or not words or not (unit.money or unit.bare):
        return unit
    other = next((each for each in words if not is_own(each, currency)), None)
    if other is None:
        return UnitText(unit.scale, money=True)
    return UnitText(doubt=foreign(other, code_of(other), currency), money=True)


def whole_unit(cell: Cell, currency: str = "CNY") -> UnitText | None:
    """Unit that a cell states and nothing else; None for the engagement's own currency alone 「单独单位」.

    Examples
    --------
    >>> [found.scale for found in map(whole_unit, ("RMB million", "人民币万元", "(万)")) if found]
    ['百万元', '万元', '万元']
    >>> whole_unit("万达"), whole_unit("CNY")
    (None, None)
    """
    if not isinstance(cell, str):
        return None
    plain = re.sub(r"\s+", " ", narrow(cell)).strip(" ()[]【】:：").casefold()
    left = CURRENCY.sub(" ", _BRACKETS.sub(" ", plain))
    if not plain or _WORDS_OF_UNITS.sub("", left).strip():
        return None
    unit = read_unit(_BRACKETS.sub(" ", plain), currency)
    is_plain = unit.scale in (None, "元") and not unit.doubt and "元" not in plain
    return None if is_plain or not (unit.money or unit.bare or unit.scale in SHARES) else unit


def _named_unit(text: str, currency: str) -> UnitText | None:
    """Unit of money behind a word that announces one; the engagement's own currency alone says nothing new."""
    for pattern in (_NAMED, _UNIT_OF, _AMOUNTS):
        found = pattern.search(text)
        read = read_unit(found["text"].strip(), currency) if found else NOTHING
        if read.money and (read.doubt or read.scale != "元"):
            return read
        if found and pattern is not _AMOUNTS and read.scale not in (None, "元"):
            return read
    return None


def _title_unit(cells: Sequence[Cell], currency: str) -> UnitText | None:
    """Unit of money that a title bears in brackets, alone in its row: 销售月报(万元)."""
    filled = [each for each in cells if not is_blank(each)]
    if len(filled) != 1 or not isinstance(filled[0], str):
        return None
    for each in _BRACKET.findall(narrow(filled[0])):
        read = whole_unit(each, currency)
        if read is not None and (read.money or read.bare):
            return read
    return None


def line_scale(cell: Cell) -> Scale | None:
    """Scale that a text above a table states 「标题单位」.

    Examples
    --------
    >>> line_scale("各地区月度销售额(单位:万元)"), line_scale("2025年销售月报")
    ('万元', None)
    """
    found = line_unit(cell)
    return found.scale if found else None


def scale_of(heading: Heading, layout: Layout, currency: str = "CNY") -> Scale | None:
    """Scale of a column: the layout's word, else its header's 「列比例」."""
    if heading.name in layout.scale:
        return layout.scale[heading.name]
    return next((scale for part in reversed(heading.parts) if (scale := own_scale(part, currency)) is not None), None)
