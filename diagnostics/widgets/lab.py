"""The scenario lab: panels over one board of scenarios 「情景实验室」."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from diagnostics.errors import PerfloopError
from diagnostics.model.pay_scenario import PayScenario
from diagnostics.model.pay_simulation import PaySimulation
from diagnostics.terms import Language, say
from diagnostics.widgets.answers import by_entity, side_by_side
from diagnostics.widgets.board import MOST, Board
from diagnostics.widgets.curve_answer import curve_answer
from diagnostics.widgets.desk import DRAWS, IN_FORCE, Desk, open_desk
from diagnostics.widgets.dials import Dials
from diagnostics.widgets.head import Head
from diagnostics.widgets.kpi_answers import outlook_answer, target_answer, weight_answer
from diagnostics.widgets.outlook_panel import outlook_dials
from diagnostics.widgets.pay_panel import pay_dials
from diagnostics.widgets.rules import rule_of
from diagnostics.widgets.sight_answer import sight_answer
from diagnostics.widgets.style import naming_script, style
from diagnostics.widgets.target_panel import target_dials
from diagnostics.widgets.weight_panel import weight_dials

if TYPE_CHECKING:
    from pathlib import Path

    import ipywidgets

PANELS = ("pay", "targets", "weights", "outlook")


class Lab:
    """The scenario lab: panels over one board of scenarios 「情景实验室」.

    Parameters
    ----------
    desk : Desk
        Engagement, scenarios, history.

    Notes
    -----
    Every answer is that of `simulate_pay` or `payout`, with the desk's draws and seed: a saved scenario run in a batch
    gives the same numbers.
    """

    def __init__(self, desk: Desk) -> None:
        import ipywidgets

        self.desk, self.language = desk, desk.language
        self.board = Board([each for key, each in desk.scenarios.items() if key != IN_FORCE][:MOST])
        self._known: dict[str, PaySimulation | str] = {}
        self._figures: dict[int, dict[str, str]] = {}
        self._seen: dict[tuple[object, ...], str] = {}
        self.head = Head(self.board, desk)
        dials: dict[str, Callable[[PayScenario], Any]] = {
            "pay": lambda each: list(pay_dials(each, desk.engagement, self.language)),
            "targets": lambda each: list(target_dials(each, desk.engagement, self.language)),
            "weights": lambda each: list(weight_dials(each, desk.engagement, self.language)),
            "outlook": lambda each: list(outlook_dials(each, desk, self.language)),
        }
        self.panels = {name: Dials(self.board, dials[name], self.head.tell) for name in PANELS}
        self.answers = {name: ipywidgets.HTML() for name in (*PANELS, "compare", "entity")}
        self.view = self._view()
        self.board.on_change(self._show)
        self._answer()

    def simulation(self, scenario: PayScenario) -> PaySimulation | str:
        """Simulation of a scenario, or why there is none 「取测算结果」."""
        key = scenario.model_dump_json()
        if key not in self._known:
            try:
                self._known[key] = self.desk.simulate(scenario)
            except PerfloopError as error:
                self._known[key] = rule_of(error, self.language)
        return self._known[key]

    def _show(self) -> None:
        for panel in self.panels.values():
            panel.show()
        self._answer()

    def _answer(self) -> None:
        """Fill every answer anew; what did not change is known already."""
        desk, language, active = self.desk, self.language, self.board.active
        scenarios = self.board.state.scenarios
        found = [self.simulation(each) for each in scenarios]
        own = found[self.board.state.at]
        self.answers["compare"].value = side_by_side(desk, scenarios, found, language, self._figures)
        self.answers["pay"].value = curve_answer(active, language, desk.currency)
        self.answers["targets"].value = _or_why(lambda: target_answer(active, desk, language), language)
        for name, answer in (("weights", weight_answer), ("outlook", outlook_answer)):
            self.answers[name].value = "" if isinstance(own, str) else answer(active, own, desk, language)
        if not isinstance(own, str):
            self.answers["outlook"].value += self._sight(active)
        self.answers["entity"].value = "" if isinstance(own, str) else by_entity(own, desk, language)

    def _sight(self, scenario: PayScenario) -> str:
        """Whether the effect could be seen: asked again only where effects, entities or start have changed."""
        key = (repr(scenario.effects), scenario.entities, scenario.first, scenario.margin, scenario.title)
        if key not in self._seen:
            self._seen[key] = _or_why(lambda: sight_answer(scenario, self.desk, self.language), self.language)
        return self._seen[key]

    def _view(self) -> ipywidgets.Box:
        import ipywidgets

        shown = [partial(self._section, name)() for name in PANELS]
        dials = ipywidgets.VBox(shown).add_class("lab-dials")
        both = (_heading(say("lab.compare.title", self.language)), self.answers["compare"], self.answers["entity"])
        side = ipywidgets.VBox(both).add_class("lab-side")
        columns = ipywidgets.Box([side, dials]).add_class("lab-columns")
        return ipywidgets.VBox([style(self.desk, self.language), self.head.view, columns]).add_class("lab")

    def _section(self, name: str) -> ipywidgets.Box:
        import ipywidgets

        parts = ipywidgets.Box([self.panels[name].box, self.answers[name]]).add_class("lab-parts")
        return ipywidgets.VBox([_heading(say(f"lab.{name}.title", self.language)), parts]).add_class("lab-panel")

    def _repr_mimebundle_(self, **_: Any) -> Any:
        """Show the lab in a notebook: the script that names sliders first, then the panels."""
        from IPython.display import Javascript, display

        display(Javascript(naming_script()))  # type: ignore[no-untyped-call]
        return self.view._repr_mimebundle_()


def _or_why(answer: Callable[[], str], language: Language) -> str:
    """An answer, or why there is none: a ledger that can't be read hides no other figure."""
    from markupsafe import Markup

    try:
        return answer()
    except PerfloopError as error:
        return str(Markup('<p class="lab-status lab-refused">{}</p>').format(rule_of(error, language)))


def _heading(text: str) -> Any:
    import ipywidgets
    from markupsafe import Markup

    return ipywidgets.HTML(str(Markup("<h2>{}</h2>").format(text)))


def open_lab(path: str | Path, language: str = "", draws: int = DRAWS, seed: int = 0) -> Lab:
    """Scenario lab of an engagement 「打开情景实验室」.

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
        When the engagement has no scenarios, or none is the plan in force.
    """
    return Lab(open_desk(path, language, draws, seed))
