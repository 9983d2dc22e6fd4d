"""Which scorecard item holds for whom and when, and the targets it states 「目标取值」."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from diagnostics.dictionary.life.target_changes import agreed, cards_of, changed, in_order
from diagnostics.errors import InputError
from diagnostics.model.change_request import ChangeRequest
from diagnostics.model.engagement import Engagement
from diagnostics.model.entity import Entities, Entity
from diagnostics.model.period import Calendar, Period
from diagnostics.model.scorecard import Item, Scorecard
from diagnostics.model.target import DatedValue, SourceExpression, SourceTable, Targets, Tier

Value = float | tuple[float, float]


@dataclass(frozen=True, slots=True)
class Holding:
    """A scorecard item that holds for an entity 「生效的考核项」."""

    card: Scorecard
    item: Item


@dataclass(frozen=True, eq=False)
class TargetBook:
    """Which scorecard item holds for a KPI, an entity and a period 「目标册」.

    A card holds in a period when it is in force on the period's last day. An entity's own card goes before the card of
    its role; among role cards one with a peer group goes before one without; then the first in the file counts.

    Parameters
    ----------
    scorecards : tuple of Scorecard
        In file order.
    entities : Entities
        Whom the cards are about.
    calendar : Calendar
        How ``from`` and ``to`` are read.
    changes : tuple of ChangeRequest
        Targets that were changed: those agreed to hold from their period on, in place of what the card says.
    """

    scorecards: tuple[Scorecard, ...]
    entities: Entities
    calendar: Calendar
    changes: tuple[ChangeRequest, ...] = ()
    _days: dict[str, Period] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, engagement: Engagement) -> TargetBook:
        """Book of an engagement 「项目的目标册」."""
        return cls(engagement.scorecards, engagement.entities, engagement.calendar, engagement.changes)

    def cards(self, entity: str, period: Period) -> tuple[Scorecard, ...]:
        """Cards that hold for an entity in a period, the one that goes first first 「生效的考核表」.

        Raises
        ------
        UnknownNameError
            When no entity has this id.
        """
        own = self.entities[entity]
        held = [each for each in self.scorecards if _is_about(each, own) and self.in_force(each, period.last_day)]
        return tuple(sorted(held, key=lambda each: (each.entity is None, each.peer_group is None)))

    def holding(self, kpi: str, entity: str, period: Period) -> Holding | None:
        """Item that holds for a KPI, an entity and a period; None where no card has the KPI 「生效的考核项」."""
        own = self.entities[entity]
        for place, card, item in self._by_kpi.get(kpi, ()):
            if _is_about(card, own) and self.in_force(card, period.last_day):
                return Holding(card, self.item_on(place, item, period.last_day))
        return None

    def every_targets(self, kpi: str) -> tuple[Targets, ...]:
        """Targets of a KPI on every card, and as agreed changes leave them, whatever the period 「全部目标」."""
        found: list[Targets] = []
        for place, _card, item in sorted(self._by_kpi.get(kpi, ()), key=lambda each: each[0]):
            versions = every_item(item, self._changes.get((place, kpi), ()), self._period)
            found += [each.targets for each in versions if each.targets is not None]
        return tuple(found)

    def value(self, tier: Tier | None, period: Period) -> Value | None:
        """Value of a tier that needs no data, in a period; None where it states none 「静态目标值」.

        Returns
        -------
        float, (low, high) or None
            Of a dated list the last value whose ``from`` has begun by the period's last day; None before the first.

        Raises
        ------
        InputError
            When the tier is an expression or a table: those need the data.
        """
        return value_in(tier, period, self._period)

    @cached_property
    def _by_kpi(self) -> dict[str, list[tuple[int, Scorecard, Item]]]:
        """Items by KPI, in the order in which they go first, with the place of their card in the file."""
        found: dict[str, list[tuple[int, Scorecard, Item]]] = {}
        cards = enumerate(self.scorecards)
        for place, card in sorted(cards, key=lambda each: (each[1].entity is None, each[1].peer_group is None)):
            for item in card.items:
                found.setdefault(item.kpi, []).append((place, card, item))
        return found

    @cached_property
    def _changes(self) -> dict[tuple[int, str], list[tuple[date, ChangeRequest]]]:
        """Agreed changes with their first day, in order, by place of the card and KPI."""
        return changes_of(self.scorecards, self.changes, self.calendar)

    def item_on(self, place: int, item: Item, day: date) -> Item:
        """Item of a card as the changes that have begun by a day leave it 「某日的考核项」.

        Parameters
        ----------
        place : int
            Place of the card in the file, from 0.
        """
        known = self._changes.get((place, item.kpi))
        return item if known is None else changed(item, [each for since, each in known if since <= day], self._period)

    def in_force(self, card: Scorecard, day: date) -> bool:
        """Whether a card holds on a day 「某日是否生效」."""
        begun = card.since is None or self._period(card.since).start <= day
        return begun and (card.until is None or day < self._period(card.until).end)

    def _period(self, text: str) -> Period:
        """Period of a text, parsed once: the same few stand on every card."""
        if text not in self._days:
            self._days[text] = self.calendar.parse(text)
        return self._days[text]


def changes_of(
    scorecards: tuple[Scorecard, ...], changes: Iterable[ChangeRequest], calendar: Calendar
) -> dict[tuple[int, str], list[tuple[date, ChangeRequest]]]:
    """Agreed changes with their first day, in order, by place of the card in the file and KPI 「各考核项的变更」."""
    found: dict[tuple[int, str], list[tuple[date, ChangeRequest]]] = {}
    for each in in_order(agreed(changes), calendar):
        for place, _card, item in cards_of(each.change, each.since, scorecards, calendar):
            found.setdefault((place, item.kpi), []).append((each.since.start, each.change))
    return found


def every_item(
    item: Item, changes: Sequence[tuple[date, ChangeRequest]], read: Callable[[str], Period]
) -> tuple[Item, ...]:
    """Item of a card as it is written, and as each agreed change leaves it 「考核项的各个版本」.

    Parameters
    ----------
    changes : sequence of (date, ChangeRequest)
        Changes of this item, in order, as ``changes_of`` finds them.
    read : callable
        Period of a text, such as ``Calendar().parse``.
    """
    days = [since for since, _ in changes]
    return (item, *(changed(item, [each for since, each in changes if since <= day], read) for day in days))


def value_in(tier: Tier | None, period: Period, read: Callable[[str], Period]) -> Value | None:
    """Value of a tier that needs no data, in a period 「静态目标值」.

    Parameters
    ----------
    read : callable
        Period of a text, such as ``Calendar().parse``.

    Raises
    ------
    InputError
        When the tier is an expression or a table: those need the data.
    """
    if tier is None:
        return None
    if isinstance(tier, SourceExpression | SourceTable):
        raise InputError(f"A tier given by {type(tier).__name__} needs the data; only stated values are found here.")
    if not isinstance(tier, tuple):
        return float(tier)
    dated = [each for each in tier if isinstance(each, DatedValue)]
    if not dated:
        low, high = (float(each) for each in tier if not isinstance(each, DatedValue))
        return low, high
    begun = [each for each in dated if read(each.since).start <= period.last_day]
    return float(begun[-1].value) if begun else None


def is_stated(tier: Tier | None) -> bool:
    """Whether a tier's value is stated, so that it needs no data 「是否静态目标」."""
    return tier is not None and not isinstance(tier, SourceExpression | SourceTable)


