"""What the engagement's files want of a source's columns: numbers, days, names 「列的用途」."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from diagnostics.dictionary.used_columns import column_roles
from diagnostics.model.engagement import Engagement

_COUNTED = ("count", "minutes", "hours", "days", "score", "distance")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the engagement's files want of a source's columns 「列的用途」.

    Parameters
    ----------
    numbers, days, texts : frozenset of str
        Columns to read as numbers, as days, and as they stand.
    guess : bool
        Whether columns that nobody names are read by what they hold, as a proposal does.
    entities, known : frozenset of str
        Columns that name entities, and every name that is known.
    bare : frozenset of str
        Columns that name entities or people: blanks around their cells are taken away.
    money, others : frozenset of str
        Columns that KPIs in money compute with, and those that KPIs in counts, times or scores do.
    """

    numbers: frozenset[str] = frozenset()
    days: frozenset[str] = frozenset()
    texts: frozenset[str] = frozenset()
    guess: bool = False
    entities: frozenset[str] = frozenset()
    known: frozenset[str] = frozenset()
    bare: frozenset[str] = frozenset()
    money: frozenset[str] = frozenset()
    others: frozenset[str] = frozenset()

    def is_used(self, name: str) -> bool:
        """Whether anything names a column 「是否被引用」."""
        return name in self.numbers or name in self.days or name in self.texts

    def money_by_use(self, names: Collection[str]) -> bool | None:
        """Whether a column of these names is used as money; None where its uses don't tell 「是否按金额使用」."""
        money, others = not self.money.isdisjoint(names), not self.others.isdisjoint(names)
        return None if money is others else money


Wanting = Callable[[Sequence[str]], Wanted]


def wanting(engagement: Engagement, source: str, texts: frozenset[str]) -> Wanting:
    """What an engagement wants of a source's columns, once their names are known 「列的用途」.

    Parameters
    ----------
    texts : frozenset of str
        Columns that name entities, people, dimensions or periods.
    """
    naming, known = entity_columns(engagement, source), frozenset(engagement.entities.names)

    def of(header: Sequence[str]) -> Wanted:
        roles = column_roles(engagement, source, header)
        return Wanted(
            roles.numbers - texts,
            roles.days - texts - roles.numbers,
            texts,
            entities=naming,
            bare=name_columns(engagement, source),
            known=known,
            money=_used_in(engagement, source, ("money",)),
            others=_used_in(engagement, source, _COUNTED),
        )

    return of


def _used_in(engagement: Engagement, source: str, units: Collection[str]) -> frozenset[str]:
    """Columns that KPIs of some units compute with."""
    from diagnostics.dictionary.expression import parse_measure
    from diagnostics.dictionary.expression.column_roles import numeric_columns

    found: set[str] = set()
    for kpi in engagement.kpis.values():
        if kpi.source == source and kpi.measure is not None and kpi.unit in units:
            found |= numeric_columns(parse_measure(kpi.measure).tree)
    return frozenset(found)


def entity_columns(engagement: Engagement, source: str) -> frozenset[str]:
    """Columns of a source that name entities 「对象列」."""
    names = {engagement.settings.sources[source].entity}
    for kpi in engagement.kpis.values():
        if source in {kpi.source, *(each.source for each in kpi.versions)}:
            names |= {kpi.entity, *(each.entity for each in kpi.versions)}
        names |= {each.entity for each in kpi.readings if each.source == source}
    return frozenset(each for each in names if each)


def name_columns(engagement: Engagement, source: str) -> frozenset[str]:
    """Columns of a source that name entities or people: blanks around their cells mean nothing 「名称列」."""
    person = engagement.settings.sources[source].person
    return entity_columns(engagement, source) | ({person} if person else frozenset())


def everything(_: Sequence[str]) -> Wanted:
    """Every column is read by what it holds: nobody has named any yet 「按内容识别」."""
    return Wanted(guess=True)
