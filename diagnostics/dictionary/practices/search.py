"""Cards found by words in Chinese or English 「实践检索」."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from diagnostics.terms import LANGUAGES, say

if TYPE_CHECKING:
    from diagnostics.model.practice import Practice

# How much a word weighs by where it stands.
_WEIGHTS = {"title": 3.0, "cause": 2.0, "kpi": 2.0, "facet": 2.0, "words": 1.0}
# BM25: how soon repeated words stop counting, and how much long texts are held back.
_SOON, _LONG = 1.2, 0.6
_WORD = re.compile(r"[a-z0-9]+|[\u3400-\u9fff\uf900-\ufaff]+")
# English words that stand in every text and tell nothing.
_ARTICLES = "a an the and or that their its it"
_SMALL = "are as at be by for from in into is of on to was were with"
_EMPTY = frozenset([*_ARTICLES.split(" "), *_SMALL.split(" ")])
_LEAST_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a card has to be 「检索条件」.

    Parameters
    ----------
    dimension, industry, kpi, kind : str
        Exact, where not empty.
    cause : str
        Words that its cause holds, all of them.
    at_least : float
        Least improvement that its estimate shows, on the card's scale; 0 for any.
    """

    dimension: str = ""
    industry: str = ""
    kpi: str = ""
    kind: str = ""
    cause: str = ""
    at_least: float = 0.0

    def holds(self, card: Practice) -> bool:
        """Whether a card is so 「是否符合」."""
        asked = (
            (self.dimension, card.dimension), (self.industry, card.industry), (self.kpi, card.kpi.id),
            (self.kind, card.kind),
        )  # fmt: skip
        if not all(want in ("", got) for want, got in asked) or card.sign * card.effect.value < self.at_least:
            return False
        known = {*terms_of(card.cause.zh), *terms_of(card.cause.en)}
        return not self.cause.strip() or {*terms_of(self.cause)} <= known


@dataclass(frozen=True, slots=True)
class Hit:
    """A card with how well it answers 「检索结果」."""

    card: Practice
    score: float


def search(cards: Mapping[str, Practice], query: str, wanted: Wanted | None = None) -> tuple[Hit, ...]:
    """Cards that answer a query, the best first 「检索」.

    Parameters
    ----------
    query : str
        Words in Chinese or English; empty for all cards, by id.
    wanted : Wanted, optional
        What cards have to be besides.

    Notes
    -----
    Chinese is cut into pairs of neighbouring signs, English into words without their plural; a card must hold half of
    what is asked. Ranked by BM25, words of title and cause weighing more; equal ones by id.
    """
    held = [card for key, card in sorted(cards.items()) if wanted is None or wanted.holds(card)]
    asked = tuple(dict.fromkeys(terms_of(query)))
    if not asked:
        return tuple(Hit(card, 0.0) for card in held) if not query.strip() else ()
    found = {card.id: _counts(card) for card in held}
    usual = sum(sum(each.values()) for each in found.values()) / len(found) if found else 1.0
    rare = {term: _rarity(sum(term in each for each in found.values()), len(found)) for term in asked}
    hits = []
    for card in held:
        counts = found[card.id]
        if sum(term in counts for term in asked) < _LEAST_SHARE * len(asked):
            continue
        slow = _SOON * (1 - _LONG + _LONG * sum(counts.values()) / usual)
        score = sum(rare[term] * counts[term] * (_SOON + 1) / (counts[term] + slow) for term in asked if term in counts)
        hits.append(Hit(card, round(score, 6)))
    return tuple(sorted(hits, key=lambda each: (-each.score, each.card.id)))


def terms_of(text: str) -> list[str]:
    """Words of a text as the search compares them 「切词」.

    Examples
    --------
    >>> terms_of("会员复购率 the Calls")
    ['会员', '员复', '复购', '购率', 'call']
    """
    found: list[str] = []
    for word in _WORD.findall(unicodedata.normalize("NFKC", text).casefold().replace("_", " ")):
        if word[0] > "\u0fff":
            found += [word[at : at + 2] for at in range(len(word) - 1)] or [word]
        elif word not in _EMPTY:
            found.append(_stem(word))
    return found


def _stem(word: str) -> str:
    """English word without its plural."""
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")) else word


def _counts(card: Practice) -> dict[str, float]:
    """How often each word stands in a card, weighted by where."""
    counted: dict[str, float] = {}
    facets = [card.kind, card.industry, card.dimension]
    facets += [say(f"intervene.dimension.{card.dimension}", each) for each in LANGUAGES]
    told: dict[str, Sequence[str]] = {
        "title": [card.title.zh, card.title.en],
        "cause": [card.cause.zh, card.cause.en],
        "kpi": [card.kpi.id, card.kpi.name.zh, card.kpi.name.en],
        "facet": facets,
        "words": [
            text for each in (card.context, card.done, *card.steps, *card.conditions) for text in (each.zh, each.en)
        ],
    }
    for where, texts in told.items():
        # The same words in the second language of a text of one language count once.
        for text in dict.fromkeys(texts):
            for term in terms_of(text):
                counted[term] = counted.get(term, 0.0) + _WEIGHTS[where]
    return counted


def _rarity(holding: int, of: int) -> float:
    return math.log(1 + (of - holding + 0.5) / (holding + 0.5))
