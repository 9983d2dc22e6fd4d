"""Which scale the figures of each column of a sheet are written in 「各列单位」."""

from __future__ import annotations

from dataclasses import dataclass

from diagnostics.data.layout.grid import Grid
from diagnostics.data.layout.header import Heading
from diagnostics.data.layout.units import is_money, scale_of, sheet_scale
from diagnostics.data.layout.wanted import Wanted
from diagnostics.model.layout import Layout, Scale

_SHARES = ("%", "‰")


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
    """

    grid: Grid
    layout: Layout
    wanted: Wanted

    def of(self, heading: Heading, *made: str) -> Scale | None:
        """Scale of a column: the layout's word, its header's, or the sheet's where it holds money 「列单位」.

        Parameters
        ----------
        made : str
            Names of the column that is made of it, where months side by side become rows.

        Raises
        ------
        InputError
            When the sheet states a scale and nothing tells whether a figure that a KPI uses is money.
        """
        stated = next((self.layout.scale[each] for each in made if each in self.layout.scale), None)
        stated = stated or scale_of(heading, self.layout)
        whole = sheet_scale(self.grid, self.layout)
        if stated is not None or whole in (None, "元"):
            return stated
        told = is_money([*reversed(heading.parts), *made])
        names = {heading.name, *made}
        if told is None:
            told = self.wanted.money_by_use(names)
        if told is None and whole not in _SHARES and not self.wanted.guess and names & self.wanted.numbers:
            name = made[0] if made else heading.name
            raise self.grid.refuse(
                f"heads figures of {name!r} in a sheet of {whole}, and nothing tells whether they are money: say their"
                f" scale under layout, scale ({name}: {whole}, or {name}: \u5143 for figures as they stand).",
                *heading.place,
            )
        if whole in _SHARES:
            return whole if told is None else None
        return whole if told else None
