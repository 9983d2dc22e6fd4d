"""How far a client's data can be trusted, before anything is concluded from them 「数据质量卡」."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, Literal, get_args

from diagnostics.model._result import Result
from diagnostics.model.conversion import Conversion

if TYPE_CHECKING:
    import pandas as pd

    from diagnostics.terms import Language

QualityCheck = Literal[
    "blanks", "duplicates", "gaps", "outside", "double", "outliers", "manual", "freshness", "bunching", "repeats",
    "rounding", "calm", "personal", "not_checked",
]  # fmt: skip
CHECKS: tuple[QualityCheck, ...] = get_args(QualityCheck)


@dataclass(frozen=True, slots=True)
class QualityItem:
    """Something about the data that a reader of their figures should know 「质量项」.

    Parameters
    ----------
    check : str
        What was looked at, one of ``CHECKS``.
    source : str
        Source; empty where the item is about a KPI's figures.
    column : str
        Column of the source; empty where it is about whole rows.
    kpi, entity : str
        KPI and entity; empty where it is about all of them. People are never named.
    count, of : int
        How many values, rows or figures are concerned, of how many.
    where : tuple of str
        A few places, as periods or days; of ``personal`` the kinds of numbers found.
    detail : float, optional
        A figure beside the count: days late, share of round numbers.
    """

    check: QualityCheck
    source: str = ""
    column: str = ""
    kpi: str = ""
    entity: str = ""
    count: int = 0
    of: int = 0
    where: tuple[str, ...] = ()
    detail: float | None = None

    @property
    def share(self) -> float:
        """Share of what was looked at 「占比」."""
        return self.count / self.of if self.of else 0.0


@dataclass(frozen=True, slots=True)
class SourceCard:
    """What a source holds 「数据源概况」.

    Parameters
    ----------
    source : str
        Name in engagement.yaml.
    files : tuple of str
        Names of its files, or of its database table.
    rows : int
        Facts.
    first, last : str
        First and last day of a fact, ISO; empty where no KPI gives it a day.
    manual : float, optional
        Share of facts typed in by hand; None where nothing is said about it.
    """

    source: str
    files: tuple[str, ...]
    rows: int
    first: str = ""
    last: str = ""
    manual: float | None = None


@dataclass(frozen=True, eq=False)
class QualityCard(Result):
    """How far a client's data can be trusted 「数据质量卡」.

    Parameters
    ----------
    period : str
        Period of the run.
    sources : tuple of SourceCard
        What was read.
    items : tuple of QualityItem
        What a reader should know, grouped by check.
    conversions : tuple of Conversion
        What was read otherwise than written.
    """

    period: str
    sources: tuple[SourceCard, ...]
    items: tuple[QualityItem, ...]
    conversions: tuple[Conversion, ...] = field(default=())

    def of(self, check: QualityCheck) -> tuple[QualityItem, ...]:
        """Items of one check 「按检查项」."""
        return tuple(each for each in self.items if each.check == check)

    def frame(self) -> pd.DataFrame:
        """Items as a table 「表格」."""
        import pandas as pd

        columns = ["check", "source", "column", "kpi", "entity", "count", "of", "share", "detail", "where"]
        rows = [{**asdict(each), "share": each.share, "where": ", ".join(each.where)} for each in self.items]
        return pd.DataFrame(rows, columns=columns)

    def summary(self, language: Language = "zh") -> str:
        """How much was read, and how much of it is doubtful 「概况」."""
        from diagnostics.terms import say

        rows = sum(each.rows for each in self.sources)
        converted = sum(each.count for each in self.conversions)
        told = {"sources": len(self.sources), "rows": f"{rows:,}", "items": len(self.items)}
        return say("quality.summary", language, converted=f"{converted:,}", **told)

    def record(self) -> dict[str, Any]:
        """Card as the steps hand it on: counts and places, never a value of the client's 「交接记录」."""
        conversions = [
            {"source": each.source, "file": each.file, "sheet": each.sheet, "column": each.column, "kind": each.kind,
             "count": each.count, "places": [one.place for one in each.examples]}
            for each in self.conversions
        ]  # fmt: skip
        return {
            "period": self.period,
            "sources": [asdict(each) for each in self.sources],
            "items": [asdict(each) for each in self.items],
            "conversions": conversions,
        }
