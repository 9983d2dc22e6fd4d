"""Names whose figures are the sum or the mean of others', found by arithmetic: 全公司 beside its shops 「合计识别」."""

from __future__ import annotations

import re
from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from math import log10
from typing import TYPE_CHECKING, Any, Literal

from diagnostics.data.layout.full_width import narrow

if TYPE_CHECKING:
    import numpy as np

# What totals, means and counts are called that no word of ``layout.totals`` tells.
_WORDS = (
    r"全(?:公司|部|国|省|市|区|县|店|部门店|集团|体|渠道|网|厂|校|院|系统|行业|年)|[本我]公司|整体|总[量额数和]|总|集团|公司整体|大盘|门店数|店数|家数|户数"
    r"|.*(?:汇总|总和|总额|总量|总数|平均|均值|平均值)|平均.*|[\u2211\u03a3\u03c3]"
    r"|all|overall|whole|entire|average|avg|mean|everything|company|group|nation(?:al|wide)"
)
_COUNT = re.compile(
    r"平均.*|.*(?:平均|均值|平均值|总和)|门店数|店数|家数|户数|[\u2211\u03a3\u03c3]|average|avg|mean", re.IGNORECASE
)
_CALLED = re.compile(_WORDS, re.IGNORECASE)
# 会计, 设计, 统计 and 审计 are departments; other names may end so too, and only arithmetic tells.
_ENDING = re.compile(r".*(?<![会设统审])计|.*总|.*\btotals?", re.IGNORECASE)
_MOST_NAMES, _MOST_CELLS = 500, 400
# Cells that must agree, and digits of them, where the name says nothing: fewer agree by chance. Each name that was
# tried is another chance, and what stays the same from month to month proves nothing twice.
_FEW_CELLS, _SURE_DIGITS = 2, 8
_TOLERANCE = 1e-9
_NEARLY = 0.9


@dataclass(frozen=True, slots=True)
class Repeat:
    """A name whose figures repeat those of others 「疑似合计」.

    Parameters
    ----------
    name : str
        The name.
    parts : tuple of str
        The others, in order.
    what : {"sum", "mean"}
        What of theirs it holds.
    cells : int
        Figures that agree.
    of : int
        Figures that it has, without those that are 0.
    is_sure : bool
        Whether chance is out of the question: its name says so, or many digits agree.
    """

    name: str
    parts: tuple[str, ...]
    what: Literal["sum", "mean"]
    cells: int
    of: int
    is_sure: bool

    def told(self) -> str:
        """In words 「说明」.

        Examples
        --------
        >>> Repeat("本部", ("一店", "二店", "三店", "四店"), "sum", 3, 3, True).told()
        "'本部' is the sum of 4 others ('一店', '二店', … '四店') in 3 of 3 figures"
        """
        shown = ", ".join(map(repr, self.parts))
        if len(self.parts) > 3:
            shown = f"{self.parts[0]!r}, {self.parts[1]!r}, \u2026 {self.parts[-1]!r}"
        others = f"{len(self.parts)} others ({shown})"
        return f"{self.name!r} is the {self.what} of {others} in {self.cells} of {self.of} figures"


def is_called_total(name: str) -> bool:
    """Whether a name is what totals, means or counts are called, though it may be anything 「名称疑似合计」.

    Examples
    --------
    >>> [is_called_total(each) for each in ("全公司", "ALL", "\u2211", "一区计", "门店数", "平均", "人民路店")]
    [True, True, True, False, True, True, False]
    """
    return bool(_CALLED.fullmatch(_bare(name)))


def is_called_count(name: str) -> bool:
    """Whether a name is that of a mean or a count, which no entity bears 「名称为均值或个数」.

    Examples
    --------
    >>> [is_called_count(each) for each in ("平均", "门店数", "Average", "\u2211", "全公司")]
    [True, True, True, True, False]
    """
    return bool(_COUNT.fullmatch(_bare(name)))


def may_be_total(name: str) -> bool:
    """Whether a name is what totals are called, or ends so 「名称可能是合计」.

    Examples
    --------
    >>> [may_be_total(each) for each in ("全公司", "一区计", "会计", "人民路店")]
    [True, True, False, False]
    """
    return is_called_total(name) or bool(_ENDING.fullmatch(_bare(name)))


def _bare(name: str) -> str:
    return re.sub(r"\s", "", narrow(name)).strip("()[]:-_*=")


