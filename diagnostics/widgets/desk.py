"""What the panels work on: an engagement, its scenarios, its history 「情景台」."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from diagnostics.errors import InputError, unknown
from diagnostics.loop.intervene import scenario_history, simulate_pay, sound_scenarios
from diagnostics.terms import LANGUAGES, Language

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    import pandas as pd

    from diagnostics.loop.intervene.pay import PayHistory
    from diagnostics.model.engagement import Engagement
    from diagnostics.model.intervention_state import InterventionState
    from diagnostics.model.observations import Observations
    from diagnostics.model.pay_scenario import PayScenario
    from diagnostics.model.pay_simulation import PaySimulation

IN_FORCE = "in_force"
DRAWS = 10_000


@dataclass(eq=False)
class Desk:
    """What the panels work on: an engagement, its scenarios, its history 「情景台」.

    Parameters
    ----------
    engagement : Engagement
        The engagement.
    language : {"zh", "en"}
        Language of the panels.
    scenarios : dict
        Scenarios of ``scenarios/`` by id, the plan in force among them.
    draws, seed : int
        Of every simulation.
    left_out : dict
        What is wrong with scenarios that can't be read, by id.
    """

    engagement: Engagement
    language: Language
    scenarios: dict[str, PayScenario]
    draws: int = DRAWS
    seed: int = 0
    left_out: dict[str, str] = field(default_factory=dict)
    _observed: list[Observations] = field(default_factory=list, repr=False)
    _histories: dict[tuple[object, ...], PayHistory] = field(default_factory=dict, repr=False)

    @property
    def in_force(self) -> PayScenario:
        """Plan in force 「现行方案」."""
        return self.scenarios[IN_FORCE]

    @property
    def currency(self) -> str:
        """ISO code of the money 「币种」."""
        return self.engagement.settings.currency

    def history(self, scenario: PayScenario) -> PayHistory | None:
        """Figures that a scenario is simulated from; none where it states an outlook 「情景所用历史」."""
        if scenario.outlook is not None:
            return None
        key = (self.in_force.plan.kpis, scenario.kpis, scenario.entities)
        if key not in self._histories:
            found = scenario_history(self.engagement, self._observations(), self.in_force, scenario)
            assert found is not None
            self._histories[key] = found
        return self._histories[key]

    def _observations(self) -> Observations:
        if not self._observed:
            from diagnostics.data.observe import observe

            self._observed.append(observe(self.engagement))
        return self._observed[0]

    def observed_before(self, day: date) -> pd.DataFrame:
        """Figures of periods that are over when a day begins 「某日之前的观测值」."""
        import pandas as pd

        table = self._observations().table
        return table[pd.to_datetime(table["start"]) < pd.Timestamp(day)]

    def others(self, day: date) -> tuple[InterventionState, ...]:
        """Measures of the ledger up to a day but for pay scenarios: their entities are no comparison 「其他措施」."""
        from diagnostics.loop.intervene.ledger import open_ledger

        states = open_ledger(self.engagement).replay(day).values()
        return tuple(each for each in states if not each.intervention.scenario)

    def agreed(self, key: str) -> list[str]:
        """Measures of the ledger whose terms are a scenario's file 「引用该情景的措施」."""
        from diagnostics.loop.intervene.ledger import open_ledger

        states = open_ledger(self.engagement).states().items()
        return [name for name, each in states if each.intervention.scenario == f"scenarios/{key}.yaml"]

    def simulate(self, scenario: PayScenario) -> PaySimulation:
        """Scenario by itself beside the plan in force: other scenarios change none of its figures 「单独测算」."""
        return simulate_pay(self.in_force, scenario, self.draws, self.seed, history=self.history(scenario))


def open_desk(path: str | Path, language: str = "", draws: int = DRAWS, seed: int = 0) -> Desk:
    """Desk of an engagement 「打开情景台」.

    Parameters
    ----------
    path : str or Path
        Folder of the engagement.
    language : str
        ``zh`` or ``en``; that of the engagement where empty.
    draws, seed : int
        Of every simulation.

    Raises
    ------
    InputError
        When the engagement has no scenarios, none is the plan in force, or that breaks a rule.
    UnknownNameError
        When the language is unknown.
    """
    from diagnostics.dictionary.load import load_engagement

    engagement = load_engagement(path)
    if language and language not in LANGUAGES:
        raise unknown("language", language, LANGUAGES)
    found, broken = sound_scenarios(engagement)
    if IN_FORCE in broken or len(found) < 2:
        for error in broken.values():
            raise error
    if IN_FORCE not in found or len(found) < 2:
        there = ", ".join(found) or "nothing"
        raise InputError(
            f"scenarios/ of {engagement.folder.name!r} holds {there}; the lab needs scenarios/{IN_FORCE}.yaml, the plan"
            " in force, and one to try out beside it."
        )
    spoken: Language = engagement.language if not language else ("zh" if language == "zh" else "en")
    return Desk(engagement, spoken, found, draws, seed, {name: str(error) for name, error in broken.items()})
