"""Names in the facts meet the entities: known names only, none is guessed 「对象匹配」."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING

from diagnostics.data.layout.repeats import is_called_total
from diagnostics.data.layout.totals import is_total
from diagnostics.dictionary.entity_proposal import hint
from diagnostics.dictionary.expression.written import without
from diagnostics.errors import InputError
from diagnostics.model.entity import Entities
from diagnostics.model.layout import TOTALS
from diagnostics.terms.counted import counted

if TYPE_CHECKING:
    import pyarrow as pa

NAME, CODE, OWN, PERSON = "perfloop_name", "perfloop_code", "perfloop_own", "perfloop_person"
_LISTED = 10


def level_column(levels: Sequence[str], level: str) -> str:
    """Column of the name table that holds entities of a level 「层级列」."""
    return f"perfloop_level_{tuple(levels).index(level)}"


def name_table(entities: Entities, levels: Sequence[str], only: Collection[str] | None = None) -> pa.Table:
    """Every name with the entity it is, the person it is, and the entity of each level it counts for 「名称对照表」.

    Parameters
    ----------
    entities : Entities
        Whom figures are about.
    levels : sequence of str
        Levels observed; a name above one counts for none of it.
    only : collection of str, optional
        Entities whose names count; all, where absent.

    Returns
    -------
    Table
        Entities and names by their numbers, in file order: numbers are grouped and joined faster than texts.
    """
    import pyarrow as pa

    names, place = entities.names, {each.id: at for at, each in enumerate(entities)}
    counted = [key if only is None or key in only else None for key in names.values()]
    person = [key if entities[key].person else None for key in names.values()]
    found = {OWN: counted, PERSON: person}
    for level in levels:
        found[level_column(levels, level)] = [entities.above(key, level) if key else None for key in counted]
    numbered = {name: [place.get(key or "") for key in each] for name, each in found.items()}
    columns = {name: pa.array(each, pa.int32()) for name, each in numbered.items()}
    return pa.table({NAME: pa.array(names, pa.string()), CODE: pa.array(range(len(names)), pa.int32()), **columns})


def has_people(entities: Entities) -> bool:
    """Whether some entities are human beings 「是否含个人对象」."""
    return any(each.person for each in entities)


def top_entity(entities: Entities, kpi: str) -> str:
    """Only entity of the top level, which holds all facts of a KPI without an entity column 「顶层对象」.

    Raises
    ------
    InputError
        When the top level has several entities.
    """
    level = entities.levels[-1]
    tops = entities.at_level(level)
    if len(tops) > 1:
        shown = ", ".join(each.id for each in tops[:5])
        raise InputError(
            f"KPI {kpi!r} names no entity column, and the top level {level!r} has {len(tops)} entities ({shown}):"
            " its facts belong to none of them. Name the column, or an entity above them."
        )
    return tops[0].id


def unmatched(values: Iterable[str | None], count: int, entities: Entities, place: str, column: str = "") -> InputError:
    """Error for names that no entity bears, each with the nearest known one 「未匹配的对象」.

    Parameters
    ----------
    values : iterable of str or None
        Names in order, None for an empty cell.
    count : int
        Facts behind them.
    place : str
        KPI, column and source.
    column : str
        Column, where no layout can leave rows out: a database or Parquet.
    """
    listed = list(values)
    shown = []
    for value in listed[:_LISTED]:
        near = hint(value, entities) if value is not None else None
        shown.append(f"{value!r} (nearest: {near!r})" if near else "(empty)" if value is None else repr(value))
    more = f", … ({len(listed)} names in all)" if len(listed) > _LISTED else ""
    total = next(
        (each for each in listed if each is not None and (is_total(each, TOTALS) or is_called_total(each))), None
    )
    layout = "{}" if total is None or is_total(total, TOTALS) else f"{{totals: [{total}]}}"
    leave = f"'layout: {layout}' of the source leaves such out"
    if column and total:
        leave = f"leave it out by the where of the KPI, where: {without(column, total)}"
    totals = f" {total!r} looks like a row of totals: {leave}." if total else ""
    told = counted(count, f"fact of {place} names", f"facts of {place} name")
    return InputError(
        f"{told} no known entity: {', '.join(shown)}{more}."
        " 'perfloop data unmatched' lists them all. Add them to the entities as names or aliases, or leave the facts"
        f" out by 'where'.{totals}"
    )