def stated_values(tier: Tier | None) -> tuple[float, ...]:
    """Every number that a tier states, whatever the period 「目标中的数值」.

    Examples
    --------
    >>> stated_values((0.1, 0.2)), stated_values(5), stated_values(None)
    ((0.1, 0.2), (5.0,), ())
    """
    if tier is None or isinstance(tier, SourceExpression | SourceTable):
        return ()
    parts: Iterable[float | DatedValue] = tier if isinstance(tier, tuple) else (tier,)
    return tuple(float(each.value if isinstance(each, DatedValue) else each) for each in parts)


def stated_targets(tier: Tier | None) -> tuple[Value, ...]:
    """Every target that a tier states, a range as a pair, whatever the period 「写明的目标」.

    Examples
    --------
    >>> stated_targets((0.1, 0.2)), stated_targets(5), stated_targets(None)
    (((0.1, 0.2),), (5.0,), ())
    """
    numbers = stated_values(tier)
    ranged = isinstance(tier, tuple) and not any(isinstance(each, DatedValue) for each in tier)
    return ((numbers[0], numbers[1]),) if ranged else numbers


def holders(card: Scorecard, entities: Iterable[Entity]) -> tuple[Entity, ...]:
    """Entities that a card is about 「考核表的对象」."""
    return tuple(each for each in entities if _is_about(card, each))


def _is_about(card: Scorecard, entity: Entity) -> bool:
    if card.entity is not None:
        return card.entity == entity.id
    return card.level == entity.level and card.peer_group in (None, entity.peer_group)
