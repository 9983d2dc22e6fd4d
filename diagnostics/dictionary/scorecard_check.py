"""Scorecards against KPIs, entities, sources and the calendar 「考核表校验」."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from typing import Any

from diagnostics.dictionary.engagement_files import EngagementFiles
from diagnostics.dictionary.noun_reader import error_place
from diagnostics.dictionary.yaml_file import Document, Path_
from diagnostics.errors import InputError, unknown
from diagnostics.model.period import Calendar
from diagnostics.model.scorecard import Item, Scorecard
from diagnostics.model.target import TIERS, DatedValue, SourceTable


def scorecard_errors(files: EngagementFiles) -> Iterator[InputError]:
    """Everything in the scorecards that other files don't bear out 「考核表校验」."""
    spans: dict[int, tuple[date, date]] = {}
    for index, card in enumerate(files.scorecards):
        yield from _whose(files, index, card)
        try:
            spans[index] = _span(files, index, card)
        except InputError as error:
            yield error
        for number, item in enumerate(card.items):
            yield from _item(files, (index, "items", number), card, item)
    yield from _overlaps(files, spans)


def _whose(files: EngagementFiles, index: int, card: Scorecard) -> Iterator[InputError]:
    document, entities = files.scorecards_file, files.entities
    if card.entity is not None and card.entity not in entities:
        yield unknown("entity", card.entity, entities.by_id, error_place(document, (index, "entity")))
    if card.level is not None and card.level not in entities.levels:
        place = f"{error_place(document, (index, 'level'))} of scorecard {card.id!r}"
        yield unknown("level", card.level, entities.levels, place)
    seen: dict[str, int] = {}
    for number, item in enumerate(card.items):
        if item.kpi in seen:
            place = error_place(document, (index, "items", number))
            line = document.line((index, "items", seen[item.kpi]))
            yield InputError(
                f"KPI {item.kpi!r} occurs twice on scorecard {card.id!r} ({place}), first in line {line}; keep one."
            )
        seen.setdefault(item.kpi, number)


def _day(calendar: Calendar, text: str | None, where: str, *, end: bool = False) -> date | None:
    if text is None:
        return None
    try:
        period = calendar.parse(text)
    except InputError as error:
        raise InputError(f"{str(error).removesuffix('.')} ({where}).") from error
    return period.end if end else period.start


def _span(files: EngagementFiles, index: int, card: Scorecard) -> tuple[date, date]:
    document, calendar = files.scorecards_file, files.settings.calendar
    since = _day(calendar, card.since, error_place(document, (index, "from")))
    until = _day(calendar, card.until, error_place(document, (index, "to")), end=True)
    if since is not None and until is not None and until <= since:
        place = error_place(document, (index, "to"))
        raise InputError(
            f"to == {card.until!r} for scorecard {card.id!r} ({place}), must not lie before {card.since!r}."
        )
    return since or date.min, until or date.max


def _overlaps(files: EngagementFiles, spans: dict[int, tuple[date, date]]) -> Iterator[InputError]:
    """Two cards of one role or entity at one time: nobody could say which holds."""
    document, cards = files.scorecards_file, files.scorecards
    groups: dict[tuple[str | None, ...], list[int]] = {}
    for index in spans:
        card = cards[index]
        groups.setdefault((card.role, card.entity, card.level, card.peer_group), []).append(index)
    for members in groups.values():
        ordered = sorted(members, key=lambda each: (spans[each], each))
        for before, after in pairwise(ordered):
            if spans[after][0] < spans[before][1]:
                place = error_place(document, (after,))
                yield InputError(
                    f"Scorecard {cards[after].id!r} ({place}) holds at the same time as the one"
                    f" in line {document.line((before,))}; end one with 'to:' before the other's 'from:'."
                )


def _item(files: EngagementFiles, path: Path_, card: Scorecard, item: Item) -> Iterator[InputError]:
    document = files.scorecards_file
    kpis = files.by_id
    if item.kpi not in kpis:
        place = f"{error_place(document, (*path, 'kpi'))} of scorecard {card.id!r}"
        yield unknown("KPI", item.kpi, kpis, place)
        return
    floor, cap = item.scoring.floor, item.scoring.cap
    if floor is not None and cap is not None and floor > cap:
        place = error_place(document, (*path, "scoring", "floor"))
        yield InputError(f"floor == {floor:g} for KPI {item.kpi!r} ({place}), must not be above the cap {cap:g}.")
    for name in TIERS:
        tier = getattr(item.targets, name, None)
        at: Path_ = (*path, "targets", name)
        about = f"{name} of KPI {item.kpi!r}"
        yield from tier_errors(files, document, tier, at, about)
        is_pair = isinstance(tier, tuple) and len(tier) == 2 and not isinstance(tier[0], DatedValue)
        if is_pair and kpis[item.kpi].direction != "range":
            place = error_place(document, at)
            yield InputError(
                f"{about} is a pair ({place}), but the KPI's direction is {kpis[item.kpi].direction!r};"
                " a pair is for direction 'range'."
            )


def tier_errors(files: EngagementFiles, document: Document, tier: Any, path: Path_, about: str) -> Iterator[InputError]:
    """What is wrong with one tier by itself, wherever it is stated 「单档目标校验」."""
    sources = files.settings.sources
    place = error_place(document, path)
    if isinstance(tier, SourceTable) and tier.source not in sources:
        yield unknown("source", tier.source, sources, f"{error_place(document, (*path, 'source'))}, {about}")
    if not isinstance(tier, tuple):
        return
    if not tier:
        yield InputError(f"{about} is an empty list ({place}); give at least one {{from, value}}.")
    elif not isinstance(tier[0], DatedValue):
        if tier[0] > tier[1]:
            yield InputError(f"{about} == [{tier[0]}, {tier[1]}] ({place}), must be [low, high] with low <= high.")
    else:
        yield from _dated(files.settings.calendar, document, tier, path, about)


def _dated(
    calendar: Calendar, document: Document, tier: tuple[DatedValue, ...], path: Path_, about: str
) -> Iterator[InputError]:
    days: list[date] = []
    for number, each in enumerate(tier):
        place = f"{error_place(document, (*path, number, 'from'))}, {about}"
        try:
            day = _day(calendar, each.since, place)
        except InputError as error:
            yield error
            return
        assert day is not None
        if days and day <= days[-1]:
            yield InputError(f"from == {each.since!r} ({place}), must lie after the entry before it.")
        days.append(day)