def find_repeats(figures: Mapping[str, Mapping[Hashable, float]], *, called_only: bool = False) -> tuple[Repeat, ...]:
    """Names whose figures are the sum or the mean of others' in (nearly) all cells 「识别合计」.

    Parameters
    ----------
    figures : mapping
        Figures by name, in the order in which the names first stand, and by cell: month, or month and kind.
    called_only : bool
        Whether to look only at names that totals may bear.

    Notes
    -----
    Looked at are all the other names, and those that stand right before or right after. A total that was found counts
    for no other. One cell that agrees proves nothing, unless the name is what totals are called.

    Examples
    --------
    >>> figures = {"一店": {1: 10.5, 2: 20}, "二店": {1: 7, 2: 8}, "全部": {1: 17.5, 2: 28}}
    >>> [(each.name, each.parts, each.what) for each in find_repeats(figures)]
    [('全部', ('一店', '二店'), 'sum')]
    """
    import numpy as np

    names = list(figures)
    cells = list(dict.fromkeys(cell for each in figures.values() for cell in each))[:_MOST_CELLS]
    if not 3 <= len(names) <= _MOST_NAMES or not cells:
        return ()
    table = np.array([[figures[name].get(cell, np.nan) for cell in cells] for name in names], dtype=float)
    found: dict[int, Repeat] = {}
    called = {at for at, name in enumerate(names) if is_called_total(name)}
    # Names of totals first: what they are made of must not be taken for the total.
    order = sorted(range(len(names)), key=lambda at: at not in called)
    if called_only:
        order = [at for at in order if may_be_total(names[at])]
    for _ in range(4):
        before = len(found)
        for at in order:
            if at not in found and (repeat := _repeat(names, table, at, {*found, *called})) is not None:
                found[at] = repeat
        if len(found) == before:
            break
    return tuple(found[at] for at in sorted(found))


def _repeat(names: Sequence[str], table: np.ndarray[Any, Any], at: int, apart: Collection[int]) -> Repeat | None:
    """What a name repeats: of all others, or of a run of names before or after it; None where nothing."""
    others = [each for each in range(len(names)) if each != at and each not in apart]
    called = may_be_total(names[at])
    above, below = [each for each in others if each < at], [each for each in others if each > at]
    runs = [others, *_runs(above[::-1]), *_runs(below)]
    tried = log10(len(names))
    for rows in _likely(table, at, runs):
        for what in ("sum", "mean"):
            agree, of, digits = _agreeing(table, at, rows, what)
            # One cell proves something only of the plain case: a name of a total over all, or of a mean.
            plain = rows is others and (what == "sum" or is_called_count(names[at]))
            enough = 1 if called and plain else _FEW_CELLS
            if agree < enough or agree < of * _NEARLY:
                continue
            # A name that says nothing is surely a total only as the sum of all the others.
            sure = called or (what == "sum" and rows is others and digits >= _SURE_DIGITS + tried)
            parts = tuple(names[each] for each in sorted(rows))
            return Repeat(names[at], parts, "sum" if what == "sum" else "mean", agree, of, sure)
    return None


def _runs(rows: Sequence[int]) -> list[Sequence[int]]:
    return [rows[:count] for count in range(2, len(rows) + 1)]


def _likely(table: np.ndarray[Any, Any], at: int, runs: Sequence[Sequence[int]]) -> list[Sequence[int]]:
    """Runs whose sum or mean is that of the name in the cell where it is greatest: the others need no closer look."""
    import numpy as np

    own = np.abs(np.nan_to_num(table[at]))
    cell = int(own.argmax())
    if not own[cell]:
        return []
    column, wanted = table[:, cell], table[at, cell]
    likely = []
    for rows in runs:
        values = column[list(rows)]
        shown = values[~np.isnan(values)]
        near = _TOLERANCE * max(abs(wanted), float(np.abs(shown).sum()))
        total = float(shown.sum())
        if len(shown) >= 2 and (abs(total - wanted) <= near or abs(total / len(shown) - wanted) <= near):
            likely.append(rows)
    return likely


def _agreeing(table: np.ndarray[Any, Any], at: int, rows: Sequence[int], what: str) -> tuple[int, int, int]:
    """Cells in which a name holds the sum or mean of others, cells that it or they have, and digits that agree."""
    import numpy as np

    parts, own = table[list(rows)], table[at]
    count = (~np.isnan(parts)).sum(axis=0)
    made = np.nansum(parts, axis=0) / (np.maximum(count, 1) if what == "mean" else 1)
    counted = (np.nan_to_num(own) != 0) | (made != 0)
    filled = (np.nan_to_num(parts) != 0).sum(axis=0) >= 2
    if what == "mean":
        # Shops that all have one figure are each the mean of the others.
        filled &= np.nan_to_num(parts, nan=-np.inf).max(axis=0) > np.nan_to_num(parts, nan=np.inf).min(axis=0)
    near = _TOLERANCE * np.maximum(np.abs(np.nan_to_num(own)), np.nansum(np.abs(parts), axis=0))
    agree = counted & (np.abs(np.nan_to_num(own, nan=np.inf) - made) <= near)
    if int((agree & filled).sum()) * 2 < int(agree.sum()):
        return 0, int(counted.sum()), 0
    return int(agree.sum()), int(counted.sum()), _digits(own, parts, agree & filled)


def _digits(own: np.ndarray[Any, Any], parts: np.ndarray[Any, Any], cells: np.ndarray[Any, Any]) -> int:
    """Digits that agree in cells that tell something of their own: no multiple of another, as a headcount all year."""
    import numpy as np

    seen: set[tuple[float, ...]] = set()
    digits = 0
    for value, column in zip(own[cells], parts[:, cells].T, strict=True):
        shape = tuple(np.round(np.nan_to_num(column) / value, 9).tolist())
        if shape not in seen:
            seen.add(shape)
            digits += len(f"{abs(value):.12g}".replace(".", "").strip("0"))
    return digits
