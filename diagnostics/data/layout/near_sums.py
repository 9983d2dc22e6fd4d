"""Names whose figures come near the sum of all others': 总部 beside its shops, rounded or a little off 「近似合计」."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Hashable, Iterator, Mapping
from dataclasses import dataclass

from diagnostics.data.layout.full_width import narrow
from diagnostics.data.layout.repeats import is_called_total

# What the whole is called, though it may be a place of its own with figures of its own.
_WHOLE = re.compile(
    r".*(?:总部|本部|集团|总公司|母公司|公司|总行|总店|总厂|合并|headquarters?|hq|headoffice|group|company|corporate"
    r"|consolidated)",
    re.IGNORECASE,
)
_NEAR, _EXACT = 0.005, 1e-9
# Periods that must be near where the name says nothing; one that agrees to the last of three digits is asked about too.
_FEW, _DIGITS = 4, 3
_MOST_OF = 0.6


@dataclass(frozen=True, slots=True)
class NearSum:
    """A name whose figures come near the sum of all others' 「近似合计」.

    Parameters
    ----------
    name : str
        The name.
    cells, of : int
        Figures that are near, and figures that it has.
    parts : int
        How many others.
    off : float
        Largest deviation of those that are near, as a share.
    """

    name: str
    cells: int
    of: int
    parts: int
    off: float

    def told(self) -> str:
        """In words 「说明」.

        Examples
        --------
        >>> NearSum("总部", 11, 12, 3, 0.004).told()
        "'总部' is within 0.4% of the sum of all 3 others in 11 of 12 figures"
        """
        near = "exactly" if self.off <= _EXACT else f"within {max(self.off, 1e-4):.1%} of"
        return f"{self.name!r} is {near} the sum of all {self.parts} others in {self.cells} of {self.of} figures"


def find_near_sums(figures: Mapping[str, Mapping[Hashable, float]], known: Collection[str] = ()) -> Iterator[NearSum]:
    """Names whose figures come within half a percent of the sum of all others', worth a question 「识别近似合计」.

    Parameters
    ----------
    figures : mapping
        Figures by name and by cell.
    known : collection of str
        Names that are totals already: they are no parts.

    Notes
    -----
    Only to be asked about, never refused: such figures may come near by chance.

    Examples
    --------
    >>> shops = {"一店": {1: 10.4, 2: 20}, "二店": {1: 7.3, 2: 8}}
    >>> [each.name for each in find_near_sums({**shops, "总部": {1: 17.7, 2: 28.1}})]
    ['总部']
    >>> list(find_near_sums({**shops, "三店": {1: 17.7, 2: 26}}))
    []
    """
    others = {name: own for name, own in figures.items() if name not in known}
    if len(others) < 3:
        return
    sums: dict[Hashable, float] = {}
    for own in others.values():
        for cell, value in own.items():
            if math.isfinite(value):
                sums[cell] = sums.get(cell, 0.0) + value
    for name, own in others.items():
        cells = [cell for cell, value in own.items() if value and math.isfinite(value)]
        # Where it is the sum of the others, all of them come to twice its figure.
        offs = {cell: abs(sums[cell] - 2 * own[cell]) / abs(own[cell]) for cell in cells}
        near = [cell for cell in cells if offs[cell] <= _NEAR]
        if near and len(near) >= _MOST_OF * len(cells) and _is_worth_asking(name, [own[each] for each in near], offs):
            yield NearSum(name, len(near), len(cells), len(others) - 1, max(offs[each] for each in near))


def _is_worth_asking(name: str, values: list[float], offs: Mapping[Hashable, float]) -> bool:
    plain = re.sub(r"\s", "", narrow(name))
    if is_called_total(name) or _WHOLE.fullmatch(plain) or len(set(values)) >= _FEW:
        return True
    digits = max(len(f"{abs(each):.12g}".replace(".", "").strip("0")) for each in values)
    return digits >= _DIGITS and all(each <= _EXACT for each in offs.values())
