"""Published figures that came out otherwise when they were observed again 「数据重述」."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, Literal

from diagnostics.model._result import Result
from diagnostics.model.canonical import plain

if TYPE_CHECKING:
    import pandas as pd

    from diagnostics.terms import Language

# changed: another value. added: missing when it was published. removed: no figure any more. withheld: there are now too
# few people behind it.
Change = Literal["changed", "added", "removed", "withheld"]
# A hand-off holds the first of them; counts are of all.
MOST_ROWS = 500


@dataclass(frozen=True, slots=True)
class RestatedFigure:
    """A published figure that came out otherwise 「重述数值」.

    Parameters
    ----------
    kpi, level, entity, cycle, period : str
        Which figure.
    change : {"changed", "added", "removed", "withheld"}
        What became of it.
    old, new : float or None
        As published, and as it is now, in the KPI's unit.
    difference : float or None
        ``new - old``; None where one is missing.
    share : float or None
        ``difference / abs(old)``; None where old is 0 or missing.
    old_points, new_points : float or None
        Points against the target that holds now; None where no scorecard scores it.
    old_status, new_status : str
        Band of its tiers, ``none`` without a target.
    tier : str
        Tier of the target that is meant; empty for the figure itself.
    """

    kpi: str
    level: str
    entity: str
    cycle: str
    period: str
    change: Change
    old: float | None
    new: float | None
    difference: float | None
    share: float | None
    old_points: float | None = None
    new_points: float | None = None
    old_status: str = "none"
    new_status: str = "none"
    tier: str = ""

    @property
    def turned(self) -> bool:
        """Whether it stands in another band now 「档位是否变化」."""
        return self.old_status != self.new_status


@dataclass(frozen=True, slots=True)
class RestatedVerdict:
    """A measure whose verdict came out otherwise 「改变的措施结论」."""

    intervention: str
    old: str
    new: str


COLUMNS = tuple(each.name for each in fields(RestatedFigure))


@dataclass(frozen=True, eq=False)
class Restatement(Result):
    """Published figures that came out otherwise when they were observed again 「数据重述」.

    Parameters
    ----------
    period : str
        Period whose page had been published; empty where any two observations were compared.
    figures : tuple of RestatedFigure
        What differs: mother metrics first, and of each kind the largest shares.
    compared : int
        Published figures that were compared.
    """

    period: str
    figures: tuple[RestatedFigure, ...]
    compared: int = 0

    def __bool__(self) -> bool:
        """Whether anything differs."""
        return bool(self.figures)

    @property
    def largest(self) -> RestatedFigure | None:
        """Figure whose share changed most, mother metric or not; one that came or went before those 「最大变化」."""
        sizes = {each: float("inf") if each.share is None else abs(each.share) for each in self.figures}
        return max(sizes, key=sizes.__getitem__, default=None)

    @property
    def kpis(self) -> dict[str, int]:
        """How many figures of each KPI differ 「各指标重述数」."""
        return dict(sorted(Counter(each.kpi for each in self.figures).items()))

    @property
    def periods(self) -> tuple[str, ...]:
        """Periods of the figures that differ 「涉及周期」."""
        return tuple(sorted({each.period for each in self.figures}))

    def frame(self) -> pd.DataFrame:
        """One row a figure 「重述表」."""
        import pandas as pd

        rows = [{name: getattr(each, name) for name in COLUMNS} for each in self.figures]
        return pd.DataFrame(rows, columns=list(COLUMNS))

    def summary(self, language: Language = "zh") -> str:
        """How many figures differ 「概况」."""
        from diagnostics.terms import say

        word = "some" if self.figures else "none"
        turned = sum(each.turned for each in self.figures)
        return say(
            f"restatement.summary.{word}", language, count=len(self.figures), kpis=len(self.kpis), turned=turned,
            compared=self.compared,
        )  # fmt: skip

    def record(self) -> dict[str, Any]:
        """What the hand-off ``restatement`` says of these figures 「交接内容」."""
        return {
            "period": self.period,
            "compared": self.compared,
            "count": len(self.figures),
            "kpis": self.kpis,
            "periods": list(self.periods),
            "turned": sum(each.turned for each in self.figures),
            "figures": plain(self.figures[:MOST_ROWS]),
        }

    def told(self) -> str:
        """What differs, in a line for a terminal 「一行说明」."""
        parts = ", ".join(f"{count} of {kpi}" for kpi, count in self.kpis.items())
        most = _most(self.largest)
        count = len(self.figures)
        noun = "figure differs" if count == 1 else "figures differ"
        return f"{count} published {noun} now ({parts}; {_span(self.periods)}; {self.compared} compared){most}"


def _span(periods: Iterable[str]) -> str:
    found = tuple(periods)
    return found[0] if len(found) == 1 else f"{found[0]} … {found[-1]}"


def _most(figure: RestatedFigure | None) -> str:
    if figure is None:
        return ""
    return f"; the largest change: {named(figure)} of {figure.entity}, {figure.period}: {shown(figure)}"


def named(figure: RestatedFigure) -> str:
    """KPI of a figure, with the tier where a target is meant 「数值名称」."""
    return f"{figure.kpi} ({figure.tier})" if figure.tier else figure.kpi


def shown(figure: RestatedFigure) -> str:
    """Old and new figure for a terminal 「前后数值」.

    Examples
    --------
    >>> shown(RestatedFigure("k", "store", "s1", "month", "2025-06", "changed", 0.12, 0.15, 0.03, 0.25))
    '0.12 → 0.15 (+25.0%)'
    """
    old, new = ("missing" if each is None else f"{each:.6g}" for each in (figure.old, figure.new))
    how = "withheld" if figure.change == "withheld" else new
    share = "" if figure.share is None else f" ({figure.share:+.1%})"
    return f"{old} → {how}{share}"
