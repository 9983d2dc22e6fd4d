"""Which cards answer a cause, and why 「原因与措施匹配」."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from diagnostics.model.kpi import Kpi
from diagnostics.model.library_card import LibraryCard
from diagnostics.model.proposal import Ground
from diagnostics.model.root_cause import Hypothesis

# A word of the cause says more than the category it was filed under, and that more than its KPI or where it acts.
WEIGHT: dict[Ground, int] = {"word": 3, "category": 2, "kpi": 1, "slice": 1}
# A word alone may stand in a cause of quite another kind: so much must speak for a card.
ENOUGH = 4
# More words of one kind than this say nothing new.
MOST_WORDS = 2
# What a card is worth that no word of the cause calls for.
CATEGORY_ONLY = 0.5
# Of one dimension a cause gets at most so many cards.
EACH_DIMENSION = 1


@dataclass(frozen=True, slots=True)
class Match:
    """A card that answers a cause, and why 「匹配」."""

    card: LibraryCard
    grounds: tuple[tuple[Ground, str], ...]

    @property
    def points(self) -> int:
        """How much speaks for it 「匹配分」."""
        return sum(WEIGHT[kind] for kind, _ in self.grounds)

    @property
    def confidence(self) -> float:
        """How sure one is that it works here: the card's, half of it where only the category speaks for it 「把握」."""
        return self.card.sureness * (1.0 if self.named else CATEGORY_ONLY)

    @property
    def named(self) -> bool:
        """Whether a word of the cause calls for it 「是否点名」."""
        return any(kind == "word" for kind, _ in self.grounds)


def matches(
    cause: Hypothesis, cards: Iterable[LibraryCard], kpis: Mapping[str, Kpi], *, own: frozenset[str] = frozenset()
) -> tuple[Match, ...]:
    """Cards that answer a cause, at most one of each dimension, best first 「匹配措施」.

    Parameters
    ----------
    own : frozenset of str
        Cards of the firm itself: of two that match alike, its own stands first.

    Notes
    -----
    A word of the title or note counts 3 (two at most), the category 2, a word of the KPI or of a driver tested 1, one
    of the slice 1. A card needs a word and something beside it: a second one, the category, the KPI or the slice.
    A card whose author named no words answers its categories, where no card has a word; one that named nothing but
    words answers each of them. The KPI alone says nothing of why the figure is low. Better none than one that does
    not fit. One card a dimension, so that a plan is looked at from four sides; a second is the consultant's to pick.
    """
    found = [each for card in cards if (each := _match(cause, card, kpis)) is not None]
    if any(each.named for each in found):
        found = [each for each in found if each.named]
    found.sort(key=lambda each: (-each.points, each.card.id not in own, each.card.effort, each.card.id))
    kept: list[Match] = []
    for each in found:
        if sum(one.card.dimension == each.card.dimension for one in kept) < EACH_DIMENSION:
            kept.append(each)
    return tuple(kept)


def _match(cause: Hypothesis, card: LibraryCard, kpis: Mapping[str, Kpi]) -> Match | None:
    words: list[tuple[Ground, str]] = [("word", each) for each in _said(cause, card.answers.words)]
    if cause.category in card.answers.categories:
        words.append(("category", cause.category))
    if not words or (card.answers.words and words[0][0] != "word"):
        return None
    named = [cause.kpi, *(each.driver for each in cause.tests if each.driver)]
    for key in dict.fromkeys(named):
        if any(says(name_of(key, kpis), each) for each in card.answers.kpis):
            words.append(("kpi", key))
            break
    where = " ".join((*cause.slice, *cause.slice.values()))
    words += [("slice", each) for each in (*card.answers.words, *card.answers.kpis) if says(where, each)][:1]
    found = Match(card, tuple(words))
    asked = card.answers.words and (card.answers.categories or card.answers.kpis)
    return None if asked and found.points < ENOUGH else found


def _said(cause: Hypothesis, words: Iterable[str]) -> list[str]:
    """Words of a card that a cause says; a word and its translation are one."""
    told = " ".join((cause.title.zh, cause.title.en, cause.note.zh, cause.note.en))
    found = [each for each in words if says(told, each)]
    sides = [[each for each in found if each.isascii() == ascii_] for ascii_ in (False, True)]
    return max(sides, key=len)[:MOST_WORDS]


def name_of(key: str, kpis: Mapping[str, Kpi]) -> str:
    """Id and names of a KPI, to look for words in 「指标名称」."""
    kpi = kpis.get(key)
    return key if kpi is None else f"{key} {kpi.name.zh} {kpi.name.en}"


def says(text: str, word: str) -> bool:
    """Whether a text has a word: Chinese anywhere, English where a word begins 「是否提到」.

    Examples
    --------
    >>> says("Members are paid", "paid"), says("unpaid", "paid"), says("老会员流失", "会员")
    (True, False, True)
    """
    low, wanted = text.casefold(), word.casefold()
    if not wanted.isascii():
        return wanted in low
    return re.search(rf"(?<![a-z0-9]){re.escape(wanted)}", low) is not None
