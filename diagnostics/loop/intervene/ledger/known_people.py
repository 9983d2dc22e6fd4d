"""Whether those who answer for a measure are people of the engagement 「核对人员」."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from diagnostics.dictionary.evidence.naming import bears_name
from diagnostics.errors import unknown

if TYPE_CHECKING:
    from diagnostics.model.engagement import Engagement
    from diagnostics.model.intervention import Intervention


def named_people(measure: Intervention) -> Iterator[tuple[str, str]]:
    """Who owns a measure, signs it and does its tasks, each with the field that says so 「措施所涉人员」."""
    yield "owner", measure.owner
    for each in measure.parties:
        yield "parties", each
    for task in measure.tasks:
        if task.owner:
            yield "tasks", task.owner


def check_people(before: Intervention | None, after: Intervention, people: Collection[str]) -> None:
    """Refuse who is no id of ``people``; whom the measure named before stays, and so does all where none are told.

    Parameters
    ----------
    before : Intervention or None
        The measure as it is recorded; None where it is new.
    after : Intervention
        The same as it is to be.
    people : collection of str
        Ids of the people that act.

    Raises
    ------
    UnknownNameError
        When somebody is unknown; the nearest id is told.
    """
    if not people:
        return
    there = {each for _, each in named_people(before)} if before is not None else set()
    for field, each in named_people(after):
        if each not in people and each not in there:
            raise unknown("person", each, people, f"{field!r} of measure {after.id!r}; people in engagement.yaml")


def names_measured(engagement: Engagement, text: str) -> bool:
    """Whether a text names somebody who is measured and doesn't act under that name 「是否提及被考核个人」.

    Numbers that are ids of people are no names: they stand in every text for something else.
    """
    persons = [each for each in engagement.entities if each.person]
    names = {name.strip() for each in persons for name in (each.id, each.name, *each.aliases)}
    acting = {*engagement.settings.people, *engagement.settings.people.values()}
    return bears_name(text, {each for each in names - acting if not each.isdigit()})
