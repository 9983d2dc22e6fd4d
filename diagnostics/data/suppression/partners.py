"""Which further cells to blank so that sums give nothing back: the smallest figures first 「互补抑制选格」."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from diagnostics.data.suppression.bounds import least_widths

if TYPE_CHECKING:
    import numpy as np

    from diagnostics.data.suppression.linked import LinkedTable


@dataclass(frozen=True, eq=False)
class Past:
    """What an earlier page withheld and published of a table 「此前的发布」.

    Parameters
    ----------
    withheld, told : array of bool
        By cell: blanked there, and published there.
    """

    withheld: np.ndarray
    told: np.ndarray

    def fit(self, count: int) -> Past:
        """For a table with implied cells behind those that are published 「补齐」."""
        import numpy as np

        more = np.zeros(count - len(self.told), dtype=bool)
        return Past(np.concatenate([self.withheld, more]), np.concatenate([self.told & ~self.withheld, more]))


class Partners:
    """Cells beside those that must be blanked 「互补单元格」.

    Parameters
    ----------
    table : LinkedTable
        Cells and sums.
    few : array of bool
        Cells blanked for their own sake.
    shares : mapping
        By measure, how unsure a figure is to stay (0.2: ±20 %).
    past : Past, optional
        What was withheld before, and what was published before: that hides nothing any more.

    Notes
    -----
    A cell that is alone in a sum can be worked out, and so can one beside figures too small to hide it. Among the cells
    of such a sum the one that loses least is blanked: the smallest figures over all measures (as shares of their mean),
    times one more than the number of its other sums in which nothing is blanked yet, as each of these will ask for a
    further cell. Ties fall to the cell that stands first, so the same table always loses the same cells.
    """

    def __init__(self, table: LinkedTable, few: np.ndarray, shares: dict[str, float], past: Past | None = None) -> None:
        import numpy as np

        self.table, self.few = table, few
        none = np.zeros(len(few), dtype=bool)
        self.hidden = few | table.implied | (none if past is None else past.withheld)
        self.open = ~(none if past is None else past.told)  # what may still be blanked
        self.before = self.hidden.copy()
        self.asked = np.zeros(len(few), dtype=int)  # how often each was found to be known
        self.figures = {each: table.figures[each].to_numpy() for each in shares}
        self.half = {each: least_widths(table, each, share) for each, share in shares.items()}
        self.relied = {each: table.relied(each, share) for each, share in shares.items()}
        self.lowest = {each: table.lowest(each) for each in shares}
        self.by_cell = table.links.tocsc()
        self.taken = np.zeros(table.links.shape[0], dtype=int)
        size = table.figures[list(shares)].abs().fillna(0.0)
        self.loss = (size / size.mean().where(size.mean() > 0, 1.0)).sum(axis=1).to_numpy()

    def close(self) -> None:
        """Blank until no single sum gives a figure back 「逐式补足」."""
        import numpy as np

        while True:
            self.before = self.hidden.copy()
            self.taken = np.asarray(abs(self.table.links) @ self.hidden.astype(int))
            for measure in self.figures:
                for link, cell, up, lacking in self._lacking(measure):
                    self._fill(measure, link, cell, (up, lacking))
            if (self.hidden == self.before).all():
                return

    def widen(self, told: np.ndarray) -> bool:
        """Blank more cells for each that can still be worked out; whether there was any to blank 「扩展」."""
        import numpy as np

        before = int(self.hidden.sum())
        self.asked += told
        for cell in np.flatnonzero(told).tolist():
            # One cell the first time it is asked, two the second: long rings close in few rounds.
            for _ in range(int(self.asked[cell])):
                self._blank_near(cell)
        return int(self.hidden.sum()) > before

    def _blank_near(self, cell: int) -> None:
        """Blank the cheapest cell of the sums around one, of those around them where all of these are blank."""
        import numpy as np

        links = self._links_of(cell)
        while True:
            members = np.unique(self.table.links[links].indices)
            choice = members[~self.hidden[members] & self.open[members]].tolist()
            if choice:
                self._blank(min(choice, key=lambda each: (self._cost(each), each)))
                return
            wider = np.unique(self.by_cell[:, members].indices)
            if len(wider) == len(links):
                return
            links = wider

    def _lacking(self, measure: str) -> list[tuple[int, int, bool, float]]:
        """Sums in which a blanked cell has too little room: sum, cell, whether it cannot rise, and by how much."""
        import numpy as np

        links, figures, half = self.table.links.tocoo(), self.figures[measure], self.half[measure]
        blanked = self.hidden & ~np.isnan(figures)
        held = blanked[links.col] & self.relied[measure][links.row]
        row, cell, sign = links.row[held], links.col[held], links.data[held]
        rise, fall = self._room(row, cell, sign, np.nan_to_num(figures) - self.lowest[measure])
        own = np.minimum(half[cell], figures[cell] - self.lowest[measure])
        few, asked = self.few[cell], ~self.table.implied[cell]
        up = asked & few & (rise < half[cell])
        down = asked & few & (fall < own)
        wide = np.minimum(fall, figures[cell] - self.lowest[measure]) + rise
        narrow = asked & ~few & (wide < 2 * half[cell])
        short = np.where(up, half[cell] - rise, np.where(down, own - fall, 2 * half[cell] - wide))
        found = np.flatnonzero(up | down | narrow)
        order = found[np.lexsort((cell[found], row[found]))]
        return [(int(row[each]), int(cell[each]), bool(up[each] | narrow[each]), float(short[each])) for each in order]

    def _room(
        self, row: np.ndarray, cell: np.ndarray, sign: np.ndarray, above: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """How far a blanked cell could rise and fall, were its sum the only one."""
        import numpy as np

        count, part = self.table.links.shape[0], sign < 0
        room = np.bincount(row[part], weights=above[cell[part]], minlength=count)
        parts = np.bincount(row[part], minlength=count)
        total, total_room = np.zeros(count, dtype=bool), np.zeros(count)
        total[row[~part]], total_room[row[~part]] = True, above[cell[~part]]
        with np.errstate(invalid="ignore"):
            beside = np.nan_to_num(room[row] - above[cell], nan=np.inf)
        beside = np.where(parts[row] > 1, beside, 0.0)
        rise = np.where(part, np.where(total[row], np.inf, beside), np.where(parts[row] > 0, np.inf, 0.0))
        fall = np.where(part, np.where(parts[row] > 1, np.inf, np.where(total[row], total_room[row], 0.0)), room[row])
        return rise, fall

    def _fill(self, measure: str, link: int, cell: int, short: tuple[bool, float]) -> None:
        """Blank the cheapest cells of a sum that give a blanked one its room."""
        up, lacking = short
        start, end = self.table.links.indptr[link : link + 2]
        signs = dict(zip(self.table.links.indices[start:end].tolist(), self.table.links.data[start:end], strict=True))
        figures, lowest = self.figures[measure], self.lowest[measure]
        room = {
            each: float("inf") if (sign != signs[cell]) == up else float(figures[each] - lowest)
            for each, sign in signs.items()
            if self.open[each] and not self.before[each] and each != cell and figures[each] == figures[each]
        }
        # What was blanked for another sum a moment ago gives room here too.
        lacking -= sum(room.pop(each) for each in [each for each in room if self.hidden[each]])
        while lacking > 0 and room:
            enough = [each for each in room if room[each] >= lacking]
            if enough:
                chosen = min(enough, key=lambda each: (self._cost(each), each))
            else:
                chosen = max(room, key=lambda each: (room[each], -each))
            self._blank(chosen)
            lacking -= room.pop(chosen)

    def _links_of(self, cell: int) -> np.ndarray:
        import numpy as np

        return np.asarray(self.by_cell.indices[self.by_cell.indptr[cell] : self.by_cell.indptr[cell + 1]])

    def _cost(self, cell: int) -> float:
        return float((self.loss[cell] + 1e-9) * (1 + int((self.taken[self._links_of(cell)] == 0).sum())))

    def _blank(self, cell: int) -> None:
        self.hidden[cell] = True
        self.taken[self._links_of(cell)] += 1
