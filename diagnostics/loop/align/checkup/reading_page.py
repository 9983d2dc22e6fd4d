"""What was read of a sheet and what was not, to be checked by eye 「读取内容与疑点」."""

from __future__ import annotations

import math

from diagnostics.dictionary.rules.found import percent
from diagnostics.look.numbers import MISSING, show
from diagnostics.look.page import Section, TablePart
from diagnostics.look.tables import Column, Table
from diagnostics.model.checkup import Checkup, DraftCard, DraftItem
from diagnostics.terms import Language, say

_CARDS, _DOUBTS, _LONGEST = 40, 200, 160
_RIGHT = frozenset(("weight",))
# Parts of a rule that are shown beside its kind; points that stop at 0 go without saying.
_SHOWN = frozenset(("cap", "start", "limit", "full", "veto", "bonus", "bonus_cap"))
_EXACT = 1e-6


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
        {
            "place": each.place,
            "written": cut(each.written),
            "why": say(f"checkup.doubt.{each.why}", language, **dict(each.values)),
        }
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
    targets = item.item.targets
    tier = targets.target if targets is not None else None
    told = cut(item.texts.get("target", ""))
    if isinstance(tier, int | float):
        told = _figure(float(tier), item, language)
    beside = [
        say(f"checkup.cards.{key}", language, what=_figure(float(value), item, language))
        for key in ("base", "stretch")
        if isinstance(value := getattr(targets, key, None), int | float)
    ]
    if not beside:
        return told
    return say("checkup.cards.tiers", language, target=told, tiers=say("checkup.rule.joint", language).join(beside))


def rule_text(item: DraftItem, language: Language) -> str:
    """Scoring rule as it was read, with what it says besides and what of it was not read 「计分文字」."""
    joint = say("checkup.rule.joint", language)
    comma = "\uff0c" if language == "zh" else ", "
    told = [(key, what.replace(",", comma)) for key, what in item.more if key in _SHOWN]
    more = [say(f"checkup.rule.more.{key}", language, what=what) for key, what in told]
    rest = [say("checkup.rule.rest", language, what=cut(item.rest.replace(",", comma)))] if item.rest else []
    kind = _kind_text(item, language)
    return joint.join([*([kind] if kind else []), *more, *rest])


def _kind_text(item: DraftItem, language: Language) -> str:
    scoring = item.item.scoring
    if item.rule == "reward":
        return ""
    if item.rule == "deduction":
        points = f"{scoring.per_event or 0:.4g}"
        every = _step(scoring.every, item, language)
        return say("checkup.rule.deduction", language, every=every, points=points)
    count = dict(item.more).get("levels") or len(scoring.bands) or len(scoring.anchors)
    return say(f"checkup.rule.{item.rule}", language, count=count)


def _step(every: float, item: DraftItem, language: Language) -> str:
    # 1 of a share would be all of it: what is counted then are events.
    if every >= 1 and item.kpi.unit == "share":
        return say("checkup.rule.event", language)
    if item.step == "share":
        return say("checkup.rule.each", language, step=percent(every))
    return say("checkup.rule.each", language, step=_figure(every, item, language))


def _figure(value: float, item: DraftItem, language: Language) -> str:
    """Figure with the unit that the sheet states; where it tells no currency English shows none."""
    unit = item.kpi.unit
    if unit == "share":
        return percent(value)
    if unit == "minutes" and (value < 1 or value != int(value)) and abs(value * 60 - round(value * 60)) < _EXACT:
        return say("checkup.seconds", language, count=round(value * 60))
    if unit == "score":
        return say("checkup.points", language, count=f"{value:,.10g}") if item.stated else f"{value:,.10g}"
    if unit == "money" and item.currency:
        amount = _bare(value, language)
        before = item.currency[-1] in "$\u20ac\u00a3"
        return f"{item.currency}{amount}" if before else f"{amount} {item.currency}"
    if unit in {"number", "ratio", "index", "count"} or (unit == "money" and (language == "en" or not item.stated)):
        return _bare(value, language)
    return show(value, unit, language)


def _bare(value: float, language: Language) -> str:
    """Figure without a unit, large ones in Chinese by ten thousands."""
    scaled = value / 10_000
    if language == "zh" and abs(value) >= 100_000 and float(f"{scaled:.6g}") == scaled:
        return say("checkup.ten_thousands", language, count=f"{scaled:,.10g}")
    return f"{value:,.10g}"


def cut(text: str) -> str:
    """Client text on one line, cut where it is long 「缩短」."""
    told = " ".join(text.split())
    return told if len(told) <= _LONGEST else f"{told[: _LONGEST - 1]}…"
