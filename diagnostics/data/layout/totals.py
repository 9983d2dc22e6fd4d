"""Rows and columns that repeat the sum of others, and notes below a table, are no facts 「合计行列」."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from diagnostics.data.layout.full_width import narrow
from diagnostics.data.layout.grid import Cell, is_blank

# What may stand behind a total's name: 合计数, 小计金额, 总计(元).
_BEHIND = re.compile(r"(?:\([^()]*\)|\[[^\[\]]*\]|数|金额|额|[:;,.、。*—-])+$")
# What names a total before whose it is: Subtotal A.
_LEADING = {"subtotal": "sub ?total", "grandtotal": "grand total"}
# What ends other names too.
_WHOLE = ("sum", "gesamt")
_AROUND = " :;,.*_=-—()[]【】<>"
NOTE = (
    r"(?:(?:金额|货币|计量|数据|编制|编报|填报|填制|报送)?单位|单位(?:名称|负责人)|(?:编制|填报|报送|制表|报表)(?:日期|时间|部门)|unit|注|备注|附注|说明|制表|制表人|填表|填表人|编制|编制人|审核|审核人|复核|数据来源|来源|统计口径|note|notes|source|remark|remarks)"
    r"\s*\d*\s*[:：]"
)
_NOTE = re.compile(NOTE, re.IGNORECASE)


def is_total(text: str, words: Sequence[str], *, whole: bool = False) -> bool:
    """Whether a label names a row or column that repeats the sum of others 「是否合计」.

    Parameters
    ----------
    text : str
        Label, such as ``合 计``, ``华东小计``, ``Grand Total``.
    words : sequence of str
        What such rows are called (``layout.totals``); none keeps every row.
    whole : bool
        Whether the label must be such a word and nothing else.

    Notes
    -----
    A Chinese word counts at the end of a label too (``华东小计``), an English one as a word of its own at the end
    (``East total``), but not ``sum``, which ends other names.

    Examples
    --------
    >>> words = ("合计", "小计", "total", "sum")
    >>> [is_total(each, words) for each in ("合 计", "华东小计:", "East Total", "合计(万元)", "本页小计数")]
    [True, True, True, True, True]
    >>> [is_total(each, words) for each in ("合计堂药店", "Dim Sum", "Totally Fresh", "")], is_total("合计", ())
    ([False, False, False, False], False)
    >>> is_total("Subtotal A", ("subtotal",)), is_total("Subtotals Ltd", ("subtotal",))
    (True, False)
    """
    return _is_total(text, tuple(words), whole)


@dataclass(frozen=True, slots=True)
class _Words:
    """Words for totals, each with and without its spaces, and the letters they end with."""

    forms: tuple[tuple[str, str], ...]
    last: frozenset[str]


@lru_cache(maxsize=64)
def _known(words: tuple[str, ...]) -> _Words:
    spaced = [re.sub(r"\s+", " ", narrow(each)).strip().casefold() for each in words]
    forms = tuple((each, close) for each in spaced if (close := each.replace(" ", "")))
    return _Words(forms, frozenset(close[-1] for _, close in forms))


@lru_cache(maxsize=65_536)
def _is_total(text: str, words: tuple[str, ...], whole: bool) -> bool:
    """Whether a label names a total; labels recur in every row of a table."""
    folded, known = narrow(text).casefold(), _known(words)
    if known.last.isdisjoint(folded):
        # No label without the last letter of a word ends with the word: figures and most names.
        return False
    spaced = re.sub(r"\s+", " ", folded).strip()
    bare_spaced = _BEHIND.sub("", spaced).strip(_AROUND)
    plain = spaced.strip(_AROUND).replace(" ", "")
    if not plain:
        return False
    bare = bare_spaced.replace(" ", "") or plain
    for wanted, close in known.forms:
        if close in (plain, bare):
            return True
        if whole:
            continue
        if not close.isascii():
            if plain.endswith(close) or bare.endswith(close):
                return True
        elif (close in _LEADING and re.match(rf"{_LEADING[close]}[ :-]", bare_spaced)) or (
            close not in _WHOLE and re.search(rf"(?:^|[^a-z]){re.escape(wanted)}$", bare_spaced)
        ):
            return True
    return False


def total_label(loose: Sequence[Cell], strict: Sequence[Cell], words: Sequence[str]) -> str | None:
    """Label by which a row repeats the sum of others; None for a fact 「合计行标签」.

    Parameters
    ----------
    loose, strict : sequence
        Cells of the row that name something, from the left: those whose end tells a total (华东小计), and those that
        must be the word itself (小计), as a project may be called 两单合计.
    words : sequence of str
        What such rows are called.
    """
    for cells, whole in ((loose, False), (strict, True)):
        for each in cells:
            if isinstance(each, str) and is_total(each, words, whole=whole):
                return each
    return None


def is_note(row: Sequence[Cell]) -> bool:
    """Whether a row is a note below or between the facts: a text that says so, and no figure 「是否注释行」.

    Examples
    --------
    >>> is_note(["注:不含税", None, None]), is_note(["注:不含税", 5]), is_note(["一店", None])
    (True, False, False)
    """
    first = next((each for each in row if not is_blank(each)), None)
    if not isinstance(first, str) or (":" not in first and "\uff1a" not in first):
        return False
    if not all(isinstance(each, str) for each in row if not is_blank(each)):
        return False
    return bool(_NOTE.match(narrow(first))) or bool(_NOTE.match(first.strip()))
