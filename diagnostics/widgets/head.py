"""What stands above the panels: which scenario, copy, remove, undo, save 「情景操作栏」."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from diagnostics.errors import PerfloopError
from diagnostics.loop.intervene import open_scenario
from diagnostics.terms import say
from diagnostics.widgets.answers import title_of
from diagnostics.widgets.board import Board
from diagnostics.widgets.desk import IN_FORCE
from diagnostics.widgets.rules import rule_of
from diagnostics.widgets.saving import save

if TYPE_CHECKING:
    from pathlib import Path

    from diagnostics.widgets.desk import Desk


class Head:
    """What stands above the panels: which scenario, copy, remove, undo, save 「情景操作栏」.

    Parameters
    ----------
    board : Board
        Scenarios.
    desk : Desk
        Where they are saved.
    """

    def __init__(self, board: Board, desk: Desk) -> None:
        import ipywidgets

        self.board, self.desk = board, desk
        self.saved: dict[Path, bytes] = {}
        self._files = [key for key in desk.scenarios if key != IN_FORCE]
        self._quiet = False
        self.picker = ipywidgets.Dropdown(description=self._say("pick"), style={"description_width": "initial"})
        self.more = ipywidgets.Dropdown(description=self._say("more"), style={"description_width": "initial"})
        self.name = ipywidgets.Text(
            description=self._say("name"), continuous_update=False, style={"description_width": "initial"}
        )
        self.copy = self._button("copy", self.board.copy)
        self.remove = self._button("remove", self.board.remove)
        self.undo = self._button("undo", self.board.undo)
        self.save = self._button("save", self._save)
        self.status = ipywidgets.HTML().add_class("lab-live")
        row = ipywidgets.Box([self.picker, self.more, self.copy, self.remove, self.undo, self.name, self.save])
        parts = [row.add_class("lab-bar"), self.status, *map(_left_out, self._lacking())]
        self.view = ipywidgets.VBox(parts).add_class("lab-head")
        self.picker.observe(self._picked, names="value")
        self.more.observe(self._wanted, names="value")
        board.on_change(self.show)
        self.show()
        self.tell()

    def _say(self, key: str, **values: object) -> str:
        return say(f"lab.head.{key}", self.desk.language, **values)

    def _lacking(self) -> list[str]:
        return [self._say("left_out", name=name, rule=rule) for name, rule in self.desk.left_out.items()]

    def _button(self, key: str, work: Callable[[], object]) -> Any:
        import ipywidgets

        def pressed(_: Any) -> None:
            self.tell()
            try:
                work()
            except PerfloopError as error:
                self.tell(error)

        made = ipywidgets.Button(description=self._say(key), tooltip=self._say(f"{key}_tip"))
        made.on_click(pressed)
        return made

    def show(self) -> None:
        """Show which scenarios there are 「刷新」."""
        state = self.board.state
        self._quiet = True
        try:
            options = [(title_of(each, self.desk.language), at) for at, each in enumerate(state.scenarios)]
            if list(self.picker.options) != options:
                self.picker.options = options
            self.picker.value = state.at
            there = {each.id for each in state.scenarios}
            self.more.options = [("–", ""), *((key, key) for key in self._files if key not in there)]
            self.more.value, self.more.disabled = "", len(self.more.options) == 1
            self.undo.disabled = not self.board.undoable
            self.name.value = self.name.value if self.name.value and not self._moved() else self._free_name()
        finally:
            self._quiet = False
        self._for = self.board.active.id

    def _moved(self) -> bool:
        return getattr(self, "_for", "") != self.board.active.id

    def _free_name(self) -> str:
        """Name under which the active scenario can be saved without touching a file that was there."""
        key, folder = self.board.active.id, self.desk.engagement.folder / "scenarios"
        stem = key
        number = 2
        while (folder / f"{stem}.yaml").exists() and folder / f"{stem}.yaml" not in self.saved:
            stem, number = f"{key}_{number}", number + 1
        return stem

    def tell(self, error: Exception | None = None) -> None:
        """Say which rule a change would break; nothing where all is well 「提示」."""
        rule = rule_of(error, self.desk.language) if error else ""
        self._announce(self._say("refused", rule=rule) if rule else "", "lab-refused")

    def _announce(self, text: str, kind: str = "") -> None:
        """Say something that screen readers announce."""
        from markupsafe import Markup

        self.status.value = str(Markup('<div class="lab-status {}">{}</div>').format(kind, text))

    def _picked(self, change: Any) -> None:
        if not self._quiet and change["new"] is not None:
            self.tell()
            self.board.pick(change["new"])

    def _wanted(self, change: Any) -> None:
        """Put a saved scenario beside the others, as its file holds it now."""
        if self._quiet or not change["new"]:
            return
        self.tell()
        try:
            self.board.add(open_scenario(self.desk.engagement, change["new"]))
        except PerfloopError as error:
            self.tell(error)
            self.show()

    def _save(self) -> None:
        state = self.board.state
        beside = {each.id for at, each in enumerate(state.scenarios) if at != state.at}
        scenario, path = save(self.board.active, self.name.value, self.desk, self.saved, beside)
        self.saved[path] = path.read_bytes()
        self._files = sorted({*self._files, scenario.id})
        self.board.change(scenario)
        self.name.value = scenario.id
        run = {"draws": self.desk.draws, "seed": self.desk.seed}
        self._announce(self._say("saved", file=f"scenarios/{path.name}", name=scenario.id, **run))


def _left_out(text: str) -> Any:
    import ipywidgets
    from markupsafe import Markup

    return ipywidgets.HTML(str(Markup('<p class="lab-status lab-refused">{}</p>').format(text)))
