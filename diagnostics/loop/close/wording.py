"""Names and figures as the readers of one client know them 「页面用语」."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from diagnostics.look.numbers import MISSING, common_scale, show, show_between, show_change, show_range, show_ratio
from diagnostics.look.periods import show_period
from diagnostics.terms import say

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from diagnostics.look.charts import Quantity
    from diagnostics.loop.close.inputs import Inputs, Record
    from diagnostics.terms import Language


@dataclass(frozen=True, eq=False)
class Wording:
    """Names and figures as the readers of one client know them 「页面用语」."""

    inputs: Inputs

    @property
    def language(self) -> Language:
        """Language of the page 「页面语言」."""
        return self.inputs.language

    def say(self, term: str, **values: object) -> str:
        """Term of the close step 「取文案」."""
        return say(f"close.{term}", self.language, **values)

    def words(self, text: Mapping[str, str] | str | None) -> str:
        """Words of a client in the page's language 「双语文本」."""
        if not text:
            return ""
        if isinstance(text, str):
            return text
        first, second = ("zh", "en") if self.language == "zh" else ("en", "zh")
        return text.get(first) or text.get(second) or ""

    def kpi(self, key: str) -> str:
        """Name of a KPI 「指标名」."""
        return self.words(self.inputs.kpis[key]["name"]) if key in self.inputs.kpis else key

    def entity(self, key: str) -> str:
        """Name of an entity 「对象名」."""
        return str(self.inputs.entities[key]["label"]) if key in self.inputs.entities else key

    def entities(self, keys: Iterable[str]) -> str:
        """Names of entities, at most four 「对象名列表」."""
        names = [self.entity(each) for each in keys]
        shown = self.say("list.separator").join(names[:4])
        return self.say("list.more", shown=shown, count=len(names)) if len(names) > 4 else shown

    def label(self, text: str) -> str:
        """Column or value of a source as readers call it 「字段显示名」."""
        return self.words(self.inputs.alignment.get("labels", {}).get(text)) or text

    def person(self, key: str) -> str:
        """Display name of someone who acts 「人员显示名」."""
        return str(self.inputs.alignment["people"].get(key, key))

    def _spec(self, key: str) -> dict[str, Any]:
        kpi: Record = self.inputs.kpis[key]
        return {
            "unit": kpi["unit"],
            "language": self.language,
            "currency": self.inputs.alignment["currency"],
            "decimals": kpi.get("decimals"),
        }

    def quantity(self, key: str) -> Quantity:
        """How charts write a KPI's figures 「图中的量」."""
        from diagnostics.look.charts import Quantity

        direction = self.inputs.kpis[key]["direction"]
        return Quantity(
            self.inputs.kpis[key]["unit"],
            self.language,
            currency=self.inputs.alignment["currency"],
            improvement=direction if direction in {"higher", "lower"} else "none",
        )

    def value(self, key: str, value: float | None) -> str:
        """Figure of a KPI 「数值」."""
        return show(value, **self._spec(key))

    def is_share(self, key: str) -> bool:
        """Whether differences of a KPI are percentage points 「是否为比率」."""
        return bool(self.inputs.kpis[key]["unit"] == "share")

    def distance(self, key: str, size: float) -> str:
        """How far two figures of a KPI lie apart, without a sign 「差距大小」."""
        return self.change(key, abs(size)).lstrip("+")

    def ratio(self, value: float) -> str:
        """Relative size without a sign 「幅度」."""
        return show_ratio(abs(value), self.language).lstrip("+")

    def share(self, value: float | None) -> str:
        """Share of a whole, in per cent 「占比」."""
        return show(value, "share", self.language, decimals=0)

    def period(self, text: str) -> str:
        """Period as readers say it 「周期」."""
        return show_period(text, self.language)

    def other_period(self, text: str) -> str:
        """Period of a figure where it is not the page's own, as for a month in a quarter's page 「另一周期」."""
        return "" if text == self.inputs.diagnosis["period"] else self.say("other_period", period=self.period(text))

    def day(self, text: str | None) -> str:
        """Day as readers say it, empty where there is none 「日期」."""
        return show_period(text, self.language) if text else ""

    def change(self, key: str, value: float | None) -> str:
        """Difference of two figures of a KPI 「变化量」."""
        return show_change(value, **self._spec(key))

    def brief_change(self, key: str, value: float | None) -> str:
        """Difference in a narrow column: percentage points by their sign 「表内变化量」."""
        told = self.change(key, value)
        return told.replace(say("number.points", self.language), self.say("points")) if self.is_share(key) else told

    def changes(self, key: str, values: Sequence[float | None]) -> list[str]:
        """Differences that belong together, on one scale 「同一量级的变化量」."""
        scale = common_scale(values, **self._spec(key))
        return [scale.show_change(each) for each in values]

    def brief_changes(self, key: str, values: Sequence[float | None]) -> list[str]:
        """Differences of a narrow column, on one scale 「表内同一量级的变化量」."""
        told = self.changes(key, values)
        if not self.is_share(key):
            return told
        return [each.replace(say("number.points", self.language), self.say("points")) for each in told]

    def effect(self, key: str, value: float | None, *, relative: bool) -> str:
        """Effect on a KPI, relative or in its unit 「效果」."""
        return show_ratio(value, self.language) if relative else self.change(key, value)

    def range(self, key: str, low: float | None, high: float | None) -> str:
        """From one figure of a KPI to another 「范围」."""
        return show_range(low, high, **self._spec(key))

    def caveats(self, names: Iterable[str]) -> str:
        """What a verdict leaves open, in few words 「保留」."""
        return self.say("list.comma").join(self.say(f"caveat.{each}") for each in names)

    def interval(self, key: str, low: float | None, high: float | None, *, relative: bool) -> str:
        """Interval of an effect 「区间」."""
        if low is None or high is None:
            return MISSING
        if relative:
            return say("number.between", self.language, low=show_ratio(low), high=show_ratio(high))
        spec = self._spec(key)
        return show_between(low, high, spec.pop("unit"), spec.pop("language"), **spec)
