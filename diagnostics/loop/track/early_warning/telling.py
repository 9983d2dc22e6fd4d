"""An alert in a sentence that a manager understands 「预警文案」."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from diagnostics.look.numbers import show
from diagnostics.look.periods import show_period
from diagnostics.model.alert import Alert
from diagnostics.model.text import Text
from diagnostics.terms import LANGUAGES, Language, say

if TYPE_CHECKING:
    from diagnostics.model.engagement import Engagement

# No history of a few years tells chances of one in a hundred from none, as the page's forecasts say.
LEAST = 0.05


class Telling:
    """Sentences about alerts, with the names and figures that a client's readers know 「预警文案」.

    Parameters
    ----------
    records : iterable of mapping
        ``interventions`` of the hand-off of that name, whose titles are told.
    """

    def __init__(self, engagement: Engagement, records: Iterable[Mapping[str, Any]]) -> None:
        self._engagement = engagement
        self._titles = {each["id"]: Text(**each["title"]) for each in records}

    def told(self, alert: Alert) -> Alert:
        """Alert with its sentence in both languages 「带文案的预警」."""
        return replace(alert, text=Text(**{each: self.sentence(alert, each) for each in LANGUAGES}))

    def sentence(self, alert: Alert, language: Language) -> str:
        """What was seen, against what, for how long 「一句话」."""
        if not alert.kpi:
            return say(
                "warnings.text.check_in", language, title=self.title(alert.measures[0], language),
                day=show_period(alert.since, language), days=alert.days,
            )  # fmt: skip
        return say(
            "warnings.text.figure", language, entity=self.entity(alert.entity), kpi=self.kpi(alert.kpi, language),
            period=show_period(alert.latest, language), value=self._show(alert, alert.value, language),
            facts="".join(self._facts(alert, language)),
        )  # fmt: skip

    def kpi(self, key: str, language: Language) -> str:
        """Name of a KPI 「指标名」."""
        return self._engagement.kpis[key].name.say(language)

    def entity(self, key: str) -> str:
        """Name of an entity 「对象名」."""
        entities = self._engagement.entities
        return entities[key].label if key in entities else key

    def title(self, key: str, language: Language) -> str:
        """Title of a measure 「措施名」."""
        return self._titles[key].say(language) if key in self._titles else key

    def places(self, groups: Sequence[Sequence[Alert]], language: Language) -> str:
        """KPIs, each with the place that comes first and how many there are 「指标与对象」."""
        told = []
        for first, *others in groups:
            word = "many" if others else "one"
            names = {"kpi": self.kpi(first.kpi, language), "entity": self.entity(first.entity)}
            told.append(say(f"warnings.place.{word}", language, count=len(others) + 1, **names))
        return say("warnings.list", language).join(told)

    def _show(self, alert: Alert, value: float | None, language: Language) -> str:
        kpi = self._engagement.kpis[alert.kpi]
        return show(value, kpi.unit, language, self._engagement.settings.currency, kpi.decimals)

    def _facts(self, alert: Alert, language: Language) -> list[str]:
        cycle = say(f"warnings.cycle.{self._engagement.kpis[alert.kpi].cycle}", language)
        if alert.calm:
            facts = [say("warnings.fact.calm", language, count=alert.calm)]
        else:
            marks = self._mark(alert, language, cycle)
            facts = [*self._range(alert, language, cycle, run_too=not marks), *marks]
        if alert.probability is not None:
            word = "forecast" if alert.probability >= LEAST else "forecast_none"
            share = show(alert.probability, "share", language, decimals=0)
            facts.append(say(f"warnings.fact.{word}", language, share=share))
        if alert.beside:
            facts.append(say("warnings.fact.counter", language, other=self.kpi(alert.beside, language)))
        return facts

    def _range(self, alert: Alert, language: Language, cycle: str, *, run_too: bool) -> list[str]:
        """That it left its usual range; a run on one side only where no row of misses tells as much."""
        if "signal" not in alert.rules or alert.lower is None or alert.upper is None or alert.value is None:
            return []
        if not alert.lower <= alert.value <= alert.upper:
            low, high = (self._show(alert, each, language) for each in (alert.lower, alert.upper))
            return [say(f"warnings.fact.{alert.side}", language, low=low, high=high)]
        if alert.in_a_row > 1 and run_too:
            word = "season" if alert.seasonal else "run"
            told = say(f"warnings.fact.{word}_{alert.side}", language, run=alert.in_a_row, cycle=cycle)
            if alert.usual is None:
                return [told]
            return [told, say(f"warnings.fact.{word}_level", language, level=self._show(alert, alert.usual, language))]
        return []

    def _mark(self, alert: Alert, language: Language, cycle: str) -> list[str]:
        if alert.held_against is None or not alert.missed:
            return []
        mark = self._show(alert, alert.held_against, language)
        word = "once" if alert.missed < 2 else "missed"
        return [say(f"warnings.fact.{word}_{alert.tier}", language, run=alert.missed, mark=mark, cycle=cycle)]
