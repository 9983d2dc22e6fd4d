"""Answers on a scale of agreement, in words or figures, as 1 to 5 「同意程度」."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

LOWEST, HIGHEST = 1, 5
AGREES = 4
# Of a column's answers so many are read, and so few figures lie off the scale.
_MOST, _FEW = 0.7, 0.2
# A letter or number before the words, as survey sites put it: "A. 非常同意", "5、同意", "4（比较同意）".
_OPTION = re.compile(r"^\s*(?:[A-Ea-e][.、:)]|[(]?[1-9][.、)])\s*(?=\S)")
_FIGURE = re.compile(r"^([0-9]{1,2})(?:\.0+)?\s*(?:分|级|星|points?)?\s*(?:[(](.*)[)])?$")
# Stems of agreement; what stands before them says how far. The same words are asked for satisfaction and for fit.
_STEM = r"(?:同意|认同|赞成|赞同|满意|清楚|清晰|符合|合理|相信|信任|支持|认可|了解|理解)"
_WORDS: tuple[tuple[int, re.Pattern[str]], ...] = tuple(
    (score, re.compile(f"^{form}$"))
    for score, form in (
        (1, rf"(?:非常|很|极其?|极度|完全|十分|强烈|绝对|根本|一点)?(?:也|都)?(?:不(?:太)?){_STEM}"),
        (5, rf"(?:非常|很|极其?|极度|完全|十分|强烈|绝对){_STEM}"),
        (4, rf"(?:比较|较|较为|基本|大体|还算|部分)?{_STEM}"),
        (3, r"(?:一般|中立|中等|普通|尚可|说不清楚?|不好说|不确定|不清楚|不一定|无所谓|没有?意见|既不.*也不.*)"),
        (5, r"(?:strongly|completely|fully|very|totally)\s+(?:agree|satisfied|clear|true)"),
        (1, r"(?:strongly|completely|totally|very)\s+(?:disagree|dissatisfied|unclear|untrue)"),
        (4, r"(?:somewhat|rather|mostly|slightly|tend to|partly)?\s*(?:agree|satisfied|clear|true)"),
        (2, r"(?:somewhat|rather|mostly|slightly|tend to|partly)?\s*(?:disagree|dissatisfied|unclear|untrue)"),
        (3, r"(?:neutral|neither.*|undecided|unsure|not sure|no opinion|don'?t know)"),
    )
)
# Mild refusals read 2 where the same words said firmly read 1.
_MILD = re.compile(rf"^(?:不太|比较不|较不|不大|不怎么|有点不|不){_STEM}$|^反对$")
_FIRM = re.compile(rf"^(?:非常|很|极其?|极度|完全|十分|强烈|绝对|根本)(?:也|都)?不{_STEM}$|^(?:强烈|坚决|完全)反对$")


def plain_answer(text: str) -> str:
    """Answer in one width and case, with single blanks 「统一写法」."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def read_answer(text: str) -> int | None:
    """Answer as 1 (not at all) to 5 (fully); None where it is none 「读取同意程度」.

    Parameters
    ----------
    text : str
        As written: words, a figure from 1 to 5, or both.

    Examples
    --------
    >>> [read_answer(each) for each in ("非常同意", "比较满意", "一般", "不太认同", "很不同意")]
    [5, 4, 3, 2, 1]
    >>> [read_answer(each) for each in ("5分", "B、同意", "Strongly disagree", "4（比较同意）", "可能吧", "7")]
    [5, 4, 1, 4, None, None]
    """
    clean = plain_answer(text)
    figure = _FIGURE.match(clean)
    if figure:
        # Words beside a figure say what it means, also where the scale runs the other way.
        worded = read_answer(figure[2]) if figure[2] else None
        value = int(figure[1])
        return worded or (value if LOWEST <= value <= HIGHEST else None)
    clean = _OPTION.sub("", clean).strip(" .。!")
    if _MILD.match(clean):
        return 2
    if _FIRM.match(clean):
        return 1
    return next((score for score, form in _WORDS if form.match(clean)), None)


def runs_backwards(texts: Iterable[str]) -> bool:
    """Whether 1 stands for full agreement in a column: figures with words beside them tell 「量表是否反向」.

    Examples
    --------
    >>> runs_backwards(["1（非常同意）", "2", "5（非常不同意）"]), runs_backwards(["5（非常同意）", "1"])
    (True, False)
    """
    pairs = []
    for each in texts:
        figure = _FIGURE.match(plain_answer(each))
        worded = read_answer(figure[2]) if figure and figure[2] else None
        if figure and worded is not None:
            pairs.append((int(figure[1]), worded))
    return any(one != two for one, two in pairs) and all(one + two == LOWEST + HIGHEST for one, two in pairs)


def is_bare_figure(text: str) -> bool:
    """Whether an answer is a figure without words 「是否纯数字」."""
    figure = _FIGURE.match(plain_answer(text))
    return figure is not None and not figure[2]


def is_scale(texts: Iterable[str]) -> bool:
    """Whether a column's answers are on the scale: most of them read, and no figure lies above it 「是否量表题」.

    A column of figures up to 10 is on another scale; reading its fives as full agreement would be wrong.
    """
    told = [each for each in texts if each.strip()]
    if not told or any(_is_beyond(each) for each in told):
        return False
    return sum(read_answer(each) is not None for each in told) >= _MOST * len(told)


def may_be_scale(texts: Iterable[str]) -> bool:
    """Whether a column's answers are on the scale but for a few cells 「是否近似量表题」.

    A 9 among words of agreement is a slip; among figures alone it may be a scale of ten, unless it is one of many and
    other columns are on the scale of five.

    Examples
    --------
    >>> may_be_scale(["同意", "9", "一般", "同意"]), may_be_scale(["7", "9", "3", "4"])
    (True, False)
    """
    told = [each for each in texts if each.strip()]
    beyond = sum(_is_beyond(each) for each in told)
    worded = any(read_answer(each) is not None and not is_bare_figure(each) for each in told)
    if not told or (not worded and beyond > _FEW * len(told)):
        return False
    return sum(read_answer(each) is not None for each in told) >= _MOST * len(told)


def _is_beyond(text: str) -> bool:
    """Whether an answer is a figure off the scale, without words that say what it means."""
    figure = _FIGURE.match(plain_answer(text))
    return figure is not None and not LOWEST <= int(figure[1]) <= HIGHEST and read_answer(text) is None
