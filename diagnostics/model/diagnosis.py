"""How large the gaps are and where they come from 「诊断结果」."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from diagnostics.model._result import Result
from diagnostics.model.canonical import plain
from diagnostics.model.decomposition import factor_label
from diagnostics.model.mute import Heard

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from diagnostics.model.cause_register import CauseRegister
    from diagnostics.model.conflicts import Conflicts
    from diagnostics.model.gap import Gaps
    from diagnostics.model.kpi import Kpi
    from diagnostics.model.observations import Observations
    from diagnostics.model.quality import QualityCard
    from diagnostics.model.text import Text
    from diagnostics.model.traps import Traps
    from diagnostics.terms import Language

Record = dict[str, Any]
MOST_SHOWN = 60
NOTHING = Heard(())


@dataclass(frozen=True, slots=True)
class Focus:
    """What a diagnosis looks at first 「诊断焦点」.

    Parameters
    ----------
    kpi, level, entity : str
        KPI, and the entity with its level.
    entities : tuple of str
        All entities that the engagement is about.
    """

    kpi: str
    level: str
    entity: str
    entities: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Diagnosis(Result):
    """How large the gaps are and where they come from 「诊断结果」.

    Parameters
    ----------
    period : str
        Period diagnosed.
    focus : Focus
        What it looks at first.
    observations : Observations
        Up to the period; entity level, so never published.
    gaps : Gaps
        All gaps.
    published : DataFrame
        Gaps that may leave the run: nobody by name, no figure behind few people.
    decompositions, slices, skipped, headline : tuple of dict
        Driver decompositions and largest slices at the focal entities, what could not be computed and why, and the
        facts to be told first. Plain values without prose.
    kpis : mapping of Kpi
        Names and units.
    labels : mapping of str
        Names of entities.
    currency : str
        ISO code of money.
    quality : QualityCard, optional
        How far the data behind it can be trusted.
    conflicts : Conflicts, optional
        The same KPI as several departments count it.
    heard : Heard
        What figures show of targets and reviews; it may be about people.
    told : Heard
        The same from figures that may be published.
    leading : dict, optional
        KPIs that run ahead of the focal one, and how many were looked at.
    expected : tuple of dict
        What history makes one expect of KPIs without a target at the focal entities.
    standing : tuple of dict
        Gaps of the focal entities that have long been against us.
    marks : tuple of dict
        Usual range of each figure of the focal series by what came before it, and which are hardly chance.
    causes : CauseRegister, optional
        Suspected causes with tests and verdicts, where any are registered.
    titles : mapping of Text
        Titles of causes as pages bear them.
    field_work : dict, optional
        Counts of evidence, losses, whys, and what may be quoted; content of the hand-off.
    traps : Traps, optional
        What the tests of the four traps found.
    language : {"zh", "en"}, optional
        Language of summaries and figures where none is asked for: the engagement's, else Chinese.
    """

    period: str
    focus: Focus
    observations: Observations
    gaps: Gaps
    published: pd.DataFrame
    decompositions: tuple[Record, ...]
    slices: tuple[Record, ...]
    skipped: tuple[Record, ...]
    headline: tuple[Record, ...]
    kpis: Mapping[str, Kpi]
    labels: Mapping[str, str]
    currency: str = "CNY"
    quality: QualityCard | None = None
    conflicts: Conflicts | None = None
    heard: Heard = NOTHING
    told: Heard = NOTHING
    leading: Record | None = None
    expected: tuple[Record, ...] = ()
    standing: tuple[Record, ...] = ()
    marks: tuple[Record, ...] = ()
    causes: CauseRegister | None = None
    field_work: Record | None = None
    titles: Mapping[str, Text] = field(default_factory=dict)
    traps: Traps | None = None
    language: Language | None = None

    def frame(self) -> pd.DataFrame:
        """Gaps that may be published, in order of rank 「差距表」."""
        return self.published

    def findings_frame(self, language: Language = "zh") -> pd.DataFrame:
        """What figures show of targets and reviews, as readers see it 「数据发现表」."""
        from diagnostics.model.finding_frame import finding_frame

        return finding_frame(self.heard.open, language)

    def summary(self, language: Language | None = None) -> str:
        """How many gaps there are, and how many were taken apart 「概况」."""
        from diagnostics.terms import say

        language = self._spoken(language)
        located = {(each["kpi"], each["entity"]) for each in self.slices}
        explained = say(
            "diagnose.diagnosis.explained", language, decompositions=len(self.decompositions), slices=len(located)
        )
        return ("" if language == "zh" else " ").join([self.gaps.summary(language), explained])

    def plot(self, language: Language | None = None) -> Figure:
        """Drivers of the focal gap, else the relative gaps at the focal entity 「焦点图」."""
        from diagnostics.look.charts import Quantity, waterfall_chart
        from diagnostics.terms import say

        language = self._spoken(language)
        focal = [each for each in self.decompositions if each["entity"] == self.focus.entity]
        found = next((each for each in focal if each["kpi"] == self.focus.kpi), focal[0] if focal else None)
        if found is None:
            return self._gap_chart(language)
        import pandas as pd

        kpi = self.kpis[found["kpi"]]
        labels = [factor_label(self._name(each["factor"], language), language) for each in found["factors"]]
        bars = pd.DataFrame({"label": labels, "contribution": [each["contribution"] for each in found["factors"]]})
        start = say(f"diagnose.reference.{found['comparison']}", language)
        ends = ((start, found["before"]), (say("diagnose.actual", language), found["after"]))
        return waterfall_chart(bars, ends, Quantity(kpi.unit, language, self.currency, _way(kpi)))

    def _gap_chart(self, language: Language) -> Figure:
        import pandas as pd

        from diagnostics.look.charts import Quantity, contribution_chart

        rows = self.published[self.published["entity"] == self.focus.entity]
        rows = rows if len(rows) else self.published
        known = rows[rows["relative"].notna()]
        first = (known if len(known) else rows).drop_duplicates(["kpi", "entity"]).head(10)
        pairs = zip(first["kpi"], first["entity"], strict=True)
        labels = [f"{self._name(kpi, language)} · {self.labels.get(entity, entity)}" for kpi, entity in pairs]
        bars = pd.DataFrame({"label": labels, "contribution": first["relative"].to_numpy()})
        return contribution_chart(bars, Quantity("number", language, improvement="none", relative=True))

    def _name(self, key: str, language: Language) -> str:
        return self.kpis[key].name.say(language) if key in self.kpis else key

    def record(self) -> Record:
        """Content of the hand-off ``diagnosis`` 「交接内容」."""
        focus = {"kpi": self.focus.kpi, "level": self.focus.level, "entity": self.focus.entity}
        parts = ("decompositions", "slices", "skipped", "headline")
        more = [name for name in ("leading", "expected", "standing", "marks") if getattr(self, name)]
        told = {name: plain(getattr(self, name)) for name in (*parts, *more)} | self.told.record()
        return {"period": self.period, "focus": focus, "focal_entities": list(self.focus.entities), **told}

    def _repr_html_(self) -> str:
        # A notebook shows what comes first; the whole table is in the hand-off.
        from diagnostics.look.tables import frame_html
        from diagnostics.model.gap import SHOWN

        return frame_html(self.frame()[list(SHOWN)].head(MOST_SHOWN), caption=self.summary())


def _way(kpi: Kpi) -> Any:
    return kpi.direction if kpi.direction in ("higher", "lower") else "none"
