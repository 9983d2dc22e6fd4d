"""Names in the facts meet the entities: known names only, none is guessed 「对象匹配」."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from diagnostics.errors import InputError, nearest
from diagnostics.model.entity import Entities

if TYPE_CHECKING:
    import pyarrow as pa

NAME, ID, PERSON = "perfloop_name", "perfloop_id", "perfloop_person"
# Stands for a name that no entity bears; ids are never empty.
UNMATCHED = ""
_LISTED = 10


def name_table(entities: Entities, level: str, only: Collection[str] | None = None) -> pa.Table:
    """Every name with the entity of a level it counts for, and the person it is 「名称对照表」.

    Parameters
    ----------
    entities : Entities
        Whom figures are about.
    level : str
        Level observed; a name above it counts for none.
    only : collection of str, optional
        Entities whose names count; all, where absent.
    """
    import pyarrow as pa

    names = entities.names
    counted = {name: key for name, key in names.items() if only is None or key in only}
    above = [entities.above(counted[name], level) if name in counted else None for name in names]
    return pa.table(
        {
            NAME: pa.array(names, pa.string()),
            ID: pa.array(above, pa.string()),
            PERSON: pa.array([each if entities[each].person else None for each in names.values()], pa.string()),
        }
    )


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


def unmatched(values: Iterable[str | None], count: int, entities: Entities, place: str) -> InputError:
    """Error for names that no entity bears, each with the nearest known one 「未匹配的对象」.

    Parameters
    ----------
    values : iterable of str or None
        Names in order, None for an empty cell.
    count : int
        Facts behind them.
    place : str
        KPI, column and source.
    """
    listed = list(values)
    shown = []
    for value in listed[:_LISTED]:
        near = nearest(value, entities.names) if value is not None else None
        shown.append(f"{value!r} (nearest: {near!r})" if near else "(empty)" if value is None else repr(value))
    more = f", … ({len(listed)} names in all)" if len(listed) > _LISTED else ""
    return InputError(
        f"{count} facts of {place} name no known entity: {', '.join(shown)}{more}."
        " Add them to the entities as names or aliases, or leave the facts out by 'where'."
    )
