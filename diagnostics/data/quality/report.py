"""Data quality card as lines of text, for the command 「数据质量清单」."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from diagnostics.data.personal import without_personal
from diagnostics.model.quality import QualityCard, QualityItem

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST = 60
_SAID = {
    "blanks": "blank", "duplicates": "equal rows", "gaps": "missing periods",
    "double": "facts above and below in one month (equal in so many)",
    "outside": "before opening or after closing",
    "outliers": "far from the others",
    "freshness": "late", "bunching": "just past the target", "repeats": "same figure in a row",
    "rounding": "whole hundreds", "calm": "spread suddenly small", "not_checked": "not looked at",
    "personal": "numbers or addresses of single persons, at least",
}  # fmt: skip


def quality_of(folder: Path, period: str) -> QualityCard:
    """Quality card of an engagement at a period 「读取数据质量卡」.

    Raises
    ------
    InputError
        When the engagement, the period or the data can't be read.
    """
    from diagnostics.data.engine import open_engine
    from diagnostics.data.observe import observe
    from diagnostics.data.quality.card import quality_card
    from diagnostics.dictionary.load import load_engagement

    engagement = load_engagement(folder)
    at = engagement.calendar.parse(period)
    with open_engine(engagement) as engine:
        return quality_card(engine, observe(engine, until=at), at)


def card_lines(card: QualityCard) -> Iterator[str]:
    """Lines of a card: sources, what to verify, what was converted with examples 「清单文本」."""
    for each in card.sources:
        span = f", {each.first} to {each.last}" if each.last else ""
        typed = f", {each.manual:.0%} typed in by hand" if each.manual is not None else ""
        yield f"source {each.source} ({', '.join(each.files)}): {each.rows:,} rows{span}{typed}"
    for item in card.items[:MOST]:
        yield f"verify: {_item_line(item)}"
    if len(card.items) > MOST:
        yield f"verify: … and {len(card.items) - MOST} more ({len(card.items)} in all)"
    for conversion in card.conversions:
        place = conversion.file + (f"/{conversion.sheet}" if conversion.sheet else "")
        column = f", column {conversion.column!r}" if conversion.column else ""
        shown = "; ".join(
            f"{one.place}: {_cell(one.written)} read as {_cell(one.read or 'missing')}" for one in conversion.examples
        )
        yield f"converted: {conversion.count:,} × {conversion.kind} ({place}{column})" + (f": {shown}" if shown else "")
    if not card.items and not card.conversions:
        yield "nothing to verify, nothing converted"


def _cell(text: str) -> str:
    return repr(without_personal(text))


def _item_line(item: QualityItem) -> str:
    column = f", column {item.column!r}" if item.column and item.check != "not_checked" else ""
    about = f"source {item.source}{column}" if item.source else item.kpi + (f" of {item.entity}" if item.entity else "")
    told = f"{item.count:,} of {item.of:,} ({item.share:.1%})" if item.count else ""
    if item.check == "freshness":
        told = f"{item.detail:.0f} days"
    elif item.check == "calm":
        told = f"down to {item.detail:.0%} of what it was"
    elif item.check == "not_checked":
        told = f"{item.column}: {item.of:,} rows"
    where = f" [{', '.join(item.where)}]" if item.where else ""
    return f"{about}: {_SAID.get(item.check, item.check)}: {told}{where}"
