"""Whom figures are about 「考核对象」."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import pairwise

from pydantic import Field, model_validator

from diagnostics.errors import InputError, unknown
from diagnostics.model.base import Noun


class Tenure(Noun):
    """Who answers for an entity, from one day to another 「负责人任期」.

    Parameters
    ----------
    person : str
        Who answers.
    since, until : date, optional
        First and last day (``from:`` and ``to:`` in yaml); open where absent.
    """

    person: str = Field(min_length=1)
    since: date | None = Field(default=None, alias="from")
    until: date | None = Field(default=None, alias="to")

    def __str__(self) -> str:
        """As csv files write it: ``li:2024-01-01..2025-03-31``."""
        if self.since is None and self.until is None:
            return self.person
        return f"{self.person}:{self.since or ''}..{self.until or ''}"

    def holds(self, day: date) -> bool:
        """Whether it holds on a day 「某日是否在任」."""
        return (self.since or date.min) <= day <= (self.until or date.max)


class Entity(Noun):
    """A store, team, line, department, company or person 「考核对象」.

    Parameters
    ----------
    id, name : str
        Key in files, and what readers see (the id where empty).
    aliases : tuple of str
        Other names under which sources know it.
    level, parent : str
        Its level, and the entity above it.
    peer_group : str
        Entities it can fairly be compared with.
    open, close : date, optional
        First and last day of work.
    responsible : str or tuple of Tenure
        Who answers for it: one person, or several one after the other.
    person : bool
        Whether it is a human being: such entities are never published by name.
    """

    id: str = Field(min_length=1, max_length=64)
    name: str = ""
    aliases: tuple[str, ...] = ()
    level: str
    parent: str | None = None
    peer_group: str = ""
    open: date | None = None
    close: date | None = None
    responsible: str | tuple[Tenure, ...] = ""
    person: bool = False

    @model_validator(mode="after")
    def _in_order(self) -> Entity:
        if self.open is not None and self.close is not None and self.close < self.open:
            raise ValueError(f"entity {self.id!r} closes on {self.close}, before it opens on {self.open}")
        for each in self.tenures:
            if each.since is not None and each.until is not None and each.until < each.since:
                raise ValueError(
                    f"{each.person!r} answers for entity {self.id!r} to {each.until}, before it begins on {each.since}"
                )
        ordered = sorted(self.tenures, key=lambda each: each.since or date.min)
        for one, two in pairwise(ordered):
            if (one.until or date.max) >= (two.since or date.min):
                raise ValueError(
                    f"{one.person!r} and {two.person!r} answer for entity {self.id!r} at the same time"
                    f" (to {one.until or 'now'}, from {two.since or 'ever'}); spans must not overlap"
                )
        return self

    @property
    def tenures(self) -> tuple[Tenure, ...]:
        """Who answers for it, each from when to when 「历任负责人」."""
        if isinstance(self.responsible, str):
            return (Tenure(person=self.responsible),) if self.responsible else ()
        return self.responsible

    def responsible_at(self, day: date | None = None) -> str:
        """Who answers for it on a day, else the last one; empty where nobody does 「负责人」.

        Examples
        --------
        >>> shop = Entity(id="s1", level="store", responsible=(
        ...     Tenure(person="li", until=date(2025, 3, 31)), Tenure(person="wang", since=date(2025, 4, 1))))
        >>> shop.responsible_at(date(2025, 2, 1)), shop.responsible_at()
        ('li', 'wang')
        """
        if day is None:
            last = max(self.tenures, key=lambda each: each.until or date.max, default=None)
            return last.person if last is not None else ""
        return next((each.person for each in self.tenures if each.holds(day)), "")

    @property
    def label(self) -> str:
        """Name that readers see 「显示名」."""
        return self.name or self.id


@dataclass(frozen=True, eq=False)
class Entities:
    """All entities of a client, with their tree 「考核对象主数据」.

    Raises
    ------
    InputError
        When ids or aliases are not unique, a parent is missing, or parents form a circle.
    """

    items: tuple[Entity, ...]

    def __post_init__(self) -> None:
        """Check names and the tree once, so that all later look-ups are sure."""
        if not self.items:
            raise InputError("There is no entity; entities.csv needs at least one row.")
        owner: dict[str, str] = {}
        ids = [each.id for each in self.items]
        for entity in self.items:
            for name in {entity.id, entity.label, *entity.aliases}:
                if name in owner and owner[name] != entity.id:
                    raise InputError(
                        f"Name {name!r} belongs to entities {owner[name]!r} and {entity.id!r}; it may belong to one."
                    )
                owner[name] = entity.id
        if len(set(ids)) < len(ids):
            twice = sorted({each for each in ids if ids.count(each) > 1})
            raise InputError(f"Entity id {twice[0]!r} occurs {ids.count(twice[0])} times; ids are unique.")
        for entity in self.items:
            if entity.parent is not None and entity.parent not in self.by_id:
                raise unknown("parent", entity.parent, ids, f"entity {entity.id!r}")
            self._path(entity)

    def path(self, key: str) -> tuple[Entity, ...]:
        """Entity and those above it, from the bottom to the top 「上级路径」."""
        return tuple(self._path(self[key]))

    def _path(self, entity: Entity) -> list[Entity]:
        path = [entity]
        while path[-1].parent is not None:
            path.append(self.by_id[path[-1].parent])
            if len(path) > len(self.items):
                raise InputError(f"The parents of entity {entity.id!r} form a circle.")
        return path

    def __iter__(self) -> Iterator[Entity]:
        """Entities in file order."""
        return iter(self.items)

    def __getitem__(self, key: str) -> Entity:
        """Entity with this id."""
        if key not in self.by_id:
            raise unknown("entity", key, self.by_id)
        return self.by_id[key]

    def __contains__(self, key: object) -> bool:
        """Whether an entity has this id."""
        return key in self.by_id

    @cached_property
    def by_id(self) -> dict[str, Entity]:
        """Entities by id 「按编号」."""
        return {each.id: each for each in self.items}

    @cached_property
    def names(self) -> dict[str, str]:
        """Every id, name and alias with the id it belongs to 「名称对照」."""
        return {name: each.id for each in self.items for name in (each.id, each.label, *each.aliases)}

    @cached_property
    def levels(self) -> tuple[str, ...]:
        """Levels from the bottom to the top 「层级,自下而上」."""
        depth: dict[str, int] = {}
        for entity in self.items:
            depth[entity.level] = max(depth.get(entity.level, 0), len(self._path(entity)))
        return tuple(sorted(depth, key=lambda level: (-depth[level], level)))

    def at_level(self, level: str) -> tuple[Entity, ...]:
        """Entities of a level 「某层级的对象」."""
        if level not in self.levels:
            raise unknown("level", level, self.levels)
        return tuple(each for each in self.items if each.level == level)

    def above(self, key: str, level: str) -> str | None:
        """Id of the entity at a level that holds this one, itself included 「上级对象」."""
        return next((each.id for each in self._path(self[key]) if each.level == level), None)

    def life(self, key: str) -> tuple[date | None, date | None]:
        """First and last day of work: an entity's own, else those of the nearest one above that has any 「存续期」."""
        steps = self._path(self[key])
        first = next((each.open for each in steps if each.open is not None), None)
        return first, next((each.close for each in steps if each.close is not None), None)

    def through(self, key: str, first: date, last: date) -> bool:
        """Whether an entity was at work from one day to another, both included 「全程在营」."""
        opened, closed = self.life(key)
        return (opened is None or opened <= first) and (closed is None or closed >= last)

    @cached_property
    def units(self) -> tuple[Entity, ...]:
        """Lowest entities that are no people: the stores, teams or lines themselves 「基层单元」."""
        above = {each.parent for each in self.items if not each.person}
        return tuple(each for each in self.items if not each.person and each.id not in above)

    def peers(self, key: str) -> tuple[str, ...]:
        """Other entities of the same level and peer group 「同类对象」."""
        own = self[key]
        return tuple(
            each.id
            for each in self.items
            if each.id != key and each.level == own.level and each.peer_group == own.peer_group
        )

    def below(self, keys: Iterable[str]) -> frozenset[str]:
        """Ids of these entities and everything under them 「下属对象」."""
        wanted = set(keys)
        return frozenset(each.id for each in self.items if any(step.id in wanted for step in self._path(each)))
