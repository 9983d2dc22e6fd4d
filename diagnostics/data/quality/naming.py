"""Whose figure an item may name 「对象署名」."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from diagnostics.model.engagement import Engagement


def public_entity(engagement: Engagement, entity: str) -> str:
    """Entity as an item may name it: people are never named 「可公开的对象」."""
    known = entity in engagement.entities
    return "" if known and engagement.entities[entity].person else entity
