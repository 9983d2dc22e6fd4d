"""What only a sheet can have wrong: nothing to aim at, rules without an amount, one weight for several 「表格检查」."""

from __future__ import annotations

import re
from collections.abc import Iterator

from diagnostics.dictionary.wording import better, compound, figures, is_timed, plain
from diagnostics.loop.align.checkup.drafts import Drafts
from diagnostics.loop.align.checkup.scoring_read import ScoringRead
from diagnostics.loop.align.checkup.target_text import TargetRead
from diagnostics.model.checkup import DraftCard, DraftItem

# A rating by those who are served measures something; one by the superior alone, without levels, doesn't.
_ALONE = re.compile(r"酌情|视情况|综合|主观|印象|上级|领导|主管|经理|discretion|judg|manager", re.IGNORECASE)
# A step is nothing to aim at: 每低1%扣2分.
_EACH = re.compile(r"每[^,;。\n]*")
_FEWEST = 3
# Why a target that somebody wrote was not read.
_AIMED = frozenset(("words", "several", "partly", "decimal", "share", "range"))


def item_faults(drafts: Drafts, item: DraftItem) -> Iterator[str]:
    """Keys of what is wrong with a KPI of a sheet, beside what the rules find 「单项检查」."""
    target, scoring = drafts.reads[item.kpi.id]
    if item.kpi.id in drafts.shared:
        yield "weight_shared"
    unread = drafts.unread.get(item.kpi.id, set())
    if not item.weighted and "weight" not in unread and item.kpi.id not in drafts.shared:
        yield "weight_missing"
    if target.value is None and target.why in {"blank", "words"} and not _aims(item, scoring):
        yield "target_missing"
    if target.why == "several" and compound(item.texts.get("target", "")) is not None:
        yield "PD122"
    if target.why in _AIMED and _is_untimed(item):
        # The rules ask for a period where a target was read; one that was not needs it as well.
        yield "PD121"
    if scoring.kind == "blank":
        yield "scoring_missing"
    if scoring.kind in {"open", "trend"}:
        yield "scoring_open"
    if scoring.kind == "judged" and _is_alone(item, target):
        yield "judged"
    if goes_wrong_way(item, target, scoring):
        yield "wrong_way"


def _is_untimed(item: DraftItem) -> bool:
    """Whether nothing on the sheet says for what period a KPI counts."""
    said = (item.name, item.texts.get("definition", ""), item.texts.get("target", ""))
    return "cycle" not in item.kpi.model_fields_set and not any(map(is_timed, said))


def card_faults(drafts: Drafts, card: DraftCard) -> Iterator[str]:
    """Keys of what is wrong with a card as a whole 「整表检查」."""
    reads = [drafts.reads[each.kpi.id][1] for each in card.items]
    if len(reads) >= _FEWEST and all(each.kind == "deduction" and not each.rewards for each in reads):
        yield "only_deducts"


def repeated(drafts: Drafts, card: DraftCard) -> Iterator[DraftItem]:
    """KPIs that a card has twice, with targets that differ 「重复指标」."""
    found: dict[str, list[DraftItem]] = {}
    for item in card.items:
        if "name" not in drafts.unread.get(item.kpi.id, set()):
            found.setdefault(plain(item.name).casefold(), []).append(item)
    for items in found.values():
        told = {(plain(each.texts.get("target", "")), each.texts.get("definition", "")) for each in items}
        if len({target for target, _ in told}) > 1 and len({definition for _, definition in told}) == 1:
            yield from items


def goes_wrong_way(item: DraftItem, target: TargetRead, scoring: ScoringRead) -> bool:
    """Whether points rise as things get worse 「计分方向是否相反」.

    Parameters
    ----------
    item : DraftItem
        The KPI.
    target, scoring : TargetRead, ScoringRead
        What target and rule say.
    """
    # Where sign and name disagree the name is right, and the sign a finding of its own.
    told = better(item.name) or target.direction
    if scoring.kind == "ratio" and scoring.direction == "lower":
        # 实际÷预算, 低于预算加分: one rule that says both.
        return True
    if told is None:
        return False
    if scoring.kind == "ratio":
        return told == "lower"
    if scoring.kind == "inverse":
        return told == "higher" and _is_quotient_of_same(item)
    # Events are counted whichever way the KPI itself goes: 准确率 99 %, 出错一次扣 5 分.
    firm = scoring.kind in {"bands", "reward", "trend"} or (
        scoring.kind == "deduction" and scoring.unit is not None and _same(item, scoring)
    )
    return firm and scoring.direction is not None and scoring.direction != told


def _same(item: DraftItem, scoring: ScoringRead) -> bool:
    return scoring.unit == item.kpi.unit and scoring.unit in {"share", "money", "score", "ratio"}


def _is_quotient_of_same(item: DraftItem) -> bool:
    """Target over actual rewards less, unless both are times: planned days over actual days is right."""
    return item.kpi.unit not in {"minutes", "hours", "days"} and better(item.texts.get("scoring", "")) is None


def _aims(item: DraftItem, scoring: ScoringRead) -> bool:
    """Whether rule, definition or name say what to reach although the target doesn't."""
    if scoring.kind in {"bands", "anchors", "judged"}:
        return True
    if scoring.kind == "deduction" and scoring.direction == "lower":
        return True
    # 完成率, 最高120%: the cap of a ratio is no target of it.
    rule = "" if scoring.kind in {"ratio", "inverse"} else item.texts.get("scoring", "")
    told = (item.name, rule, item.texts.get("definition", ""))
    return any(each.unit != "score" for text in told for each in figures(_EACH.sub("", plain(text))))


def _is_alone(item: DraftItem, target: TargetRead) -> bool:
    return target.value is None and _ALONE.search(plain(item.texts.get("scoring", ""))) is not None
