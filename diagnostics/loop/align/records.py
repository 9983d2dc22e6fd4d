"""What the align step hands on: results/alignment.json 「共识交接内容」."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from diagnostics.dictionary.life.target_changes import in_order
from diagnostics.dictionary.public_parts import public_cards
from diagnostics.dictionary.tree import KpiTree
from diagnostics.model.canonical import plain
from diagnostics.model.change_request import ChangeRequest
from diagnostics.model.charter import Charter
from diagnostics.model.engagement import Engagement
from diagnostics.model.entity import Entity
from diagnostics.model.kpi import VERSIONED, Kpi
from diagnostics.model.mute import Heard
from diagnostics.model.period import Calendar, Period
from diagnostics.model.scorecard import Scorecard
from diagnostics.model.text import Text

KPI_FIELDS = (
    "id", "name", "definition", "unit", "direction", "decimals", "owner", "source", "measure", "formula", "where",
    "cycle", "parent", "mother", "kind", "versions",
)  # fmt: skip


def alignment_records(engagement: Engagement, tree: KpiTree, heard: Heard, period: Period | None) -> dict[str, Any]:
    """Records of the hand-off, made of JSON's own types 「共识交接内容」.

    People who are measured are no part of it: neither person-level entities nor scorecards of one.
    """
    settings = engagement.settings
    return {
        "client": plain(Text(zh=settings.code, en=settings.code) if settings.code else settings.client),
        "title": plain(settings.title),
        "language": settings.language,
        "currency": settings.currency,
        "period": period.text if period else None,
        "as_of": plain(period.last_day) if period else None,
        "synthetic": settings.synthetic,
        "charter": _charter(settings.charter),
        "goals": plain(settings.goals),
        "mother_metrics": list(tree.mothers),
        "kpis": [_kpi(each, engagement.calendar, period) for each in engagement.kpis.values()],
        "tree": [
            {"kpi": kpi, "parent": parent, "path_to_mother": list(tree.path_to_mother(kpi))}
            for kpi, parent, _depth in tree.walk()
        ],
        "scorecards": [_card(each) for each in public_cards(engagement)],
        "changes": [plain(each) for each in public_changes(engagement)],
        **heard.record(),
        "entities": list(_entities(engagement, period.last_day if period else None)),
        "people": dict(settings.people),
        "labels": plain(settings.labels),
    }


def public_changes(engagement: Engagement) -> tuple[ChangeRequest, ...]:
    """Change requests that are not about one person, in order of the period they hold from 「可公开的目标变更」."""
    people = {each.id for each in engagement.entities if each.person}
    ordered = in_order(engagement.changes, engagement.calendar)
    return tuple(each.change for each in ordered if each.change.scorecard not in people)


def _charter(charter: Charter) -> dict[str, Any]:
    return {**plain(charter), "missing": list(charter.unanswered)}


def _kpi(kpi: Kpi, calendar: Calendar, period: Period | None) -> dict[str, Any]:
    """KPI as it is counted in the run's period; what it said before its first version stands beside."""
    if not kpi.versions:
        return {each: plain(getattr(kpi, each)) for each in KPI_FIELDS}
    begun = [each.since for each in kpi.versions if period is None or calendar.parse(each.since).start < period.end]
    counted = kpi.counted(begun[-1] if begun else "")
    stated = {each: plain(getattr(kpi, each)) for each in VERSIONED}
    return {**{each: plain(getattr(counted, each)) for each in KPI_FIELDS}, "stated": stated}


def _card(card: Scorecard) -> dict[str, Any]:
    return {"id": card.id, **plain(card)}


def _entities(engagement: Engagement, day: date | None) -> Iterator[dict[str, Any]]:
    people = {each.id for each in engagement.entities if each.person}
    for entity in engagement.entities:
        if not entity.person:
            yield _entity(entity, None if entity.parent in people else entity.parent, day)


def _entity(entity: Entity, parent: str | None, day: date | None) -> dict[str, Any]:
    told = {
        "id": entity.id,
        "label": entity.label,
        "level": entity.level,
        "parent": parent,
        "peer_group": entity.peer_group,
    }
    responsible = entity.responsible_at(day)
    return {**told, "responsible": responsible} if responsible else told
