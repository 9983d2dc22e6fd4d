"""Whether a run will take the facts of a file that comes in: their names and days 「入库前试算」."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diagnostics.errors import InputError
from diagnostics.model.kpi import Kpi

if TYPE_CHECKING:
    from diagnostics.data.engine import Engine


def rehearse(engine: Engine) -> tuple[str, ...]:
    """Aggregate the KPIs of the sources at hand once, and say what only the entities' file can mend 「试算」.

    Parameters
    ----------
    engine : Engine
        Open on the sources that read the file.

    Returns
    -------
    tuple of str
        Warnings: names that no entity bears yet.

    Raises
    ------
    InputError
        When a run would refuse the facts for what the file itself holds: rows of totals, facts without a day.
    """
    from diagnostics.data.observe.aggregate import aggregate
    from diagnostics.data.observe.cycles import Window
    from diagnostics.data.observe.formulas import needed
    from diagnostics.data.observe.job import Wanted
    from diagnostics.data.observe.plan import batches

    engagement = engine.engagement
    kpis = [each.id for each in engagement.kpis.values() if _is_measured(engine, each)]
    wanted = Wanted(engagement.entities.levels, (), Window.of(engagement.calendar, None, None), None)
    strange = _strange(engine)
    told: dict[str, None] = {}
    for batch in batches(engagement, needed(engagement, kpis)[0], ()):
        try:
            aggregate(engine, batch, wanted)
        except InputError as error:
            if not strange or any(_is_total(each) for each in strange):
                raise
            told[f"a run refuses these facts until the entities bear the names: {error}"] = None
    return tuple(told)


def _is_measured(engine: Engine, kpi: Kpi) -> bool:
    """Whether a KPI is measured on the sources at hand, in all its versions."""
    sources = {kpi.source, *(each.source for each in kpi.versions if each.source)}
    formulas = [kpi.formula, *(each.formula for each in kpi.versions)]
    return not any(formulas) and sources <= set(engine.engagement.settings.sources)


def _strange(engine: Engine) -> list[str]:
    """Names of the sources at hand that no entity bears, an empty one among them."""
    from diagnostics.data.observe.strangers import entity_columns

    known = engine.engagement.entities.names
    found: list[str] = []
    for source, column in entity_columns(engine.engagement):
        if source in engine.engagement.settings.sources:
            facts = engine.facts(source)
            names = engine.frame(facts.table.select(name=facts.value(column).cast("string")).distinct())["name"]
            found += [each if isinstance(each, str) else "" for each in names if each not in known]
    return found


def _is_total(name: str) -> bool:
    from diagnostics.data.layout.repeats import is_called_total
    from diagnostics.data.layout.totals import is_total
    from diagnostics.model.layout import TOTALS

    return is_total(name, TOTALS) or is_called_total(name)
