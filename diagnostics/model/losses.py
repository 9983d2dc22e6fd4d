"""What a loss is made of, the largest part first 「损失排序」."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from diagnostics.model._result import Result
from diagnostics.model.pareto import Pareto
from diagnostics.model.text import Text
from diagnostics.terms import Language, say

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, eq=False)
class Loss:
    """A loss by one column, the largest part first 「一项损失的构成」.

    Parameters
    ----------
    kpi : str
        What is lost, in the KPI's unit.
    name : Text
        Its name.
    dimension : str
        Column that parts are of; empty for the units right below.
    entity : str
        Whose loss it is.
    first, last : str
        First and last period that is added up.
    periods : int
        How many periods have a figure.
    parts : Pareto
        Parts, the few that make most of it marked.
    """

    kpi: str
    name: Text
    dimension: str
    entity: str
    first: str
    last: str
    periods: int
    parts: Pareto

    def record(self) -> dict[str, Any]:
        """Loss of JSON's own types 「损失记录」."""
        rows = self.parts.table.to_dict("records")
        return {
            "kpi": self.kpi, "dimension": self.dimension, "entity": self.entity, "first": self.first, "last": self.last,
            "periods": self.periods, "total": self.parts.total,
            "parts": [
                {"value": str(each["cause"]), "amount": float(each["amount"]), "share": float(each["share"]),
                 "cumulative": float(each["cumulative"]), "vital": bool(each["vital"]), "merged": int(each["merged"])}
                for each in rows
            ],
        }  # fmt: skip


@dataclass(frozen=True, eq=False)
class Losses(Result):
    """Losses of an engagement, each by the columns that it may be sliced by 「损失排序」.

    Parameters
    ----------
    language : {"zh", "en"}
        Language of the reader.
    losses : tuple of Loss
        By KPI in file order, then by column.
    """

    language: Language
    losses: tuple[Loss, ...]

    def of(self, kpi: str, dimension: str) -> Loss:
        """One of them 「某项损失」."""
        return next(each for each in self.losses if (each.kpi, each.dimension) == (kpi, dimension))

    def frame(self) -> pd.DataFrame:
        """One row a part 「损失表」."""
        import pandas as pd

        frames = [each.parts.table.assign(kpi=each.kpi, dimension=each.dimension) for each in self.losses]
        columns = ["kpi", "dimension", "cause", "amount", "share", "cumulative", "vital", "merged"]
        return pd.concat(frames, ignore_index=True)[columns] if frames else pd.DataFrame(columns=columns)

    def summary(self, language: Language | None = None) -> str:
        """Of each loss the few parts that make most of it 「一句话结论」."""
        told = language or self.language
        if not self.losses:
            return say("losses.none", told)
        return "\n".join(f"{each.name.say(told)}: {each.parts.summary(told)}" for each in self.losses)
