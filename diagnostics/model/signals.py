"""Which figures are outside what their own history does 「信号」."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from diagnostics.errors import InputError
from diagnostics.model._result import Result

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from diagnostics.look.charts import Size
    from diagnostics.terms import Language

COLUMNS = (
    "kpi", "level", "entity", "cycle", "period", "actual", "expected", "usual_low", "usual_high", "probability",
    "signal", "side", "history", "model",
)  # fmt: skip
MOST_DRAWN = 12


@dataclass(frozen=True, eq=False)
class Signals(Result):
    """Figures of a period held against their own histories, the rarest first 「信号表」.

    Parameters
    ----------
    table : DataFrame
        One row a KPI and entity: ``actual``, ``expected`` and the usual range in the KPI's unit; ``probability`` of a
        figure at least so far from expected in quiet times; ``signal`` whether it is one of those that quiet times
        hardly bring, all figures looked at together (missing where not judged); ``side`` "above" or "below" where the
        actual is outside its usual range, else empty; ``history`` the figures before the period; ``model`` what
        history was taken for (level, trend, season, season_trend, last, constant; empty where it is too short).
    period : str
        Period judged, canonical text.
    rate : float
        Largest share of false ones among the signals, on average.
    language : {"zh", "en"}, optional
        Language of summaries and figures where none is asked for: the engagement's, else Chinese.
    """

    table: pd.DataFrame
    period: str
    rate: float
    language: Language | None = None

    def __post_init__(self) -> None:
        """Check the columns once."""
        missing = [each for each in COLUMNS if each not in self.table.columns]
        if missing:
            raise InputError(f"Signals lack the columns {missing}; they have {list(self.table.columns)}.")

    def frame(self) -> pd.DataFrame:
        """Signals as a table 「表格」."""
        return self.table

    def told(self, language: Language | None = None) -> pd.DataFrame:
        """Signals with a sentence each, in the column ``told`` 「逐条说明」."""
        from diagnostics.model.rarity import rarity
        from diagnostics.terms import say

        language = self._spoken(language)
        sentences = []
        for row in self.table.to_dict("records"):
            rare = rarity(row["probability"], row["cycle"], language)
            sentences.append(say(f"signal.told.{_told(row)}", language, rarity=rare, history=row["history"]))
        return self.table.assign(told=sentences)

    def summary(self, language: Language | None = None) -> str:
        """How many figures are signals, of how many judged 「概况」."""
        from diagnostics.terms import say

        judged = self.table["probability"].notna()
        return say(
            "signal.summary",
            self._spoken(language),
            period=self.period,
            judged=int(judged.sum()),
            outside=int((judged & (self.table["side"] != "")).sum()),
            signals=int((self.table["signal"] == True).sum()),  # noqa: E712 (an object column of true, false, missing)
            short=int((self.table["model"] == "").sum()),
        )

    def plot(self, language: Language | None = None, size: Size = "wide") -> Figure:
        """Rarest figures beside their usual ranges, as changes from what was expected 「信号图」.

        Parameters
        ----------
        language : {"zh", "en"}, optional
            Language of the reader; the engagement's, where absent.
        size : {"wide", "narrow"}
            For a page or a phone.

        Raises
        ------
        InputError
            When no figure could be judged, or all that could were expected to be 0.
        """
        import pandas as pd

        from diagnostics.look.charts import Quantity, range_chart

        rows = self.table[self.table["probability"].notna() & (self.table["expected"].abs() > 0)].head(MOST_DRAWN)
        if rows.empty:
            raise InputError("No figure has a history to be drawn beside; use .frame() or .summary().")
        scale = rows["expected"].abs()
        shares = {
            name: (rows[column] - rows["expected"]) / scale
            for name, column in (("value", "actual"), ("low", "usual_low"), ("high", "usual_high"))
        }
        frame = pd.DataFrame({"label": rows["entity"] + " · " + rows["kpi"], **shares})
        spoken = self._spoken(language)
        return range_chart(frame, Quantity("share", spoken, improvement="none", relative=True), size=size)


def _told(row: dict[Any, Any]) -> str:
    """Which sentence a row is told by."""
    actual, side = row["actual"], str(row["side"])
    if actual != actual:  # noqa: PLR0124 (missing is the one figure that differs from itself)
        return "missing"
    if not row["model"]:
        return "short"
    if not side:
        return "inside"
    if row["model"] == "constant":
        return "moved"
    return side if row["signal"] else f"{side}_alone"
