"""What is wrong with a sheet, the worst first 「问题排序」."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping

from diagnostics.dictionary.linting import lint
from diagnostics.dictionary.rules.found import percent
from diagnostics.dictionary.wording import vague_name
from diagnostics.loop.align.checkup.card_words import told
from diagnostics.loop.align.checkup.drafts import Drafts
from diagnostics.loop.align.checkup.handed_out import CODE as UNCOVERED
from diagnostics.loop.align.checkup.handed_out import uncovered
from diagnostics.loop.align.checkup.sheet_checks import card_faults, item_faults, repeated
from diagnostics.loop.align.checkup.unread import NEEDS
from diagnostics.model.checkup import HARMS, DraftCard, DraftItem, Example, Harm, Problem
from diagnostics.model.finding import Finding
from diagnostics.model.text import Text
from diagnostics.terms import say

# Rules that a sheet alone can be held to, and what goes wrong by each. The others need goals, data or signatures.
CODES: Mapping[str, Harm] = {
    "PD101": "scores", "PD113": "scores", "PD116": "scores", "PD123": "scores", "PD124": "scores", "PD125": "scores",
    "PD118": "measured", "PD119": "measured", "PD122": "measured",
    "PD102": "behaviour", "PD103": "behaviour", "PD104": "behaviour", "PD128": "behaviour",
    "PD140": "behaviour", "PD141": "behaviour", "PD142": "behaviour", "PD143": "behaviour", "PD144": "behaviour",
    "PD160": "missing", "PD164": "missing",
    "PD105": "missing", "PD106": "missing", "PD107": "missing", "PD121": "missing",
}  # fmt: skip
OWN: Mapping[str, Harm] = {
    "weight_missing": "scores", "weight_shared": "scores", "scoring_missing": "scores", "scoring_open": "scores",
    "twice": "scores",
    "wrong_way": "scores", "target_missing": "measured", "judged": "measured", "only_deducts": "behaviour",
}  # fmt: skip
# Advice would bury what matters; only a period that nobody states is asked for.
_TIPS = frozenset(("PD121",))
_OF_WEIGHTS = frozenset(("PD101", "PD103", "PD104", "PD140", "PD141", "PD142.business_low", "PD143.senior_process"))
# Rules about what a sheet may tell of its KPIs by their categories, and which part of that they need.
_NEED: Mapping[str, str] = {
    "PD103": "core", "PD140": "core", "PD141": "leading", "PD142": "kind", "PD143.senior_process": "kind",
    "PD143.junior_process": "kind", "PD143.middle_people": "view", "PD164": "view",
}  # fmt: skip
_Found = dict[str, dict[str, Example]]


def problems(drafts: Drafts) -> tuple[Problem, ...]:
    """Problems of a file: by what goes wrong, then by the share of weight touched, then by places 「问题排序」."""
    items = {each.kpi.id: (card, each) for card in drafts.cards for each in card.items}
    cards = {each.card.id: each for each in drafts.cards}
    found: _Found = {}
    for key, about, example in (*_own(drafts), *_linted(drafts, items, cards)):
        found.setdefault(key, {}).setdefault(about, example)
    order = {each: at for at, each in enumerate(items)}
    made = [
        Problem(key, {**CODES, **OWN}[key], _share(held, items, cards), _in_order(held, order))
        for key, held in found.items()
    ]
    return tuple(sorted(made, key=lambda each: (HARMS.index(each.harm), -round(each.share, 9), -each.count, each.key)))


def _in_order(held: Mapping[str, Example], order: Mapping[str, int]) -> tuple[Example, ...]:
    """Examples in the order of the sheet, those of cards first as they were found."""
    return tuple(held[each] for each in sorted(held, key=lambda each: order.get(each, -1)))


def _own(drafts: Drafts) -> Iterator[tuple[str, str, Example]]:
    for card in drafts.cards:
        for fault in card_faults(drafts, card) if card.card.id not in drafts.cut else ():
            yield fault, card.card.id, Example(card.name, card.place)
        for item in card.items:
            for fault in item_faults(drafts, item):
                if _is_read(fault, drafts, item):
                    yield fault, item.kpi.id, Example(item.name, item.place)
        for item in repeated(drafts, card):
            yield "twice", item.kpi.id, Example(item.name, item.place, _written(item.texts.get("target", "")))
    for about, example in uncovered(drafts):
        yield UNCOVERED, about, example


def _linted(
    drafts: Drafts, items: Mapping[str, tuple[DraftCard, DraftItem]], cards: Mapping[str, DraftCard]
) -> Iterator[tuple[str, str, Example]]:
    for finding in lint([each.kpi for _, each in items.values()], [each.card for each in drafts.cards]):
        card, item = cards.get(finding.about), items.get(finding.about)
        if finding.code not in CODES:
            continue
        if card is not None and card.card.id not in drafts.cut and _tells(finding, card):
            yield finding.code, finding.about, Example(card.name, card.place, _detail(finding.code, card))
        elif item is not None and _is_read(finding.code, drafts, item[1]) and _counts(finding, drafts, item[1]):
            yield finding.code, finding.about, Example(item[1].name, item[1].place)


def _is_read(key: str, drafts: Drafts, item: DraftItem) -> bool:
    """Whether all that a finding needs was read: what stands there unread is listed, and nothing is said of it."""
    return not set(NEEDS.get(key, ())) & drafts.unread.get(item.kpi.id, set())


def _written(text: str) -> Text:
    told = " ".join(text.split())
    return Text(zh=f"\uff08{told}\uff09", en=f" ({told})") if told else Text()


def _tells(finding: Finding, card: DraftCard) -> bool:
    """Whether a sheet gives the grounds for a finding about a card: weights of its own, categories that say enough."""
    keys = (finding.code, f"{finding.code}.{finding.variant}")
    needed = next((_NEED[each] for each in keys if each in _NEED), None)
    return (card.weighted or not _OF_WEIGHTS & set(keys)) and (needed is None or needed in told(card))


def _counts(finding: Finding, drafts: Drafts, item: DraftItem) -> bool:
    """Whether a sheet gives the grounds for a finding about a KPI."""
    target, scoring = drafts.reads[item.kpi.id]
    if finding.code == "PD113":
        # Without a rule there is none that could be unfit.
        return scoring.scoring is not None and "wrong_way" not in item_faults(drafts, item)
    if finding.code == "PD124":
        return "wrong_way" not in item_faults(drafts, item)
    if finding.code == "PD118":
        # A bare heading over several thresholds is one KPI too few; a target makes a call no better a name.
        return target.why != "several" and (finding.severity != "tip" or vague_name(item.name) is not None)
    return finding.severity != "tip" or finding.code in _TIPS


def _detail(code: str, card: DraftCard) -> Text:
    """What a card has in place of what it should have."""
    if code not in {"PD101", "PD102"}:
        return Text()
    total = percent(math.fsum(each.item.weight for each in card.items), 2)
    values = {"total": total, "count": len(card.items)}
    return Text(zh=say(f"checkup.detail.{code}", "zh", **values), en=say(f"checkup.detail.{code}", "en", **values))


def _share(
    about: Iterable[str], items: Mapping[str, tuple[DraftCard, DraftItem]], cards: Mapping[str, DraftCard]
) -> float:
    """Share of all weight; every card counts the same."""
    touched = 0.0
    for each in about:
        if each in cards:
            touched += 1.0
        else:
            card, item = items[each]
            touched += item.item.weight / sum(one.weight for one in card.card.items)
    return min(1.0, touched / len(cards))
