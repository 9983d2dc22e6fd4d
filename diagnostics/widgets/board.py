"""Scenarios side by side, changed step by step, each step undone 「情景板」."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from diagnostics.errors import InputError
from diagnostics.model.pay_scenario import PayScenario

MOST = 4
_KEPT = 200


@dataclass(frozen=True)
class State:
    """Scenarios and which of them is worked on 「情景板状态」."""

    scenarios: tuple[PayScenario, ...]
    at: int = 0


class Board:
    """Scenarios side by side, changed step by step, each step undone 「情景板」.

    Parameters
    ----------
    scenarios : sequence of PayScenario
        1 to 4.

    Examples
    --------
    >>> from diagnostics.model.pay_plan import PayPlan
    >>> board = Board([PayScenario(id="new", plan=PayPlan(fixed=3000))])
    >>> board.change(edited(board.active, ("plan", "fixed"), 3200))
    >>> board.active.plan.fixed, board.undo(), board.active.plan.fixed
    (3200.0, True, 3000.0)
    """

    def __init__(self, scenarios: Sequence[PayScenario]) -> None:
        if not 1 <= len(scenarios) <= MOST:
            raise InputError(f"{len(scenarios)} scenarios, must be 1 to {MOST}.")
        self.state = State(tuple(scenarios))
        self._before: list[State] = []
        self._told: list[Callable[[], None]] = []

    @property
    def active(self) -> PayScenario:
        """Scenario that is worked on 「当前情景」."""
        return self.state.scenarios[self.state.at]

    @property
    def undoable(self) -> int:
        """How many steps can be undone 「可撤销步数」."""
        return len(self._before)

    def on_change(self, told: Callable[[], None]) -> None:
        """Have a function called after each change 「订阅变化」."""
        self._told.append(told)

    def change(self, scenario: PayScenario) -> None:
        """Put a changed scenario in place of the active one 「修改」."""
        if scenario != self.active:
            scenarios = list(self.state.scenarios)
            scenarios[self.state.at] = scenario
            self._step(State(tuple(scenarios), self.state.at))

    def pick(self, at: int) -> None:
        """Work on another scenario; that is no step to be undone 「切换」."""
        if at != self.state.at and 0 <= at < len(self.state.scenarios):
            self.state = State(self.state.scenarios, at)
            self._tell()

    def copy(self) -> None:
        """Put a copy of the active scenario beside it and work on that 「复制」.

        Raises
        ------
        InputError
            When four are there already.
        """
        self._require_room()
        self.add(edited(self.active, ("id",), self.free_id(self.active.id)))

    def add(self, scenario: PayScenario) -> None:
        """Put a scenario beside the others and work on it 「并列」.

        Raises
        ------
        InputError
            When four are there already.
        """
        self._require_room()
        self._step(State((*self.state.scenarios, scenario), len(self.state.scenarios)))

    def remove(self) -> None:
        """Take the active scenario from the board; its file stays 「移除」.

        Raises
        ------
        InputError
            When it is the last.
        """
        if len(self.state.scenarios) == 1:
            raise InputError("The last scenario can't be removed; copy it first.")
        rest = tuple(each for number, each in enumerate(self.state.scenarios) if number != self.state.at)
        self._step(State(rest, min(self.state.at, len(rest) - 1)))

    def undo(self) -> bool:
        """Go back one step; whether there was one 「撤销」."""
        if not self._before:
            return False
        self.state = self._before.pop()
        self._tell()
        return True

    def free_id(self, key: str) -> str:
        """Id that no scenario of the board bears: ``pay_link_2`` 「新编号」."""
        taken = {each.id for each in self.state.scenarios}
        stem, _, number = key.rpartition("_")
        stem = stem if number.isdigit() and stem else key
        return next(name for name in (f"{stem}_{each}" for each in range(2, 99)) if name not in taken)

    def _require_room(self) -> None:
        if len(self.state.scenarios) >= MOST:
            raise InputError(f"{MOST} scenarios stand side by side already; remove one first.")

    def _step(self, state: State) -> None:
        self._before = [*self._before, self.state][-_KEPT:]
        self.state = state
        self._tell()

    def _tell(self) -> None:
        for told in self._told:
            told()


def edited(scenario: PayScenario, path: Sequence[str | int], value: Any) -> PayScenario:
    """Scenario with one field changed, held to all rules again 「修改字段」.

    Parameters
    ----------
    path : sequence of str or int
        Names and places that lead to the field: ``("plan", "curve", "above", 0, "pay")``.
    value : object
        Its new value.

    Raises
    ------
    InputError
        When the scenario would break a rule: a curve that falls, negative pay, weights that don't sum to 1.
    """
    content = scenario.model_dump(by_alias=True)
    inner: Any = content
    for step in path[:-1]:
        if isinstance(inner[step], tuple):
            inner[step] = list(inner[step])
        inner = inner[step]
    inner[path[-1]] = value
    return PayScenario(**content)
