"""Controls that show a scenario's numbers and set them 「调节控件」."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from diagnostics.errors import PerfloopError
from diagnostics.model.pay_scenario import PayScenario
from diagnostics.widgets.board import Board, edited

if TYPE_CHECKING:
    import ipywidgets


@dataclass(frozen=True)
class Dial:
    """A number of a scenario, and how far it goes 「调节项」.

    Parameters
    ----------
    label : str
        What it is, with its unit: the control's accessible name.
    low, high, step : float
        Range of the control; it is widened where a scenario lies beyond.
    read : callable
        Number of a scenario.
    write : callable
        Scenario with another number; raises InputError where a rule forbids it.
    form : str
        How the number is written.
    """

    label: str
    low: float
    high: float
    step: float
    read: Callable[[PayScenario], float]
    write: Callable[[PayScenario, float], PayScenario]
    form: str = ",.0f"


@dataclass(frozen=True)
class Choice:
    """A field of a scenario with few values 「选择项」.

    Parameters
    ----------
    label : str
        What it is.
    options : tuple of (label, value)
        What it may be.
    path : tuple
        Field.

    Notes
    -----
    A field that is not set is "" here: to a Dropdown, None is that nothing is chosen, whatever its options.
    """

    label: str
    options: tuple[tuple[str, Any], ...]
    path: tuple[str | int, ...]

    def read(self, scenario: PayScenario) -> Any:
        """Value of a scenario 「读取」."""
        value = value_at(scenario, self.path)
        return "" if value is None else value

    def write(self, scenario: PayScenario, value: Any) -> PayScenario:
        """Scenario with another value 「写入」."""
        return edited(scenario, self.path, None if value == "" else value)


def value_at(scenario: PayScenario, path: Sequence[str | int]) -> Any:
    """Field of a scenario 「字段值」."""
    found: Any = scenario
    for step in path:
        found = found[step] if isinstance(step, int) or isinstance(found, dict) else getattr(found, str(step))
    return found


def field_dial(
    label: str, path: tuple[str | int, ...], span: tuple[float, float, float], form: str = ",.0f", unit: float = 1.0
) -> Dial:
    """Dial of a plain field; shown in units of its own, such as 0.01 for per cent 「字段调节项」."""

    def read(scenario: PayScenario) -> float:
        return round(float(value_at(scenario, path)) / unit, 9)

    def write(scenario: PayScenario, value: float) -> PayScenario:
        return edited(scenario, path, round(value * unit, 9))

    return Dial(label, *span, read, write, form)


class Dials:
    """Controls of one panel, bound to a board 「控件组」.

    Parameters
    ----------
    board : Board
        Whose active scenario they show and set.
    make : callable
        Dials and choices of a scenario; they are made anew where their labels change.
    tell : callable
        Takes the error that a value was refused with; None where all is well.
    """

    def __init__(
        self,
        board: Board,
        make: Callable[[PayScenario], Sequence[Dial | Choice]],
        tell: Callable[[Exception | None], None],
    ) -> None:
        import ipywidgets

        self.board, self.make, self.tell = board, make, tell
        self.box = ipywidgets.VBox()
        self.controls: dict[str, ipywidgets.Widget] = {}
        self._kinds: list[Dial | Choice] = []
        self._quiet = False
        self.show()

    def show(self) -> None:
        """Show the active scenario's numbers 「刷新」."""
        kinds = distinct(self.make(self.board.active))
        self._quiet = True
        try:
            if [_face(each) for each in kinds] != [_face(each) for each in self._kinds]:
                self.controls = {each.label: _control(each, self._setter(number)) for number, each in enumerate(kinds)}
                self.box.children = tuple(self.controls.values())
            self._kinds = kinds
            for each in kinds:
                _put(self.controls[each.label], each, self.board.active)
        finally:
            self._quiet = False

    def _setter(self, number: int) -> Callable[[Any], None]:
        def set_value(change: Any) -> None:
            if self._quiet:
                return
            kind, value = self._kinds[number], change["new"]
            active = self.board.active
            try:
                made = kind.write(active, value)
                self.tell(None)
                self.board.change(made)
            except PerfloopError as error:
                self.tell(error)
                self.show()

        return set_value


def distinct(kinds: Sequence[Dial | Choice]) -> list[Dial | Choice]:
    """Dials and choices of which no two are called alike: the second ``name`` is ``name (2)`` 「区分同名控件」."""
    seen: Counter[str] = Counter()
    found = []
    for each in kinds:
        seen[each.label] += 1
        found.append(replace(each, label=f"{each.label} ({seen[each.label]})") if seen[each.label] > 1 else each)
    return found


def _face(kind: Dial | Choice) -> tuple[object, ...]:
    """What a control must be made anew for."""
    return (kind.label, kind.options if isinstance(kind, Choice) else ())


def _control(kind: Dial | Choice, set_value: Callable[[Any], None]) -> Any:
    import ipywidgets

    wide = ipywidgets.Layout(width="100%")
    if isinstance(kind, Choice):
        made: Any = ipywidgets.Dropdown(options=list(kind.options), description=kind.label, layout=wide)
    else:
        made = ipywidgets.FloatSlider(
            value=kind.low, min=kind.low, max=kind.high, step=kind.step, description=kind.label, layout=wide,
            readout_format=kind.form, continuous_update=False,
        )  # fmt: skip
    made.style.description_width = "13em"
    made.observe(set_value, names="value")
    return made


def _put(control: Any, kind: Dial | Choice, scenario: PayScenario) -> None:
    value = kind.read(scenario)
    if isinstance(kind, Dial):
        # Both ends first: a slider cuts its value to them.
        control.max = max(kind.high, value, control.max)
        control.min = min(kind.low, value, control.min)
    elif value not in {each for _, each in kind.options}:
        control.options = [*kind.options, (str(value), value)]
    control.value = value
