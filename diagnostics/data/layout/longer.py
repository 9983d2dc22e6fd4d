"""Quarters, half years and years beside months: left out where they repeat them, refused otherwise 「期间汇总列」."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from diagnostics.data.layout.full_width import narrow
from diagnostics.data.layout.grid import Grid, cell_text
from diagnostics.data.layout.header import Heading
from diagnostics.data.layout.number_text import SHARES, read_number, scaled
from diagnostics.data.layout.units import is_money, scale_of, sheet_scale
from diagnostics.model.layout import Layout, Scale

# What does not add up over time: means, prices, and balances, whose quarter is that of its last month.
_LEVEL = re.compile(
    r"均(?=$|[\s_(\[\-/])|平均|[人日月周店笔户件单次台车场科年]均|均[价值数]|单价|客单|人效|坪效|余额|库存|在职|在册|期末|期初|存量|人数|温度"
    r"|\b(?:average|avg|mean|price|balance|stock|headcount)\b|%|‰",
    re.IGNORECASE,
)
# Shares and scores, unless the name is one of money: 汇率手续费 adds up, 费用率 does not.
_SHARE = re.compile(
    r"率|比(?!萨|亚|特)|指数|得分|评分|满意度|排名|\b(?:rate|ratio|share|percent|percentage|index|score|rank|margin)\b",
    re.IGNORECASE,
)
# More decimals are what is left of a computation, not what somebody rounded to.
_MOST_PLACES = 8


@dataclass(frozen=True, slots=True)
class Longer:
    """A column of a longer time, and the columns of the shorter ones within it 「汇总列与明细列」.

    Parameters
    ----------
    heading : Heading
        The longer one.
    inside : sequence of Heading
        The shorter ones.
    what : str
        What it heads, for errors: quarter, half year.
    """

    heading: Heading
    inside: Sequence[Heading]
    what: str


@dataclass(frozen=True, slots=True)
class Row:
    """Figures of one row: of the longer time, and of the shorter ones, in base units 「一行数值」."""

    row: int
    whole: Decimal
    parts: tuple[Decimal | None, ...]
    slack: Decimal

    @property
    def shown(self) -> tuple[Decimal, ...]:
        """Parts that are not blank 「非空的部分」."""
        return tuple(each for each in self.parts if each is not None)

    def equals(self, other: Decimal) -> bool:
        """Whether the longer figure is another, but for what rounding takes 「是否相等」."""
        close = Decimal("1e-9") * max(abs(self.whole), abs(other))
        return abs(self.whole - other) <= max(self.slack, close)


def check_repeats(grid: Grid, longer: Longer, layout: Layout) -> None:
    """Refuse a longer period whose figures are not those of the shorter ones within it 「核对汇总列」.

    Parameters
    ----------
    longer : Longer
        A column, and the columns that cover its time wholly.
    layout : Layout
        Scales, and where the facts begin.

    Raises
    ------
    InputError
        Naming both figures and their cells.

    Notes
    -----
    Money and counts must be the sum of the months in every row. What is no money may be their mean or the last of
    them, the same in all rows; of shares and other ratios nothing but the bounds is known: between least and greatest.
    Whole numbers must agree exactly; figures with decimals may differ by what rounding each of them takes.
    """
    rows = list(figures_of(grid, longer, layout))
    wrong = first_wrong(grid, longer, layout, rows)
    if wrong is None:
        return
    cells = f"{grid.at(wrong.row, longer.inside[0].column)} to {grid.at(wrong.row, longer.inside[-1].column)}"
    made = f"make {_plain(sum(wrong.shown, Decimal(0)))}" if wrong.shown else "are blank"
    raise grid.refuse(
        f"has {_plain(wrong.whole)} under {longer.heading.name!r}, a {longer.what}, but {cells}"
        f" ({longer.inside[0].name!r} … {longer.inside[-1].name!r}) {made}: which is right? Correct the file; or name"
        " the columns to turn under layout, wide.columns, and this one is left aside.",
        wrong.row,
        longer.heading.column,
    )


def first_wrong(grid: Grid, longer: Longer, layout: Layout, rows: Sequence[Row]) -> Row | None:
    """First row in which a longer period does not repeat the shorter ones; None where all agree 「首个不符的行」."""
    wrong = next((each for each in rows if not each.shown or not each.equals(sum(each.shown, Decimal(0)))), None)
    if wrong is None or not adds_up_never(grid, longer, layout):
        return wrong
    others: tuple[Callable[[Row], bool], ...] = (
        lambda each: bool(each.shown) and each.equals(sum(each.shown, Decimal(0)) / len(each.shown)),
        lambda each: bool(each.shown) and each.equals(each.shown[-1]),
        lambda each: bool(each.shown) and min(each.shown) - each.slack <= each.whole <= max(each.shown) + each.slack,
    )
    return None if any(all(map(fits, rows)) for fits in others) else wrong


def adds_up_never(grid: Grid, longer: Longer, layout: Layout) -> bool:
    """Whether the figures are shares, means or balances by name, scale or format 「是否不可加总」."""
    names = [*longer.heading.parts, *(part for each in longer.inside for part in each.parts)]
    names += [layout.wide.value] if layout.wide else []
    if any(_LEVEL.search(narrow(each)) for each in names):
        return True
    if any(_SHARE.search(narrow(each)) for each in names) and is_money(names) is not True:
        return True
    scales = [sheet_scale(grid, layout), *(scale_of(each, layout) for each in (longer.heading, *longer.inside))]
    if any(each in SHARES for each in scales):
        return True
    columns = {each.column for each in (longer.heading, *longer.inside)}
    shares = sum(column in columns for _, column in grid.marks.percent)
    return bool(shares) and is_money(names) is not True


def figures_of(grid: Grid, longer: Longer, layout: Layout) -> Iterator[Row]:
    """Rows in which the longer period has a figure, with those of the shorter ones 「逐行数值」."""
    whole = sheet_scale(grid, layout)
    usual = None if whole in SHARES else whole
    headings = (longer.heading, *longer.inside)
    scales = [scale_of(each, layout) or usual for each in headings]
    for row in range(layout.first_row + layout.header_rows - 1, len(grid.rows)):
        found = [
            _figure(grid, (row, each.column), scale, layout.missing)
            for each, scale in zip(headings, scales, strict=True)
        ]
        if found[0] is not None:
            units = [
                _unit(cell_text(grid.cell(row, each.column)), value)
                for each, value in zip(headings, found, strict=True)
            ]
            yield Row(row, found[0], tuple(found[1:]), sum(units, Decimal(0)) / 2)


def _figure(grid: Grid, place: tuple[int, int], scale: Scale | None, missing: Sequence[str]) -> Decimal | None:
    """Figure of a cell in base units; None where it is blank, missing or none."""
    cell = grid.cell(*place)
    if isinstance(cell, str):
        read = read_number(cell, missing, scale=scale)
        return None if read is None or read.value is None else Decimal(repr(read.value))
    if not isinstance(cell, int | float) or isinstance(cell, bool):
        return None
    is_share = scale in SHARES and place in grid.marks.percent
    return Decimal(repr(cell if scale is None or is_share else scaled(cell, scale)))


def _unit(written: str, value: Decimal | None) -> Decimal:
    """What the last decimal of a cell stands for, in base units; 0 where it is none or beyond what is written."""
    found = re.search(r"([0-9]+)\.([0-9]+)", narrow(written))
    if value is None or found is None or len(found[2]) > _MOST_PLACES:
        return Decimal(0)
    exact = Decimal(found[0])
    return (abs(value) / exact if exact else Decimal(1)).scaleb(-len(found[2]))


def _plain(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
