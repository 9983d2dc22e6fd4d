"""Which scale the figures of each column of a sheet are written in 「各列单位」."""

from __future__ import annotations

from dataclasses import dataclass, field

from diagnostics.data.layout.grid import Grid
from diagnostics.data.layout.header import Heading
from diagnostics.data.layout.header_unit import header_unit
from diagnostics.data.layout.mixed_shares import is_share_name
from diagnostics.data.layout.money_words import is_money
from diagnostics.data.layout.number_text import SHARES
from diagnostics.data.layout.unit_text import UnitText
from diagnostics.data.layout.units import sheet_unit
from diagnostics.data.layout.wanted import Wanted
from diagnostics.model.layout import Layout, Scale


@dataclass(frozen=True, slots=True)
class Stated:
    """Scale of a column, and who says it 「列单位声明」.

    Parameters
    ----------
    scale : str, optional
        Scale of its figures; None where nothing says it.
    is_declared : bool
        Whether the layout says it, so that nothing is doubtful about it.
    doubt : str
        Why its figures can't be read as they stand; empty where they can.
    place : (int, int), optional
        Row and column of the cell that the doubt is about.
    """

    scale: Scale | None = None
    is_declared: bool = False
    doubt: str = ""
    place: tuple[int, int] | None = field(default=None, compare=False)


def stated(name: str, layout: Layout, currency: str) -> Stated:
    """Scale of a column of a plain table: the layout's word, else its header's 「普通表列单位」.

    Examples
    --------
    >>> stated("销售额(万元)", Layout(), "CNY").scale, stated("Sales ($M)", Layout(), "CNY").doubt[:22]
    ('万元', "states '$', and the en")
    """
    if name in layout.scale:
        return Stated(layout.scale[name], is_declared=True)
    unit = header_unit(name, currency)
    return Stated(unit.scale, doubt=f"{unit.doubt}; {remedy(name)}" if unit.doubt else "")


def unapplied(name: str, unit: UnitText | None) -> Stated:
    """Doubt about a column where the name of its sheet or file, or a note, states a unit of money 「未套用的单位」."""
    if (
        unit is None
        or not (unit.money or unit.bare)
        or (unit.scale == "元" and not unit.doubt)
        or is_money([name]) is False
    ):
        return Stated()
    told = unit.doubt or f"states {unit.scale}"
    return Stated(doubt=f"states no unit, while its sheet's or file's name or a note {told}; {remedy(name)}")


def remedy(name: str) -> str:
    """What resolves a doubt about a scale 「单位补救」."""
    return (
        f"say the scale of its figures under layout, scale ({name}: 万元, thousands, millions or 亿, or {name}: 元 for"
        " figures as they stand)"
    )


@dataclass(frozen=True, slots=True)
class Scales:
    """Scales of the columns of a sheet 「各列单位」.

    Parameters
    ----------
    grid : Grid
        Sheet.
    layout : Layout
        How it is to be read.
    wanted : Wanted
        What its columns are used for.
    currency : str
        ISO code of the engagement's currency.
    """

    grid: Grid
    layout: Layout
    wanted: Wanted
    currency: str = "CNY"

    def of(self, heading: Heading, *made: str) -> Stated:
        """Scale of a column: the layout's word, its header's, or the sheet's where it holds money 「列单位」.

        Parameters
        ----------
        made : str
            Names of the column that is made of it, where months side by side become rows.

        Notes
        -----
        What can't be told is a doubt, and refused where the column is read as numbers.
        """
        declared = next((self.layout.scale[each] for each in (*made, heading.name) if each in self.layout.scale), None)
        if declared is not None:
            return Stated(declared, is_declared=True)
        name = made[0] if made else heading.name
        units = [header_unit(each, self.currency) for each in reversed((*heading.parts, *reversed(made)))]
        doubt = next((each.doubt for each in units if each.doubt), "")
        if doubt:
            return Stated(doubt=f"{doubt}; {remedy(name)}", place=heading.place)
        own = next((each.scale for each in units if each.scale is not None), None)
        return Stated(own) if own is not None else self._of_sheet(heading, made)

    def _of_sheet(self, heading: Heading, made: tuple[str, ...]) -> Stated:
        """Scale of a column whose header states none, by the line above the header."""
        found = sheet_unit(self.grid, self.layout, self.currency)
        if found is None or (found[0].scale in (None, "元") and not found[0].doubt):
            return Stated()
        (unit, place), names = found, {heading.name, *made}
        told = is_money([*reversed(heading.parts), *made])
        if told is None:
            told = self.wanted.money_by_use(names)
        if unit.scale in SHARES:
            return Stated(unit.scale if told is None else None)
        if unit.money and told is False:
            return Stated()
        name = made[0] if made else heading.name
        if unit.bare and (told or (told is False and is_share_name(name))):
            return Stated(unit.scale if told else None)
        if unit.doubt:
            return Stated(doubt=f"{unit.doubt} for the figures of {name!r}; {remedy(name)}", place=place)
        if unit.money and (told or self.wanted.guess):
            return Stated(unit.scale if told else None)
        where = "nothing tells whether they are money" if unit.money else "that is no scale of money"
        where = "nothing tells whether it holds for them" if unit.bare else where
        doubt = f"heads figures of {name!r} in a sheet of {unit.scale}, and {where}: {remedy(name)}"
        return Stated(doubt=doubt, place=heading.place)
