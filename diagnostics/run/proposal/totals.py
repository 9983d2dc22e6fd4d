"""Rows that repeat the sum or mean of others, or are called so, where a proposal is made 「合计行草案」."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from diagnostics.data.files.name_places import place_of
from diagnostics.data.layout.full_width import narrow
from diagnostics.data.layout.grid import Grid
from diagnostics.data.layout.label_figures import label_figures
from diagnostics.data.layout.near_sums import find_near_sums
from diagnostics.data.layout.repeats import find_repeats, is_called_count, is_called_total
from diagnostics.data.layout.row_words import is_part
from diagnostics.data.layout.totals import is_total
from diagnostics.model.layout import Layout
from diagnostics.run.proposal.columns import names_people
from diagnostics.run.proposal.entity_column import names_entity
from diagnostics.run.proposal.kinds import is_day, is_key, is_number

if TYPE_CHECKING:
    import pandas as pd

# What tells figures of one kind from those of another: their sums mean nothing.
_KIND = re.compile(r"indicator|metric|^kpi|指标|科目|项目名|单位|unit", re.IGNORECASE)
_PART_OF_DAY = re.compile(r"^(?:year|month|quarter|week|年|月|年份|月份|季度|周|年度)$", re.IGNORECASE)
_MOST_NAMES = 500
# Words for a total and nothing else: no shop is called so. 全公司 and 集团 may have figures of their own.
_BARE = re.compile(
    r"(?:(?:以上|本[页月季年]|各(?:店|门店|部门|地区|区域))?(?:汇总|总汇|总和|总额|总量|总数|总体|整体|全部|合计数|总计数))"
    r"|全(?:部|体)?(?:区域|大区|地区|门店|店|业务|品类|产品|部门|渠道|平台|行业|系统)(?:汇总|合计|整体)?"
    r"|overall|all|everything|whole|entire|(?:all|total) (?:stores|shops|regions|areas|branches|sites|units"
    r"|departments|teams|channels|products|customers|locations|categories)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Totals:
    """Labels of rows that are left out as totals, and what is asked about them 「合计行识别结果」.

    Parameters
    ----------
    left_out : tuple of str
        Labels.
    kept : tuple of str
        Labels that end like one of those, and are facts.
    doubts : tuple of str
        Questions, each with the place and whose figures a row repeats.
    """

    left_out: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()


def find_totals(grid: Grid, table: pd.DataFrame, failed: Iterable[str]) -> Totals:
    """Rows that are totals by arithmetic or by name, though no word of ``layout.totals`` tells 「识别合计行」.

    Parameters
    ----------
    grid : Grid
        Sheet, for the places.
    table : pandas.DataFrame
        Its facts.
    failed : iterable of str
        Columns that are nearly figures: they name nothing.
    """
    names = [each for each in table.columns if each not in set(failed)]
    times = [each for each in names if is_day(table[each]) or _PART_OF_DAY.search(each) or _KIND.search(each)]
    rest = [each for each in names if each not in times and not names_people(each)]
    figures = [each for each in rest if is_number(table[each]) and not is_key(each)]
    labels = [each for each in rest if not is_number(table[each]) and 2 <= table[each].nunique() <= _MOST_NAMES]
    found: dict[str, None] = {}
    kept: dict[str, None] = {}
    doubts: list[str] = []
    naming = [each for each in labels if names_entity(each)] or labels[:1]
    for label in labels if figures else ():
        for name, told, is_left in _of_label(table, label, (times, figures), by_name=label in naming):
            done = "It was left out (layout, totals)" if is_left else "It was kept; layout, totals leaves it out"
            asked = "does it count already?" if is_part(name) else "is it a total?"
            doubts.append(f"{place_of(grid, name) or grid.name}: {told} of column {label!r}: {asked} {done}.")
            if is_left:
                found[name.strip()] = None
                others = (str(each).strip() for each in table[label].dropna().unique())
                kept |= dict.fromkeys(each for each in others if is_total(each, [name]))
    return Totals(tuple(found), tuple(each for each in kept if each not in found), tuple(doubts))


def _of_label(
    table: pd.DataFrame, label: str, columns: tuple[list[str], list[str]], *, by_name: bool
) -> Iterable[tuple[str, str, bool]]:
    """Names of one column that seem to be totals, what is said of each, and whether it is left out."""
    times, figures = columns
    figured = label_figures(table, label, times, figures)
    repeats = find_repeats(figured)
    for each in repeats:
        if each.is_sure or by_name:
            yield each.name, each.told(), each.is_sure
    known = {each.name for each in repeats}
    for near in find_near_sums(figured, known) if by_name else ():
        known.add(near.name)
        yield near.name, near.told(), False
    for name in dict.fromkeys(table[label].dropna().astype(str)):
        if is_part(name):
            yield name, f"{name!r} is called a part of a row above it", True
        elif by_name and name not in known and (is_called_total(name) or is_bare_total(name)):
            is_left = is_called_count(name) or is_bare_total(name)
            yield name, f"{name!r} is what totals, means or counts are called", is_left


def is_bare_total(name: str) -> bool:
    """Whether a name is a word for a total and nothing else, left out though no sum proves it 「是否总计词」.

    Examples
    --------
    >>> [is_bare_total(each) for each in ("汇 总", "总体", "All stores", "全区域", "全公司", "汇总街店")]
    [True, True, True, True, False, False]
    """
    plain = re.sub(r"\s+", " ", narrow(name)).strip(" :-*()[]").casefold()
    return bool(_BARE.fullmatch(plain) or _BARE.fullmatch(plain.replace(" ", "")))


def with_totals(layout: Layout | None, totals: Totals) -> Layout:
    """Layout that leaves those rows out as well 「补充合计行」."""
    base = layout or Layout()
    fields = {each: getattr(base, each) for each in Layout.model_fields}
    return Layout(**{**fields, "totals": (*base.totals, *totals.left_out), "kept": (*base.kept, *totals.kept)})
