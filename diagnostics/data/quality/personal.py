"""Columns that hold numbers of single persons: identity cards, telephones, bank cards, mailboxes 「个人号码」."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from diagnostics.data.personal import KINDS, personal_spans
from diagnostics.data.personal.folding import folded
from diagnostics.model.quality import QualityItem, SourceCard

if TYPE_CHECKING:
    from diagnostics.data.engine import Engine
    from diagnostics.data.engine.facts import Facts
    from diagnostics.data.personal import PersonalKind

# What may hold such a number at all, as every engine finds it; which of it does is told by check digits.
LIKELY = "([0-9\uff10-\uff19][ .-]?){11}|@[^@ ]+[.]|0[0-9][0-9][0-9]?-[0-9][0-9][0-9][0-9]"
_LEAST, _MOBILE_END, _CARD = 13_000_000_000, 20_000_000_000, 10**13
# As many different values of a column are looked at.
MOST = 500
# Of telephones and cards alone in their cells so many must hold: one order number in ten passes for a card's.
_SHARE = 0.5
_WEAK = frozenset[str]({"phone", "bank_card"})


def personal(engine: Engine, card: SourceCard, facts: Facts) -> list[QualityItem]:
    """Columns in which numbers of single persons stand, used or not 「个人号码」.

    Notes
    -----
    Rows are counted, and none is shown. Of each column the first 500 different values in order that look likely are
    looked at by check digits and the like, so that there are at least as many rows as told. Columns declared as
    ``person`` are left out: what stands there is never shown anyway.
    """
    person = engine.engagement.settings.sources[card.source].person
    likely = {each: found for each in facts.columns if each != person and (found := _likely(facts, each)) is not None}
    if not likely or not card.rows:
        return []
    asked = {f"c{at}": facts.table.count(where=each) for at, each in enumerate(likely.values())}
    about = f"looking for personal numbers in source {card.source!r}"
    counts = engine.frame(facts.table.aggregate(**asked), about).iloc[0]
    found = []
    for at, (name, condition) in enumerate(likely.items()):
        # Amounts reach such sizes here and there; a column of numbers holds them throughout.
        least = 1 if facts.table[name].type().is_string() else _SHARE * card.rows
        if int(counts[f"c{at}"]) >= least:
            rows, kinds = _confirmed(_values(engine, facts, name, condition, about))
            if rows:
                told = tuple(each for each in KINDS if each in kinds)
                found.append(QualityItem("personal", card.source, name, count=rows, of=card.rows, where=told))
    return found


def _likely(facts: Facts, name: str) -> Any:
    """Which cells may hold such a number; None where the column can't."""
    if name.startswith("perfloop_"):
        return None
    column = facts.table[name]
    kind = column.type()
    if kind.is_string():
        return column.re_search(LIKELY)
    if kind.is_numeric():
        return column.between(_LEAST, _MOBILE_END) | (column >= _CARD)
    return None


def _values(engine: Engine, facts: Facts, name: str, condition: Any, about: str) -> list[tuple[str, int]]:
    """Different values in order, each with how many rows bear it."""
    column = facts.table[name]
    text = column if column.type().is_string() else column.cast("decimal(38, 0)").cast("string")
    table = facts.table.filter(condition).select(value=text).group_by("value").agg(n=lambda t: t.count())
    frame = engine.frame(table.order_by("value").limit(MOST), about)
    return [(str(value), int(n)) for value, n in zip(frame["value"], frame["n"], strict=True)]


def _confirmed(values: list[tuple[str, int]]) -> tuple[int, set[PersonalKind]]:
    """Rows that hold a personal number, and of which kinds."""
    looked = [(n, {kind for kind, _, _ in personal_spans(folded(text))}, _alone(text)) for text, n in values]
    alone = [bool(kinds) for _, kinds, bare in looked if bare]
    enough = sum(alone) >= _SHARE * len(alone)
    sure = [(n, kinds if enough or not bare else kinds - _WEAK) for n, kinds, bare in looked]
    return sum(n for n, kinds in sure if kinds), set().union(*(kinds for _, kinds in sure))


def _alone(text: str) -> bool:
    """Whether nothing but a number stands in a cell: then it may be that of an order."""
    return not any(each.isalpha() for each in text)
