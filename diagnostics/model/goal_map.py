"""Goals, key results and KPIs, and what each serves 「战略地图」."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from diagnostics.model._result import Result
from diagnostics.model.kpi import View
from diagnostics.model.text import Text
from diagnostics.terms import Language, say

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

NodeKind = Literal["goal", "result", "kpi"]


@dataclass(frozen=True, slots=True)
class MapNode:
    """A goal, key result or KPI on the map 「地图上的一项」.

    Parameters
    ----------
    kind : {"goal", "result", "kpi"}
        What it is.
    id : str
        Its id; a key result's with the goal before it.
    name : Text
        What readers see.
    serves : tuple of str
        Goals that it serves at once: of a goal its parent, of a KPI those it or what it drives is named by.
    view : str or None
        View of the balanced scorecard; a KPI without one has its goal's.
    mother : bool
        Whether it is a mother metric.
    served : bool
        Of a goal: whether a KPI serves it, or a goal below it.
    """

    kind: NodeKind
    id: str
    name: Text
    serves: tuple[str, ...] = ()
    view: View | None = None
    mother: bool = False
    served: bool = True


@dataclass(frozen=True, eq=False)
class GoalMap(Result):
    """Which KPI serves which goal 「战略地图」.

    Parameters
    ----------
    language : {"zh", "en"}
        Language of the reader.
    nodes : tuple of MapNode
        Goals from the top down with their key results, then KPIs in file order.
    """

    language: Language
    nodes: tuple[MapNode, ...]

    def of(self, kind: NodeKind) -> tuple[MapNode, ...]:
        """Nodes of a kind, in order 「某类节点」."""
        return tuple(each for each in self.nodes if each.kind == kind)

    @property
    def orphans(self) -> tuple[MapNode, ...]:
        """KPIs that serve no goal; none where there are no goals at all 「未支撑目标的指标」."""
        return tuple(each for each in self.of("kpi") if not each.serves) if self.of("goal") else ()

    @property
    def unserved(self) -> tuple[MapNode, ...]:
        """Goals that no KPI serves 「无指标支撑的目标」."""
        return tuple(each for each in self.of("goal") if not each.served)

    def frame(self) -> pd.DataFrame:
        """One row a goal, key result or KPI 「战略地图表」."""
        import pandas as pd

        rows = [
            (each.kind, each.id, each.name.say(self.language) or each.id, each.view or "", "; ".join(each.serves),
             each.mother, each.served)
            for each in self.nodes
        ]  # fmt: skip
        return pd.DataFrame(rows, columns=["kind", "id", "name", "view", "serves", "mother", "served"])

    def counts(self) -> dict[str, int]:
        """How many of each there are 「数量」."""
        return {
            "goals": len(self.of("goal")), "results": len(self.of("result")), "kpis": len(self.of("kpi")),
            "unserved": len(self.unserved), "orphans": len(self.orphans),
        }  # fmt: skip

    def summary(self, language: Language | None = None) -> str:
        """Whether all are connected 「一句话结论」."""
        counts = self.counts()
        variant = "broken" if counts["unserved"] or counts["orphans"] else "whole"
        return say(f"map.summary.{variant}", language or self.language, **counts)

    def plot(self, language: Language | None = None, size: Literal["wide", "narrow"] = "wide") -> Figure:
        """Strategy map as a figure 「战略地图」."""
        from diagnostics.look import charts
        from diagnostics.model.goal_boxes import boxes

        bands, links = boxes(self, language or self.language)
        return charts.strategy_map_chart(bands, links, size=size)
