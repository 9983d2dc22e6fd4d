"""Cells of a level and cycle: what adds up rolled up, the rest beside it, ratios divided last 「单元格」."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from diagnostics.data.observe.apart import Apart
from diagnostics.data.observe.cycles import name_periods
from diagnostics.data.observe.figures import figures
from diagnostics.data.observe.job import BY, ENTITY, KEY, START, Job
from diagnostics.data.observe.leaves import Leaf, figure, leaves
from diagnostics.data.observe.match import PERSON, has_people
from diagnostics.data.observe.meanings import MONTHS, SINCE
from diagnostics.data.observe.plan import Asked
from diagnostics.data.observe.scan import Scanned
from diagnostics.dictionary.expression.measure import Measure
from diagnostics.dictionary.expression.nodes import Aggregate, Column, Node
from diagnostics.dictionary.expression.refusal import Text
from diagnostics.model.period import Cycle

if TYPE_CHECKING:
    import pandas as pd


def trees(asked: Asked) -> dict[str, tuple[Node, Measure]]:
    """Figures of a KPI, each with the text it stands in 「指标的各项数值」."""
    measure = asked.measure
    found: dict[str, tuple[Node, Measure]] = {}
    if measure.numerator is not None and measure.denominator is not None:
        found = {"numerator": (measure.numerator, measure), "denominator": (measure.denominator, measure)}
    else:
        found = {"value": (measure.tree, measure)}
    return found | {f"target {text}": (each.tree, each) for text, each in asked.targets.items()}


def leaves_of(job: Job, asked: Asked) -> tuple[Leaf, ...]:
    """Aggregates that a KPI needs, each once 「指标所需聚合项」."""
    where = job.rest(asked)
    found = [leaf for tree, each in trees(asked).values() for leaf in leaves(tree, where, each.text)]
    person = job.engine.engagement.settings.sources[job.batch.source].person
    if person:
        found.append(Leaf(Aggregate("count_distinct", Column(person)), where, asked.measure.text))
    return tuple(dict.fromkeys(found))


_MOST_JOINS = 16


@dataclass(eq=False)
class CellTable:
    """Cells of a level and cycle while they are put together 「单元格表」.

    Parameters
    ----------
    job : Job
        What is asked.
    scanned : Scanned
        Figures of the finest cells.
    level : str
        Level of the entities.
    cycle : {"year", "quarter", "month", "week", "day"}
        Length of the periods.
    """

    job: Job
    scanned: Scanned
    level: str
    cycle: Cycle

    def __post_init__(self) -> None:
        """Name each aggregate once, however many KPIs ask for it."""
        self.asked = tuple(each for each in self.job.asked if each.cycle == self.cycle)
        wanted = dict.fromkeys(leaf for each in self.asked for leaf in leaves_of(self.job, each))
        self.named = {leaf: f"perfloop_leaf_{number}" for number, leaf in enumerate(wanted)}
        self.figures: dict[tuple[Node, Node | None], str] = {}
        self.people = has_people(self.job.engine.engagement.entities) and self.job.named and not self._person

    @property
    def _person(self) -> str | None:
        return self.job.engine.engagement.settings.sources[self.job.batch.source].person

    def frames(self, apart: Apart) -> list[pd.DataFrame]:
        """Figures of the KPIs, a frame for each 「各指标的数值」."""
        cells = self._with(apart)
        columns = {name: cells[name] for name in (ENTITY, START, *self.job.keys)}
        names = {each: self._columns(each, cells, columns) for each in self.asked}
        about = f"aggregating source {self.job.batch.source!r} by {self.cycle} at level {self.level!r}"
        found = self.job.engine.frame(cells.select(**columns), about).rename(columns={START: "start"})
        found = name_periods(found, self.cycle, self.job.calendar, self.job.wanted.window)
        return [self._frame(each, found, names[each]) for each in self.asked]

    def _with(self, apart: Apart) -> Any:
        """Cells with every aggregate as a column."""
        cells = self._rolled()
        rest = tuple(leaf for leaf in self.named if not leaf.additive)
        for number, part in enumerate(apart.tables(rest, self.named, (self.level, self.cycle)), start=1):
            cells = _beside(cells, part, self.job.keys)
            if number % _MOST_JOINS == 0:
                # A query that joins without end is too deep to be written as SQL.
                cells = apart.put_down(cells)
        counted = [name for leaf, name in self.named.items() if leaf.node.function == "count_distinct"]
        return cells.mutate(**{name: cells[name].fill_null(0.0) for name in counted}) if counted else cells

    def _rolled(self) -> Any:
        """What adds up, from the finest cells."""
        table, partials = self.job.at(self.scanned.table, self.level, self.cycle), self.scanned.partials
        found = {name: partials.rolled(leaf, table) for leaf, name in self.named.items() if leaf.additive}
        for where in dict.fromkeys(self.job.rest(each) for each in self.asked):
            count, months = partials.count(where), partials.months(self.cycle, where)
            found[count] = table[count].sum().cast("int64")
            if months:
                found[months] = table[months].max()
            if self.people:
                found[f"{count}_people"] = table[PERSON].nunique(where=table[count] > 0)
        return table.group_by([ENTITY, START, *self.job.keys]).aggregate(**found)

    def _columns(self, asked: Asked, cells: Any, columns: dict[str, Any]) -> dict[str, str]:
        """Columns of a KPI's figures; those that no KPI before it shares are added."""
        where = self.job.rest(asked)
        found = {}
        for key, (tree, measure) in trees(asked).items():
            known = (tree, where) in self.figures
            found[key] = self.figures.setdefault((tree, where), f"perfloop_figure_{len(self.figures)}")
            if not known:
                columns[found[key]] = figure(tree, measure, cells, self._namer(where, measure.text))
        found["n"] = self.scanned.partials.count(where)
        if months := self.scanned.partials.months(self.cycle, where):
            found[MONTHS] = months
        if self.people:
            found["people"] = f"{found['n']}_people"
        columns |= {found[each]: cells[found[each]] for each in ("n", MONTHS, "people") if each in found}
        if self._person:
            leaf = Leaf(Aggregate("count_distinct", Column(self._person)), where, asked.measure.text)
            found["people"] = self.named[leaf]
            columns[found["people"]] = cells[found["people"]]
        return found

    def _entities(self, numbers: pd.Series) -> Any:
        """Ids of entities by their numbers."""
        import pandas as pd

        return pd.array(self.job.ids, dtype="str").take(numbers.to_numpy("int64"))

    def _namer(self, where: Node | None, text: Text) -> Callable[[Aggregate], str]:
        return lambda node: self.named[Leaf(node, where, text)]

    def _frame(self, asked: Asked, found: pd.DataFrame, names: dict[str, str]) -> pd.DataFrame:
        """Rows of one KPI; where no fact passes its filter there is no row."""
        import pandas as pd

        # Of thousands of columns only its own are carried along.
        shared = (ENTITY, "cycle", "period", "start", *self.job.keys)
        found = found[list(dict.fromkeys((*shared, *names.values())))]
        if self.job.selector is not None:
            found = found[found[KEY] == self.job.selector.value(asked)]
        found = found[(found[names["n"]] > 0) & found["period"].notna() & asked.meaning.within(found["start"])]
        columns: dict[str, Any] = {"kpi": asked.kpi.id, "level": self.level, "entity": self._entities(found[ENTITY])}
        columns |= {name: found[name].to_numpy() for name in ("cycle", "period", "start")}
        columns |= {name: found[f"{BY}{at}"].to_numpy() for at, name in enumerate(self.job.wanted.by)}
        told = {SINCE: asked.meaning.since, MONTHS: math.nan, **figures(found, names, asked.measure)}
        return pd.DataFrame({**columns, **told}, index=range(len(found)))


def _beside(cells: Any, part: Any, keys: tuple[str, ...]) -> Any:
    """Cells with the aggregates of another table of cells beside them; a dimension may be missing in both."""
    renamed = part.rename({f"{name}_apart": name for name in (ENTITY, START, *keys)})
    same = [cells[name] == renamed[f"{name}_apart"] for name in (ENTITY, START)]
    same += [cells[name].identical_to(renamed[f"{name}_apart"]) for name in keys]
    return cells.left_join(renamed, same).drop(*(f"{name}_apart" for name in (ENTITY, START, *keys)))
