"""Slices of several units that may be told together: none gives back a part of few people 「跨单位的切片抑制」."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from diagnostics.data.suppression import link_cells, recoverable_cells
from diagnostics.data.suppression.bounds import Known
from diagnostics.data.suppression.breakdowns import below
from diagnostics.data.suppression.fewest import Fewest
from diagnostics.data.suppression.published import blanked
from diagnostics.dictionary.expression.measure import parse_measure
from diagnostics.loop.diagnose.pooled import FEWEST_PEERS, peers_of
from diagnostics.loop.diagnose.slices.columns import HUGE
from diagnostics.loop.diagnose.slices.cube import MOST_DIMENSIONS
from diagnostics.loop.diagnose.slices.people import Crowd

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from diagnostics.data.suppression import LinkedTable
    from diagnostics.model.engagement import Engagement
    from diagnostics.model.kpi import Kpi
    from diagnostics.model.period import Period

Record = dict[str, Any]
_WHOLE, _PEERS = "whole", "peers of "


@dataclass(frozen=True, eq=False)
class Across:
    """All cells of a KPI, from which one unit's slice may be worked out by another's 「跨单位核查」.

    Parameters
    ----------
    engagement : Engagement
        Which units lie below which.
    kpi : Kpi
        As it is counted now.
    cells : DataFrame
        Its cells by dimension, of every unit at the levels that are looked at, those that are not told included.
    whole : set of tuple
        Units and periods whose undivided figure is published.
    peers : mapping
        By unit, those that its slices were held against.
    """

    engagement: Engagement
    kpi: Kpi
    cells: pd.DataFrame
    whole: set[tuple[str, str]]
    peers: Mapping[str, Sequence[str]]

    @classmethod
    def of(
        cls,
        engagement: Engagement,
        asked: tuple[Kpi, Period],
        cells: pd.DataFrame,
        shown: pd.DataFrame,
        observed: pd.DataFrame,
    ) -> Across:
        """From all cells, those of figures that may be shown, and what was observed of a KPI 「构造」."""
        kpi, now = asked
        told = observed[~blanked(observed, Fewest.of(engagement)) & observed["value"].notna()]
        whole = set(zip(told["entity"], told["period"], strict=True))
        there = set(shown.loc[shown["period"] == now.text, "entity"])
        pooled = {each: [peer for peer in peers_of(engagement, each, now) if peer in there] for each in sorted(there)}
        peers = {each: several for each, several in pooled.items() if len(several) >= FEWEST_PEERS}
        return cls(engagement, kpi, cells[cells["kpi"] == kpi.id], whole, peers)

    @property
    def figures(self) -> list[str]:
        """Columns that add up 「可加列」."""
        return figures_of(self.kpi)

    def kept(self, records: list[Record]) -> list[Record]:
        """Records that may be told together; those of a unit and comparison are kept or go as one 「可讲述的记录」.

        Notes
        -----
        A region's slice less those of all its stores but one is that one's slice. What stands first is kept first.
        """
        few = self.cells["people"] < Fewest.of(self.engagement).at(self.kpi.id)
        if not records or not few.any():
            return records
        if beyond(self.cells):
            return []  # what can't be reckoned with can't be shown to be safe
        slices = {_key(each["slice"]): each["slice"] for each in records}
        periods = sorted({each[name] for each in records for name in ("period", "reference_period")})
        audits = [audit for audit in (self._audit(period, slices) for period in periods) if audit is not None]
        if not any(audit.gives_back(records) for audit in audits):
            return records
        kept: list[Record] = []
        for group in _groups(records):
            if not any(audit.gives_back([*kept, *group]) for audit in audits if audit.tells(group)):
                kept += group
        return kept

    def _audit(self, period: str, slices: Mapping[str, dict[str, str | None]]) -> _Audit | None:
        """What is known of a period without any slice; None where it has no part of few people."""
        import numpy as np

        fewest = Fewest.of(self.engagement)
        frame, within = self._table(self.cells[self.cells["period"] == period].reset_index(drop=True), slices)
        if not (frame["people"] < fewest.at(self.kpi.id)).any():
            return None
        units = {**below(self.engagement), **{_PEERS + each: [list(several)] for each, several in self.peers.items()}}
        table = link_cells(frame, {"entity": units, "part": within}, self.figures)
        places = {place: at for at, place in enumerate(zip(frame["entity"], frame["part"], strict=True))}
        few = np.zeros(len(table.cells), dtype=bool)
        few[: len(frame)] = frame["people"] < fewest.at(self.kpi.id)
        shown = [places[each, _WHOLE] for each, at in self.whole if at == period and (each, _WHOLE) in places]
        return _Audit(period, table, places, few, shown, dict.fromkeys(self.figures, fewest.share(self.kpi.id)))

    def _table(
        self, rows: pd.DataFrame, slices: Mapping[str, dict[str, str | None]]
    ) -> tuple[pd.DataFrame, dict[str, list[list[str]]]]:
        """Figures by unit and part, the whole and the slices being sums of parts; and which are."""
        import numpy as np
        import pandas as pd

        if rows.empty:
            return pd.DataFrame(columns=["entity", "part", *self.figures, "people"]), {}
        crowd = Crowd.of(rows, self.kpi.dimensions[:MOST_DIMENSIONS])
        inside = np.column_stack([crowd.inside(each) for each in slices.values()])
        signs, part = np.unique(inside, axis=0, return_inverse=True)
        parts = [f"part {each}" for each in range(len(signs))]
        within = {_WHOLE: [parts]}
        within |= {key: [[parts[each] for each in np.flatnonzero(signs[:, at])]] for at, key in enumerate(slices)}
        frames = [rows.assign(part=np.asarray(parts)[part.ravel()]), rows.assign(part=_WHOLE)]
        frames += [rows[inside[:, at]].assign(part=key) for at, key in enumerate(slices)]
        both = pd.concat(frames, ignore_index=True)
        pools = [
            both[both["entity"].isin(several)].assign(entity=_PEERS + each, people=np.inf)
            for each, several in self.peers.items()
        ]
        both = pd.concat([both, *pools], ignore_index=True)
        sums = both.groupby(["entity", "part"], sort=True)[list(self.figures)].sum(min_count=1)
        # As many people as its largest cell has, at the least.
        return sums.assign(people=both.groupby(["entity", "part"])["people"].max()).reset_index(), within


@dataclass(frozen=True, eq=False)
class _Audit:
    """Sums among the parts of a period, and which of them are told anyway."""

    period: str
    table: LinkedTable
    places: Mapping[tuple[str, str], int]
    few: NDArray[np.bool_]
    shown: Sequence[int]
    shares: Mapping[str, float]

    def tells(self, records: Iterable[Record]) -> bool:
        """Whether records tell anything of the period."""
        return any(True for each in records for _ in _units(each, self.period))

    def gives_back(self, records: Iterable[Record]) -> bool:
        """Whether a part of few people could be worked out beside these."""
        import numpy as np

        hidden = np.ones(len(self.few), dtype=bool)
        hidden[list(self.shown)] = False
        told = ((unit, _key(each["slice"])) for each in records for unit in _units(each, self.period))
        hidden[[self.places[each] for each in told if each in self.places]] = False
        few = self.few & hidden
        return bool((recoverable_cells(self.table, hidden, few, self.shares, Known(only=few)) & few).any())


def figures_of(kpi: Kpi) -> list[str]:
    """Columns of a KPI's cells that add up 「可加列」."""
    return ["value"] if parse_measure(kpi.measure or "").additive else ["numerator", "denominator"]


def beyond(side: pd.DataFrame) -> bool:
    """Whether cells hold a figure beyond reckoning 「超出可算范围」."""
    return bool((side[["value", "numerator", "denominator"]].abs() > HUGE).any(axis=None))


def _units(record: Record, period: str) -> Iterable[str]:
    """Whose figures of a period a record tells: the unit's, and those of its peers together."""
    if record["comparison"] == "peers":
        return [record["entity"], _PEERS + record["entity"]] if record["period"] == period else []
    return [record["entity"]] if period in (record["period"], record["reference_period"]) else []


def _groups(records: Iterable[Record]) -> list[list[Record]]:
    groups: dict[tuple[str, str], list[Record]] = {}
    for each in records:
        groups.setdefault((each["entity"], each["comparison"]), []).append(each)
    return list(groups.values())


def _key(told: Mapping[str, str | None]) -> str:
    return "slice " + repr(sorted((name, value) for name, value in told.items() if value is not None))
