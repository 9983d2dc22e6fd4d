"""What was read of a sheet and what was not, to be checked by eye 「读取内容与疑点」."""

from __future__ import annotations

import math

from diagnostics.dictionary.rules.found import percent
from diagnostics.look.numbers import MISSING, show
from diagnostics.look.page import Section, TablePart
from diagnostics.look.tables import Column, Table
from diagnostics.model.checkup import Checkup, DraftCard, DraftItem
from diagnostics.model.kpi import Kpi
from diagnostics.terms import Language, say

_CARDS, _DOUBTS, _LONGEST = 40, 200, 160
_RIGHT = frozenset(("weight",))


def reading_sections(checkup: Checkup, language: Language) -> tuple[Section, ...]:
    """Sections of what was read and what was not 「读取内容与疑点」.

    Parameters
    ----------
    checkup : Checkup
        What was found.
    language : {"zh", "en"}
        Language of the page.
    """
    cards = Section(
        id="cards",
        title=say("checkup.cards.title", language),
        lead=say("checkup.cards.lead", language),
        parts=tuple(TablePart(table=_card(each, language)) for each in checkup.cards[:_CARDS]),
    )
    return (*_unread(checkup, language), cards)


def _unread(checkup: Checkup, language: Language) -> tuple[Section, ...]:
    if not checkup.doubts:
        return ()
    rows = tuple(
        {"place": each.place, "written": cut(each.written), "why": say(f"checkup.doubt.{each.why}", language)}
        for each in checkup.doubts[:_DOUBTS]
    )
    more = len(checkup.doubts) - len(rows)
    table = Table(
        caption=say("checkup.unread.caption", language),
        columns=tuple(
            Column(key=each, label=say(f"checkup.unread.{each}", language)) for each in ("place", "written", "why")
        ),
        rows=rows,
        note=say("checkup.unread.more", language, count=more) if more else "",
    )
    title, lead = (say(f"checkup.unread.{each}", language) for each in ("title", "lead"))
    return (Section(id="unread", title=title, lead=lead, parts=(TablePart(table=table),)),)


def _card(card: DraftCard, language: Language) -> Table:
    total = math.fsum(each.item.weight for each in card.items)
    note = say("checkup.cards.unweighted", language, count=len(card.items))
    if card.weighted:
        note = say("checkup.cards.total", language, total=percent(total, 2), count=len(card.items))
    keys = ("name", "weight", "target", "direction", "rule", "place")
    return Table(
        caption=cut(card.name),
        columns=tuple(
            Column(key=each, label=say(f"checkup.cards.{each}", language), align="right" if each in _RIGHT else "left")
            for each in keys
        ),
        rows=tuple(_row(each, language) for each in card.items),
        note=note,
    )


def _row(item: DraftItem, language: Language) -> dict[str, str]:
    return {
        "name": cut(item.name),
        "weight": percent(item.item.weight, 2) if item.weighted else MISSING,
        "target": target_text(item, language),
        "direction": say(f"checkup.direction.{item.kpi.direction}", language),
        "rule": rule_text(item, language),
        "place": item.place,
    }


def target_text(item: DraftItem, language: Language) -> str:
    """Target as it was read; as it is written where it could not be 「目标文字」."""
    tier = item.item.targets.target if item.item.targets is not None else None
    if isinstance(tier, int | float):
        return _figure(float(tier), item.kpi, language)
    return cut(item.texts.get("target", ""))


def rule_text(item: DraftItem, language: Language) -> str:
    """Scoring rule as it was read 「计分文字」."""
    scoring = item.item.scoring
    if item.rule == "deduction":
        points = f"{scoring.per_event or 0:.4g}"
        every = _step(scoring.every, item.kpi, language)
        return say("checkup.rule.deduction", language, every=every, points=points)
    count = len(scoring.bands) or len(scoring.anchors)
    return say(f"checkup.rule.{item.rule}", language, count=count)


def _step(every: float, kpi: Kpi, language: Language) -> str:
    # 1 of a share would be all of it: what is counted then are events.
    if every >= 1 and kpi.unit == "share":
        return say("checkup.rule.event", language)
    return say("checkup.rule.each", language, step=_figure(every, kpi, language))


def _figure(value: float, kpi: Kpi, language: Language) -> str:
    """Figure with its unit; no sheet tells the currency, so that English shows none."""
    if kpi.unit == "share":
        return percent(value)
    return show(value, "number" if kpi.unit == "money" and language == "en" else kpi.unit, language)


def cut(text: str) -> str:
    """Client text on one line, cut where it is long 「缩短」."""
    told = " ".join(text.split())
    return told if len(told) <= _LONGEST else f"{told[: _LONGEST - 1]}…"
